"""Local level: a random walk seen through noise, which is exponential smoothing with its error (Harvey 1989)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from forecast.hindcast.benchmarks.past import constant, seen, sums
from forecast.hindcast.benchmarks.state_space import LEAST, fitted, paths
from forecast.observations.series import Floats


def samples(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of paths of a local level fitted to `past` (km2, NaN missing).

    Both variances by maximum likelihood, state at the end by the Kalman filter. A series without any change is
    forecast not to change.
    """
    values = seen(past, LEAST, "local_level")
    if np.ptp(values) == 0.0:
        return constant(values[0], horizons, n)
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def fit(optimiser: str, start: Sequence[float] | None) -> Any:
        model = UnobservedComponents(past, "local level")
        return model.fit(start, method=optimiser, maxiter=500, disp=0, cov_type="none")

    return sums(paths(fitted(fit, "local_level"), max(horizons), n, rng), horizons)
