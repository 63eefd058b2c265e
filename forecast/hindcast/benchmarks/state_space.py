"""Linear Gaussian state-space models of statsmodels: maximum likelihood, then paths from the end of the data."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.series import Floats

OPTIMISERS = ("lbfgs", "nm", "powell")  # the first that converges is taken
LEAST = 13  # observed weeks

Fit = Callable[[str, Sequence[float] | None], Any]


def fitted(fit: Fit, rule: str, starts: Sequence[Sequence[float] | None] = (None,)) -> Any:
    """The likeliest results of `fit(optimiser, start)` over `starts`; None is the start that statsmodels chooses.

    From each start the first of `OPTIMISERS` that converges is taken. One that stops early or fails is passed over and
    its warnings are dropped, since the next one follows. Raises ObservationError if none converges from any start.
    """
    found = [result for start in starts if (result := _converged(fit, start)) is not None]
    if not found:
        message = f"benchmark '{rule}' could not be fitted: none of {', '.join(OPTIMISERS)} converged"
        raise ObservationError.of("observations", message)
    return max(found, key=lambda result: float(result.llf))


def _converged(fit: Fit, start: Sequence[float] | None) -> Any:
    """Results of the first optimiser that converges from `start`, None if there is none."""
    for optimiser in OPTIMISERS:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                result = fit(optimiser, start)
            except (np.linalg.LinAlgError, ValueError):
                continue
        if result.mle_retvals["converged"] and np.isfinite(result.llf) and np.isfinite(result.params).all():
            return result
    return None


def paths(result: Any, steps: int, n: int, rng: np.random.Generator) -> Floats:
    """float64[n, steps]: the weeks after the last one of the data, state uncertainty included, parameters as fitted.

    a ~ N(a_T+1, P_T+1); y = Z a + d + N(0, H); a' = T a + R N(0, Q).
    """
    kalman = result.filter_results
    design, move = kalman.design[0, :, -1], kalman.transition[..., -1]
    shock = kalman.selection[..., -1] @ _root(kalman.state_cov[..., -1])
    noise = np.sqrt(kalman.obs_cov[0, 0, -1])
    intercept = kalman.obs_intercept[0, -1]
    spread = _root(kalman.predicted_state_cov[..., -1])
    state = kalman.predicted_state[:, -1] + rng.standard_normal((n, spread.shape[1])) @ spread.T
    moved = rng.standard_normal((steps, n, shock.shape[1])) @ shock.T
    weeks = intercept + noise * rng.standard_normal((steps, n))
    for step in range(steps):
        weeks[step] += state @ design
        state = state @ move.T + moved[step]
    return weeks.T


def _root(covariance: Floats) -> Floats:
    """A square root of a covariance matrix that may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
