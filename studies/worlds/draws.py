"""Random numbers of some weeks, drawn before anything is simulated: whatever is compared sees the same ones."""

from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats

DEGREES, CLAMP = 6, 8.0


class Draws(NamedTuple):
    """level, shock, rupture (weeks, n): normal, Student t with 6 degrees and unit variance, uniform.

    map (weeks, maps, n): normal.
    """

    level: Floats
    shock: Floats
    rupture: Floats
    map: Floats

    def week(self, t: int) -> "Draws":
        """Those of one week, without the first axis."""
        return Draws(*(values[t] for values in self))


def draw(weeks: int, maps: int, n: int, rng: np.random.Generator) -> Draws:
    """Draws of `weeks` weeks for `n` members; the shock is clipped as in the kernel."""
    shock = np.clip(rng.standard_t(DEGREES, (weeks, n)), -CLAMP, CLAMP) * np.sqrt((DEGREES - 2) / DEGREES)
    return Draws(rng.standard_normal((weeks, n)), shock, rng.random((weeks, n)), rng.standard_normal((weeks, maps, n)))
