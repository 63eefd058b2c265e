"""Priors of the level's parameters, each with its reason. They use nothing after the first origin of the hindcast.

The level is the slowly changing pace of the front on a transformed scale (`front_law`). The pulse is the sum of its
weekly shocks, which fade within weeks: an offensive or a lull. Every parameter is computed from a standard normal
number. The long-run level is normal on the transformed scale; all others are log-normal.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import THIRD, Curve
from forecast.observations.series import Floats
from forecast_kernels.layout import constants


class PriorRow(NamedTuple):
    """Prior of one parameter.

    `spread` is the standard deviation of the log; for `long_run` it is that of the level. `ground` is the reason.
    """

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
        "sd", 1.06, 0.5, "1",
        "level and pulse together have an sd of 1.5, half of the variance each: one standard deviation spans a quarter "
        "of the long-run level to twice it, two from none to four times it",
    ),
    PriorRow(
        "long_run", 80.0, 1.0, "km2/week",
        "geometric mean of the two phases known at the first origin, May to August 2022 (213) and December 2022 to May "
        "2023 (27); one standard deviation spans about 37 to 141",
    ),
    PriorRow("shock", 0.4, 0.6, "1", "weekly weather and rotation: a third of the gain either way, widely"),
    PriorRow(
        "pulse_halflife", 6.0, 0.7, "weeks",
        "an operation lasts one to three months from its first assaults to its end, a weather window some weeks",
    ),
    PriorRow("noise", 0.5, 0.6, "1", "a village dated a week early or late"),
)  # fmt: skip
NAMES = tuple(row.name for row in ROWS)


class LevelPrior(NamedTuple):
    """Priors in the order of `ROWS`, and the transformation between gain and level."""

    rows: tuple[PriorRow, ...] = ROWS
    curve: Curve = THIRD


PRIOR = LevelPrior()
HALFLIFE, SD, LONG_RUN, NOISE = (NAMES.index(name) for name in ("halflife", "sd", "long_run", "noise"))
SHOCK, PULSE_HALFLIFE = NAMES.index("shock"), NAMES.index("pulse_halflife")
DEGREES, MAX_SHOCK = constants.SHOCK_DEGREES, constants.SHOCK_BOUND
UNIT_VARIANCE = (DEGREES - 2.0) / DEGREES


class LevelParameters(NamedTuple):
    """Parameter vectors, one entry per draw.

    Attributes
    ----------
    scale : float64[draws]
        Scale of the transformation, km2 a week.
    halflife : float64[draws]
        Half-life of a departure of the level from the mean, weeks.
    sd, mean, shock : float64[draws]
        Stationary standard deviation, mean, and weekly shock, in units of the level.
    pulse_halflife : float64[draws]
        Half-life of a weekly shock, weeks.
    noise : float64[maps, draws]
        Timing noise of each map, in units of the level.
    """

    scale: Floats
    halflife: Floats
    sd: Floats
    mean: Floats
    shock: Floats
    pulse_halflife: Floats
    noise: Floats

    def step(self) -> tuple[Floats, Floats]:
        """Return the weekly persistence (phi) and the innovation variance of the level, both float64[draws]."""
        phi = 0.5 ** (1.0 / self.halflife)
        return phi, self.sd**2 * (1.0 - phi**2)

    def pulse_step(self) -> tuple[Floats, Floats]:
        """Return the weekly persistence of the pulse and its stationary variance, both float64[draws]."""
        keep = 0.5 ** (1.0 / self.pulse_halflife)
        return keep, self.shock**2 / (1.0 - keep**2)

    def pick(self, chosen: np.ndarray) -> "LevelParameters":
        """Select the vectors at the indices `chosen`."""
        return LevelParameters(*(values[..., chosen] for values in self))


def size(maps: int) -> int:
    """Return the number of parameters of a fit to `maps` maps."""
    return len(ROWS) - 1 + maps


def from_normal(z: Floats, prior: LevelPrior = PRIOR) -> LevelParameters:
    """Transform standard normal vectors float64[draws, size(maps)] into parameters."""
    rows = prior.rows
    first = np.array([row.median for row in rows]) * np.exp(np.array([row.spread for row in rows]) * z[:, : len(rows)])
    long_run = rows[LONG_RUN]
    mean = prior.curve.to_level(np.array(long_run.median), first[:, 0]) + long_run.spread * z[:, LONG_RUN]
    noise = rows[NOISE].median * np.exp(rows[NOISE].spread * z[:, NOISE:])
    return LevelParameters(
        first[:, 0], first[:, HALFLIFE], first[:, SD], mean, first[:, SHOCK], first[:, PULSE_HALFLIFE], noise.T
    )


class FrontState(NamedTuple):
    """State of the front in one week, on the transformed scale: level and pulse, float64[draws] each."""

    level: Floats
    pulse: Floats

    @property
    def total(self) -> Floats:
        """Level and pulse together: the present pace."""
        return self.level + self.pulse


def student_shock(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Draw Student shocks, bounded as in the kernel and scaled to unit variance (before the bound)."""
    return np.asarray(np.clip(rng.standard_t(DEGREES, shape), -MAX_SHOCK, MAX_SHOCK) * np.sqrt(UNIT_VARIANCE))


def later_state(state: FrontState, p: LevelParameters, weeks: int, rng: np.random.Generator) -> FrontState:
    """Draw the state some weeks later, from its own equations.

    Parameters
    ----------
    state : FrontState
        State now.
    p : LevelParameters
        Parameters of the same draws.
    weeks : int
        Weeks ahead.
    rng : numpy.random.Generator
        Draws the innovations.

    Returns
    -------
    FrontState
        State after `weeks` weeks.
    """
    phi, innovation = p.step()
    remaining = phi**weeks
    spread = np.sqrt(innovation * (1.0 - remaining**2) / (1.0 - phi**2))
    level = p.mean + remaining * (state.level - p.mean) + spread * rng.standard_normal(state.level.shape)
    keep, pulse = p.pulse_step()[0], state.pulse
    for _ in range(weeks):
        pulse = keep * pulse + p.shock * student_shock(pulse.shape, rng)
    return FrontState(np.asarray(level), np.asarray(pulse))
