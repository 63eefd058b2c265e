"""Linear Gaussian state-space models of statsmodels: fitted by maximum likelihood, simulated from the end of the data."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from forecast.assess.observations.series import Floats
from forecast.errors import ObservationError

OPTIMISERS = ("lbfgs", "nm", "powell")  # the first that converges is taken
LEAST = 13  # observed weeks


def fitted(fit: Callable[[str], Any], rule: str) -> Any:
    """Results of `fit(optimiser)` for the first of `OPTIMISERS` that converges.

    An optimiser that stops early or fails is passed over and its warnings are dropped, since the next one follows.
    Raises ObservationError if none converges.
    """
    for optimiser in OPTIMISERS:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                result = fit(optimiser)
            except (np.linalg.LinAlgError, ValueError):
                continue
        if result.mle_retvals["converged"] and np.isfinite(result.llf) and np.isfinite(result.params).all():
            return result
    message = f"benchmark '{rule}' could not be fitted: none of {', '.join(OPTIMISERS)} converged"
    raise ObservationError.of("observations", message)


def paths(result: Any, steps: int, n: int, rng: np.random.Generator) -> Floats:
    """float64[n, steps]: the weeks after the last one of the data, state uncertainty included, parameters as fitted.

    a ~ N(a_T+1, P_T+1); y = Z a + d + N(0, H); a' = T a + R N(0, Q).
    """
    model = result.model.ssm
    design, move, select = (
        model[name][..., -1] if model[name].ndim == 3 else model[name] for name in ("design", "transition", "selection")
    )
    shock = select @ _root(model["state_cov"])
    noise = float(np.sqrt(model["obs_cov"][0, 0]))
    intercept = float(np.asarray(model["obs_intercept"])[0, -1])
    spread = _root(result.predicted_state_cov[..., -1])
    state = result.predicted_state[:, -1] + rng.standard_normal((n, spread.shape[1])) @ spread.T
    moved = rng.standard_normal((steps, n, shock.shape[1])) @ shock.T
    seen = noise * rng.standard_normal((steps, n)) if noise else np.zeros((steps, n))
    weeks = np.empty((steps, n))
    for step in range(steps):
        weeks[step] = state @ design[0] + intercept + seen[step]
        state = state @ move.T + moved[step]
    return weeks.T


def _root(covariance: Floats) -> Floats:
    """A square root of a covariance matrix that may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
