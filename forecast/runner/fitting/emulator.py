"""Fits the emulator: a regression that predicts the attacker's gain in the next year from the state of the war.

It is a Poisson regression (log link) on the pilot runs, solved by iterated weighted least squares. It estimates the
expected gain and not its logarithm, and it is consistent even if gains are not Poisson (Gourieroux, Monfort & Trognon
1984). Standard errors are clustered by draw. An offset is a term of the regression with coefficient 1.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.errors import RunError
from forecast.store.fitted import NAME, Fitted, read_fitted
from forecast_kernels.layout.fitted import FITTED

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.runner.fitting.pilot import Pilot
    from forecast.store.atomic import FileEntry
    from forecast.store.folder import RunFolder

Floats = NDArray[np.float64]
MAX_STEPS, TOLERANCE = 100, 1e-10
MAX_LOG = 12.0
MAX_GAIN = 30_000.0
"""km2 per year; the kernel bounds expectations by it. Larger gains are rare and would dominate the fit."""


def fit_first(exp: "Experiment", folder: "RunFolder", sectors: NDArray[np.float32]) -> "tuple[Fitted, FileEntry]":
    """Read the fit from the run folder, or fit and write it. Return it with the entry of its file.

    Parameters
    ----------
    exp : Experiment
        Only its priors and its seed change the fit, not its members or branches.
    folder : RunFolder
        The run folder, which contains or gets `fitted.json`.
    sectors : float32[S, NSEC]
        Values of the sectors at week 0, one row per sector.
    """
    fitted = read_fitted(folder.path) or fit_experiment(exp, sectors)
    return fitted, folder.write_text(NAME, fitted.text())


def fit_experiment(exp: "Experiment", sectors: NDArray[np.float32]) -> Fitted:
    """Run the pilot and fit the emulator to it. `sectors`: float32[S, NSEC], values of the sectors at week 0.

    Raises
    ------
    RunError
        If the regression does not converge.
    """
    from forecast.runner.fitting import pilot

    try:
        return fit(pilot.run_pilot(exp, sectors))
    except (ValueError, np.linalg.LinAlgError) as error:
        raise RunError.of("pilot", str(error)) from None


def fit(pilot: "Pilot") -> Fitted:
    """Fit the emulator to a pilot.

    The result has the coefficients, rounded to 4 significant digits, their standard errors and the quality of the fit.
    """
    gain = np.clip(pilot.gain, -MAX_GAIN, MAX_GAIN)
    beta, information = _solve(gain, pilot.offset, pilot.terms)
    rounded = np.array([float(f"{b:.4g}") for b in beta])
    mean = _mean(pilot.offset, pilot.terms, rounded)
    names = [column.name for column in FITTED]
    signs = float(f"{pilot.signs.mean():.4g}")
    signs_error = float(f"{pilot.signs.std() / pilot.signs.size**0.5:.2g}")
    return Fitted(
        coefficients=dict(zip(names, [*rounded.tolist(), signs], strict=True)),
        standard_errors=dict(zip(names, [*_standard_errors(pilot, gain, mean, information), signs_error], strict=True)),
        decile_ratios=_decile_ratios(gain, mean),
        log_residual_sd=_log_residual_sd(gain, mean),
        explained=round(float(1.0 - np.var(gain - mean) / np.var(gain)), 3),
        rows=int(gain.size),
        draws=int(np.unique(pilot.draw).size),
    )


def _mean(offset: Floats, terms: Floats, beta: Floats) -> Floats:
    return np.asarray(np.exp(np.minimum(offset + terms @ beta, MAX_LOG)), np.float64)


def _solve(gain: Floats, offset: Floats, terms: Floats) -> tuple[Floats, Floats]:
    beta = np.zeros(terms.shape[1])
    beta[0] = float(np.log(max(gain.mean(), 1.0) / np.exp(offset).mean()))
    for _ in range(MAX_STEPS):
        mean = _mean(offset, terms, beta)
        information = terms.T @ (mean[:, None] * terms) + 1e-9 * np.eye(beta.size) * mean.sum()
        step = np.linalg.solve(information, terms.T @ (gain - mean))
        step *= min(1.0, 1.0 / float(np.abs(step).max()))
        beta = beta + step
        if float(np.abs(step).max()) < TOLERANCE:
            return beta, information
    raise ValueError("the emulator of the expected gain did not converge on the pilot: look at the priors of the front")


def _standard_errors(pilot: "Pilot", gain: Floats, mean: Floats, information: Floats) -> list[float]:
    scores = (gain - mean)[:, None] * pilot.terms
    draws, index = np.unique(pilot.draw, return_inverse=True)
    sums = np.stack([np.bincount(index, weights=column, minlength=draws.size) for column in scores.T])
    inverse = np.linalg.inv(information)
    covariance = inverse @ (sums @ sums.T) @ inverse
    return [float(f"{e:.2g}") for e in np.sqrt(np.diag(covariance))]


def _decile_ratios(gain: Floats, mean: Floats) -> list[float]:
    """Mean gain divided by mean expected gain, in each tenth of the rows by expected gain. 1 is a perfect fit."""
    order = np.argsort(mean, kind="stable")
    return [round(float(gain[part].mean() / mean[part].mean()), 2) for part in np.array_split(order, 10)]


def _log_residual_sd(gain: Floats, mean: Floats) -> float:
    positive = gain > 1.0
    return round(float(np.std(np.log(gain[positive] / mean[positive]))), 2)
