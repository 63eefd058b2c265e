"""Lists the worlds, ways in which the war may go on after the observed series, and their laws.

A law gives the net gain of each week. Ours is in `front_law`; the other laws are here.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from forecast.calibration.front_law import GROSS_CAP_0, GROSS_CAP_1, THIRD
from forecast.calibration.level_fit import LevelFit
from forecast.calibration.level_prior import FrontState, LevelParameters
from forecast.observations.series import Floats
from studies.worlds.front_law import FrontLaw, Law, WeeklyDraws
from studies.worlds.level_priors import ASINH
from studies.worlds.starting_point import StartingPoint

LEAST_LEVEL = 5.0  # km2 a week: a level that has a logarithm
YEAR = 52.0
YEAR_OF_DRIFT = 1.0 - math.exp(-52.0 / 20.0)
QUARTER = math.log(0.25) / YEAR_OF_DRIFT
THREE_FIFTHS_MORE = math.log(1.6) / YEAR_OF_DRIFT


@dataclass
class RevertingLaw(Law):
    """Form (1) of the dossier: a signed level on the asinh scale that reverts to its mean."""

    @classmethod
    def start(cls, p: LevelParameters, present: FrontState, rng: np.random.Generator) -> Self:
        """Start members from fitted parameters and states. Its shocks have no memory.

        Parameters
        ----------
        p : LevelParameters
            Parameters of n members.
        present : FrontState
            Present levels; their pulse is left out.
        rng : Generator
            Source of the map noise.
        """
        keep, innovation = p.step()
        state = {"scale": p.scale, "mean": p.mean, "shock": p.shock, "noise": p.noise, "keep": keep}
        state |= {"push": np.sqrt(innovation), "level": present.level, "last_noise": rng.standard_normal(p.noise.shape)}
        return cls(ASINH, state)

    def gain(self, draws: WeeklyDraws) -> Floats:
        """Return the net gain of one week in km2, from level and shock, clipped, float64[n]."""
        m = self.state
        m["level"] = m["mean"] + m["keep"] * (m["level"] - m["mean"]) + m["push"] * draws.level
        return np.clip(ASINH.from_level(m["level"] + m["shock"] * draws.shock, m["scale"]), -GROSS_CAP_0, GROSS_CAP_1)


@dataclass
class WanderingLaw(Law):
    """A log level that is a random walk (sd `walk` a week), plus a drift that ends at `change` and a yearly swing."""

    walk: float = 0.08
    change: float = 0.0
    drift_weeks: float = 20.0
    swing: float = 0.0

    @classmethod
    def start(
        cls, fit: LevelFit, rng: np.random.Generator, walk: float = 0.08, change: float = 0.0, swing: float = 0.0
    ) -> Self:
        """Start one member from the present level. Scale, shock and map noise have their posterior medians.

        Parameters
        ----------
        fit : LevelFit
            Fit on the asinh scale.
        rng : Generator
            Source of the level and of the phase of the swing.
        walk, change, swing : float
            Standard deviation of the walk a week, final drift and amplitude of the swing, all of the log level.
        """
        state = present_level(fit, rng) | {"phase": rng.uniform(0.0, YEAR, 1)}
        return cls(ASINH, state, walk=walk, change=change, swing=swing)

    def gain(self, draws: WeeklyDraws) -> Floats:
        """Return the net gain of one week in km2, float64[n]."""
        m = self.state
        m["log"] = m["log"] + self.walk * draws.level
        turn = 2.0 * math.pi / YEAR
        season = self.swing * (np.cos(turn * (self.week + m["phase"])) - np.cos(turn * m["phase"]))
        drift = self.change * (1.0 - math.exp(-self.week / self.drift_weeks))
        return shocked(np.exp(m["log"] + drift + season), m, draws)


@dataclass
class StalemateLaw(Law):
    """A present level that decays with time constant `fading` (weeks), plus a rest that wanders around zero."""

    fading: float = 10.0
    halflife: float = 13.0
    sd: float = 15.0  # km2 a week

    @classmethod
    def start(cls, fit: LevelFit, rng: np.random.Generator) -> Self:
        """Start one member from the present level."""
        return cls(ASINH, present_level(fit, rng) | {"rest": np.zeros(1)})

    def gain(self, draws: WeeklyDraws) -> Floats:
        """Return the net gain of one week in km2, float64[n]."""
        m = self.state
        keep = 0.5 ** (1.0 / self.halflife)
        m["rest"] = keep * m["rest"] + self.sd * math.sqrt(1.0 - keep**2) * draws.level
        return shocked(np.exp(m["log"] - self.week / self.fading) + m["rest"], m, draws)


def present_level(fit: LevelFit, rng: np.random.Generator) -> dict[str, Floats]:
    """Return the state of one member: log of a level drawn from its posterior, and posterior medians of the rest."""
    p, present = fit.resample(len(fit.weights), rng)
    state = {name: np.array([np.median(getattr(p, name))]) for name in ("scale", "shock")}
    state["log"] = np.log(np.maximum(ASINH.from_level(present.level[:1], p.scale[:1]), LEAST_LEVEL))
    state["noise"] = np.median(p.noise, axis=1, keepdims=True)
    return state | {"last_noise": rng.standard_normal(state["noise"].shape)}


def shocked(level: Floats, state: dict[str, Floats], draws: WeeklyDraws) -> Floats:
    """Return the net gain of a week with its shock.

    Parameters
    ----------
    level : float64[n]
        Level, km2 a week.
    state : dict of array
        State of the members, with `scale` and `shock`.
    draws : WeeklyDraws
        Random numbers of the week.
    """
    return ASINH.from_level(ASINH.to_level(level, state["scale"]) + state["shock"] * draws.shock, state["scale"])


Start = Callable[[StartingPoint, np.random.Generator], Law]


class World(NamedTuple):
    """One way in which the war may go on after the observed series.

    Attributes
    ----------
    name, law, reason : str
        Name of the world; its law and the reason for it, in words.
    start : callable
        Starts one member of the world.
    """

    name: str
    law: str
    reason: str
    start: Start


def _start_own(start: StartingPoint, rng: np.random.Generator) -> Law:
    n = start.inputs.shape[1]
    members = FrontLaw.start(THIRD, start.our_fit.resample(n, rng), start.inputs, start.ruptures, rng)
    return members.pick(rng.integers(0, n, 1))


def _start_asinh(start: StartingPoint, rng: np.random.Generator) -> Law:
    members = RevertingLaw.start(*start.dossier.resample(len(start.dossier.weights), rng), rng)
    return members.pick(np.array([0]))


def _wandering(walk: float = 0.08, change: float = 0.0, swing: float = 0.0) -> Start:
    return lambda start, rng: WanderingLaw.start(start.dossier, rng, walk, change, swing)


WORLDS = (
    World(
        "own",
        "one draw from our posterior at the end of the series: level, ruptures, fortification, turnover, map noise",
        "the true model exists and is ours; on average only a forecaster who knows more can beat our forecast",
        _start_own,
    ),
    World(
        "own_asinh",
        "one draw from the posterior of form (1) of the dossier, asinh scale, half-life LN(20, 0.5), long-run level 50",
        "the other law that fits the series as well, with a level that falls back within months",
        _start_asinh,
    ),
    World(
        "persistent",
        "log level: a random walk of 8 % a week from the present level, no long-run level",
        "nothing pulls the pace anywhere; 8 % a week is 0.58 of the log level in a year (judged)",
        _wandering(),
    ),
    World(
        "calm",
        "the same with 4 % a week",
        "the pace at the end of the series goes on almost as it is: steady attrition",
        _wandering(walk=0.04),
    ),
    World(
        "seasonal",
        "the walk of 8 % and a yearly swing of ±0.45 of the log level, in a random phase",
        "mud and foliage may slow an attacker; two years cannot separate a season from two offensives",
        _wandering(swing=0.45),
    ),
    World(
        "falling",
        "the walk of 8 % with a drift to a quarter of the present level within a year (time constant 20 weeks)",
        "culmination: armour from storage runs short and intake falls behind losses",
        _wandering(change=QUARTER),
    ),
    World(
        "rising",
        "the same with a drift to 1.6 times the present level within a year",
        "the defender's shortage of infantry grows and aid ends: 2024 goes on as it went",
        _wandering(change=THREE_FIFTHS_MORE),
    ),
    World(
        "stalemate",
        "the present level decays (time constant 10 weeks); the rest wanders about zero, sd 15 km²/week",
        "the front of the first half of 2023 again, when it hardly moved and went both ways",
        lambda start, rng: StalemateLaw.start(start.dossier, rng),
    ),
)
