"""Shares of members in one week, read from the histograms and the regime shares of `timeseries.nc`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from forecast.analysis.estimates import Floats
from forecast.config.question_models import AskedCondition

if TYPE_CHECKING:
    import xarray as xr

COUNTED = "net_km2"
"""A series that has every member of a branch that did not fail."""


class WeeklyCounts:
    """The weekly counts of a run. Each array is read once.

    Parameters
    ----------
    file : xarray.Dataset
        The open `timeseries.nc`.
    """

    def __init__(self, file: "xr.Dataset") -> None:
        self._file = file
        self._weeks = file["week"].values
        self._branches = list(file["branch"].values)
        self._sectors = list(file["sector"].values)
        self._regimes = list(file["regime"].values)
        self._arrays: dict[tuple[str, ...], Floats] = {}

    def share_between(self, branch: str, condition: AskedCondition, week: int) -> tuple[float, int, float]:
        """Return the share of members between the bounds of a condition, the members, and the cut share.

        The cut share is that of the members in bins that a bound cuts: so far the interpolation can be off.

        Parameters
        ----------
        branch : str
            The branch.
        condition : AskedCondition
            A condition on a weekly series.
        week : int
            Week of the run; the last stored week up to it is read.
        """
        counts = self._array(f"{condition.weekly}_count", branch, condition.sector)[:, self._index(week)]
        ends = self._array(f"{condition.weekly}_bin_bounds")
        total = float(counts.sum())
        below = (0.0, 0.0) if condition.at_least is None else _below(counts, ends, condition.at_least)
        up_to = (total, 0.0) if condition.at_most is None else _below(counts, ends, condition.at_most)
        return (up_to[0] - below[0]) / total, int(total), (up_to[1] + below[1]) / total

    def regime_share(self, branch: str, regimes: Sequence[str], week: int) -> tuple[float, int]:
        """Return the share of members that are in one of some states of the war, and the number of members.

        Parameters
        ----------
        branch : str
            The branch.
        regimes : sequence of str
            Names of the states.
        week : int
            Week of the run; the last stored week up to it is read.
        """
        shares = self._array("regime_share", branch)[:, self._index(week)]
        share = min(float(sum(shares[self._regimes.index(name)] for name in set(regimes))), 1.0)
        return share, int(self._array(f"{COUNTED}_count", branch)[:, self._index(week)].sum())

    def _array(self, name: str, branch: str | None = None, sector: str | None = None) -> Floats:
        key = (name, branch or "", sector or "")
        if key not in self._arrays:
            at = tuple(
                names.index(name)
                for names, name in ((self._branches, branch), (self._sectors, sector))
                if name is not None
            )
            self._arrays[key] = np.asarray(self._file[name][at].values, dtype=np.float64)
        return self._arrays[key]

    def _index(self, week: int) -> int:
        return int(np.searchsorted(self._weeks, week, side="right")) - 1


def _below(counts: Floats, ends: Floats, bound: float) -> tuple[float, float]:
    """Members below a bound, interpolated inside its bin, and the members of that bin if it is cut."""
    inside = np.clip((bound - ends[:, 0]) / (ends[:, 1] - ends[:, 0]), 0.0, 1.0)
    return float((counts * inside).sum()), float(counts[(inside > 0.0) & (inside < 1.0)].sum())
