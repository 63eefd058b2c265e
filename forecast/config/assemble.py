"""Builds an Experiment from a merged tree, or lists everything that is wrong with it."""

import re
from collections.abc import Sequence
from pathlib import Path

from forecast.config.binding import KernelRow, check_binding, kernel_rows, unit_factor
from forecast.config.changed_input import grade_of
from forecast.config.checks import check_parts
from forecast.config.contradictions import contradictions
from forecast.config.entries import written_entries
from forecast.config.files import Files
from forecast.config.keys import unknown_keys, unknown_keys_of_file
from forecast.config.models import Experiment, Prior, PriorEntry
from forecast.config.overrides import apply_overrides
from forecast.config.parts import Facts, Parts, read_facts, validate_parts
from forecast.config.stopping import Stopping
from forecast.config.stopping_block import read_stopping
from forecast.config.tree import Finding, Map, Node
from forecast.errors import ConfigError, Problem

_MAX_PROBLEMS = 100
_MAX_LENGTH = 6000
_BRANCH = re.compile(r"\bbranches\.[^. :']+")


def read_merged_tree(path: str | Path, overrides: Sequence[str] = ()) -> tuple[Node, Files]:
    """Read a config and apply its overrides. Return the merged tree, not yet checked, and the files that were read.

    The files carry the problems found so far, in `Files.findings`.
    """
    files = Files()
    root = apply_overrides(files.experiment(str(path)), overrides, files)
    reported = {finding.place for finding in unknown_keys(root)}
    for document, model in files.documents:
        files.findings.extend(unknown_keys_of_file(document, model, reported))
    return root, files


def build_experiment(root: Node, findings: list[Finding]) -> Experiment | None:
    """Return the experiment that a merged tree describes, or None if `findings` has problems.

    Problems of the tree are added to `findings`.
    """
    if not isinstance(root, Map):
        return None
    facts = read_facts(root)
    parts = validate_parts(root, facts, findings)
    entries = written_entries(root, facts)
    check_binding(root, facts, entries, findings)
    findings.extend(check_parts(root, facts, entries))
    stopping = read_stopping(root, facts, findings)
    findings.extend(contradictions(root, facts, entries))
    if findings or parts.head is None or parts.baseline is None or parts.switches is None:
        return None
    return _build(parts, facts, stopping)


def config_error(findings: list[Finding]) -> ConfigError:
    """Return the error that lists every finding once, sorted by file and line.

    A mistake in a file that several branches extend is reported for the first of these branches only.
    """
    unique: dict[tuple[str, str], Finding] = {}
    for item in findings:
        unique.setdefault((str(item.place), _BRANCH.sub("branches.*", item.message)), item)
    findings = sorted(unique.values(), key=lambda item: (item.place.source.rank, item.place.line, item.place.col))
    problems = [Problem(str(item.place), _shortened(item.message)) for item in findings]
    surplus = len(problems) - _MAX_PROBLEMS
    if surplus > 0:
        problems[_MAX_PROBLEMS:] = [Problem("", f"and {surplus} more problems")]
    return ConfigError(problems)


def _shortened(message: str) -> str:
    return message if len(message) <= _MAX_LENGTH else f"{message[:_MAX_LENGTH]} ..."


def _build(parts: Parts, facts: Facts, stopping: Stopping | None) -> Experiment:
    assert parts.head is not None and parts.baseline is not None and parts.switches is not None
    known = kernel_rows(facts)
    priors = [_prior(str(path[-1]), entry, known.get(entry.sets or "")) for path, entry in parts.priors.items()]
    priors.sort(key=lambda prior: (prior.dimension is None, prior.dimension or 0, prior.name))
    return Experiment(
        experiment=parts.head.experiment,
        question=parts.head.question,
        baseline=parts.baseline,
        priors={prior.name: prior for prior in priors},
        design=parts.head.design,
        horizon=parts.head.horizon,
        reference=parts.head.reference,
        branches=parts.branches,
        success=parts.success,
        switches=parts.switches,
        hindsight=parts.head.hindsight,
        known=parts.known,
        stopping=stopping,
    )


def _prior(name: str, entry: PriorEntry, row: KernelRow | None) -> Prior:
    shared = ("about", "unit", "distribution", "at_least", "at_most", "dimension")
    proof = ("source", "note", "as_of")
    return Prior(
        name=name,
        sets=row.name if row else entry.sets,
        factor=unit_factor(entry.unit, row),
        grade=grade_of(entry.source, entry.grade),
        **{key: getattr(entry, key) for key in (*shared, *proof)},
    )
