"""Runs the pilot: the data to which the emulator is fitted.

The pilot simulates a fixed number of draws without talks and without collapse, each under four courses of aid. Its
random numbers are separate from those of the run's members. So it depends only on the priors and the seed, and not on
members, branches, threads or chunks. Side 0 is the defender, side 1 the attacker.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.cpu.buffers import Buffers, buffers
from forecast_kernels.layout import fitted, levers, parameters, state
from forecast_kernels.layout.outcomes import ACCEPT_0, ACCEPT_REFERENCE

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.experiment.inputs import Inputs

DRAWS = 512
BLOCK = 128
FIRST_MEMBER = 1 << 40
YEAR = 52
WEEKS = tuple(range(6, 105, 7))
HORIZON = WEEKS[-1] + YEAR
COURSES: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "as_before": ({}, {}),
    "cut": ({}, {"keep": 0.0, "change_week": 5.0, "runout": 0.0, "halt_pipeline": 1.0}),
    "replaced": ({}, {"keep": 0.0, "change_week": 5.0, "runout": 13.0, "backfill_mult": 1.75}),
    "surge": (
        {
            "offer_week": 6.0,
            "deadline": 2.0,
            "execute": 1.0,
            "appropriation_lag": 0.0,
            "surge_duration": 52.0,
            "surge_strikes": 1.0,
        },
        {"surge_mult": 1.8},
    ),
}
"""Course -> (lever values, donor lever values). Donor levers apply to the lead donor, FOR_ALL_DONORS to every donor."""

FOR_ALL_DONORS = ("surge_mult", "backfill_mult")
ROWS = {column.name: k for k, column in enumerate(parameters.PARAMETERS)}
NO_TALKS = {
    "agreement_hazard": 1e-12,
    "weight_base_rate": 1.0,
    "weight_ultimatum": 0.0,
    "weight_crowd": 0.0,
    "submodel_pick": 0.0,
}
HALF_YEAR = 6.5
"""Periods of four weeks in the 26 weeks of the chance of acceptance."""

CHANCES = (1e-7, 1.0 - 1e-7)
"""The chances of acceptance that float32 tells from 0 and 1."""

NO_COLLAPSE = {"collapse_rate_0": 0.0, "collapse_rate_1": 0.0}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pilot:
    """The data of the regression, one row per draw, course and week.

    gain: float64[rows], the attacker's net gain in the next year, km2. offset: float64[rows], log of the gain in a year
    at the pace of week 0. terms: float64[rows, N_TERMS], the explanatory variables, known before that year. draw:
    int64[rows], number of the draw. signs: float64[draws], probability that side 0 signs the standing terms at week 0.
    """

    gain: Floats
    offset: Floats
    terms: Floats
    draw: NDArray[np.int64]
    signs: Floats


def run_pilot(exp: "Experiment", sectors: NDArray[np.float32]) -> Pilot:
    """Simulate the pilot of an experiment. `sectors`: float32[S, NSEC], values of the sectors at week 0."""
    from forecast.experiment.inputs import Sampler

    sampler = Sampler(_pilot_experiment(exp))
    arrays = buffers(BLOCK, len(exp.baseline.donors), sectors.shape[0], HORIZON, traced=BLOCK)
    parts, signs = [], []
    for lo in range(0, DRAWS, BLOCK):
        inputs = sampler.inputs(lo, lo + BLOCK)
        for name, value in (NO_TALKS | NO_COLLAPSE).items():
            inputs.params[ROWS[name]] = value
        parts += [_block(exp, inputs, sectors, course, arrays) for course in COURSES]
        signs.append(arrays.out[ACCEPT_0].astype(np.float64))  # of the last course; it is the same in every course
    gains, offsets, terms, draws = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Pilot(gains, offsets, terms, draws, np.concatenate(signs))


def run_types(exp: "Experiment", sectors: NDArray[np.float32], coefficients: NDArray[np.float32]) -> Floats:
    """Return side 1's index at the reference offer in each draw of the pilot, float64[draws].

    This is one more short call of the kernel, once the emulator is fitted. The index follows from the chance to accept.

    Parameters
    ----------
    exp : Experiment
        The experiment whose pilot has been fitted.
    sectors : float32[S, NSEC]
        Values of the sectors at week 0, one row per sector.
    coefficients : float32[NF]
        The fit, with any number for the mean and the spread of that index.
    """
    from forecast.experiment.inputs import Sampler
    from forecast_kernels.cpu.simulate import simulate

    sampler = Sampler(_pilot_experiment(exp))
    arrays = buffers(BLOCK, len(exp.baseline.donors), sectors.shape[0], 1)
    chances = []
    for lo in range(0, DRAWS, BLOCK):
        inputs = sampler.inputs(lo, lo + BLOCK)
        simulate(
            exp.design.seed,
            FIRST_MEMBER + lo,
            1,
            inputs.params,
            inputs.donors,
            *_levers("as_before", inputs.donors.shape[0]),
            sectors,
            coefficients,
            *arrays,
        )
        chances.append(arrays.out[ACCEPT_REFERENCE].astype(np.float64))
    chance = np.clip(np.concatenate(chances), *CHANCES)
    return np.asarray(np.log(np.expm1(-np.log1p(-chance) / HALF_YEAR)), np.float64)


def _pilot_experiment(exp: "Experiment") -> "Experiment":
    design = exp.design.model_copy(update={"layout": "pilot", "draws": DRAWS, "replicates": 1, "members": None})
    return exp.model_copy(update={"design": design, "branches": {}})


def _block(
    exp: "Experiment",
    inputs: "Inputs",
    sectors: NDArray[np.float32],
    course: str,
    arrays: Buffers,
) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
    from forecast_kernels.cpu.simulate import simulate

    simulate(
        exp.design.seed,
        FIRST_MEMBER + inputs.lo,
        HORIZON,
        inputs.params,
        inputs.donors,
        *_levers(course, inputs.donors.shape[0]),
        sectors,
        np.zeros(fitted.N_FITTED, np.float32),
        *arrays,
    )
    return _rows(arrays.trace, inputs.params.astype(np.float64), inputs.lo)


def _levers(course: str, n_donors: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    values, donor_values = COURSES[course]
    common = np.array([[values.get(c.name, c.default)] for c in levers.LEVERS], np.float32)
    by_donor = [
        [
            [donor_values.get(c.name, c.default) if donor == 0 or c.name in FOR_ALL_DONORS else c.default]
            for c in levers.DONOR_LEVERS
        ]
        for donor in range(n_donors)
    ]
    one_per_member = (1, BLOCK)
    return np.tile(common, one_per_member), np.tile(np.array(by_donor, np.float32), (1, *one_per_member))


def _rows(trace: NDArray[np.float32], params: Floats, lo: int) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
    column = {c.name: k for k, c in enumerate(state.TRACE)}
    start = np.maximum(params[ROWS["level_t0"]], 1.0)
    rows: list[tuple[Floats, Floats, Floats, NDArray[np.int64]]] = []
    for week in WEEKS:
        now = trace[week].astype(np.float64)
        net = column["net"]
        terms = np.empty((BLOCK, fitted.N_TERMS))
        terms[:, fitted.EXPECT_CONST] = 1.0
        terms[:, fitted.EXPECT_GAIN] = np.log(np.maximum(now[column["gain13"]], 5.0) / start)
        terms[:, fitted.EXPECT_FIRES] = params[ROWS["beta_fires"]] * now[column["log_fires_ahead"]]
        terms[:, fitted.EXPECT_FORCE] = params[ROWS["beta_force"]] * now[column["force_ratio"]]
        terms[:, fitted.EXPECT_TREND] = params[ROWS["trend"]]
        terms[:, fitted.EXPECT_MEAN] = np.log(np.maximum(params[ROWS["level_mean"]], 1.0) / start)
        gain = trace[week + YEAR, net].astype(np.float64) - now[net]
        rows.append((gain, np.log(YEAR * start), terms, np.arange(lo, lo + BLOCK)))
    gains, offsets, all_terms, draws = zip(*rows, strict=True)
    return np.concatenate(gains), np.concatenate(offsets), np.concatenate(all_terms), np.concatenate(draws)
