"""A statistic as observed, with its sampling error, against members, with their Monte Carlo error."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, Sorted, mean
from forecast.scores.block_bootstrap import block_indices
from studies.front_statistics.observations import Floats
from studies.prior_predictive.record import Record
from studies.prior_predictive.statistics import Statistic

SEED = 20241130
REPEATS = 1000
LONG_BLOCK, SHORT_BLOCK, SHORT_WEEKS = 8, 4, 26
NORMAL_80 = 1.2815515655446004
LOW, HIGH = 0.1, 0.9


class Row(NamedTuple):
    """One comparison. error: standard error of `observed`; share: share of members at or below it; map: 1, 2 or 0."""

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
        """Signed distance of the observed value from the central 80 % of members, 0 inside."""
        return max(self.observed - self.high.value, 0.0) - max(self.low.value - self.observed, 0.0)

    @property
    def verdict(self) -> str:
        """`inside`, `inside with error` (its own central 80 % reaches the band), or `MISS`."""
        if self.beyond == 0.0:
            return "inside"
        return "inside with error" if abs(self.beyond) <= NORMAL_80 * self.error else "MISS"


def sampling_error(statistic: Statistic, record: Record) -> float:
    """Standard deviation over block-bootstrap series of an observed record (m = 1); blocks of 8 weeks, 4 if short."""
    if statistic.error:
        return statistic.error(record)
    arrays = [x[..., 0] for x in statistic.weeks(record)]
    n = len(arrays[0])
    rng = np.random.Generator(np.random.PCG64(SEED))
    block = LONG_BLOCK if n > SHORT_WEEKS else min(SHORT_BLOCK, n)
    picked = np.stack([block_indices(n, block, n, 1, rng)[0] for _ in range(REPEATS)], axis=1)
    series = [x[picked] if x.ndim == 1 else np.moveaxis(x[picked], 1, -1) for x in arrays]
    return float(np.std(statistic.reduce(*series), ddof=1))


def compare(
    wanted: Sequence[Statistic], seen: Sequence[Record], members: Sequence[Record], clusters: Clusters
) -> list[Row]:
    """One row a statistic, or one a map. seen, members: records of both maps."""
    rows = []
    for statistic in wanted:
        for k in range(len(seen) if statistic.maps else 1):
            value = float(statistic.reduce(*statistic.weeks(seen[k]))[0])
            simulated: Floats = statistic.reduce(*statistic.weeks(members[k]))
            ordered = Sorted(simulated, clusters)
            low, median, high = (ordered.quantile(level).estimate for level in (LOW, 0.5, HIGH))
            rows.append(
                Row(
                    statistic,
                    k + 1 if statistic.maps else 0,
                    value,
                    sampling_error(statistic, seen[k]),
                    median,
                    low,
                    high,
                    _share(simulated <= value, clusters),
                )
            )
    return rows


def _share(below: NDArray[np.bool_], clusters: Clusters) -> Estimate:
    """Share of members with its error; where none or all are below, an error of one member."""
    found = mean(below, clusters).estimate
    return found if 0.0 < found.value < 1.0 else found._replace(mcse=1.0 / found.n)
