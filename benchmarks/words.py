"""How many random words the kernel generates and consumes for a member and week."""

from typing import NamedTuple

import numpy as np

from forecast_kernels.layout.regimes import FRONT_MOVES
from forecast_kernels.layout.series import grid_weeks
from forecast_kernels.layout.state import GLOBAL_DRAWS
from forecast_kernels.numeric.draws import week_blocks
from forecast_kernels.steps.start import ONCE_BLOCKS

ONCE_NORMALS, ONCE_UNIFORMS = 2, 16
OIL_WORDS = 2  # one pair of normals is made, one of them used


class Words(NamedTuple):
    """32-bit words for a member and week, one-off draws shared out over the weeks.

    Consumed as one half of a pair of normals, as uniforms, and for a Student t (two words each); generated: in whole
    Philox blocks of four. moving: share of weeks in which the front moves.
    """

    normal: float
    uniform: float
    student: float
    generated: float
    moving: float

    @property
    def consumed(self) -> float:
        return self.normal + self.uniform + self.student


def share_moving(regimes: np.ndarray, horizon: int) -> float:
    """Share of steps that a member begins in war or resumed war. regimes: counts [G, NREG] on the grid weeks."""
    weeks = np.asarray(grid_weeks(horizon), np.float64)
    counts = regimes.astype(np.float64)
    share = counts[:, FRONT_MOVES].sum(axis=1) / counts.sum(axis=1)
    return float(np.interp(np.arange(horizon), weeks, share).mean())


def words_per_member_week(n_sectors: int, regimes: np.ndarray, horizon: int) -> Words:
    """What `cpu.simulate` draws: all of a week where the front moves, the oil price alone where it rests.

    A resting member in a tile with moving ones and the draws of a return to war are not counted, so the true figures
    are a little higher.
    """
    blocks = int(week_blocks(n_sectors))
    moving = share_moving(regimes, horizon)
    at_start = 4 * ONCE_BLOCKS + 4 * blocks
    return Words(
        normal=moving * (GLOBAL_DRAWS + n_sectors) + (1 - moving) * OIL_WORDS + (ONCE_NORMALS + n_sectors) / horizon,
        uniform=moving * (1 + n_sectors) + ONCE_UNIFORMS / horizon,
        student=moving * 2.0,
        generated=moving * 8 * blocks + (1 - moving) * 4 + at_start / horizon,
        moving=moving,
    )
