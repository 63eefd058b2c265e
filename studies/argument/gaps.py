"""Paired differences as these pages print them: the value, what the draws make of it, and last its error."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate, clear, mean
from forecast.display.digits import error_text, format_value, range_text, share_of_draws, value_text
from studies.argument.measures import Measure
from studies.argument.simulation import Table

HOW_TO_READ = (
    "A difference is taken member by member, with the same inputs and the same random numbers on both sides. In "
    "brackets stand the band between draws of the mean difference (10% to 90%) and the share of draws in which it is "
    "above 0, both with the noise of chance removed: that is what we do not know. For a yes or no, band and share are "
    "those of an assumed form (Pearson type III). Where a few draws carry most of a difference, it may lie outside its "
    "band. An outcome that only some members have "
    "(`if ceasefire`, `agreement becomes ceasefire`) is compared over all members that have it, but its band over "
    "those that have it in both branches; the two may disagree. Last stands the Monte Carlo standard error, which more "
    "members make smaller. Where the noise of chance explains all that the draws differ, the run is too small to tell "
    "the draws apart, and no share is given. Chances and land are in points of 100"
)
TOLD_APART = 1e-6
"""Width of the band between draws, relative to the difference, below which it is a point."""


class Gap(NamedTuple):
    """A paired difference. clear: whether zero lies outside its 95% interval of chance."""

    difference: Estimate
    draws: DrawBand
    clear: bool
    scale: float

    @property
    def text(self) -> str:
        """The difference as '+3.6 (-9 to +17, 58%) ±0.4'."""
        low, high, share = self.draws
        if np.isnan(self.difference.value):
            return "n/a"
        if self.difference.value == 0.0 and self.difference.mcse == 0.0:
            return "0"
        alike = low.value == high.value or not abs(high.value - low.value) > TOLD_APART * abs(self.difference.value)
        spread = "draws not told apart" if alike else f"{range_text(low, high, self.scale)}, {share_of_draws(share)}"
        band = f" ({spread})"
        return (
            f"{value_text(self.difference, self.scale, signed=True)}{band} ±{error_text(self.difference, self.scale)}"
        )

    @property
    def points(self) -> float:
        """The difference as printed."""
        return self.difference.value * self.scale


def gap(table: Table, branch: str, other: str, measure: Measure, against: Table | None = None) -> Gap:
    """Subtract a branch from another one, or from one of another table over the same members.

    Parameters
    ----------
    table : Table
        Outcomes of `branch`.
    branch, other : str
        `other` is subtracted.
    measure : Measure
        The outcome.
    against : Table, optional
        Outcomes of `other`; `table` by default.
    """
    base = (against or table).of(other, measure)
    return gap_of(table, table.of(branch, measure), base, measure.scale)


def gap_of(table: Table, values: ArrayLike, base: ArrayLike, scale: float = 1.0) -> Gap:
    """Subtract one column from another.

    Parameters
    ----------
    table : Table
        Table with the draws and clusters of the members.
    values, base : float[members]
        Columns; NaN where a member has no value.
    scale : float
        Factor of printed numbers.
    """
    above, below = (np.asarray(column, dtype=np.float64) for column in (values, base))
    difference = (mean(above, table.clusters) - mean(below, table.clusters)).estimate
    draws = draw_band(above - below, table.draw, table.clusters)
    return Gap(difference, draws, clear(difference, table.clusters.count), scale)


def level(table: Table, branch: str, measure: Measure) -> Estimate:
    """Return the mean of an outcome in a branch.

    Parameters
    ----------
    table : Table
        Outcomes.
    branch : str
        The branch.
    measure : Measure
        The outcome.
    """
    return mean(table.of(branch, measure), table.clusters).estimate


def level_text(table: Table, branch: str, measure: Measure) -> str:
    """Return the mean of an outcome in a branch with its error, chances in points of 100.

    Parameters
    ----------
    table : Table
        Outcomes.
    branch : str
        The branch.
    measure : Measure
        The outcome.
    """
    return format_value(level(table, branch, measure), measure.scale, space="")
