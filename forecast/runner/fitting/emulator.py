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
from forecast.store.fixed_order import combined, products, solve
from forecast_kernels.layout.fitted import FITTED, N_TERMS, TYPE_MEAN, TYPE_SD

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.runner.fitting.given import GivenFit
    from forecast.runner.fitting.pilot import Pilot
    from forecast.store.atomic import FileEntry
    from forecast.store.folder import RunFolder

Floats = NDArray[np.float64]
TYPES = (FITTED[TYPE_MEAN].name, FITTED[TYPE_SD].name)
MAX_STEPS, TOLERANCE = 100, 1e-10
NOTHING = 1e-9
"""A coefficient below this is 0 but for rounding, which differs between machines."""

MAX_LOG = 12.0
FLOOR = 1.0
"""km2 per year: what a loss of ground counts as, where the regression has no solution with losses."""

MAX_GAIN = 30_000.0
"""km2 per year; the kernel bounds expectations by it. Larger gains are rare and would dominate the fit."""


def fit_first(
    exp: "Experiment", folder: "RunFolder", sectors: NDArray[np.float32], given: "GivenFit | None" = None
) -> "tuple[Fitted, FileEntry]":
    """Read the fit from the run folder, or take the given one, or fit; write it. Return it with the entry of its file.

    Parameters
    ----------
    exp : Experiment
        Only its priors and its seed change the fit, not its members or branches.
    folder : RunFolder
        The run folder, which contains or gets `fitted.json`.
    sectors : float32[S, NSEC]
        Values of the sectors at week 0, one row per sector.
    given : GivenFit, optional
        The fit of another run, used in place of an own one.
    """
    fitted = read_fitted(folder.path) or (given.fitted if given else fit_experiment(exp, sectors))
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
        fitted = fit(pilot.run_pilot(exp, sectors))
    except ValueError as error:
        raise RunError.of("pilot", str(error)) from None
    return with_types(fitted, pilot.run_types(exp, sectors, fitted.array()))


def fit(pilot: "Pilot") -> Fitted:
    """Fit the emulator to a pilot, without the types of side 1 (`with_types`), which are 0 in the result.

    The result has the coefficients, rounded to 4 significant digits, their standard errors and the quality of the fit.

    Raises
    ------
    ValueError
        If the pilot has numbers that are not finite, or the regression does not converge.
    """
    if not (np.isfinite(pilot.gain).all() and np.isfinite(pilot.terms).all()):
        raise ValueError("the pilot gave numbers that are not finite: look at the priors of the front and of losses")
    gain = np.clip(pilot.gain, -MAX_GAIN, MAX_GAIN)
    beta, information = _solve_any(gain, pilot.offset, pilot.terms)
    rounded = np.array([float(f"{b:.4g}") if abs(b) > NOTHING else 0.0 for b in beta])
    mean = _mean(pilot.offset, pilot.terms, rounded)
    names = [column.name for column in FITTED[: N_TERMS + 1]]
    signs = float(f"{pilot.signs.mean():.4g}")
    signs_error = float(f"{pilot.signs.std() / pilot.signs.size**0.5:.2g}")
    errors = [*_standard_errors(pilot, gain, mean, information), signs_error]
    if not np.isfinite(errors).all():
        raise ValueError("the emulator of the expected gain has no standard errors: look at the priors of the front")
    no_types = dict.fromkeys(TYPES, 0.0)
    return Fitted(
        coefficients=dict(zip(names, [*rounded.tolist(), signs], strict=True)) | no_types,
        standard_errors=dict(zip(names, errors, strict=True)) | no_types,
        decile_ratios=_decile_ratios(gain, mean),
        log_residual_sd=_log_residual_sd(gain, mean),
        explained=_explained(gain, mean),
        rows=int(gain.size),
        draws=int(np.unique(pilot.draw).size),
    )


def with_types(fitted: Fitted, index: Floats) -> Fitted:
    """Return the fit with mean and standard deviation of side 1's index at the reference offer, and their errors.

    index: float64[draws], one number for each draw of the pilot.
    """
    root = float(index.size) ** 0.5
    sizes = dict(zip(TYPES, (float(index.mean()), float(index.std())), strict=True))
    errors = dict(zip(TYPES, (float(index.std()) / root, float(index.std()) / (root * 2.0**0.5)), strict=True))
    return fitted.model_copy(
        update={
            "coefficients": fitted.coefficients | {name: float(f"{x:.4g}") for name, x in sizes.items()},
            "standard_errors": fitted.standard_errors | {name: float(f"{x:.2g}") for name, x in errors.items()},
        }
    )


def _mean(offset: Floats, terms: Floats, beta: Floats) -> Floats:
    return np.asarray(np.exp(np.minimum(offset + combined(terms, beta), MAX_LOG)), np.float64)


def _pull(terms: Floats, errors: Floats) -> Floats:
    """Sum of the errors, float64[rows], times each term: float64[terms]."""
    return products(terms, errors[:, None])[:, 0]


def _solve(gain: Floats, offset: Floats, terms: Floats) -> tuple[Floats, Floats]:
    beta = np.zeros(terms.shape[1])
    beta[0] = float(np.log(max(gain.mean(), 1.0) / np.exp(offset).mean()))
    for _ in range(MAX_STEPS):
        mean = _mean(offset, terms, beta)
        information = products(terms, mean[:, None] * terms) + 1e-9 * np.eye(beta.size) * mean.sum()
        step = solve(information, _pull(terms, gain - mean))
        step /= max(1.0, float(np.abs(step).max()))
        beta = beta + step
        if float(np.abs(step).max()) < TOLERANCE:
            return beta, information
    raise ValueError("the emulator of the expected gain did not converge on the pilot: look at the priors of the front")


def _solve_any(gain: Floats, offset: Floats, terms: Floats) -> tuple[Floats, Floats]:
    """Solve the regression; if the attacker loses ground in the mean, or there is no solution, without the losses.

    A positive mean cannot follow gains that are negative on the whole: its logarithm would go to minus infinity.
    """
    if gain.mean() >= FLOOR:
        try:
            return _solve(gain, offset, terms)
        except ValueError:
            pass
    return _climb(np.maximum(gain, FLOOR), offset, terms)


def _climb(gain: Floats, offset: Floats, terms: Floats) -> tuple[Floats, Floats]:
    """Solve the regression for positive gains. Its likelihood is concave then, and no step may lower it."""

    def likelihood(beta: Floats) -> float:
        index = offset + combined(terms, beta)
        with np.errstate(over="ignore"):
            return float((gain * index - np.exp(index)).sum())

    beta = np.zeros(terms.shape[1])
    beta[0] = float(np.log(gain.mean() / np.exp(offset).mean()))
    for _ in range(MAX_STEPS):
        mean = np.exp(offset + combined(terms, beta))
        information = products(terms, mean[:, None] * terms) + 1e-9 * np.eye(beta.size) * mean.sum()
        step = solve(information, _pull(terms, gain - mean))
        step /= max(1.0, float(np.abs(step).max()))
        now = likelihood(beta)
        while float(np.abs(step).max()) >= TOLERANCE and likelihood(beta + step) < now:
            step /= 2.0
        if float(np.abs(step).max()) < TOLERANCE:
            return beta, information
        beta = beta + step
    raise ValueError("the emulator of the expected gain did not converge on the pilot: look at the priors of the front")


def _standard_errors(pilot: "Pilot", gain: Floats, mean: Floats, information: Floats) -> list[float]:
    scores = (gain - mean)[:, None] * pilot.terms
    draws, index = np.unique(pilot.draw, return_inverse=True)
    sums = np.stack([np.bincount(index, column, draws.size).astype(np.float64, copy=False) for column in scores.T])
    half = solve(information, products(sums.T, sums.T))
    covariance = solve(information, half.T)
    return [float(f"{e:.2g}") for e in np.sqrt(np.diag(covariance))]


def _decile_ratios(gain: Floats, mean: Floats) -> list[float]:
    """Mean gain divided by mean expected gain, in each tenth of the rows by expected gain. 1 is a perfect fit."""
    order = np.argsort(mean, kind="stable")
    parts = np.array_split(order, 10)
    return [round(float(gain[part].mean() / max(mean[part].mean(), NOTHING)), 2) for part in parts]


def _explained(gain: Floats, mean: Floats) -> float:
    spread = float(np.var(gain))
    return round(1.0 - float(np.var(gain - mean)) / spread, 3) if spread > 0.0 else 0.0


def _log_residual_sd(gain: Floats, mean: Floats) -> float:
    positive = gain > 1.0
    if not positive.any():
        return 0.0
    return round(float(np.std(np.log(gain[positive] / mean[positive]))), 2)
