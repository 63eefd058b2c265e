"""Stops runs of many seeds by several rules, and counts how often their stated errors cover the truth."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from forecast.analysis.estimates import critical
from forecast.analysis.members import Members
from forecast.analysis.precision import Criterion, Verdict, check
from forecast.analysis.targets import targets
from forecast.config import Experiment
from forecast.config.stopping import Asked, Stopping, checked_draws
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast.store.fitted import Fitted
from studies.precision.held_run import Columns, HeldRun, simulate

NORMAL = 1.959964
TRUTH_SEED = 1_000_003
FIT_SEED = 1_000_033


class Rule(NamedTuple):
    """A stopping rule under study, with a label for the tables."""

    label: str
    stopping: Stopping


@dataclass
class Tally:
    """What the runs of all seeds say of one criterion of one rule.

    seeds: number of runs. normal, student: in how many the truth lies within 1.96 standard errors, and within those of
    Student's t for the clusters. asked: in how many it lies within 1.96 of the error that was asked. members: members
    at the stop, over all runs. unmet: runs that ended at the maximum.
    """

    seeds: int = 0
    normal: int = 0
    student: int = 0
    asked: int = 0
    members: list[int] = field(default_factory=list)
    unmet: int = 0

    def add(self, criterion: Criterion, truth: float, clusters: int, verdict: Verdict) -> None:
        """Count one run.

        Parameters
        ----------
        criterion : Criterion
            What the last check found.
        truth : float
            The true value.
        clusters : int
            Clusters behind the standard error.
        verdict : Verdict
            The last check.
        """
        gap = abs(criterion.value - truth)
        self.seeds += 1
        self.normal += gap <= NORMAL * criterion.mcse
        self.student += gap <= critical(clusters) * criterion.mcse
        self.asked += gap <= NORMAL * criterion.target
        self.members.append(verdict.members)
        self.unmet += not verdict.met


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95% interval of a share by Wilson's score."""
    centre = (hits + NORMAL**2 / 2.0) / (trials + NORMAL**2)
    share = hits / trials
    half = NORMAL / (trials + NORMAL**2) * math.sqrt(trials * share * (1.0 - share) + NORMAL**2 / 4.0)
    return centre - half, centre + half


def with_design(exp: Experiment, **changes: object) -> Experiment:
    """Return the experiment with another seed, layout or number of draws or replicates."""
    return exp.model_copy(update={"design": exp.design.model_copy(update=changes)})


def fixed_fit(exp: Experiment) -> Fitted:
    """Fit the emulator that all seeds use. The error of that fit is no part of the standard error."""
    return fit_experiment(with_design(exp, seed=FIT_SEED), sector_table(exp))


def truths(exp: Experiment, fitted: Fitted, rules: Iterable[Rule], members: int) -> dict[str, float]:
    """Estimate every criterion of the rules from one large run with a seed of its own; by the name of the criterion.

    Parameters
    ----------
    exp : Experiment
        Layout, replicates, branches and horizon.
    fitted : Fitted
        The emulator of all runs.
    rules : iterable of Rule
    members : int
        Members of the large run.
    """
    asked = {item for rule in rules for item in rule.stopping.asked}
    columns = simulate(with_design(exp, seed=TRUTH_SEED), fitted, members, columns_of(exp, asked))
    everything = Stopping(asked=tuple(asked), max_members=members)
    verdict = check(HeldRun(with_design(exp, seed=TRUTH_SEED), columns, members), everything)
    return {criterion.name: criterion.value for criterion in verdict.criteria}


def columns_of(exp: Experiment, asked: Iterable[Asked]) -> list[str]:
    """Columns that the outcomes of the rules are computed from."""
    names = {item.outcome for item in asked}
    table = targets(Members(HeldRun(exp, {}, exp.design.replicates)))
    return list(dict.fromkeys(column for target in table if target.name in names for column in target.columns))


def stops(exp: Experiment, columns: Columns, rule: Stopping, least: int) -> Iterator[HeldRun]:
    """Yield the run at each check.

    Parameters
    ----------
    exp : Experiment
        The experiment with the seed of the run.
    columns : dict of str to dict
        Columns of all its members, from `simulate`.
    rule : Stopping
        Its `max_members` says where the last check lies.
    least : int
        Draws of the first check.
    """
    replicates = exp.design.replicates
    for draws in checked_draws(least, replicates, rule.max_members):
        yield HeldRun(exp, columns, draws * replicates)


def coverage(
    exp: Experiment, fitted: Fitted, rules: list[Rule], seeds: Iterable[int], truth: dict[str, float]
) -> dict[tuple[str, str], Tally]:
    """Run all seeds, stop each by every rule, and count how often the truth is covered.

    Parameters
    ----------
    exp : Experiment
        Layout, replicates, branches and horizon; `design.draws` is where the first check lies.
    fitted : Fitted
        The emulator of all runs.
    rules : list of Rule
    seeds : iterable of int
    truth : dict of str to float
        From `truths`.
    """
    most = max(rule.stopping.max_members for rule in rules)
    names = columns_of(exp, {item for rule in rules for item in rule.stopping.asked})
    tallies: dict[tuple[str, str], Tally] = {}
    for seed in seeds:
        seeded = with_design(exp, seed=seed)
        columns = simulate(seeded, fitted, most, names)
        for rule in rules:
            for held in stops(seeded, columns, rule.stopping, exp.design.draws):
                members = Members(held)
                verdict = check(members, rule.stopping)
                if verdict.stops:
                    break
            for criterion in verdict.criteria:
                tally = tallies.setdefault((rule.label, criterion.name), Tally())
                tally.add(criterion, truth[criterion.name], members.ordered_clusters.count, verdict)
    return tallies
