"""ARMA(1,1) with a constant: a level that reverts to the mean of the record (Box & Jenkins 1970)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from forecast.hindcast.benchmarks.past import constant, seen, sums
from forecast.hindcast.benchmarks.state_space import LEAST, fitted, paths
from forecast.observations.series import Floats

PERSISTENT = (0.8, -0.4)  # a second start: from its own, statsmodels at times ends on a lower hill of the likelihood


def samples(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of paths of an ARMA(1,1) fitted to `past` (km2, NaN missing).

    Maximum likelihood within the stationary and invertible region. A series without any change is forecast not to
    change.
    """
    values = seen(past, LEAST, "arma_11")
    if np.ptp(values) == 0.0:
        return constant(values[0], horizons, n)
    from statsmodels.tsa.arima.model import ARIMA

    def fit(optimiser: str, start: Sequence[float] | None) -> Any:
        settings = {"method": optimiser, "maxiter": 500, "disp": 0}
        return ARIMA(past, order=(1, 0, 1), trend="c").fit(start, cov_type="none", method_kwargs=settings)

    starts = (None, (float(values.mean()), *PERSISTENT, float(values.var()) / 2.0))
    return sums(paths(fitted(fit, "arma_11", starts), max(horizons), n, rng), horizons)
