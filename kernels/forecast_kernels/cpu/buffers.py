"""The arrays that a kernel call fills, made in one place."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.layout.outcomes import N_OUTCOMES
from forecast_kernels.layout.regimes import N_REGIMES
from forecast_kernels.layout.series import BINS, N_SERIES, grid_weeks
from forecast_kernels.layout.state import NS


class Buffers(NamedTuple):
    """What `cpu.simulate` fills, in the order of its arguments. `gpu.simulate` takes all but the trace."""

    out: NDArray[np.float32]
    """float32[NO, n]: outcomes of each member, see `layout.outcomes`."""
    donor_out: NDArray[np.float32]
    """float32[ND, n]: EUR bn delivered by each donor until week 104."""
    hist: NDArray[np.uint32]
    """uint32[G, NSER + S, BINS]: histograms of the grid weeks. Calls add to it."""
    regimes: NDArray[np.uint32]
    """uint32[G, NREG]: members in each regime in the grid weeks. Calls add to it."""
    trace: NDArray[np.float32]
    """float32[horizon + 1, NS + S, traced]: weekly state and sector areas of the first members; no rows for none."""


def buffers(members: int, n_donors: int, n_sectors: int, horizon: int, traced: int = 0) -> Buffers:
    """Buffers for one kernel call; counts start at zero.

    Parameters
    ----------
    members : int
        Members of the call, n.
    n_donors, n_sectors : int
        Donors and sectors of the baseline, ND and S.
    horizon : int
        Weeks of the call.
    traced : int
        How many of the first members get a weekly trace. With a trace, members keep their places in the pools.
    """
    grid = len(grid_weeks(horizon))
    return Buffers(
        np.empty((N_OUTCOMES, members), np.float32),
        np.empty((n_donors, members), np.float32),
        np.zeros((grid, N_SERIES + n_sectors, BINS), np.uint32),
        np.zeros((grid, N_REGIMES), np.uint32),
        np.empty((horizon + 1 if traced else 0, NS + n_sectors, traced), np.float32),
    )
