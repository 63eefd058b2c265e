"""The emulator of next year's gain: a Poisson regression (log link) on the pilot, by weighted least squares.

The Poisson score weighs members by their own mean, so it is the expected gain that is fitted and not its logarithm;
the spread need not be Poisson. Errors are clustered by draw. References: Gourieroux, Monfort & Trognon 1984.
"""

import numpy as np
from numpy.typing import NDArray

from forecast.runner.fitting.pilot import Pilot
from forecast.store.fitted import Fitted
from forecast_kernels.layout.fitted import FITTED

Floats = NDArray[np.float64]
STEPS, TOLERANCE = 100, 1e-10
LARGEST_LOG = 12.0
MOST_GAIN = 30_000.0
"""km2 a year: as far as the kernel lets an expectation go. Rarer gains would decide the whole fit."""


def fit(pilot: Pilot) -> Fitted:
    """Coefficients rounded to 4 significant digits, their errors, the quality of the fit. Raises ValueError."""
    gain = np.clip(pilot.gain, -MOST_GAIN, MOST_GAIN)
    beta, information = _solve(gain, pilot.offset, pilot.terms)
    rounded = np.array([float(f"{b:.4g}") for b in beta])
    mean = _mean(pilot.offset, pilot.terms, rounded)
    names = [column.name for column in FITTED]
    shares = [float(f"{share.mean():.4g}") for share in (pilot.signs, pilot.lasts)]
    doubts = [float(f"{share.std() / share.size**0.5:.2g}") for share in (pilot.signs, pilot.lasts)]
    return Fitted(
        coefficients=dict(zip(names, [*rounded.tolist(), *shares], strict=True)),
        standard_errors=dict(zip(names, [*_errors(pilot, gain, mean, information), *doubts], strict=True)),
        decile_ratios=_deciles(gain, mean),
        log_residual_sd=_log_residual(gain, mean),
        explained=round(float(1.0 - np.var(gain - mean) / np.var(gain)), 3),
        rows=int(gain.size),
        draws=int(np.unique(pilot.draw).size),
    )


def _mean(offset: Floats, terms: Floats, beta: Floats) -> Floats:
    return np.asarray(np.exp(np.minimum(offset + terms @ beta, LARGEST_LOG)), np.float64)


def _solve(gain: Floats, offset: Floats, terms: Floats) -> tuple[Floats, Floats]:
    beta = np.zeros(terms.shape[1])
    beta[0] = float(np.log(max(gain.mean(), 1.0) / np.exp(offset).mean()))
    for _ in range(STEPS):
        mean = _mean(offset, terms, beta)
        information = terms.T @ (mean[:, None] * terms) + 1e-9 * np.eye(beta.size) * mean.sum()
        step = np.linalg.solve(information, terms.T @ (gain - mean))
        step *= min(1.0, 1.0 / float(np.abs(step).max()))
        beta = beta + step
        if float(np.abs(step).max()) < TOLERANCE:
            return beta, information
    raise ValueError("the emulator of the expected gain did not converge on the pilot: look at the priors of the front")


def _errors(pilot: Pilot, gain: Floats, mean: Floats, information: Floats) -> list[float]:
    scores = (gain - mean)[:, None] * pilot.terms
    draws, index = np.unique(pilot.draw, return_inverse=True)
    sums = np.stack([np.bincount(index, weights=column, minlength=draws.size) for column in scores.T])
    inverse = np.linalg.inv(information)
    covariance = inverse @ (sums @ sums.T) @ inverse
    return [float(f"{e:.2g}") for e in np.sqrt(np.diag(covariance))]


def _deciles(gain: Floats, mean: Floats) -> list[float]:
    """Mean gain over mean expectation in each tenth of the rows by expectation: 1 where the emulator is right."""
    order = np.argsort(mean, kind="stable")
    return [round(float(gain[part].mean() / mean[part].mean()), 2) for part in np.array_split(order, 10)]


def _log_residual(gain: Floats, mean: Floats) -> float:
    known = gain > 1.0
    return round(float(np.std(np.log(gain[known] / mean[known]))), 2)
