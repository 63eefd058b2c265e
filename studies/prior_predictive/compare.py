"""Compares an observed statistic and its sampling error with simulated members and their Monte Carlo error."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, Sorted, mean
from forecast.scores.block_bootstrap import block_indices
from studies.front_statistics.training_series import Floats
from studies.prior_predictive.record import Record
from studies.prior_predictive.statistics import Statistic

SEED = 20241130
REPEATS = 1000
LONG_BLOCK, SHORT_BLOCK, SHORT_WEEKS = 8, 4, 26
NORMAL_80 = 1.2815515655446004
LEVELS = (0.1, 0.5, 0.9)
INSIDE, WITH_ERROR, MISS = "inside", "inside with error", "MISS"


class StatisticComparison(NamedTuple):
    """One statistic, observed and simulated.

    Attributes
    ----------
    statistic : Statistic
        The statistic.
    map : int
        1 or 2; 0 where the maps share a value.
    observed, error : float
        Observed value and its standard error.
    low, median, high : Estimate
        Quantiles of the members.
    share : Estimate
        Share of the members at or below the observed value.
    """

    statistic: Statistic
    map: int
    observed: float
    error: float
    median: Estimate
    low: Estimate
    high: Estimate
    share: Estimate

    @property
    def beyond(self) -> float:
        """Signed distance of the observed value from the central 80 % of members; 0 if it lies inside."""
        return max(self.observed - self.high.value, 0.0) - max(self.low.value - self.observed, 0.0)

    @property
    def verdict(self) -> str:
        """`inside`, `inside with error` (the central 80 % of its error reaches the band), or `MISS`."""
        if self.beyond == 0.0:
            return INSIDE
        return WITH_ERROR if abs(self.beyond) <= NORMAL_80 * self.error else MISS


def sampling_error(statistic: Statistic, record: Record) -> float:
    """Compute the standard error of a statistic of an observed record (m = 1) by a block bootstrap.

    Blocks have 8 weeks, or 4 if the series is short.
    """
    if statistic.error:
        return statistic.error(record)
    arrays = [x[..., 0] for x in statistic.weeks(record)]
    n = len(arrays[0])
    rng = np.random.Generator(np.random.PCG64(SEED))
    block = LONG_BLOCK if n > SHORT_WEEKS else min(SHORT_BLOCK, n)
    weeks = np.stack([block_indices(n, block, n, 1, rng)[0] for _ in range(REPEATS)], axis=1)
    series = [x[weeks] if x.ndim == 1 else np.moveaxis(x[weeks], 1, -1) for x in arrays]
    return float(np.std(statistic.reduce(*series), ddof=1))


def compare(
    statistics: Sequence[Statistic], observed: Sequence[Record], simulated: Sequence[Record], clusters: Clusters
) -> list[StatisticComparison]:
    """Return one row for each statistic, or one per map if it differs by map.

    Parameters
    ----------
    statistics : sequence of Statistic
        Statistics to compare.
    observed, simulated : sequence of Record
        Records of both maps.
    clusters : Clusters
        Clusters of the simulated members.
    """
    rows = []
    for statistic in statistics:
        for k in range(len(observed) if statistic.maps else 1):
            value = float(statistic.reduce(*statistic.weeks(observed[k]))[0])
            members: Floats = statistic.reduce(*statistic.weeks(simulated[k]))
            ordered = Sorted(members, clusters)
            low, median, high = (ordered.quantile(level).estimate for level in LEVELS)
            error = sampling_error(statistic, observed[k])
            number = k + 1 if statistic.maps else 0
            share = _share(members <= value, clusters)
            rows.append(StatisticComparison(statistic, number, value, error, median, low, high, share))
    return rows


def _share(below: NDArray[np.bool_], clusters: Clusters) -> Estimate:
    """Compute the share of members with its error. If none or all are below, the error is that of one member."""
    share = mean(below, clusters).estimate
    return share if 0.0 < share.value < 1.0 else share._replace(mcse=1.0 / share.n)
