"""What a world does in a week, and what the maps show of it."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from forecast.calibration.front_law import Curve
from forecast.calibration.synthetic import BACK
from forecast.observations.series import Floats
from studies.worlds.draws import Draws


@dataclass
class Law:
    """A law with the state of its members.

    curve: scale of the maps' noise. own: arrays whose last axis is the member; all laws have scale (km2 a week), noise
    (maps, n) and seen (maps, n), the last normal of each map's noise. week: weeks since the start.
    """

    curve: Curve
    own: dict[str, Floats]
    week: int = 0

    def pick(self, chosen: np.ndarray) -> Self:
        """A copy with the members at the positions `chosen`, each as often as it stands there."""
        return replace(self, own={name: values[..., chosen].copy() for name, values in self.own.items()})

    def gain(self, z: Draws) -> Floats:
        """True net gain of the week in km2, (n,); moves the state on."""
        raise NotImplementedError

    def step(self, z: Draws) -> Floats:
        """Net gain of the next week as the maps show it, km2, (maps, n)."""
        self.week += 1
        truth, scale = self.gain(z), self.own["scale"]
        error = self.own["noise"] * (z.map - BACK * self.own["seen"]) / np.sqrt(1.0 + BACK**2)
        self.own["seen"] = z.map
        level = self.curve.to_level(truth, scale)
        return self.curve.from_level(level + error, scale)

    def run(self, draws: Draws) -> Floats:
        """Shown gains of all weeks of `draws`, (weeks, maps, n)."""
        return np.array([self.step(draws.week(t)) for t in range(len(draws.level))])
