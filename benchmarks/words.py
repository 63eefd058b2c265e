"""How many random words the kernel generates and consumes for a member and week."""

from typing import NamedTuple

import numpy as np

from forecast_kernels.lanes.start import ONCE_BLOCKS
from forecast_kernels.layout.series import WAR, WAR2, grid_weeks

ONCE_NORMALS, ONCE_UNIFORMS = 2, 16


class Words(NamedTuple):
    """32-bit words for a member and week, one-off draws shared out over the weeks.

    Consumed as one half of a pair of normals, as uniforms, and for a Student t (two words each); generated: in whole
    Philox blocks of four.
    """

    normal: float
    uniform: float
    student: float
    generated: float

    @property
    def consumed(self) -> float:
        return self.normal + self.uniform + self.student


def share_fighting(regimes: np.ndarray, horizon: int) -> float:
    """Share of steps that a member begins at war. regimes: counts [G, NREG] on the grid weeks."""
    weeks = np.asarray(grid_weeks(horizon), np.float64)
    counts = regimes.astype(np.float64)
    share = counts[:, [WAR, WAR2]].sum(axis=1) / counts.sum(axis=1)
    return float(np.interp(np.arange(horizon), weeks, share).mean())


def words_per_member_week(n_sectors: int, regimes: np.ndarray, horizon: int) -> Words:
    """What `forecast_kernels.simulate` draws. A kernel that draws less for some regimes would weigh them here."""
    blocks = -(-(3 + n_sectors) // 4)
    weekly = 4 * 2 * blocks
    at_start = 4 * ONCE_BLOCKS + 4 * blocks
    return Words(
        normal=3 + n_sectors + (ONCE_NORMALS + n_sectors) / horizon,
        uniform=1 + n_sectors + ONCE_UNIFORMS / horizon,
        student=2.0,
        generated=weekly + at_start / horizon,
    )
