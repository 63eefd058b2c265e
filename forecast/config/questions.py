"""Reads question files and the files that resolve them, checks them, and takes the hash of their content."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from forecast.config.assemble import config_error
from forecast.config.documents import read_document
from forecast.config.keys import unknown_keys_of_file
from forecast.config.models import Experiment
from forecast.config.outcomes import Quantity, quantities
from forecast.config.parts import ID, NO_IDS
from forecast.config.question_models import Question, QuestionsFile, Resolution, ResolvedFile
from forecast.config.question_weeks import deadline_week
from forecast.config.tree import Finding, Map, Scalar, Source, child, is_broken, is_empty, key_place, plain, value_place
from forecast.config.values import read_date
from forecast.config.wording import NAME, findings_of, unknown
from forecast_kernels.layout.regimes import REGIME_NAMES
from forecast_kernels.layout.series import SECTOR_SERIES, SERIES

BEFORE = "before the outcome"
_Entry = TypeVar("_Entry", bound=BaseModel)


class Questions(NamedTuple):
    """A checked file of questions.

    Attributes
    ----------
    path : str
        Path of the file.
    title, written, note : str
        The header.
    registered : date
        The date of the header.
    week_0 : date or None
        Week 0 of the run for which the questions were written.
    questions : dict of str to Question
        Questions by id, in the order of the file.
    sha256 : str
        Hash of the content of the whole file.
    hashes : dict of str to str
        Hash of the content of each question.
    """

    path: str
    title: str
    registered: date
    written: str
    note: str | None
    week_0: date | None
    questions: dict[str, Question]
    sha256: str
    hashes: dict[str, str]


class Outcomes(NamedTuple):
    """A checked file of outcomes: its date, the outcomes by id of the question, and the hash of its content."""

    path: str
    title: str
    dated: date
    outcomes: dict[str, Resolution]
    sha256: str


def weekly_quantities(defender: str, attacker: str) -> dict[str, Quantity]:
    """Return the weekly series of `timeseries.nc` by name, with the ids of the sides."""
    ends = {"_0": f"_{defender}", "_1": f"_{attacker}"}
    return {s.name[:-2] + ends[s.name[-2:]] if s.name[-2:] in ends else s.name: Quantity(s.unit) for s in SERIES} | {
        SECTOR_SERIES.name: Quantity(SECTOR_SERIES.unit)
    }


def content_hash(content: Any) -> str:
    """Return the SHA-256, in hex, of plain data. The order of keys does not matter."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_questions(path: str | Path, experiment: Experiment | None = None) -> Questions:
    """Read a file of questions and check it against the experiment of a run.

    Parameters
    ----------
    path : str or Path
        The file.
    experiment : Experiment, optional
        Gives names, week 0 and horizon. Without it only the form is checked.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    context = {} if experiment is None else _context(experiment)
    head, entries, root = _read(str(path), QuestionsFile, "questions", Question, context)
    if head["written"] == BEFORE:
        known = [name for name, question in entries.items() if question.deadline <= head["registered"]]
        text = f"deadline: is not after {head['registered']}, so the question was not written before the outcome"
        findings = [
            Finding(value_place(root, ("questions", name, "deadline")), f"questions.{name}.{text}") for name in known
        ]
        if findings:
            raise config_error(findings)
    hashes = {name: content_hash(plain(node.node)) for name, node in _entries(root, "questions").items()}
    return Questions(str(path), **head, questions=entries, sha256=content_hash(plain(root)), hashes=hashes)


def read_outcomes(path: str | Path, questions: Questions) -> Outcomes:
    """Read a file of outcomes and check it against its questions.

    Parameters
    ----------
    path : str or Path
        The file.
    questions : Questions
        The questions that it resolves.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    findings: list[Finding] = []
    head, entries, root = _read(str(path), ResolvedFile, "outcomes", Resolution, {})
    for name, entry in entries.items():
        where = ("outcomes", name)
        if name not in questions.questions:
            findings.append(Finding(key_place(root, where), unknown("question", name, questions.questions)))
            continue
        day, deadline = entry.date, questions.questions[name].deadline
        place = key_place(root, (*where, "date"))
        if questions.written == BEFORE and day <= questions.registered:
            text = (
                f"{name}: {day} is not after {questions.registered}, so its question was not written before the outcome"
            )
            findings.append(Finding(place, text))
        if day > head["dated"]:
            findings.append(Finding(place, f"{name}: {day} is after the date of this file, {head['dated']}"))
        if entry.outcome == "no" and day < deadline - timedelta(weeks=1):
            text = f"{name}: 'no' on {day} is before the deadline, {deadline}; leave it open until then"
            findings.append(Finding(place, text))
    if findings:
        raise config_error(findings)
    return Outcomes(str(path), head["title"], head["dated"], entries, content_hash(plain(root)))


def _context(experiment: Experiment) -> dict[str, Any]:
    baseline = experiment.baseline
    return {
        "date": baseline.date,
        "horizon": experiment.horizon,
        "quantities": quantities(baseline.defender, baseline.attacker, baseline.donors),
        "weekly": weekly_quantities(baseline.defender, baseline.attacker),
        "sectors": tuple(baseline.sectors),
        "regimes": REGIME_NAMES,
        "branches": tuple(experiment.branches),
    }


def _entries(root: Map, key: str) -> Mapping[str, Any]:
    node = child(root, key)
    return node.entries if isinstance(node, Map) else {}


def _read(
    path: str, model: type[BaseModel], key: str, entry_model: type[_Entry], context: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, _Entry], Map]:
    """Return the header of a file, its entries under `key`, and its tree. Raises ConfigError."""
    findings: list[Finding] = []
    root = read_document(path, Source(path, "", 0), findings)
    if not isinstance(root, Map):
        raise config_error(findings)
    findings.extend(unknown_keys_of_file(root, model, ()))
    top = plain(Map({name: entry for name, entry in root.entries.items() if name != key}, root.place))
    head: dict[str, Any] = {}
    try:
        read = model.model_validate(top | {key: {}})
        head = {name: getattr(read, name) for name in model.model_fields if name != key}
    except ValidationError as error:
        findings.extend(findings_of(error, root, ()))
    start, expected = context.get("date"), head.get("week_0")
    if start is not None and expected not in (None, start):
        text = f"week_0: the questions are for a run from {expected}; this run starts on {start}"
        raise config_error([Finding(value_place(root, ("week_0",)), text)])
    node = child(root, key)
    if not isinstance(node, Map) or not node.entries:
        findings.append(Finding(key_place(root, (key,)), f"{key}: expected a mapping from ids to entries"))
    valid: dict[str, _Entry] = {}
    for name, entry in _entries(root, key).items():
        if not ID.fullmatch(name) or name in NO_IDS:
            findings.append(Finding(entry.key, f"{key}: '{name}' is not a valid name: {NAME}"))
        if is_empty(entry.node):
            findings.append(Finding(entry.key, f"{key}.{name} is empty"))
        elif not is_broken(entry.node):
            try:
                valid[name] = entry_model.model_validate(plain(entry.node), context=_of(entry.node, context))
            except ValidationError as error:
                findings.extend(findings_of(error, root, (key, name)))
    if findings:
        raise config_error(findings)
    return head, valid, root


def _of(node: Any, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of one question: that of the file, and the week of its deadline if it can be read."""
    written = child(node, "deadline")
    try:
        day = read_date(written.value if isinstance(written, Scalar) else None)
    except PydanticCustomError:
        return dict(context)
    start = context.get("date")
    return {**context, "deadline": deadline_week(day, start)} if isinstance(start, date) else dict(context)
