"""Simulates the reference branch without talks and without collapse, as each map would have shown it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters
from forecast.calibration.synthetic import mapped as on_a_map
from forecast.runner.fitting.pilot import NO_COLLAPSE, NO_TALKS
from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout import fitted, parameters, state
from studies.front_statistics.training_series import Floats
from studies.prior_predictive.record import SALIENT_WEEKS, WEEKS, Record

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.experiment.inputs import Sampler

BLOCK = 128
ROW = {column.name: k for k, column in enumerate(parameters.PARAMETERS)}
TRACE = {column.name: k for k, column in enumerate(state.TRACE)}
NOISE = ((0.47, 0.21), (0.74, 0.18))
"""Log-normal noise of the first and of the second map, median and spread of the log: posterior of `forecast calibrate`
through 2024-12-14 (configs/posteriors/front-2024-12-14/README.md)."""
NOISE_CHANNEL = 7

MapNoise = tuple[tuple[float, float], tuple[float, float]]


def simulated(exp: "Experiment", members: int, noise: MapNoise = NOISE) -> tuple[list[Record], Clusters]:
    """Simulate one path a draw. Return the records of both maps and the clusters of the members.

    Parameters
    ----------
    exp : Experiment
        Its reference branch is simulated.
    members : int
        Number of draws.
    noise : tuple
        Timing noise of each map: median and spread of the log.
    """
    from forecast.experiment.inputs import Sampler
    from forecast.experiment.sectors import sector_table

    design = exp.design.model_copy(update={"draws": members, "replicates": 1, "members": None})
    exp = exp.model_copy(update={"design": design})
    sampler, sectors = Sampler(exp), sector_table(exp)
    parts = [
        _block(exp, sampler, sectors, lo, min(lo + BLOCK, members), NO_TALKS | NO_COLLAPSE)
        for lo in range(0, members, BLOCK)
    ]
    net, areas, claimed, salient, scale = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
    land = float(sampler.inputs(0, 1).params[ROW["held_reference"], 0])
    records = [
        Record(net, shown, np.diff(areas, axis=0), claimed, salient, land, True)
        for shown in on_both_maps(net, scale, exp.design.seed, noise)
    ]
    return records, Clusters(sampler.clusters(0, members))


def on_both_maps(net: Floats, scale: Floats, seed: int, noise: MapNoise = NOISE) -> list[Floats]:
    """Return weekly gains as each map would show them, with the timing noise that was fitted with the level.

    Parameters
    ----------
    net : float64[n_weeks, m]
        True net gain, km2 a week.
    scale : float64[m]
        `level_scale` of each member, km2 a week.
    seed : int
        Seed of the noise.
    noise : tuple
        Median and spread of the log of each map's noise.
    """
    rng = np.random.Generator(np.random.PCG64([seed, NOISE_CHANNEL]))
    sizes = [median * np.exp(spread * rng.standard_normal(net.shape[1])) for median, spread in noise]
    return [on_a_map(net[:, None], scale, size, rng)[:, 0] for size in sizes]


def _block(
    exp: "Experiment",
    sampler: "Sampler",
    sectors: NDArray[np.float32],
    lo: int,
    hi: int,
    fixed: Mapping[str, float],
) -> tuple[Floats, ...]:
    """Weekly net gain, sector areas, claimed casualties a day, salient and scale of the level of members lo .. hi-1."""
    from forecast_kernels.cpu.simulate import simulate

    inputs = sampler.inputs(lo, hi)
    for name, value in fixed.items():
        inputs.params[ROW[name]] = value
    filled = buffers(hi - lo, inputs.donors.shape[0], sectors.shape[0], WEEKS, traced=hi - lo)
    simulate(
        exp.design.seed,
        lo,
        WEEKS,
        inputs.params,
        inputs.donors,
        *sampler.levers(exp.reference, inputs),
        sectors,
        np.zeros(fitted.N_FITTED, np.float32),
        *filled,
    )
    path, params = filled.trace.astype(np.float64), inputs.params.astype(np.float64)
    claimed = path[1:, TRACE["loss_1"]] * 1000.0 / 7.0 / params[ROW["loss_bias_1"]]
    return (
        path[1:, TRACE["weekly_net"]],
        path[:, state.NS :],
        claimed,
        path[: SALIENT_WEEKS + 1, TRACE["salient"]],
        params[ROW["level_scale"]],
    )
