"""The worlds: name, law and reason in words, and how one of them starts."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import THIRD
from studies.worlds.front_law import FrontLaw
from studies.worlds.law import Law
from studies.worlds.other_laws import Reverting, Stalemate, Wandering
from studies.worlds.setting import Setting

YEAR_OF_DRIFT = 1.0 - math.exp(-52.0 / 20.0)
QUARTER = math.log(0.25) / YEAR_OF_DRIFT
THREE_FIFTHS_MORE = math.log(1.6) / YEAR_OF_DRIFT

Start = Callable[[Setting, np.random.Generator], Law]


class World(NamedTuple):
    """One way in which the war may go on after the observed series; `start` gives one member of it."""

    name: str
    law: str
    reason: str
    start: Start


def _own(now: Setting, rng: np.random.Generator) -> Law:
    n = now.inputs.shape[1]
    whole = FrontLaw.start(THIRD, now.front.resample(n, rng), now.inputs, now.ruptures, rng)
    return whole.pick(rng.integers(0, n, 1))


def _own_asinh(now: Setting, rng: np.random.Generator) -> Law:
    return Reverting.start(*now.dossier.resample(len(now.dossier.weights), rng), rng).pick(np.array([0]))


def _wandering(walk: float = 0.08, change: float = 0.0, swing: float = 0.0) -> Start:
    return lambda now, rng: Wandering.start(now.dossier, rng, walk, change, swing)


WORLDS = (
    World(
        "own",
        "one draw from our posterior at the end of the series: level, ruptures, fortification, turnover, map noise",
        "a true model exists and is ours: nothing can be better on average than our forecast, but what knows more",
        _own,
    ),
    World(
        "own_asinh",
        "one draw from the posterior of form (1) of the dossier, asinh scale, half-life LN(20, 0.5), long-run level 50",
        "the other law that fits the series as well, with a level that falls back within months",
        _own_asinh,
    ),
    World(
        "persistent",
        "log level: a random walk of 8 % a week from the present level, no long-run level",
        "nothing pulls the pace anywhere; 8 % a week is 0.58 of the log level in a year, judged",
        _wandering(),
    ),
    World(
        "calm",
        "the same with 4 % a week",
        "the pace at the end of the series goes on almost as it is: attrition that has found its rhythm",
        _wandering(walk=0.04),
    ),
    World(
        "seasonal",
        "the walk of 8 % and a yearly swing of ±0.45 of the log level, in a random phase",
        "mud and foliage may slow an attacker; two years cannot tell a season from two offensives",
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
        "the present level dies down (time constant 10 weeks); what is left wanders about zero, sd 15 km²/week",
        "the front of the first half of 2023 again, when it hardly moved and went both ways",
        lambda now, rng: Stalemate.start(now.dossier, rng),
    ),
)
