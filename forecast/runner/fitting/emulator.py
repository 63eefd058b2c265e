"""Fits the emulator: a regression that predicts the attacker's gain in the next year from the state of the war.

It is a Poisson regression (log link) on the pilot runs. It estimates the expected gain and not its logarithm, and it is
consistent even if gains are not Poisson (Gourieroux, Monfort & Trognon 1984). Standard errors are clustered by draw. An
offset is a term of the regression with coefficient 1.

Where the regression has no solution, or one that four digits cannot hold, the next of METHODS is tried. `fitted.json`
names every method but the first, and the run says so.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.errors import ConfigError
from forecast.runner.fitting.poisson import NO_SOLUTION, Solution, climb, mean_of, penalise, solve
from forecast.store.fitted import (
    CONSTANT,
    NAME,
    PENALISED,
    PENALISED_WITHOUT_LOSSES,
    REGRESSION,
    WITHOUT_LOSSES,
    Fitted,
    Method,
    read_fitted,
)
from forecast.store.fixed_order import products
from forecast_kernels.layout.fitted import FITTED, N_TERMS, TYPE_MEAN, TYPE_SD

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.runner.fitting.pilot import Pilot
    from forecast.runner.request import RunRequest
    from forecast.store.atomic import FileEntry
    from forecast.store.folder import RunFolder

Floats = NDArray[np.float64]
TYPES = (FITTED[TYPE_MEAN].name, FITTED[TYPE_SD].name)
NOTHING = 1e-9
"""A coefficient below this is 0 but for rounding, which differs between machines."""

FLOOR = 1.0
"""km2 per year: what a loss of ground counts as, where the regression has no solution with losses."""

ROUNDING = 0.02
"""The most by which four digits of the coefficients may change the mean of what is expected."""

MIN_DRAWS = 64
"""The fewest draws of the pilot with finite numbers to which a fit is made."""

MAX_GAIN = 30_000.0
"""km2 per year; the kernel bounds expectations by it. Larger gains are rare and would dominate the fit."""


def fit_new(request: "RunRequest") -> Fitted:
    """Return the fit for a run that will get a new folder: the given one, or an own one.

    Raises
    ------
    ConfigError
        If the numbers of the pilot cannot be used.
    """
    from forecast.experiment.sectors import sector_table
    from forecast.runner.warm import load_compiled

    if request.fit is not None:
        return request.fit.fitted
    load_compiled()
    return fit_experiment(request.experiment, sector_table(request.experiment))


def fit_first(
    exp: "Experiment", folder: "RunFolder", sectors: NDArray[np.float32], fitted: Fitted | None = None
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
    fitted : Fitted, optional
        What `fit_new` returned.
    """
    fitted = read_fitted(folder.path) or fitted or fit_experiment(exp, sectors)
    return fitted, folder.write_text(NAME, fitted.text())


def fit_experiment(exp: "Experiment", sectors: NDArray[np.float32]) -> Fitted:
    """Run the pilot and fit the emulator to it. `sectors`: float32[S, NSEC], values of the sectors at week 0.

    Raises
    ------
    ConfigError
        If the numbers of the pilot cannot be used.
    """
    from forecast.runner.fitting import pilot

    try:
        fitted = fit(pilot.run_pilot(exp, sectors))
        return with_types(fitted, pilot.run_types(exp, sectors, fitted.array()))
    except ValueError as error:
        raise ConfigError.of("pilot", str(error)) from None


def fit(pilot: "Pilot") -> Fitted:
    """Fit the emulator to a pilot, without the types of side 1 (`with_types`), which are 0 in the result.

    The result has the coefficients, rounded to 4 significant digits, their standard errors and the quality of the fit.
    Draws with numbers that are not finite are left out, and counted in the result.

    Raises
    ------
    ValueError
        If fewer than MIN_DRAWS draws of the pilot have finite numbers only.
    """
    pilot, left_out = _finite(pilot)
    gain = np.clip(pilot.gain, -MAX_GAIN, MAX_GAIN)
    method, beta, errors = _first_that_holds(pilot, gain)
    mean = mean_of(pilot.offset, pilot.terms, beta)
    names = [column.name for column in FITTED[: N_TERMS + 1]]
    signs = float(f"{pilot.signs.mean():.4g}")
    signs_error = float(f"{pilot.signs.std() / pilot.signs.size**0.5:.2g}")
    no_types = dict.fromkeys(TYPES, 0.0)
    return Fitted(
        coefficients=dict(zip(names, [*beta.tolist(), signs], strict=True)) | no_types,
        standard_errors=dict(zip(names, [*errors, signs_error], strict=True)) | no_types,
        decile_ratios=_decile_ratios(gain, mean),
        log_residual_sd=_log_residual_sd(gain, mean),
        explained=_explained(gain, mean),
        rows=int(gain.size),
        draws=int(np.unique(pilot.draw).size),
        method=method,
        left_out=left_out,
    )


def _finite(pilot: "Pilot") -> "tuple[Pilot, int]":
    """Leave out the draws with a number that is not finite. Return the rest and how many were left out."""
    is_fine = np.isfinite(pilot.gain) & np.isfinite(pilot.offset) & np.isfinite(pilot.terms).all(axis=1)
    bad = np.unique(pilot.draw[~is_fine])
    draws, signs = np.unique(pilot.draw).size, pilot.signs[np.isfinite(pilot.signs)]
    if bad.size == 0 and signs.size == pilot.signs.size:
        return pilot, 0
    if draws - bad.size < min(MIN_DRAWS, draws) or signs.size < min(MIN_DRAWS, pilot.signs.size):
        raise ValueError(
            f"{max(bad.size, pilot.signs.size - signs.size)} of {draws} draws gave numbers that are not finite: "
            "look at the priors of the front, of forces and of losses"
        )
    kept = ~np.isin(pilot.draw, bad)
    rest = replace(
        pilot,
        gain=pilot.gain[kept],
        offset=pilot.offset[kept],
        terms=pilot.terms[kept],
        draw=pilot.draw[kept],
        signs=signs,
    )
    return rest, int(bad.size)


def _first_that_holds(pilot: "Pilot", gain: Floats) -> "tuple[Method, Floats, list[float]]":
    """Return method, rounded coefficients and standard errors of the first method that has a solution to be used.

    A positive mean cannot follow gains that are negative on the whole: its logarithm would go to minus infinity. Where
    side 1 gains less than FLOOR in the mean, the methods that count losses are left out.
    """
    raised = np.maximum(gain, FLOOR)
    methods: list[tuple[Method, Floats, Callable[[Floats, Floats, Floats], Solution]]] = [
        (REGRESSION, gain, solve),
        (PENALISED, gain, penalise),
        (WITHOUT_LOSSES, raised, climb),
        (PENALISED_WITHOUT_LOSSES, raised, penalise),
        (CONSTANT, raised, partial(penalise, keep=False)),
    ]
    for method, used, attempt in methods if gain.mean() >= FLOOR else methods[2:]:
        try:
            with np.errstate(all="ignore"):
                solution = attempt(used, pilot.offset, pilot.terms)
                beta = np.array([float(f"{b:.4g}") if abs(b) > NOTHING else 0.0 for b in solution.beta])
                errors = _standard_errors(pilot, gain, beta, solution.inverse)
                exact = mean_of(pilot.offset, pilot.terms, solution.beta).mean()
                rounded = mean_of(pilot.offset, pilot.terms, beta).mean()
        except ValueError:
            continue
        if np.isfinite([*beta, *errors]).all() and abs(rounded / exact - 1.0) <= ROUNDING:
            return method, beta, errors
    raise ValueError(NO_SOLUTION)


def with_types(fitted: Fitted, index: Floats) -> Fitted:
    """Return the fit with mean and standard deviation of side 1's index at the reference offer, and their errors.

    index: float64[draws], one number for each draw of the pilot; those that are not finite are left out.

    Raises
    ------
    ValueError
        If fewer than MIN_DRAWS of them are finite.
    """
    drawn, index = index.size, index[np.isfinite(index)]
    if index.size < min(MIN_DRAWS, drawn):
        raise ValueError(
            f"{drawn - index.size} of {drawn} draws gave no chance that side 1 accepts: look at the priors"
        )
    root = float(index.size) ** 0.5
    sizes = dict(zip(TYPES, (float(index.mean()), float(index.std())), strict=True))
    errors = dict(zip(TYPES, (float(index.std()) / root, float(index.std()) / (root * 2.0**0.5)), strict=True))
    return fitted.model_copy(
        update={
            "coefficients": fitted.coefficients | {name: float(f"{x:.4g}") for name, x in sizes.items()},
            "standard_errors": fitted.standard_errors | {name: float(f"{x:.2g}") for name, x in errors.items()},
        }
    )


def _standard_errors(pilot: "Pilot", gain: Floats, beta: Floats, inverse: Floats) -> list[float]:
    scores = (gain - mean_of(pilot.offset, pilot.terms, beta))[:, None] * pilot.terms
    draws, index = np.unique(pilot.draw, return_inverse=True)
    sums = np.stack([np.bincount(index, column, draws.size).astype(np.float64, copy=False) for column in scores.T])
    covariance = products(inverse, products(products(sums.T, sums.T), inverse))
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
