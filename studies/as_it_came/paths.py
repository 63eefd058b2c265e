"""Simulates every branch week by week up to the last observed week, and keeps what can be compared."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters
from forecast.config import Experiment
from forecast.experiment.inputs import Inputs, Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout import parameters, state
from forecast_kernels.layout.regimes import CEASEFIRE, SIGNED

WEEKS = (4, 13, 26, 49)
"""Weeks after week 0 at which gains are compared. The last one is the last that was observed."""
CHUNK = 500
_ROW = {column.name: k for k, column in enumerate(parameters.PARAMETERS)}
_TRACE = {column.name: k for k, column in enumerate(state.TRACE)}

Floats = NDArray[np.float64]


class Paths(NamedTuple):
    """What n members of one branch did by week 49.

    Attributes
    ----------
    net : float64[len(WEEKS), n]
        Attacker's net gain since week 0 at each of WEEKS, km2.
    claimed : float64[n]
        Losses of the attacker as its opponent would claim them, persons a day over 49 weeks.
    agreed, ceasefire : bool[n]
        Whether an agreement was signed, and whether one held for four weeks.
    """

    net: Floats
    claimed: Floats
    agreed: NDArray[np.bool_]
    ceasefire: NDArray[np.bool_]


def simulated(exp: Experiment) -> tuple[dict[str, Paths], Clusters]:
    """Simulate all members of all branches. Return the paths by branch, and the clusters of the members."""
    sampler, sectors = Sampler(exp), sector_table(exp)
    fit = fit_experiment(exp, sectors).array()
    parts: dict[str, list[Paths]] = {branch: [] for branch in exp.branches}
    for lo in range(0, exp.members, CHUNK):
        hi = min(lo + CHUNK, exp.members)
        inputs = sampler.inputs(lo, hi)
        bias = inputs.params[_ROW["loss_bias_1"]].astype(np.float64)
        for branch in exp.branches:
            trace = _trace(exp, sampler, inputs, branch, lo, sectors, fit)
            parts[branch].append(_paths(trace, bias))
    joined = {b: Paths(*(np.concatenate(x, axis=-1) for x in zip(*part, strict=True))) for b, part in parts.items()}
    return joined, Clusters(sampler.clusters(0, exp.members))


def _trace(
    exp: Experiment,
    sampler: Sampler,
    inputs: Inputs,
    branch: str,
    lo: int,
    sectors: NDArray[np.float32],
    fit: NDArray[np.float32],
) -> Floats:
    """Simulate members from `lo` on in one branch. Return the weekly trace, float64[50, rows, n]."""
    from forecast_kernels.cpu.simulate import simulate

    n, weeks = inputs.params.shape[1], WEEKS[-1]
    filled = buffers(n, inputs.donors.shape[0], sectors.shape[0], weeks, traced=n)
    levers = sampler.levers(branch, inputs)
    simulate(exp.design.seed, lo, weeks, inputs.params, inputs.donors, *levers, sectors, fit, *filled)
    return filled.trace.astype(np.float64)


def _paths(trace: Floats, bias: Floats) -> Paths:
    regime = trace[:, _TRACE["regime"]].astype(np.int64)
    losses = trace[-1, _TRACE["losses_1"]] * 1000.0 / (7.0 * WEEKS[-1])
    return Paths(
        net=trace[list(WEEKS), _TRACE["net"]],
        claimed=losses / bias,
        agreed=np.asarray(np.isin(regime, SIGNED).any(axis=0)),
        ceasefire=np.asarray((regime == CEASEFIRE).any(axis=0)),
    )
