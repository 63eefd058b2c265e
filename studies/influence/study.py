"""All inputs and mechanisms of an experiment, one after the other on a pool of threads."""

import difflib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from forecast.analysis.estimates import Clusters
from forecast.config import Experiment, Prior
from forecast.errors import ConfigError
from forecast.experiment.inputs import Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast.runner.kernel import Kernel
from forecast.runner.pool import Task, run_tasks
from forecast.store.fitted import Fitted
from studies.influence.cases import Case, Columns, Floats, Result, Sources, run
from studies.influence.measures import Measure, measures
from studies.influence.mechanisms import MECHANISMS, Mechanism
from studies.influence.setting import Ends, at, ends, independent, set_rows
from studies.influence.shifts import Compared, Verdict, compare, critical_errors, verdict

Told = Callable[[int, int, int], None]
Work = Callable[[], list[Compared]]
FEWEST = 16
FIRST_LOOK = 0.25
SETTLED = 0.1
LEAST_SPLIT = 512
"""Members below which a first look would save nothing: the kernel takes 128 at a time."""


@dataclass(frozen=True)
class Moved:
    """An input, the values at which it was run (its own unit), and what that changes."""

    prior: Prior
    ends: Ends
    verdict: Verdict


@dataclass(frozen=True)
class Removed:
    """A mechanism, the grades of the inputs behind it, and what its absence changes: with it minus without it."""

    mechanism: Mechanism
    grades: str
    verdict: Verdict


@dataclass(frozen=True)
class Influence:
    """What was found.

    looks: members of each. tests: differences judged together, one a look, outcome, branch and input (first number) or
    mechanism (second). critical: errors that count at the last look.
    """

    experiment: Experiment
    looks: tuple[int, ...]
    measures: tuple[Measure, ...]
    inputs: tuple[Moved, ...]
    mechanisms: tuple[Removed, ...]
    tests: tuple[int, int]
    critical: tuple[float, float]


@dataclass(frozen=True)
class _Base:
    """What all comparisons of a look share. references: every branch as the experiment has it."""

    exp: Experiment
    kernel: Kernel
    columns: Columns
    cases: dict[str, Case]
    references: dict[str, Result]
    clusters: Clusters
    measures: tuple[Measure, ...]


def study(exp: Experiment, members: int, threads: int, only: Sequence[str] = (), told: Told | None = None) -> Influence:
    """Look at a quarter of the members first, and at all of them for what has no effect of some size by then.

    only: names of inputs or mechanisms, all if none. told: called with (members, done, of all) as it goes on.
    Raises ConfigError for an unknown name, too few or too many members, or what `Sampler` refuses.
    """
    if members < FEWEST:
        raise ConfigError.of(f"--members {members}", f"must be at least {FEWEST}: errors come from differing members")
    priors, mechanisms = _chosen(exp, only)
    rows = set_rows(exp)
    limits = {prior.name: ends(prior, rows.get(prior.name)) for prior in priors}
    looks = (int(members * FIRST_LOOK), members) if members >= LEAST_SPLIT else (members,)
    found: tuple[dict[str, Verdict], dict[str, Verdict]] = ({}, {})
    sectors = sector_table(exp)
    pilot = fit_experiment(exp, sectors)
    for n in looks:
        base = _base(independent(exp, n), sectors, pilot)
        each = len(base.measures) * len(base.cases) * len(looks)
        tests = each * len(priors), each * len(mechanisms)
        critical = critical_errors(tests[0], base.clusters.count), critical_errors(tests[1], base.clusters.count)
        open_inputs = {p.name: _vary(base, p.name, limits[p.name]) for p in priors if _is_open(found[0], p.name)}
        open_rest = {m.name: _remove(base, m) for m in mechanisms if _is_open(found[1], m.name)}
        compared = _all([*open_inputs.values(), *open_rest.values()], threads, n, told)
        for name, result in zip(open_inputs, compared, strict=False):
            found[0][name] = verdict(result, critical[0])
        for name, result in zip(open_rest, compared[len(open_inputs) :], strict=True):
            found[1][name] = verdict(result, critical[1])
    return Influence(
        exp,
        looks,
        base.measures,
        tuple(Moved(p, limits[p.name], found[0][p.name]) for p in priors),
        tuple(Removed(m, _grades(exp, m), found[1][m.name]) for m in mechanisms),
        tests,
        critical,
    )


def _chosen(exp: Experiment, only: Sequence[str]) -> tuple[list[Prior], list[Mechanism]]:
    known = {*exp.priors, *(mechanism.name for mechanism in MECHANISMS)}
    for name in only:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1)
            fix = f"did you mean '{near[0]}'?" if near else "leave --only out to see all"
            raise ConfigError.of("--only", f"'{name}' is neither an input nor a mechanism; {fix}")
    priors = [prior for prior in exp.priors.values() if not only or prior.name in only]
    return priors, [mechanism for mechanism in MECHANISMS if not only or mechanism.name in only]


def _grades(exp: Experiment, mechanism: Mechanism) -> str:
    rows = set_rows(exp)
    return "".join(sorted({exp.priors[name].grade for name, row in rows.items() if row.column.name in mechanism.off}))


def _is_open(found: dict[str, Verdict], name: str) -> bool:
    """A small effect that counts early does not end the search: a larger one may only be less sure so far."""
    return name not in found or found[name].size < SETTLED


def _base(exp: Experiment, sectors: Floats, pilot: Fitted) -> _Base:
    sampler = Sampler(exp)
    kernel = Kernel(exp, sampler, sectors, pilot.array())
    columns = sampler.member_columns(0, exp.members)
    sources = Sources(exp)
    cases = {branch: sources.case(branch, columns, exp.members) for branch in exp.branches}
    references = {branch: run(kernel, branch, case) for branch, case in cases.items()}
    clusters = Clusters(sampler.clusters(0, exp.members))
    found = measures(exp, [result.rows for result in references.values()])
    return _Base(exp, kernel, columns, cases, references, clusters, found)


def _all(works: Sequence[Work], threads: int, n: int, told: Told | None) -> list[list[Compared]]:
    """Results in the order of `works`, whatever the threads do."""
    results: dict[int, list[Compared]] = {}

    def task(number: int, work: Work) -> Task:
        def call() -> None:
            results[number] = work()

        return call

    def after() -> Iterable[Task]:
        if told is not None:
            told(n, len(results), len(works))
        return ()

    run_tasks((task(number, work) for number, work in enumerate(works)), threads, threading.Event(), after)
    return [results[number] for number in range(len(works))]


def _vary(base: _Base, name: str, values: Ends) -> Work:
    def work() -> list[Compared]:
        low, high = (Sources(at(base.exp, name, value)) for value in values)
        compared = []
        for branch in base.cases:
            before, after = (each.case(branch, base.columns, base.exp.members) for each in (low, high))
            compared.append(_compare(base, branch, before, after))
        return compared

    return work


def _remove(base: _Base, mechanism: Mechanism) -> Work:
    def work() -> list[Compared]:
        return [_compare(base, b, case.with_rows(mechanism.off), case) for b, case in base.cases.items()]

    return work


def _compare(base: _Base, branch: str, before: Case, after: Case) -> Compared:
    if before.equals(after):
        return Compared()
    low = run(base.kernel, branch, before)
    high = base.references[branch] if after is base.cases[branch] else run(base.kernel, branch, after)
    return compare(branch, low, high, base.measures, base.clusters)
