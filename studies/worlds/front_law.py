"""Defines laws by which a front moves week by week, and ours: the kernel's front for one stretch of line, in NumPy.

Ours leaves two things out: sectors (a total needs none; their fortification is one belt here) and the thinning of the
line that makes ruptures likelier. tests/studies/worlds compare it with the kernel.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.front_law import PACE_FLOOR, RELEASE, Curve, gross
from forecast.calibration.level_prior import FrontState, LevelParameters
from forecast.calibration.synthetic import BACK
from forecast.hindcast.front_only import ROW, RUPTURE_SHAPE, RUPTURE_YEARS
from forecast.observations.series import Floats

DEGREES, CLAMP = 6, 8.0
INPUTS = (
    "turnover", "season_amp", "season_peak", "fort_t0", "fort_effect", "fort_build", "rupture_min", "rupture_tail",
    "rupture_max",
)  # fmt: skip
LEAST_RATE = 1e-9


class WeeklyDraws(NamedTuple):
    """Random numbers of some weeks. They are drawn before the simulation, so that all compared laws use the same.

    Attributes
    ----------
    level : float64[n_weeks, n]
        Standard normal, for the level.
    shock : float64[n_weeks, n]
        Student t with 6 degrees of freedom and unit variance.
    rupture : float64[n_weeks, n]
        Uniform, for ruptures.
    map : float64[n_weeks, n_maps, n]
        Standard normal, for the noise of the maps.
    """

    level: Floats
    shock: Floats
    rupture: Floats
    map: Floats

    def week(self, t: int) -> "WeeklyDraws":
        """Return the numbers of one week, without the first axis."""
        return WeeklyDraws(*(values[t] for values in self))


def draw_weeks(weeks: int, maps: int, n: int, rng: np.random.Generator) -> WeeklyDraws:
    """Draw the random numbers of `n` members. Shocks are clipped as in the kernel.

    Parameters
    ----------
    weeks, maps, n : int
        Numbers of weeks, maps and members.
    rng : Generator
        Source of the numbers.
    """
    shock = np.clip(rng.standard_t(DEGREES, (weeks, n)), -CLAMP, CLAMP) * np.sqrt((DEGREES - 2) / DEGREES)
    return WeeklyDraws(
        rng.standard_normal((weeks, n)), shock, rng.random((weeks, n)), rng.standard_normal((weeks, maps, n))
    )


@dataclass
class Law:
    """A law of the front, which gives the net gain of each week, with the state of its members.

    Attributes
    ----------
    curve : Curve
        Scale of the noise of the maps.
    state : dict of array
        Arrays whose last axis is the member. All laws have `scale` (km2 a week), `noise` [n_maps, n] and `last_noise`
        [n_maps, n], the standard normal of each map in the week before.
    week : int
        Weeks since the start.
    """

    curve: Curve
    state: dict[str, Floats]
    week: int = 0

    def pick(self, members: np.ndarray) -> Self:
        """Return a copy with the members at these positions. A position may occur several times."""
        return replace(self, state={name: values[..., members].copy() for name, values in self.state.items()})

    def gain(self, draws: WeeklyDraws) -> Floats:
        """Advance the state by a week, and return its true net gain in km2, float64[n]."""
        raise NotImplementedError

    def step(self, draws: WeeklyDraws) -> Floats:
        """Advance a week, and return its net gain as the maps show it, km2, float64[n_maps, n]."""
        self.week += 1
        truth, scale = self.gain(draws), self.state["scale"]
        error = self.state["noise"] * (draws.map - BACK * self.state["last_noise"]) / np.sqrt(1.0 + BACK**2)
        self.state["last_noise"] = draws.map
        level = self.curve.to_level(truth, scale)
        return self.curve.from_level(level + error, scale)

    def run(self, draws: WeeklyDraws) -> Floats:
        """Return the gains of all weeks of `draws` as the maps show them, km2, float64[n_weeks, n_maps, n]."""
        return np.array([self.step(draws.week(t)) for t in range(len(draws.level))])


@dataclass
class FrontLaw(Law):
    """The law of the front in `forecast run`, from a fitted level."""

    @classmethod
    def start(
        cls,
        curve: Curve,
        fitted: tuple[LevelParameters, FrontState],
        inputs: NDArray[np.float32],
        ruptures: tuple[int, int, float],
        rng: np.random.Generator,
    ) -> Self:
        """Start members at the end of a record.

        Parameters
        ----------
        curve : Curve
            Scale of the level.
        fitted : (LevelParameters, FrontState)
            Resampled parameters and states.
        inputs : float32[n_params, at least n]
            Kernel parameters of a run.
        ruptures : (int, int, float)
            Number of ruptures of side 0 and side 1 in the record, and length of the record in years.
        rng : Generator
            Source of rupture rates and map noise.
        """
        p, present = fitted
        n = len(present.level)
        keep, innovation = p.step()
        state: dict[str, Floats] = {name: inputs[ROW[name], :n].astype(np.float64) for name in INPUTS}
        for side in (0, 1):
            rate = rng.gamma(RUPTURE_SHAPE + ruptures[side], 1.0 / (RUPTURE_YEARS + ruptures[2]), n)
            state[f"rupture_{side}"] = np.clip(rate / 52.0, LEAST_RATE, 1.0)
            state[f"pool_{side}"] = np.zeros(n)
        pace = np.maximum(np.maximum(curve.from_level(present.total, p.scale), curve.from_level(p.mean, p.scale)), 0.0)
        state |= {"scale": p.scale, "mean": p.mean, "shock": p.shock, "noise": p.noise, "keep": keep}
        state |= {"level": present.level, "pulse": present.pulse, "pulse_keep": p.pulse_step()[0]}
        state |= {"push": np.sqrt(innovation), "fort": state["fort_t0"].copy(), "pace": pace + PACE_FLOOR}
        return cls(curve, state | {"last_noise": rng.standard_normal(p.noise.shape)})

    def gain(self, draws: WeeklyDraws) -> Floats:
        """Advance level, pulse, ruptures and fortification by a week, and return the net gain in km2, float64[n]."""
        m = self.state
        m["level"] = m["mean"] + m["keep"] * (m["level"] - m["mean"]) + m["push"] * draws.level
        m["pulse"] = m["pulse_keep"] * m["pulse"] + m["shock"] * draws.shock
        net = self.curve.from_level(m["level"] + m["pulse"], m["scale"])
        turn = 2.0 * np.pi / 52.0
        drive = m["season_amp"] * (np.cos(turn * (self.week - m["season_peak"])) - np.cos(turn * m["season_peak"]))
        gain_1, gain_0 = gross(net, m["turnover"], drive)
        gain_1 = gain_1 + self.released(1, draws.rupture)
        gain_0 = gain_0 + self.released(0, 1.0 - draws.rupture)
        gain_1 = gain_1 * np.exp(m["fort_effect"] * (m["fort"] - m["fort_t0"]))
        wear = (1.0 - m["fort_t0"]) * gain_1 / m["pace"]
        m["fort"] = np.clip(m["fort"] - np.expm1(-m["fort_build"]) * (1.0 - m["fort"] - wear), 0.0, 1.0)
        return np.asarray(gain_1 - gain_0)

    def released(self, side: int, u: Floats) -> Floats:
        """Return the area that ruptures release to a side in a week, km2, float64[n].

        `u` holds uniform numbers, float64[n]. A small number opens a rupture. The pool of a side is the area of its
        ruptures that is not yet released.
        """
        m, rate, pool = self.state, self.state[f"rupture_{side}"], self.state[f"pool_{side}"]
        size = m["rupture_min"] * np.minimum(u / rate, 1.0) ** (-1.0 / m["rupture_tail"])
        pool = pool + np.where(u < rate, np.minimum(size, m["rupture_max"]), 0.0)
        m[f"pool_{side}"] = pool * (1.0 - RELEASE)
        return np.asarray(pool * RELEASE)
