"""Laws that are not ours: the level reverts on another scale, or wanders, or does something that it never did."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from forecast.calibration.level_fit import LevelFit
from forecast.calibration.level_prior import LevelParameters
from forecast.observations.series import Floats
from studies.worlds.curves import ASINH
from studies.worlds.draws import Draws
from studies.worlds.law import Law

MOST_1, MOST_0 = 600.0, -400.0  # km2 a week
LEAST_LEVEL = 5.0  # km2 a week: a level that has a logarithm
YEAR = 52.0


@dataclass
class Reverting(Law):
    """Form (1) of the dossier: a signed level on the asinh scale that reverts to its mean."""

    @classmethod
    def start(cls, p: LevelParameters, level: Floats, rng: np.random.Generator) -> Self:
        """From fitted parameters and levels, (n,)."""
        keep, innovation = p.step()
        own = {"scale": p.scale, "mean": p.mean, "shock": p.shock, "noise": p.noise, "keep": keep}
        own |= {"push": np.sqrt(innovation), "level": level, "seen": rng.standard_normal(p.noise.shape)}
        return cls(ASINH, own)

    def gain(self, z: Draws) -> Floats:
        """Level and shock of one week, clipped."""
        m = self.own
        m["level"] = m["mean"] + m["keep"] * (m["level"] - m["mean"]) + m["push"] * z.level
        return np.clip(ASINH.from_level(m["level"] + m["shock"] * z.shock, m["scale"]), MOST_0, MOST_1)


@dataclass
class Wandering(Law):
    """Log level: a random walk with `walk` a week, plus a drift that ends at `change` and a yearly swing."""

    walk: float = 0.08
    change: float = 0.0
    drift_weeks: float = 20.0
    swing: float = 0.0

    @classmethod
    def start(
        cls, fit: LevelFit, rng: np.random.Generator, walk: float = 0.08, change: float = 0.0, swing: float = 0.0
    ) -> Self:
        """One member from the present level; scale, shock and map noise at their posterior medians."""
        return cls(
            ASINH, present(fit, rng) | {"phase": rng.uniform(0.0, YEAR, 1)}, walk=walk, change=change, swing=swing
        )

    def gain(self, z: Draws) -> Floats:
        """Level of one week with its shock."""
        m = self.own
        m["log"] = m["log"] + self.walk * z.level
        turn = 2.0 * math.pi / YEAR
        season = self.swing * (np.cos(turn * (self.week + m["phase"])) - np.cos(turn * m["phase"]))
        drift = self.change * (1.0 - math.exp(-self.week / self.drift_weeks))
        return shocked(np.exp(m["log"] + drift + season), m, z)


@dataclass
class Stalemate(Law):
    """The present level dies down with `fading` weeks, and what is left wanders about zero."""

    fading: float = 10.0
    halflife: float = 13.0
    sd: float = 15.0  # km2 a week

    @classmethod
    def start(cls, fit: LevelFit, rng: np.random.Generator) -> Self:
        """One member from the present level."""
        return cls(ASINH, present(fit, rng) | {"rest": np.zeros(1)})

    def gain(self, z: Draws) -> Floats:
        """Level of one week with its shock."""
        m = self.own
        keep = 0.5 ** (1.0 / self.halflife)
        m["rest"] = keep * m["rest"] + self.sd * math.sqrt(1.0 - keep**2) * z.level
        return shocked(np.exp(m["log"] - self.week / self.fading) + m["rest"], m, z)


def present(fit: LevelFit, rng: np.random.Generator) -> dict[str, Floats]:
    """One member: log of a level drawn from its posterior, posterior medians of the rest; `fit` has the asinh scale."""
    p, level = fit.resample(len(fit.weights), rng)
    own = {name: np.array([np.median(getattr(p, name))]) for name in ("scale", "shock")}
    own["log"] = np.log(np.maximum(ASINH.from_level(level[:1], p.scale[:1]), LEAST_LEVEL))
    own["noise"] = np.median(p.noise, axis=1, keepdims=True)
    return own | {"seen": rng.standard_normal(own["noise"].shape)}


def shocked(level: Floats, m: dict[str, Floats], z: Draws) -> Floats:
    """Gain of a week, km2, at a level in km2 a week."""
    return ASINH.from_level(ASINH.to_level(level, m["scale"]) + m["shock"] * z.shock, m["scale"])
