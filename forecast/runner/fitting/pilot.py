"""The pilot: a fixed number of draws without talks and without collapse, under four courses of aid.

Its draws have a separate random channel, and its noise the counters of members that no run can have. So it depends only
on the priors and the seed, and not on members, branches, threads or chunks.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.cpu.buffers import Buffers, buffers
from forecast_kernels.layout import fitted, levers, parameters, state
from forecast_kernels.layout.outcomes import ACCEPT_0

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
"""Lever rows, and donor lever rows (of the lead donor; multiples and backfill of every donor)."""

OF_ALL = ("surge_mult", "backfill_mult")
ROWS = {column.name: k for k, column in enumerate(parameters.PARAMETERS)}
NO_TALKS = {"ceasefire_hazard": 1e-12, "weight_reduced": 1.0, "weight_ultimatum": 0.0, "weight_elicited": 0.0}
NO_FALL = {"collapse_rate_0": 0.0, "collapse_rate_1": 0.0}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pilot:
    """Rows of the regression: one per draw, course and week.

    gain: float64[rows], km2 in the next year. offset: float64[rows], log of the expectation from the level at week 0.
    terms: float64[rows, N_TERMS], what is known before that year. draw: int64[rows]. signs, lasts: float64[draws], the
    chance that side 0 signs the standing package at week 0, and that it also lasts.
    """

    gain: Floats
    offset: Floats
    terms: Floats
    draw: NDArray[np.int64]
    signs: Floats
    lasts: Floats


def run_pilot(exp: "Experiment", sectors: NDArray[np.float32]) -> Pilot:
    """Simulate the pilot of an experiment; sectors f32[S, NSEC]."""
    from forecast.experiment.inputs import Sampler

    design = exp.design.model_copy(update={"layout": "pilot", "draws": DRAWS, "replicates": 1, "members": None})
    sampler = Sampler(exp.model_copy(update={"design": design, "branches": {}}))
    filled = buffers(BLOCK, len(exp.baseline.donors), sectors.shape[0], HORIZON, traced=BLOCK)
    parts, signs, lasts = [], [], []
    for lo in range(0, DRAWS, BLOCK):
        inputs = sampler.inputs(lo, lo + BLOCK)
        for name, value in (NO_TALKS | NO_FALL).items():
            inputs.params[ROWS[name]] = value
        parts += [_block(exp, inputs, sectors, course, filled) for course in COURSES]
        signs.append(filled.out[ACCEPT_0].astype(np.float64))  # of the standing package, which every course has
        lasts.append(signs[-1] * _kept(inputs.params))
    gains, offsets, terms, draws = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Pilot(gains, offsets, terms, draws, np.concatenate(signs), np.concatenate(lasts))


def _kept(params: NDArray[np.float32]) -> Floats:
    """Share of agreements under the standing package that become ceasefires: verified, or a truce that holds."""
    verified, abandoned = (params[ROWS[name]].astype(np.float64) for name in ("standing_verification", "truce_abandon"))
    return np.asarray(verified + (1.0 - verified) * (1.0 - abandoned) ** (28.0 / 30.0), np.float64)


def _block(
    exp: "Experiment",
    inputs: "Inputs",
    sectors: NDArray[np.float32],
    course: str,
    filled: Buffers,
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
        *filled,
    )
    return _rows(filled.trace, inputs.params.astype(np.float64), inputs.lo)


def _levers(course: str, n_donors: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    side, lead = COURSES[course]
    common = np.array([[side.get(c.name, c.default)] for c in levers.LEVERS], np.float32)
    each = [
        [[lead.get(c.name, c.default) if donor == 0 or c.name in OF_ALL else c.default] for c in levers.DONOR_LEVERS]
        for donor in range(n_donors)
    ]
    wide = (1, BLOCK)
    return np.tile(common, wide), np.tile(np.array(each, np.float32), (1, *wide))


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
