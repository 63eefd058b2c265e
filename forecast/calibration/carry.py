"""The level of the front, carried from its last week to week 0 by its own equation."""

import numpy as np

from forecast.calibration.level_prior import LevelParameters
from forecast.observations.series import Floats


def carried(level: Floats, p: LevelParameters, weeks: int, rng: np.random.Generator) -> Floats:
    """Level (transformed) `weeks` weeks later, one value a draw: reversion to the mean and innovation noise."""
    phi, innovation = p.step()
    keep = phi**weeks
    spread = np.sqrt(innovation * (1.0 - keep**2) / (1.0 - phi**2))
    return np.asarray(p.mean + keep * (level - p.mean) + spread * rng.standard_normal(level.shape))
