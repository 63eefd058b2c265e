"""Allocates the arrays that a kernel call fills."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.layout.outcomes import N_OUTCOMES
from forecast_kernels.layout.regimes import N_REGIMES
from forecast_kernels.layout.series import BINS, N_SERIES, grid_weeks
from forecast_kernels.layout.state import NS


class Buffers(NamedTuple):
    """The arrays that `cpu.simulate` fills, in the order of its arguments. `gpu.simulate` takes all but the trace.

    Dimensions: n members, ND donors, S sectors, G grid weeks (weeks with histograms, see `layout.series`).
    """

    out: NDArray[np.float32]
    """float32[NO, n]: the NO outcomes of each member, see `layout.outcomes`."""
    donor_out: NDArray[np.float32]
    """float32[ND, n]: aid delivered by each donor until week 104, EUR bn."""
    hist: NDArray[np.uint32]
    """uint32[G, NSER + S, BINS]: histograms of the NSER series and of the sectors. Calls add to them."""
    regimes: NDArray[np.uint32]
    """uint32[G, NREG]: number of members in each regime. Calls add to it."""
    trace: NDArray[np.float32]
    """float32[horizon + 1, NS + S, traced]: weekly state and sector areas of the first members, or empty."""


def buffers(members: int, n_donors: int, n_sectors: int, horizon: int, traced: int = 0) -> Buffers:
    """Allocates the buffers of one kernel call, with counts of zero.

    Parameters
    ----------
    members : int
        Number of members that the call simulates, n.
    n_donors, n_sectors : int
        Number of donors and of sectors of the baseline, ND and S.
    horizon : int
        Number of weeks to simulate.
    traced : int
        How many of the first members get a weekly trace. With a trace, members keep their lanes.
    """
    grid = len(grid_weeks(horizon))
    return Buffers(
        np.empty((N_OUTCOMES, members), np.float32),
        np.empty((n_donors, members), np.float32),
        np.zeros((grid, N_SERIES + n_sectors, BINS), np.uint32),
        np.zeros((grid, N_REGIMES), np.uint32),
        np.empty((horizon + 1 if traced else 0, NS + n_sectors, traced), np.float32),
    )
