"""The prior of the level and what else one might have taken: each changes one thing, but for `tight`."""

from typing import NamedTuple

from forecast.calibration.front_law import POWER, THIRD, Curve
from forecast.calibration.level_prior import LONG_RUN, PRIOR, ROWS, LevelPrior, PriorRow
from studies.worlds.curves import ASINH, modulus

OURS = "frontcast"
ON_SCALE = ("sd", "shock", "noise")  # in units of the transformed level; so is the spread of the long-run level


class Alternative(NamedTuple):
    """A prior with a name and what is different, in words."""

    name: str
    prior: LevelPrior
    about: str


def changed(curve: Curve = THIRD, **rows: tuple[float, float]) -> LevelPrior:
    """Our prior with other medians and spreads of the named rows."""

    def moved(row: PriorRow) -> PriorRow:
        median, spread = rows.get(row.name, (row.median, row.spread))
        return row._replace(median=median, spread=spread)

    return LevelPrior(tuple(moved(row) for row in ROWS), curve)


def with_power(power: float) -> LevelPrior:
    """Our prior on the scale of another power; what is in units of the scale means the same at the long-run level.

    There a relative change moves a level of power p by (1 + long_run/scale)^p times as much.
    """
    long_run = ROWS[LONG_RUN]
    factor = (1.0 + long_run.median / ROWS[0].median) ** (power - POWER)

    def moved(row: PriorRow) -> PriorRow:
        if row.name in ON_SCALE:
            return row._replace(median=row.median * factor)
        return row._replace(spread=row.spread * factor) if row.name == long_run.name else row

    return LevelPrior(tuple(moved(row) for row in ROWS), modulus(power))


# front_dynamics: relative spread 0.4, which is 0.56 on our scale at 50 km2 a week
TIGHT = changed(halflife=(20.0, 0.5), long_run=(50.0, 0.56))

# form (1) with tight priors, on its own scale: a law of a world, no alternative
DOSSIER = changed(
    ASINH, scale=(25.0, 0.35), halflife=(20.0, 0.5), sd=(0.8, 0.2), long_run=(50.0, 0.4), shock=(0.3, 0.4),
    noise=(0.4, 0.4),
)  # fmt: skip

ALTERNATIVES = (
    Alternative(OURS, PRIOR, "half-life 52 weeks, long-run level 80 km²/week, power 1/3"),
    Alternative("tight", TIGHT, "half-life LN(20, 0.5), long-run level 50 with a relative spread of 0.4"),
    Alternative("long_run_25", changed(long_run=(25.0, ROWS[LONG_RUN].spread)), "long-run level 25"),
    Alternative("long_run_40", changed(long_run=(40.0, ROWS[LONG_RUN].spread)), "long-run level 40"),
    Alternative("long_run_160", changed(long_run=(160.0, ROWS[LONG_RUN].spread)), "long-run level 160"),
    Alternative("half_life_26", changed(halflife=(26.0, 0.7)), "half-life LN(26, 0.7)"),
    Alternative("half_life_104", changed(halflife=(104.0, 0.7)), "half-life LN(104, 0.7)"),
    Alternative("sd_1", changed(sd=(1.0, 0.5)), "standard deviation of the level LN(1.0, 0.5) instead of LN(1.5, 0.5)"),
    Alternative("sd_2", changed(sd=(2.2, 0.5)), "the same LN(2.2, 0.5)"),
    Alternative("power_0", with_power(0.0), "power 0: a logarithm on both sides of zero"),
    Alternative("power_1/2", with_power(0.5), "power 1/2"),
    Alternative("power_1", with_power(1.0), "power 1: linear"),
)
