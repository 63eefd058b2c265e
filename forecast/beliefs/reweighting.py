"""Answers of a finished run under a belief: headline outcomes, differences from the reference, and what changes.

Old and new answers are from the same members, so their difference is paired, and its error is much smaller than theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats, Linear, clear, critical
from forecast.analysis.headlines import Headline, headlines
from forecast.beliefs.weighted_band import WeightedBand
from forecast.beliefs.weighted_means import Weighted, WeightedMean, WeightedMedian
from forecast.beliefs.weights import Weights, usable_weights
from forecast.config.beliefs import Belief

POINT = 0.01
"""A difference of two probabilities below this is a tie, however small its error."""

LEAST_ERRORS = 2.0
"""A difference below so many errors is a tie."""

Side = Literal["more", "less", "tie"]
Change = Literal["same", "tie", "reversed", "now a tie", "no longer a tie"]


class Shift(NamedTuple):
    """A number under the priors of the run and under a belief, and the paired difference of the two."""

    old: Estimate
    new: Estimate
    shift: Estimate


class Difference(NamedTuple):
    """The difference of a branch from the reference, old and new.

    old_band, new_band: bands between draws of the mean difference. old_side, new_side: whether the branch has more or
    less than the reference, or a tie. is_clear: whether the shift is clear.
    """

    numbers: Shift
    old_band: DrawBand
    new_band: DrawBand
    old_side: Side
    new_side: Side
    is_clear: bool

    @property
    def change(self) -> Change:
        """What the belief does to the answer."""
        if self.old_side == self.new_side:
            return "tie" if self.old_side == "tie" else "same"
        if "tie" in (self.old_side, self.new_side):
            return "now a tie" if self.new_side == "tie" else "no longer a tie"
        return "reversed"

    @property
    def is_open(self) -> bool:
        """Whether the new band between draws spans zero, so that draws of both signs are likely; also if unknown."""
        return not (self.new_band.low.value > 0.0 or self.new_band.high.value < 0.0)


@dataclass(frozen=True)
class BelievedOutcome:
    """One headline outcome of one branch under a belief. difference: None in the reference branch."""

    headline: Headline
    branch: str
    value: Shift
    is_clear: bool
    difference: Difference | None


@dataclass(frozen=True)
class Reweighted:
    """A run under a belief: the weights of its draws, and all headline outcomes, outcome by outcome."""

    belief: Belief
    weights: Weights
    outcomes: tuple[BelievedOutcome, ...]

    def of(self, branch: str) -> tuple[BelievedOutcome, ...]:
        """The outcomes of one branch."""
        return tuple(outcome for outcome in self.outcomes if outcome.branch == branch)

    @property
    def differences(self) -> tuple[BelievedOutcome, ...]:
        """The outcomes of the branches that are compared with the reference."""
        return tuple(outcome for outcome in self.outcomes if outcome.difference is not None)


def reweight(
    table: DrawTable, beliefs: Sequence[Belief], branches: Sequence[str], reference: str
) -> tuple[Reweighted, ...]:
    """Compute all headline outcomes of a run under several beliefs, each for itself.

    Parameters
    ----------
    table : DrawTable
        The draws of the run.
    beliefs : sequence of Belief
        From `read_beliefs`, for the experiment of the run.
    branches : sequence of str
        Branches that are compared with the reference.
    reference : str
        The branch that is subtracted.

    Raises
    ------
    ResultError
        If the weights of a belief cannot be trusted.
    """
    weights = [usable_weights(table, belief) for belief in beliefs]
    found: list[list[BelievedOutcome]] = [[] for _ in beliefs]
    for headline in headlines(table.members):
        base = headline.values(reference)
        base_statistic = _statistic(headline, base, table)
        for branch in dict.fromkeys((reference, *branches)):
            values = base if branch == reference else headline.values(branch)
            own = base_statistic if branch == reference else _statistic(headline, values, table)
            gaps = None if branch == reference else WeightedBand(values - base, table)
            outcomes = _under_all(headline, branch, (own, base_statistic, gaps), weights, table)
            for rows, outcome in zip(found, outcomes, strict=True):
                rows.append(outcome)
    return tuple(Reweighted(b, w, tuple(rows)) for b, w, rows in zip(beliefs, weights, found, strict=True))


def _statistic(headline: Headline, values: Floats, table: DrawTable) -> Weighted:
    return WeightedMedian(values, table) if headline.statistic == "median" else WeightedMean(values, table)


def _under_all(
    headline: Headline,
    branch: str,
    sources: tuple[Weighted, Weighted, WeightedBand | None],
    weights: Sequence[Weights],
    table: DrawTable,
) -> Iterator[BelievedOutcome]:
    own, base, gaps = sources
    equal, clusters = np.ones(table.count), table.clusters.count
    old, old_base = own.linear(equal), base.linear(equal)
    old_band = None if gaps is None else gaps.band(equal)
    for each in weights:
        new = own.linear(each.draw)
        value = _shift(old, new)
        difference = None
        if gaps is not None and old_band is not None:
            numbers = _shift(old - old_base, new - base.linear(each.draw))
            difference = Difference(
                numbers,
                old_band,
                gaps.band(each.draw),
                _side(numbers.old, clusters, headline.statistic),
                _side(numbers.new, clusters, headline.statistic),
                clear(numbers.shift, clusters),
            )
        yield BelievedOutcome(headline, branch, value, clear(value.shift, clusters), difference)


def _shift(old: Linear, new: Linear) -> Shift:
    return Shift(old.estimate, new.estimate, (new - old).estimate)


def _side(difference: Estimate, clusters: int, statistic: str) -> Side:
    """Say whether a difference is above or below 0, or a tie. An unknown difference, or one without error, is a tie."""
    error = max(LEAST_ERRORS, critical(clusters)) * difference.mcse
    if not abs(difference.value) > error or (statistic == "probability" and abs(difference.value) < POINT):
        return "tie"
    return "more" if difference.value > 0.0 else "less"
