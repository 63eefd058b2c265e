"""Computes the influence of all inputs and mechanisms of an experiment, on a pool of threads.

A look is one pass with a given number of members. The second look repeats only comparisons that the first left open.
"""

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
from studies.influence.kernel_cases import (
    Case,
    CaseOutcome,
    CaseSource,
    Columns,
    Ends,
    Floats,
    ends,
    independent,
    rows_of_inputs,
    run_case,
    with_input_at,
)
from studies.influence.mechanisms import MECHANISMS, Mechanism
from studies.influence.outcome_measures import OutcomeMeasure, outcome_measures
from studies.influence.paired_shifts import BranchShifts, Verdict, compare, critical_errors, verdict

Report = Callable[[int, int, int], None]
Work = Callable[[], list[BranchShifts]]
MINIMUM = 16
FIRST_LOOK = 0.25
SETTLED = 0.1
MIN_MEMBERS_OF_TWO_LOOKS = 512
"""With fewer members there is only one look, because a first look would save nothing."""


@dataclass(frozen=True)
class InputInfluence:
    """An input, the two values at which it was run (in its unit), and what the difference changes."""

    prior: Prior
    ends: Ends
    verdict: Verdict


@dataclass(frozen=True)
class MechanismInfluence:
    """A mechanism, the grades of its inputs, and what it changes: outcomes with it less outcomes without it."""

    mechanism: Mechanism
    grades: str
    verdict: Verdict


@dataclass(frozen=True)
class Influence:
    """The influence of all inputs and mechanisms of an experiment.

    Attributes
    ----------
    experiment : Experiment
        The experiment.
    looks : tuple of int
        Number of members of each look.
    measures : tuple of OutcomeMeasure
        Outcomes that are compared.
    inputs, mechanisms : tuple
        Results. Inputs are in the order of the config, mechanisms in that of a week.
    tests : (int, int)
        Number of differences judged together, for inputs and for mechanisms: looks x outcomes x branches x items.
    critical : (float, float)
        Standard errors that a difference must exceed to count at the last look, for inputs and for mechanisms.
    """

    experiment: Experiment
    looks: tuple[int, ...]
    measures: tuple[OutcomeMeasure, ...]
    inputs: tuple[InputInfluence, ...]
    mechanisms: tuple[MechanismInfluence, ...]
    tests: tuple[int, int]
    critical: tuple[float, float]


@dataclass(frozen=True)
class _Look:
    """What all comparisons of one look share. references: outcomes of every branch as the experiment has it."""

    exp: Experiment
    kernel: Kernel
    columns: Columns
    cases: dict[str, Case]
    references: dict[str, CaseOutcome]
    clusters: Clusters
    measures: tuple[OutcomeMeasure, ...]


def study_influence(
    exp: Experiment, members: int, threads: int, only: Sequence[str] = (), report: Report | None = None
) -> Influence:
    """Run a quarter of the members first, then all members for items that have no clear effect yet.

    Parameters
    ----------
    exp : Experiment
        The experiment.
    members : int
        Number of members of each branch.
    threads : int
        Number of threads.
    only : sequence of str
        Names of inputs or mechanisms to run. If empty, all of them.
    report : callable, optional
        Called with the members of the look, and the number of comparisons done and of all comparisons.

    Raises
    ------
    ConfigError
        If a name is unknown, or there are too few or too many members.
    """
    if members < MINIMUM:
        raise ConfigError.of(f"--members {members}", f"must be at least {MINIMUM}: errors come from differing members")
    priors, mechanisms = _chosen(exp, only)
    rows = rows_of_inputs(exp)
    limits = {prior.name: ends(prior, rows.get(prior.name)) for prior in priors}
    looks = (int(members * FIRST_LOOK), members) if members >= MIN_MEMBERS_OF_TWO_LOOKS else (members,)
    input_verdicts: dict[str, Verdict] = {}
    mechanism_verdicts: dict[str, Verdict] = {}
    sectors = sector_table(exp)
    pilot = fit_experiment(exp, sectors)
    for n in looks:
        look = _prepare_look(independent(exp, n), sectors, pilot)
        differences = len(look.measures) * len(look.cases) * len(looks)
        tests = differences * len(priors), differences * len(mechanisms)
        critical = critical_errors(tests[0], look.clusters.count), critical_errors(tests[1], look.clusters.count)
        inputs_left = {p.name: _vary(look, p.name, limits[p.name]) for p in priors if _is_open(input_verdicts, p.name)}
        mechanisms_left = {m.name: _remove(look, m) for m in mechanisms if _is_open(mechanism_verdicts, m.name)}
        shifts = _run_all([*inputs_left.values(), *mechanisms_left.values()], threads, n, report)
        for name, branches in zip(inputs_left, shifts, strict=False):
            input_verdicts[name] = verdict(branches, critical[0])
        for name, branches in zip(mechanisms_left, shifts[len(inputs_left) :], strict=True):
            mechanism_verdicts[name] = verdict(branches, critical[1])
    return Influence(
        exp,
        looks,
        look.measures,
        tuple(InputInfluence(p, limits[p.name], input_verdicts[p.name]) for p in priors),
        tuple(MechanismInfluence(m, _grades(exp, m), mechanism_verdicts[m.name]) for m in mechanisms),
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
    rows = rows_of_inputs(exp)
    return "".join(sorted({exp.priors[name].grade for name, row in rows.items() if row.column.name in mechanism.off}))


def _is_open(verdicts: dict[str, Verdict], name: str) -> bool:
    """Return whether a further look is needed. A small effect may count early while a larger one is not yet sure."""
    return name not in verdicts or verdicts[name].size < SETTLED


def _prepare_look(exp: Experiment, sectors: Floats, pilot: Fitted) -> _Look:
    sampler = Sampler(exp)
    kernel = Kernel(exp, sampler, sectors, pilot.array())
    columns = sampler.member_columns(0, exp.members)
    source = CaseSource(exp)
    cases = {branch: source.case(branch, columns, exp.members) for branch in exp.branches}
    references = {branch: run_case(kernel, branch, case) for branch, case in cases.items()}
    clusters = Clusters(sampler.clusters(0, exp.members))
    measures = outcome_measures(exp, [outcome.rows for outcome in references.values()])
    return _Look(exp, kernel, columns, cases, references, clusters, measures)


def _run_all(works: Sequence[Work], threads: int, n: int, report: Report | None) -> list[list[BranchShifts]]:
    """Run all comparisons and return their results in the order of `works`, for any number of threads."""
    results: dict[int, list[BranchShifts]] = {}

    def task(number: int, work: Work) -> Task:
        def call() -> None:
            results[number] = work()

        return call

    def after() -> Iterable[Task]:
        if report is not None:
            report(n, len(results), len(works))
        return ()

    run_tasks((task(number, work) for number, work in enumerate(works)), threads, threading.Event(), after)
    return [results[number] for number in range(len(works))]


def _vary(look: _Look, name: str, values: Ends) -> Work:
    def work() -> list[BranchShifts]:
        low, high = (CaseSource(with_input_at(look.exp, name, value)) for value in values)
        shifts = []
        for branch in look.cases:
            before, after = (source.case(branch, look.columns, look.exp.members) for source in (low, high))
            shifts.append(_compare(look, branch, before, after))
        return shifts

    return work


def _remove(look: _Look, mechanism: Mechanism) -> Work:
    def work() -> list[BranchShifts]:
        return [_compare(look, b, case.with_rows(mechanism.off), case) for b, case in look.cases.items()]

    return work


def _compare(look: _Look, branch: str, before: Case, after: Case) -> BranchShifts:
    if before.equals(after):
        return BranchShifts()
    low = run_case(look.kernel, branch, before)
    high = look.references[branch] if after is look.cases[branch] else run_case(look.kernel, branch, after)
    return compare(branch, low, high, look.measures, look.clusters)
