"""Priors of the level's parameters, with the ground of each. Nothing in them comes from after the first origin.

Every parameter is a transformed standard normal: log-normal with a median and a standard deviation of the log, but the
long-run level, which is normal on the level's own scale.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import THIRD, Curve
from forecast.observations.series import Floats


class PriorRow(NamedTuple):
    """One parameter: median and spread as above, unit, ground."""

    name: str
    median: float
    spread: float
    unit: str
    ground: str


ROWS = (
    PriorRow("scale", 15.0, 0.5, "km2/week", "a few villages a week: below it gains count one by one"),
    PriorRow(
        "halflife", 52.0, 0.7, "weeks",
        "forces, ammunition and fortification turn over in half a year to two years; a series of two years cannot say "
        "more, and a short half-life bets that the present pace is an accident",
    ),
    PriorRow(
        "sd", 1.5, 0.5, "1",
        "one standard deviation spans a quarter of the long-run level to twice it, two from none to four times it",
    ),
    PriorRow(
        "long_run", 80.0, 1.0, "km2/week",
        "geometric mean of the two phases known at the first origin, May to August 2022 (213) and December 2022 to May "
        "2023 (27); one standard deviation spans about 37 to 141",
    ),
    PriorRow("shock", 0.4, 0.6, "1", "weekly weather and rotation: a third of the gain either way, widely"),
    PriorRow("noise", 0.5, 0.6, "1", "a village dated a week early or late"),
)  # fmt: skip
NAMES = tuple(row.name for row in ROWS)


class LevelPrior(NamedTuple):
    """Rows in the order of `ROWS`, and the scale that the level lives on."""

    rows: tuple[PriorRow, ...] = ROWS
    curve: Curve = THIRD


PRIOR = LevelPrior()
HALFLIFE, SD, LONG_RUN, NOISE = (NAMES.index(name) for name in ("halflife", "sd", "long_run", "noise"))


class LevelParameters(NamedTuple):
    """Parameter vectors, one entry per draw: km2/week, weeks, units of the transformed level."""

    scale: Floats
    halflife: Floats
    sd: Floats
    mean: Floats
    shock: Floats
    noise: Floats  # (maps, draws): timing noise of each map

    def step(self) -> tuple[Floats, Floats]:
        """Weekly persistence and innovation variance of the level."""
        phi = 0.5 ** (1.0 / self.halflife)
        return phi, self.sd**2 * (1.0 - phi**2)

    def pick(self, chosen: np.ndarray) -> "LevelParameters":
        """The vectors at the positions `chosen`."""
        return LevelParameters(*(values[..., chosen] for values in self))


def size(maps: int) -> int:
    """Number of parameters with `maps` maps."""
    return len(ROWS) - 1 + maps


def from_normal(z: Floats, prior: LevelPrior = PRIOR) -> LevelParameters:
    """Parameters from standard normal vectors (draws, size) through the prior."""
    rows = prior.rows
    first = np.array([row.median for row in rows]) * np.exp(np.array([row.spread for row in rows]) * z[:, : len(rows)])
    long_run = rows[LONG_RUN]
    mean = prior.curve.to_level(np.array(long_run.median), first[:, 0]) + long_run.spread * z[:, LONG_RUN]
    noise = rows[NOISE].median * np.exp(rows[NOISE].spread * z[:, NOISE:])
    return LevelParameters(first[:, 0], first[:, HALFLIFE], first[:, SD], mean, first[:, NAMES.index("shock")], noise.T)
