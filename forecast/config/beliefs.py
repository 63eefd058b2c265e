"""Reads belief files, and checks them against the inputs of a run."""

import re
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ValidationError

from forecast.config import tree
from forecast.config.assemble import config_error
from forecast.config.belief_models import FRESH, OWN, BeliefEntry, BeliefsFile, BelievedEntry
from forecast.config.belief_support import outside, scaled, support_of
from forecast.config.documents import read_document
from forecast.config.idle_inputs import idle_inputs, replaced_inputs
from forecast.config.keys import unknown_keys_of_file
from forecast.config.models import Experiment, Prior
from forecast.config.parts import ID, NO_IDS
from forecast.config.tree import (
    Finding,
    Map,
    Node,
    Place,
    Source,
    at,
    child,
    dotted,
    is_broken,
    is_empty,
    key_place,
    plain,
    value_place,
)
from forecast.config.units import UnitError, factor_between
from forecast.config.wording import NAME, findings_of, unknown
from forecast.errors import ConfigError

MAX_BELIEFS = 200
"""Beliefs that one command reads: a table of more is no help, and a file of more is a mistake."""


class BelievedInput(NamedTuple):
    """An input of the run, and the same input with the distribution that is believed, in the unit of the prior."""

    prior: Prior
    believed: Prior


class Belief(NamedTuple):
    """A checked belief.

    Attributes
    ----------
    name : str
        Its name: the key under `beliefs`, or the name of the file.
    about, source : str
        What is believed, and where that comes from; `OWN` unless the file says so.
    grade : "A", "B" or "C"
    inputs : tuple of BelievedInput
        The inputs that it is about.
    where : str
        Place in its file, `file:line:column`.
    """

    name: str
    about: str
    source: str
    grade: Literal["A", "B", "C"]
    inputs: tuple[BelievedInput, ...]
    where: str

    @property
    def is_own(self) -> bool:
        """Whether it names no source, and so is the user's own judgment."""
        return self.source == OWN

    @property
    def settings(self) -> tuple[str, ...]:
        """The `--set` texts (PATH=VALUE) with which a fresh run has these inputs as its priors."""
        return tuple(text for each in self.inputs for text in _settings(each))


class _Written(NamedTuple):
    """A belief in its file: its name, the tree of the file, and where it stands in it."""

    name: str
    root: Map
    path: tree.Path


def read_beliefs(path: str | Path, experiment: Experiment) -> tuple[Belief, ...]:
    """Read a belief file, or every `.yaml` file of a folder by name, for a run of an experiment.

    Parameters
    ----------
    path : str or Path
        A file with one belief or with several under `beliefs`, or a folder of such files.
    experiment : Experiment
        The experiment of the run, for its inputs.

    Returns
    -------
    tuple of Belief
        In the order of the file or of the file names.

    Raises
    ------
    ConfigError
        With all problems at once, each with its place: an unknown key or input, an input that is fixed or that no
        member uses, a unit that does not fit, weight where the prior has none, two beliefs of one name.
    """
    findings: list[Finding] = []
    written: dict[str, _Written] = {}
    for number, file in enumerate(_files(Path(path))):
        for each in _read(file, number, findings):
            place = key_place(each.root, each.path)
            first = written.setdefault(each.name, each)
            if first is not each:
                there = key_place(first.root, first.path)
                findings.append(Finding(place, f"belief '{each.name}' is already defined at {there}; rename one"))
            if len(written) > MAX_BELIEFS:
                raise config_error([Finding(place, f"more than {MAX_BELIEFS} beliefs; compare fewer at a time")])
    beliefs = [_belief(each, experiment, findings) for each in written.values()]
    if findings:
        raise config_error(findings)
    return tuple(belief for belief in beliefs if belief is not None)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.yaml"))
    if not files:
        raise ConfigError.of(str(path), "holds no belief: a folder of beliefs needs files that end in .yaml")
    return files


def _read(file: Path, number: int, findings: list[Finding]) -> list[_Written]:
    """Return the beliefs of one file, whose keys are checked and whose values are not."""
    root = read_document(str(file), Source(str(file), "", number), findings)
    if not isinstance(root, Map):
        return []
    findings.extend(unknown_keys_of_file(root, BeliefsFile, ()))
    if "beliefs" not in root.entries:
        name = re.sub(r"[-\s]+", "_", file.stem.lower())
        if not _is_name(name):
            findings.append(Finding(Place(root.place.source), f"the file names its belief: rename the file; {NAME}"))
        return [_Written(name, root, ())]
    for key in ("about", "priors", "source", "grade"):
        if key in root.entries:
            text = f"{key}: a file has one belief, or several under 'beliefs'; move this into one of them"
            findings.append(Finding(root.entries[key].key, text))
    node = child(root, "beliefs")
    if not isinstance(node, Map) or not node.entries:
        findings.append(Finding(key_place(root, ("beliefs",)), "beliefs: expected a mapping from names to beliefs"))
        return []
    for name, entry in node.entries.items():
        if not _is_name(name):
            findings.append(Finding(entry.key, f"beliefs: '{name}' is not a valid name: {NAME}"))
    return [_Written(name, root, ("beliefs", name)) for name in node.entries]


def _is_name(name: str) -> bool:
    return bool(ID.fullmatch(name)) and name not in NO_IDS


def _belief(written: _Written, experiment: Experiment, findings: list[Finding]) -> Belief | None:
    """Check one belief; problems are added to `findings`."""
    root, path = written.root, written.path
    node = at(root, path)
    if is_empty(node):
        findings.append(Finding(key_place(root, path), f"{dotted(path)} is empty"))
    if node is None or is_empty(node) or is_broken(node):
        return None
    before = len(findings)
    entry = _valid(BeliefEntry, node, root, path, findings)
    named = at(root, (*path, "priors"))
    findings.extend(
        Finding(each.key, f"{dotted((*path, 'priors', name))} is empty")
        for name, each in _entries(named)
        if is_empty(each.node)
    )
    read = {name: _valid(BelievedEntry, each.node, root, (*path, "priors", name), []) for name, each in _entries(named)}
    inputs = [_input(root, (*path, "priors", name), experiment, each, findings) for name, each in read.items()]
    if entry is not None and entry.grade != "C" and entry.source == OWN:
        text = f"grade {entry.grade} needs a 'source'; without one a belief is of grade C"
        findings.append(Finding(value_place(root, (*path, "grade")), text))
    if entry is None or len(findings) > before:
        return None
    known = tuple(each for each in inputs if each is not None)
    return Belief(written.name, entry.about, entry.source, entry.grade, known, str(key_place(root, path)))


def _entries(node: Node | None) -> list[tuple[str, Any]]:
    return list(node.entries.items()) if isinstance(node, Map) else []


def _valid(kind: type[Any], node: Node, root: Map, path: tree.Path, findings: list[Finding]) -> Any:
    """Return the model of a node, or None; what it refuses is added to `findings`."""
    assert issubclass(kind, BaseModel)
    try:
        return kind.model_validate(plain(node))
    except ValidationError as error:
        found = findings_of(error, root, path)
        findings.extend(found)
        return None


def _input(
    root: Map, path: tree.Path, experiment: Experiment, entry: BelievedEntry | None, findings: list[Finding]
) -> BelievedInput | None:
    """Check a believed input against the prior of the run. `entry` is None if its own values are wrong."""
    name, place = str(path[-1]), key_place(root, path)
    prior = experiment.priors.get(name)
    refusal = unknown("input", name, experiment.priors) if prior is None else _refusal(prior, experiment)
    if refusal or prior is None or entry is None:
        if refusal:
            findings.append(Finding(place, refusal if prior is None else f"{name}: {refusal}"))
        return None
    try:
        factor = 1.0 if entry.unit is None else factor_between(entry.unit, prior.unit)
    except UnitError as error:
        findings.append(Finding(value_place(root, (*path, "unit")), f"{name}: {error}; the prior is in {prior.unit}"))
        return None
    distribution = scaled(entry.distribution, factor)
    if distribution is None:
        text = f"{name}: a beta distribution cannot be converted from {entry.unit}; write it in {prior.unit}"
        findings.append(Finding(value_place(root, (*path, "unit")), text))
        return None
    bounds = {
        key: getattr(prior, key) if bound is None else bound * factor
        for key, bound in (("at_least", entry.at_least), ("at_most", entry.at_most))
    }
    believed = prior.model_copy(update={"distribution": distribution, **bounds})
    where = outside(support_of(believed), support_of(prior))
    if where:
        findings.append(
            Finding(place, f"{name}: {where} (in {prior.unit}); stay within the prior, or run anew with --set")
        )
        return None
    return BelievedInput(prior, believed)


def _refusal(prior: Prior, experiment: Experiment) -> str | None:
    """Say why draws cannot be weighted by an input, or return None."""
    if prior.distribution.kind == "fixed":
        return f"has the same value in every draw of this run; {FRESH}"
    if prior.name in experiment.switches.inputs:
        return f"'switches.inputs' settles it in this run, so its draws are not used; {FRESH}"
    switch = replaced_inputs(experiment).get(prior.name)
    if switch is not None:
        return f"'switches.{switch}' replaces it in this run, so its draws are not used; {FRESH}"
    if prior.name in idle_inputs(experiment):
        return "no branch of this run uses it, so a belief about it changes nothing; remove it"
    return None


def _settings(each: BelievedInput) -> list[str]:
    prior, believed = each
    place = f"priors.{prior.name}"
    values = believed.distribution.model_dump()
    listed = ", ".join(f"{key}: {list(v) if isinstance(v, tuple) else v!r}" for key, v in values.items())
    kind = believed.distribution.kind
    texts = [f"{place}.{kind}={{{listed}}}"]
    if prior.distribution.kind != kind:
        texts.insert(0, f"{place}.{prior.distribution.kind}=")
    for key in ("at_least", "at_most"):
        if getattr(prior, key) != getattr(believed, key):
            texts.append(f"{place}.{key}={getattr(believed, key)!r}")
    return texts
