"""The law of the front as the kernel has it, for one stretch of front and NumPy arrays: the level and what moves it.

Left out of the kernel's front: sectors (a total needs none, but for their fortification, which is one belt here) and
the thinning of the line that makes ruptures likelier. tests/studies/worlds hold both against each other.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.front_law import Curve
from forecast.calibration.level_prior import LevelParameters
from forecast.hindcast.front_only import ROW, RUPTURE_SHAPE, RUPTURE_YEARS
from forecast.observations.series import Floats
from studies.worlds.draws import Draws
from studies.worlds.law import Law

INPUTS = (
    "turnover", "season_amp", "season_peak", "fort_t0", "fort_effect", "fort_build", "rupture_min", "rupture_tail",
    "rupture_max",
)  # fmt: skip
CAP_1, CAP_0 = 600.0, 400.0  # km2 a week outside ruptures
RELEASE = 1.0 / 3.0
PACE_FLOOR = 0.5
LEAST_RATE = 1e-9


@dataclass
class FrontLaw(Law):
    """`forecast run`'s front from a fitted level."""

    @classmethod
    def start(
        cls,
        curve: Curve,
        fitted: tuple[LevelParameters, Floats],
        inputs: NDArray[np.float32],
        ruptures: tuple[int, int, float],
        rng: np.random.Generator,
    ) -> Self:
        """From resampled parameters and levels (n,), params f32[NP, n] of a run, rupture counts with their years."""
        p, level = fitted
        n = len(level)
        keep, innovation = p.step()
        own: dict[str, Floats] = {name: inputs[ROW[name], :n].astype(np.float64) for name in INPUTS}
        for side in (0, 1):
            rate = rng.gamma(RUPTURE_SHAPE + ruptures[side], 1.0 / (RUPTURE_YEARS + ruptures[2]), n)
            own[f"rupture_{side}"] = np.clip(rate / 52.0, LEAST_RATE, 1.0)
            own[f"pool_{side}"] = np.zeros(n)
        pace = np.maximum(np.maximum(curve.from_level(level, p.scale), curve.from_level(p.mean, p.scale)), 0.0)
        own |= {"scale": p.scale, "mean": p.mean, "shock": p.shock, "noise": p.noise, "keep": keep, "level": level}
        own |= {"push": np.sqrt(innovation), "fort": own["fort_t0"].copy(), "pace": pace + PACE_FLOOR}
        return cls(curve, own | {"seen": rng.standard_normal(p.noise.shape)})

    def gain(self, z: Draws) -> Floats:
        """Level, gross gains, ruptures and fortification of one week."""
        m = self.own
        m["level"] = m["mean"] + m["keep"] * (m["level"] - m["mean"]) + m["push"] * z.level
        net = self.curve.from_level(m["level"] + m["shock"] * z.shock, m["scale"])
        turn = 2.0 * np.pi / 52.0
        drive = m["season_amp"] * (np.cos(turn * (self.week - m["season_peak"])) - np.cos(turn * m["season_peak"]))
        gain_1, gain_0 = gross(net, m["turnover"], drive)
        gain_1, gain_0 = gain_1 + self._released(1, z.rupture), gain_0 + self._released(0, 1.0 - z.rupture)
        gain_1 = gain_1 * np.exp(m["fort_effect"] * (m["fort"] - m["fort_t0"]))
        wear = (1.0 - m["fort_t0"]) * gain_1 / m["pace"]
        m["fort"] = np.clip(m["fort"] + m["fort_build"] * (1.0 - m["fort"] - wear), 0.0, 1.0)
        return np.asarray(gain_1 - gain_0)

    def _released(self, side: int, u: Floats) -> Floats:
        m, rate, pool = self.own, self.own[f"rupture_{side}"], self.own[f"pool_{side}"]
        size = m["rupture_min"] * np.minimum(u / rate, 1.0) ** (-1.0 / m["rupture_tail"])
        pool = pool + np.where(u < rate, np.minimum(size, m["rupture_max"]), 0.0)
        m[f"pool_{side}"] = pool * (1.0 - RELEASE)
        return np.asarray(pool * RELEASE)


def gross(net: Floats, turnover: Floats, drive: Floats) -> tuple[Floats, Floats]:
    """Gross gains of side 1 and side 0: difference `net`, product (turnover/2)^2, each times its drive and capped."""
    more = 0.5 * (np.abs(net) + np.sqrt(net**2 + turnover**2))
    less = 0.25 * turnover**2 / more
    up = np.exp(drive)
    gain_1 = np.minimum(np.where(net > 0.0, more, less) * up, CAP_1)
    return gain_1, np.minimum(np.where(net > 0.0, less, more) / up, CAP_0)
