"""Whether the estimates of a run are as precise as its stopping rule asks.

The rule compares the clustered Monte Carlo standard error, the one in the files, with what is asked. Four things could
deceive it:

- An error between 16 scrambles is uncertain by a fifth, and a run stops where it is too small by luck. So the error of
  chance alone, from the replicates of the draws, has to be small enough too. It is known well, and no design of the
  draws makes it smaller.
- The error of an event that has not come yet is 0. So where fewer than `LEAST_DIFFERENT` draws differ from the median,
  two draws with the event and two without it are added in thought (Agresti & Coull 1998, "Approximate is better than
  exact for interval estimation of binomial proportions"), or to a paired difference one draw of each sign (Bonett &
  Price 2012, "Adjusted Wald confidence interval for a difference of binomial proportions based on paired data"). With
  no event in n draws 1.96 of such errors reach 2.8 / n, about the rule of three.
- The error of a number that is the same in nearly all draws is not known.
- Each look is a chance to stop too early. So a run is checked at powers of two of its draws only.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, Linear, mean
from forecast.analysis.members import Members
from forecast.analysis.ordered_clusters import OrderedClusters
from forecast.analysis.targets import Target, targets
from forecast.config.models import Experiment
from forecast.config.stopping import Asked, Stopping, checked_draws
from forecast.store.reader import Run

LEAST_DIFFERENT = 30
"""With fewer draws that differ from the median a standard error is not trusted alone."""

NAMED = 3


@dataclass(frozen=True)
class Criterion:
    """One estimate that the rule asks for, in one branch or between two.

    Attributes
    ----------
    name : str
        Such as `durable_5y of no_aid`, or `durable_5y of surge_offer - muddle_through`.
    value, mcse : float
        The estimate and its clustered standard error, equal to those in the files of the run.
    target : float
        The standard error that is asked.
    guarded : float
        The error with the draws that are added in thought; NaN if nothing is known of the error. It equals `mcse` where
        enough draws differ.
    chance : float
        The part of the standard error that chance within a draw makes; 0 where draws have one replicate.
    """

    name: str
    value: float
    mcse: float
    target: float
    guarded: float
    chance: float = 0.0

    @property
    def met(self) -> bool:
        """Whether all errors are at most what is asked. An unknown error (NaN) is not."""
        return all(error <= self.target for error in (self.mcse, self.guarded, self.chance))

    @property
    def problem(self) -> str:
        """Say in a clause what is missing, for a criterion that is not met."""
        asked = f"asked {self.target:.3g}"
        if math.isnan(self.mcse):
            return f"the standard error of {self.name} is not known, {asked}"
        if math.isnan(self.guarded):
            return f"{self.name} is the same in nearly all draws, so its standard error is not known, {asked}"
        if self.mcse <= self.target < self.chance:
            return f"chance alone gives {self.name} a standard error of {self.chance:.3g}, {asked}"
        if self.mcse <= self.target:
            return f"{self.name} is too rare so far: its standard error may be {self.guarded:.3g}, {asked}"
        return f"the standard error of {self.name} is {self.mcse:.3g}, {asked}"


@dataclass(frozen=True)
class Verdict:
    """What a check found. members: members of the run. last: whether no later check lies within `max_members`."""

    members: int
    max_members: int
    last: bool
    criteria: tuple[Criterion, ...]

    @property
    def met(self) -> bool:
        """Whether every criterion is met."""
        return all(criterion.met for criterion in self.criteria)

    @property
    def stops(self) -> bool:
        """Whether the run ends here: it is precise enough, or this was the last check."""
        return self.met or self.last

    @property
    def reason(self) -> str:
        """One sentence on why the run ends or goes on, for the manifest."""
        if self.met:
            asked = "; ".join(f"{c.name} {c.mcse:.3g} (asked {c.target:.3g})" for c in self._closest())
            more = len(self.criteria) - NAMED
            rest = f"; and {more:,} more" if more > 0 else ""
            return f"stopped at {self.members:,} members: all standard errors are as asked: {asked}{rest}"
        missing = [criterion for criterion in self._closest() if not criterion.met]
        more = sum(not criterion.met for criterion in self.criteria) - len(missing)
        text = "; ".join(criterion.problem for criterion in missing) + (f"; and {more:,} more" if more else "")
        if not self.last:
            return f"goes on after {self.members:,} members: {text}"
        return f"stopped at {self.members:,} members, the last check within max_members {self.max_members:,}: {text}"

    def _closest(self) -> list[Criterion]:
        """The criteria that are met least, at most `NAMED` of them."""

        def excess(criterion: Criterion) -> float:
            ratio = max(criterion.mcse, criterion.guarded, criterion.chance) / criterion.target
            return math.inf if math.isnan(criterion.mcse + criterion.guarded) else ratio

        return sorted(self.criteria, key=excess, reverse=True)[:NAMED]


def checkpoints(exp: Experiment) -> list[int]:
    """List the numbers of members at which a run is checked, in order; empty without a stopping rule.

    They are powers of two of the draws with all their replicates. The first has at least `design.draws` draws and at
    least 256, the last is the largest one within `max_members`.
    """
    rule, design = exp.stopping, exp.design
    if rule is None:
        return []
    draws = checked_draws(design.draws, design.replicates, rule.max_members)
    return [number * design.replicates for number in draws]


def check(run: Run | Members, stopping: Stopping | None = None) -> Verdict:
    """Check the members that a run has so far.

    Parameters
    ----------
    run : Run or Members
        The run, sealed or not. Its manifest says how many members it has.
    stopping : Stopping, optional
        The rule. Default: that of the experiment.

    Raises
    ------
    ValueError
        If there is no rule.
    """
    members = run if isinstance(run, Members) else Members(run)
    rule = stopping or members.run.experiment.stopping
    if rule is None:
        raise ValueError("the experiment has no stopping rule")
    table = {target.name: target for target in targets(members)}
    criteria: list[Criterion] = []
    for item in rule.asked:
        target = table[item.outcome]
        if item.branch is not None and item.minus is not None:
            criteria.append(_of_difference(members, target, item, item.branch, item.minus))
        else:
            criteria += [_of_branch(members, target, item, branch) for branch in members.manifest.branches]
    last = 2 * members.manifest.members > rule.max_members
    return Verdict(members.manifest.members, rule.max_members, last, tuple(criteria))


def _of_branch(members: Members, target: Target, asked: Asked, branch: str) -> Criterion:
    values, linear = _estimated(members, target, branch)
    draws = _draws(members)
    share = (draws * linear.value + 2.0) / (draws + 4.0)
    added = 2.0 * ((1.0 - share) ** 2 + share**2) / (draws + 4.0) ** 2
    return _criterion(f"{asked.outcome} of {branch}", linear.estimate, asked, members, target, values, added)


def _of_difference(members: Members, target: Target, asked: Asked, branch: str, minus: str) -> Criterion:
    values, linear = _estimated(members, target, branch)
    base, subtracted = _estimated(members, target, minus)
    gap, draws = (linear - subtracted).estimate, _draws(members)
    centre = draws * gap.value / (draws + 2.0)
    added = ((1.0 - centre) ** 2 + (1.0 + centre) ** 2) / (draws + 2.0) ** 2
    name = f"{asked.outcome} of {asked.difference}"
    return _criterion(name, gap, asked, members, target, np.subtract(values, base, dtype=np.float32), added)


def _criterion(
    name: str,
    estimate: Estimate,
    asked: Asked,
    members: Members,
    target: Target,
    values: NDArray[Any],
    added: float,
) -> Criterion:
    """Make a criterion. added: variance that the draws which are added in thought contribute, for yes or no."""
    guarded = estimate.mcse
    if _draws_with(values != np.median(values), members.ordered_clusters) < LEAST_DIFFERENT:
        guarded = math.sqrt(estimate.mcse**2 + added) if target.yes_or_no else math.nan
    chance = _error_of_chance(values, members)
    return Criterion(name, estimate.value, estimate.mcse, asked.mcse, guarded, chance)


def _error_of_chance(values: NDArray[Any], members: Members) -> float:
    """Estimate the standard error that chance within the draws makes; 0 where no draw has two members.

    values: array[members] in the order of the clusters, none of them NaN.
    """
    clusters = members.ordered_clusters
    total, freedom = 0.0, 0
    if isinstance(clusters, OrderedClusters):
        for part in clusters.segments() if clusters.replicates > 1 else ():
            block = clusters.by_draw(values, part)
            known = ~np.isnan(block)
            sizes = known.sum(axis=0)
            centred = np.where(known, block - np.nansum(block, axis=0) / sizes, 0.0)
            total += float(np.sum(centred**2))
            freedom += int(np.sum(sizes - 1))
    else:
        assert clusters.draw is not None
        draws = Clusters(clusters.draw)
        centre = draws.sums(values) / draws.counts(np.ones(values.size, dtype=bool))
        total = float(np.sum((values - centre[draws.index]) ** 2))
        freedom = values.size - draws.count
    return math.sqrt(total / freedom / values.size) if freedom else 0.0


def _estimated(members: Members, target: Target, branch: str) -> tuple[NDArray[Any], Linear]:
    columns = members.arranged(branch, target.columns)
    values = target.compute(*(columns[name] for name in target.columns))
    return values, mean(values, members.ordered_clusters)


def _draws(members: Members) -> int:
    """Number of draws with a member that did not fail."""
    return members.draws if members.kept is None else int(np.unique(members.draw).size)


def _draws_with(chosen: NDArray[np.bool_], clusters: Clusters) -> int:
    """Number of draws with a chosen member. chosen: bool[members] in the order of `clusters`."""
    if not isinstance(clusters, OrderedClusters):
        assert clusters.draw is not None
        return int(np.unique(clusters.draw[chosen]).size)
    return sum(int((clusters.by_draw(chosen, part) > 0.0).any(axis=0).sum()) for part in clusters.segments())
