"""Registers the answers to a file of questions in a dated file, so that a later edit of a question shows.

The file is JSON. It has the hash of every question as it was asked, the run that answered, and the answers. It can be
given in place of a run: then its answers are scored, and a question that has changed since is refused.
"""

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.config.question_weeks import deadline_week
from forecast.config.questions import Questions, content_hash
from forecast.errors import ConfigError, ResultError
from forecast.questions.answers import Answer
from forecast.store.atomic import put_bytes
from forecast.store.manifest import RunManifest

KIND = "registered answers"
TEXTS = ("date", "written", "questions_dated", "experiment", "run_id", "config_hash")


class Registered(NamedTuple):
    """A file of registered answers: what it says about itself, and the answers by id of the question."""

    record: dict[str, Any]
    answers: dict[str, Answer]


def require_new(path: Path) -> None:
    """Check that a registration can be written to a new file. A registration is never replaced.

    Raises
    ------
    ConfigError
        If the file exists or its folder does not.
    """
    if path.exists():
        raise ConfigError.of(str(path), "exists; a registration is not replaced: choose another name")
    if not path.parent.is_dir():
        raise ConfigError.of(str(path), f"there is no folder {path.parent}; create it or choose another name")


def register(path: Path, questions: Questions, answers: Mapping[str, Answer], run: RunManifest, today: date) -> str:
    """Write the answers to a new file and return the hash of its content.

    Parameters
    ----------
    path : Path
        The file. It must not exist.
    questions : Questions
        The questions as they were asked.
    answers : mapping of str to Answer
        The answers, by id of the question.
    run : RunManifest
        The run that answered.
    today : date
        Date of the registration.

    Raises
    ------
    ConfigError
        If the file exists, since a registration is never replaced, or if its folder does not exist.
    RunError
        If it cannot be written.
    """
    require_new(path)
    record = {
        "kind": KIND,
        "date": today.isoformat(),
        "questions": Path(questions.path).name,
        "questions_sha256": questions.sha256,
        "questions_dated": questions.registered.isoformat(),
        "written": questions.written,
        "experiment": run.experiment,
        "run_id": run.run_id,
        "config_hash": run.config_hash,
        "version": run.versions.get("frontcast"),
        "code_hash": run.code_hash,
        "week_0": run.origin_date,
        "members": run.members,
        "draws": run.draws,
        "answers": [_plain(answers[name], questions.hashes[name]) for name in questions.questions],
    }
    sealed = {**record, "sha256": content_hash(record)}
    text = json.dumps(sealed, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    put_bytes(path, text.encode("utf-8"), path.parent)
    return str(sealed["sha256"])


def read_registered(path: Path, questions: Questions) -> Registered:
    """Read registered answers and compare their questions with the file as it is now.

    Parameters
    ----------
    path : Path
        The file.
    questions : Questions
        The questions as they are now.

    Raises
    ------
    ResultError
        If the file is damaged, questions have changed, are missing or are new, or their header says something else.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        found = record.pop("sha256")
        kind, entries = record["kind"], {entry["id"]: entry for entry in record["answers"]}
        start, _ = date.fromisoformat(record["week_0"]), date.fromisoformat(record["date"])
        if (
            len(entries) < len(record["answers"])
            or "version" not in record
            or not all(isinstance(record[key], str) for key in TEXTS)
        ):
            raise ValueError("not as it was written")
        is_whole = kind == KIND and found == content_hash(record)
        answers = {name: _answer(entry, questions, start) for name, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ResultError.of(str(path), "is neither a run folder nor a file of registered answers") from None
    if not is_whole:
        raise ResultError.of(str(path), "has changed since it was written: its hash differs")
    _require_same_header(path, record, questions)
    changed = [name for name, entry in entries.items() if questions.hashes.get(name) != entry["sha256"]]
    changed += [name for name in questions.questions if name not in entries]
    if changed:
        text = f"{', '.join(changed[:5])}{' and more' if len(changed) > 5 else ''} of {questions.path} differ from "
        raise ResultError.of(str(path), f"{text}what was registered on {record['date']}")
    return Registered({**record, "sha256": found}, answers)


def _require_same_header(path: Path, record: Mapping[str, Any], questions: Questions) -> None:
    """Refuse a header that gives the registered answers another label, date or week 0."""
    pairs = (
        ("written", questions.written, record["written"]),
        ("registered", questions.registered.isoformat(), record["questions_dated"]),
        ("week_0", (questions.week_0 or record["week_0"]), record["week_0"]),
    )
    for key, now, then in pairs:
        if str(now) != then:
            text = f"{questions.path} has '{key}: {now}', but '{then}' was registered on {record['date']}"
            raise ResultError.of(str(path), text)


def _plain(answer: Answer, question_hash: str) -> dict[str, Any]:
    value, mcse, n = answer.probability
    numbers = {"probability": value, "mcse": None if math.isnan(mcse) else mcse, "n": n}
    basis = {"basis": answer.basis, "bin_share": answer.bin_share}
    return {"id": answer.id, "branch": answer.branch, **numbers, **basis, "sha256": question_hash}


def _answer(entry: Mapping[str, Any], questions: Questions, start: date) -> Answer:
    name, mcse = entry["id"], entry["mcse"]
    if not 0.0 <= entry["probability"] <= 1.0:
        raise ValueError("no probability")
    estimate = Estimate(float(entry["probability"]), math.nan if mcse is None else float(mcse), int(entry["n"]))
    asked = questions.questions.get(name)
    week = deadline_week(asked.deadline, start) if asked else 0
    return Answer(name, entry["branch"], estimate, week, entry["basis"], float(entry["bin_share"]), None)
