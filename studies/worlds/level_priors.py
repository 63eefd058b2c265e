"""Lists the prior of the level and its alternatives, with the scales that they use.

The level is the present pace of the front, on a transformed scale.

Each alternative changes one thing; only `tight` changes two.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import POWER, THIRD, Curve
from forecast.calibration.level_prior import LONG_RUN, PRIOR, ROWS, LevelPrior, PriorRow
from forecast.observations.series import Floats

OURS = "frontcast"
ON_SCALE = ("sd", "shock", "noise")  # in units of the transformed level; so is the spread of the long-run level
NO_MEMORY = (0.05, 0.0)  # half-life of a shock in weeks: a millionth is left after one
FAR = 12.0  # on a log-like scale: exp(12) times `scale`


def modulus(power: float) -> Curve:
    """Return the modulus transformation (John & Draper 1980). `power` 0 is like a logarithm, 1 is linear."""

    def to_level(gain: Floats, scale: Floats) -> Floats:
        size = np.log1p(np.abs(gain) / scale)
        return np.asarray(np.sign(gain) * (np.expm1(power * size) / power if power else size))

    def from_level(level: Floats, scale: Floats) -> Floats:
        size = np.abs(level)
        log = np.log1p(power * size) / power if power else np.minimum(size, FAR)
        return np.asarray(np.sign(level) * scale * np.expm1(log))

    def log_slope(gain: Floats, scale: Floats) -> Floats:
        return np.asarray((power - 1.0) * np.log1p(np.abs(gain) / scale) - np.log(scale))

    return Curve(to_level, from_level, log_slope)


def _to_asinh(gain: Floats, scale: Floats) -> Floats:
    return np.asarray(np.arcsinh(gain / scale))


def _from_asinh(level: Floats, scale: Floats) -> Floats:
    return np.asarray(scale * np.sinh(np.clip(level, -FAR, FAR)))


def _asinh_slope(gain: Floats, scale: Floats) -> Floats:
    return np.asarray(-0.5 * np.log(gain**2 + scale**2))


ASINH = Curve(_to_asinh, _from_asinh, _asinh_slope)


class Alternative(NamedTuple):
    """A prior of the level with its name, and in words what distinguishes it from ours."""

    name: str
    prior: LevelPrior
    about: str


def with_rows(curve: Curve = THIRD, **rows: tuple[float, float]) -> LevelPrior:
    """Return our prior on a scale, with another median and spread for the named rows."""

    def replaced(row: PriorRow) -> PriorRow:
        median, spread = rows.get(row.name, (row.median, row.spread))
        return row._replace(median=median, spread=spread)

    return LevelPrior(tuple(replaced(row) for row in ROWS), curve)


def with_power(power: float) -> LevelPrior:
    """Return our prior on the scale of another power, with the same meaning at the long-run level.

    There a relative change moves a level of power p by (1 + long_run/scale)^p times as much.
    """
    long_run = ROWS[LONG_RUN]
    factor = (1.0 + long_run.median / ROWS[0].median) ** (power - POWER)

    def rescaled(row: PriorRow) -> PriorRow:
        if row.name in ON_SCALE:
            return row._replace(median=row.median * factor)
        return row._replace(spread=row.spread * factor) if row.name == long_run.name else row

    return LevelPrior(tuple(rescaled(row) for row in ROWS), modulus(power))


# front_dynamics: relative spread 0.4, which is 0.56 on our scale at 50 km2 a week
TIGHT = with_rows(halflife=(20.0, 0.5), long_run=(50.0, 0.56))

# form (1) with tight priors, on its own scale: a law of a world, no alternative
DOSSIER = with_rows(
    ASINH, scale=(25.0, 0.35), halflife=(20.0, 0.5), sd=(0.8, 0.2), long_run=(50.0, 0.4), shock=(0.3, 0.4),
    noise=(0.4, 0.4), pulse_halflife=NO_MEMORY,
)  # fmt: skip

ALTERNATIVES = (
    Alternative(OURS, PRIOR, "half-lives 52 and 6 weeks, long-run level 80 km²/week, power 1/3"),
    Alternative(
        "no_memory",
        with_rows(pulse_halflife=NO_MEMORY, sd=(1.5, 0.5)),
        "shocks last one week, sd LN(1.5, 0.5): as before",
    ),
    Alternative("pulse_3", with_rows(pulse_halflife=(3.0, 0.7)), "half-life of a shock LN(3, 0.7)"),
    Alternative("pulse_12", with_rows(pulse_halflife=(12.0, 0.7)), "half-life of a shock LN(12, 0.7)"),
    Alternative("tight", TIGHT, "half-life LN(20, 0.5), long-run level 50 with a relative spread of 0.4"),
    Alternative("long_run_25", with_rows(long_run=(25.0, ROWS[LONG_RUN].spread)), "long-run level 25"),
    Alternative("long_run_40", with_rows(long_run=(40.0, ROWS[LONG_RUN].spread)), "long-run level 40"),
    Alternative("long_run_160", with_rows(long_run=(160.0, ROWS[LONG_RUN].spread)), "long-run level 160"),
    Alternative("half_life_26", with_rows(halflife=(26.0, 0.7)), "half-life LN(26, 0.7)"),
    Alternative("half_life_104", with_rows(halflife=(104.0, 0.7)), "half-life LN(104, 0.7)"),
    Alternative("sd_1", with_rows(sd=(0.75, 0.5)), "standard deviation of the level LN(0.75, 0.5), not LN(1.06, 0.5)"),
    Alternative("sd_2", with_rows(sd=(1.5, 0.5)), "standard deviation of the level LN(1.5, 0.5)"),
    Alternative("power_0", with_power(0.0), "power 0: a logarithm on both sides of zero"),
    Alternative("power_1/2", with_power(0.5), "power 1/2"),
    Alternative("power_1", with_power(1.0), "power 1: linear"),
)
"""All compared priors. Ours is the first."""
