"""Benchmarks by linear Gaussian state-space models of statsmodels: local level, ARMA(1,1), local linear trend."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from forecast.errors import ObservationError
from forecast.hindcast.benchmarks.past import constant, observed_weeks, sums
from forecast.observations.series import Floats

OPTIMISERS = ("lbfgs", "nm", "powell")  # the first that converges is used
MIN_WEEKS = 13
# A second start for the ARMA: from its own start statsmodels sometimes ends at a lower local maximum of the likelihood.
PERSISTENT = (0.8, -0.4)

Fit = Callable[[str, Sequence[float] | None], Any]


def local_level(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Forecast by a random walk with observation noise, equivalent to exponential smoothing (Harvey 1989).

    Both variances are fitted by maximum likelihood; the Kalman filter gives the state at the end. A series that never
    changed is forecast not to change.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    return _structural("local_level", "local level", past, horizons, n, rng)


def local_linear_trend(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Forecast by a level with a slope, both random walks, and observation noise (Harvey 1989).

    The three variances are fitted by maximum likelihood; the Kalman filter gives the state at the end. A series that
    never changed is forecast not to change.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    return _structural("local_linear_trend", "local linear trend", past, horizons, n, rng)


def _structural(rule: str, law: str, past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Forecast by the structural model of statsmodels that `law` names; `rule` is the name of the benchmark."""
    values = observed_weeks(past, MIN_WEEKS, rule)
    if np.ptp(values) == 0.0:
        return constant(values[0], horizons, n)
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def fit(optimiser: str, start: Sequence[float] | None) -> Any:
        model = UnobservedComponents(past, law)
        return model.fit(start, method=optimiser, maxiter=500, disp=0, cov_type="none")

    return sums(paths(fitted(fit, rule), max(horizons), n, rng), horizons)


def arma_11(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Forecast by an ARMA(1,1) with a constant, which reverts to the mean of the record (Box & Jenkins 1970).

    It is fitted by maximum likelihood within the stationary and invertible region. A series that never changed is
    forecast not to change.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    values = observed_weeks(past, MIN_WEEKS, "arma_11")
    if np.ptp(values) == 0.0:
        return constant(values[0], horizons, n)
    from statsmodels.tsa.arima.model import ARIMA

    def fit(optimiser: str, start: Sequence[float] | None) -> Any:
        settings = {"method": optimiser, "maxiter": 500, "disp": 0}
        return ARIMA(past, order=(1, 0, 1), trend="c").fit(start, cov_type="none", method_kwargs=settings)

    starts = (None, (float(values.mean()), *PERSISTENT, float(values.var()) / 2.0))
    return sums(paths(fitted(fit, "arma_11", starts), max(horizons), n, rng), horizons)


def fitted(fit: Fit, rule: str, starts: Sequence[Sequence[float] | None] = (None,)) -> Any:
    """Fit from several starts and return the results with the highest likelihood.

    From each start, the first of OPTIMISERS that converges is used. If one stops early or fails, its warnings are
    dropped and the next one is tried.

    Parameters
    ----------
    fit : callable
        Takes the name of an optimiser and a start, and returns the results of statsmodels.
    rule : str
        Name of the benchmark, for the message.
    starts : sequence
        Starting values of the parameters; None is the start that statsmodels chooses.

    Raises
    ------
    ObservationError
        If no optimiser converges from any start.
    """
    converged = [result for start in starts if (result := _converged(fit, start)) is not None]
    if not converged:
        message = f"benchmark '{rule}' could not be fitted: none of {', '.join(OPTIMISERS)} converged"
        raise ObservationError.of("observations", message)
    return max(converged, key=lambda result: float(result.llf))


def _converged(fit: Fit, start: Sequence[float] | None) -> Any:
    """Return the results of the first optimiser that converges from `start`; None if none does."""
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
    """Draw paths of the weeks after the data. The state is uncertain; the parameters are fixed at their fit.

    The first state a is drawn from N(a_T+1, P_T+1). Each week y = Z a + d + N(0, H), and then a' = T a + R N(0, Q), in
    the notation of statsmodels.

    Parameters
    ----------
    result : statsmodels results
        A fitted state-space model.
    steps, n : int
        Number of weeks and number of paths.
    rng : numpy.random.Generator
        Draws the paths.

    Returns
    -------
    float64[n, steps]
        km2 a week.
    """
    kalman = result.filter_results
    design, move = kalman.design[0, :, -1], kalman.transition[..., -1]
    shock = kalman.selection[..., -1] @ _root(kalman.state_cov[..., -1])
    noise = np.sqrt(kalman.obs_cov[0, 0, -1])
    intercept = kalman.obs_intercept[0, -1]
    spread = _root(kalman.predicted_state_cov[..., -1])
    state = kalman.predicted_state[:, -1] + rng.standard_normal((n, spread.shape[1])) @ spread.T
    moved = rng.standard_normal((steps, n, shock.shape[1])) @ shock.T
    weeks: Floats = np.asarray(intercept + noise * rng.standard_normal((steps, n)), dtype=np.float64)
    for step in range(steps):
        weeks[step] += state @ design
        state = state @ move.T + moved[step]
    return weeks.T


def _root(covariance: Floats) -> Floats:
    """Return a square root of a covariance matrix that may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
