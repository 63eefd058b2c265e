"""Net gains by sector, on the whole front and in the salient, by branch and week.

A run keeps histograms of each sector, and single members of the whole front and of the salient only. So a sector has
the upper bound of an error, and its difference between two branches cannot be paired.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, mean
from forecast.analysis.histograms import Histogram
from forecast.analysis.members import Members
from forecast.analysis.targets import estimate_targets, targets
from forecast.analysis.ties import Difference, subtract, tie
from forecast.experiment.regions import OTHER, PARTS, Region, region_of
from forecast_kernels.layout import series as layout
from forecast_kernels.layout.constants import SALIENT_FLOOR

if TYPE_CHECKING:
    import xarray as xr

LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
LOST = SALIENT_FLOOR
"""Area in km2 below which the salient counts as lost: there it has no value in the bargaining of the model."""

SALIENT, SALIENT_COLUMN, SALIENT_WEEK = "salient_km2", "salient_km2_w26", 26


class Spread(NamedTuple):
    """Median and 80% band over members, and the mean.

    by_member: whether the errors are clustered errors of single members; else they are upper bounds. difference: of
    the median from the reference over the same members, with the band between draws of the mean difference.
    """

    median: Estimate
    low: Estimate
    high: Estimate
    mean: Estimate
    by_member: bool = False
    difference: Difference | None = None


class Salient(NamedTuple):
    """The salient in one branch and week: its area in km2, and the share of members in which it is lost.

    difference: of that share from the reference, over the same members; None where no members are stored.
    """

    area: Spread
    lost: Estimate
    difference: Difference | None


@dataclass(frozen=True)
class SectorGains:
    """Net gains of the attacker by branch and week, in km2.

    Attributes
    ----------
    weeks, branches : tuple
        Weeks in increasing order; names of the branches, the reference first.
    sectors : dict of str to (str, Region)
        Name and region of each sector by its id.
    gains : dict of (branch, sector, week) to Spread
    parts : dict of (branch, part of the front, week) to Estimate
        Mean of the sum over the sectors of a part. Medians and bands do not add up, so there are none.
    front : dict of (branch, week) to Spread
    salient : dict of (branch, week) to Salient
        Empty in a war without one.
    """

    weeks: tuple[int, ...]
    branches: tuple[str, ...]
    sectors: dict[str, tuple[str, Region]]
    gains: dict[tuple[str, str, int], Spread]
    parts: dict[tuple[str, str, int], Estimate]
    front: dict[tuple[str, int], Spread]
    salient: dict[tuple[str, int], Salient]

    def sectors_of(self, part: str) -> list[str]:
        """The ids of the sectors in a part of the front."""
        return [key for key, (_, region) in self.sectors.items() if region.part == part]

    def apart(self, branch: str, sector: str, week: int) -> bool:
        """Whether the median differs from that of the reference by more than twice both bounds together.

        Parameters
        ----------
        branch, sector : str
            Names.
        week : int
            One of the weeks of the table.
        """
        mine, base = self.gains[branch, sector, week].median, self.gains[self.branches[0], sector, week].median
        return abs(mine.value - base.value) > 2.0 * (mine.mcse + base.mcse)


def stored_weeks(members: Members) -> list[int]:
    """The weeks for which a run keeps histograms."""
    return layout.grid_weeks(members.manifest.horizon)


def sector_gains(members: Members, weeks: Sequence[int], branches: Sequence[str] | None = None) -> SectorGains:
    """Read and estimate the gains.

    Parameters
    ----------
    members : Members
        The run.
    weeks : sequence of int
        Some of `stored_weeks`.
    branches : sequence of str, optional
        Branches beside the reference; by default all others.
    """
    chosen = (members.reference, *(b for b in members.others if branches is None or b in branches))
    baseline = members.run.experiment.baseline
    sectors = {key: (sector.name, region_of(sector.name)) for key, sector in baseline.sectors.items()}
    _estimate_columns(members, weeks)
    with members.run.timeseries as series:
        histograms = _Histograms(series, members)
        gains = {
            (b, key, week): _spread(histogram)
            for b in chosen
            for key in sectors
            for week, histogram in histograms.of("sector_net_km2", b, weeks, key)
        }
        front = {
            (b, week): _by_member(members, b, f"net_km2_w{week}") or _spread(histogram)
            for b in chosen
            for week, histogram in histograms.of("net_km2", b, weeks)
        }
        (start,) = histograms.of(SALIENT, members.reference, [0])
        salient = {
            (b, week): _salient(members, b, week, histogram)
            for b in chosen
            for week, histogram in (histograms.of(SALIENT, b, weeks) if start[1].mean().value > LOST else ())
        }
    parts = {
        (b, part, week): _add([gains[b, key, week].mean for key in keys])
        for part in (*PARTS, OTHER)
        if (keys := [key for key, (_, region) in sectors.items() if region.part == part])
        for b in chosen
        for week in weeks
    }
    return SectorGains(tuple(weeks), chosen, sectors, gains, parts, front, salient)


class _Histograms:
    """The histograms of a run by series, branch and week."""

    def __init__(self, series: "xr.Dataset", members: Members) -> None:
        self._series, self._draws = series, members.manifest.draws
        self._weeks = [int(week) for week in series["week"].values]
        self._edges = {each.name: layout.edges(each) for each in (*layout.SERIES, layout.SECTOR_SERIES)}

    def of(
        self, name: str, branch: str, weeks: Sequence[int], sector: str | None = None
    ) -> Iterator[tuple[int, Histogram]]:
        """Yield the histogram of each week."""
        counts = self._series[f"{name}_count"].sel(branch=branch)
        counts = (counts if sector is None else counts.sel(sector=sector)).transpose("time", "bin")
        table = np.asarray(counts.isel(time=[self._weeks.index(week) for week in weeks]).values)
        for week, row in zip(weeks, table, strict=True):
            yield week, Histogram.of(row, self._edges[name], self._draws)


def _spread(histogram: Histogram) -> Spread:
    median, low, high = (histogram.quantile(level) for level in (MEDIAN, LOW, HIGH))
    return Spread(median, low, high, histogram.mean())


def _estimate_columns(members: Members, weeks: Sequence[int]) -> None:
    """Estimate the columns of single members for these weeks, with their bands between draws, all in one pass."""
    names = {f"net_km2_w{week}" for week in weeks} | ({SALIENT_COLUMN} if SALIENT_WEEK in weeks else set())
    chosen = [replace(target, is_headline=True) for target in targets(members) if target.name in names]
    estimate_targets(members, chosen)


def _by_member(members: Members, branch: str, column: str) -> Spread | None:
    """Look up the spread of a column of single members; None if the run has no such column."""
    found = members.estimates.get((branch, column))
    if found is None:
        return None
    median, low, high = (found.quantiles[level] for level in (MEDIAN, LOW, HIGH))
    difference = None
    if found.paired_median is not None and found.draws is not None:
        value = found.paired_median.difference
        difference = Difference(value, found.draws, tie(value, found.draws, members.ordered_clusters.count, 0.0))
    return Spread(median, low, high, found.mean, True, difference)


def _salient(members: Members, branch: str, week: int, histogram: Histogram) -> Salient:
    area = _by_member(members, branch, SALIENT_COLUMN) if week == SALIENT_WEEK else None
    if area is None:
        return Salient(_spread(histogram), histogram.share_below(LOST), None)
    lost = members.values(branch, SALIENT_COLUMN) < LOST
    base = members.values(members.reference, SALIENT_COLUMN) < LOST
    difference = None if branch == members.reference else subtract(members, lost, base)
    return Salient(area, mean(lost, members.clusters).estimate, difference)


def _add(means: Sequence[Estimate]) -> Estimate:
    """Add up means; their bounds add up too, because the error of a sum is at most the sum of the errors."""
    return Estimate(sum(m.value for m in means), sum(m.mcse for m in means), min(m.n for m in means))
