"""From a merged tree to an Experiment, or to a list of everything that is wrong."""

import re
from collections.abc import Sequence
from pathlib import Path

from forecast.config.binding import KernelRow, check_binding, kernel_rows, unit_factor
from forecast.config.checks import check_parts
from forecast.config.entries import written_entries
from forecast.config.files import Files
from forecast.config.keys import unknown_keys, unknown_keys_of_file
from forecast.config.models import Experiment, Prior, PriorEntry
from forecast.config.overrides import apply_overrides
from forecast.config.parts import Facts, Parts, facts_of, validate
from forecast.config.tree import Finding, Map, Node
from forecast.errors import ConfigError, Problem

_MOST_PROBLEMS = 100
_LONGEST = 6000
_BRANCH = re.compile(r"\bbranches\.[^. :']+")


def read(path: str | Path, overrides: Sequence[str] = ()) -> tuple[Node, Files]:
    """Merged tree of a config with its overrides, not yet checked, and its files with the problems of reading them."""
    files = Files()
    root = apply_overrides(files.experiment(str(path)), overrides, files)
    reported = {finding.place for finding in unknown_keys(root)}
    for document, model in files.documents:
        files.findings.extend(unknown_keys_of_file(document, model, reported))
    return root, files


def assemble(root: Node, findings: list[Finding]) -> Experiment | None:
    """The experiment that a tree describes, or None if something is wrong. Problems are added to `findings`."""
    if not isinstance(root, Map):
        return None
    facts = facts_of(root)
    parts = validate(root, facts, findings)
    entries = written_entries(root, facts)
    check_binding(root, facts, entries, findings)
    findings.extend(check_parts(root, facts, entries))
    if findings or parts.head is None or parts.baseline is None or parts.switches is None:
        return None
    return _build(parts, facts)


def config_error(findings: list[Finding]) -> ConfigError:
    """The error that names every finding once, sorted by file and line.

    A mistake in a file that several branches extend is reported for the first of these branches only.
    """
    once: dict[tuple[str, str], Finding] = {}
    for item in findings:
        once.setdefault((str(item.place), _BRANCH.sub("branches.*", item.message)), item)
    findings = sorted(once.values(), key=lambda item: (item.place.source.rank, item.place.line, item.place.col))
    problems = [Problem(str(item.place), _shortened(item.message)) for item in findings]
    more = len(problems) - _MOST_PROBLEMS
    if more > 0:
        problems[_MOST_PROBLEMS:] = [Problem("", f"and {more} more problems")]
    return ConfigError(problems)


def _shortened(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]} ..."


def _build(parts: Parts, facts: Facts) -> Experiment:
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
    )


def _prior(name: str, entry: PriorEntry, row: KernelRow | None) -> Prior:
    shared = ("about", "unit", "distribution", "at_least", "at_most", "dimension")
    proof = ("source", "grade", "note", "as_of")
    return Prior(
        name=name,
        sets=row.name if row else entry.sets,
        factor=unit_factor(entry.unit, row),
        **{key: getattr(entry, key) for key in (*shared, *proof)},
    )
