"""Everything that is compared, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from studies.ceasefires.bands import Band, calibrate
from studies.ceasefires.curves import Point, compare
from studies.ceasefires.draws import Draws, Floats, draw
from studies.ceasefires.forecasts import Refitted, forecasters
from studies.ceasefires.left_out import LeftOut, leave_out
from studies.ceasefires.record import Life, episodes, lives, same_states, truces
from studies.ceasefires.truces import Over, named, over
from studies.ceasefires.war_end import Row, base_rows, simulate

if TYPE_CHECKING:
    from forecast.config import Experiment

TIES, STATES, OTHERS, ALL = "between states, no winner", "between states", "proxies and non-states", "all cases"


@dataclass(frozen=True)
class Learnt:
    """What all cases of a scope say: weight of each baseline, mean and spread of the shift of the log hazard."""

    baselines: tuple[float, ...]
    shift: float
    spread: float


@dataclass(frozen=True)
class Cases:
    """What needs the case tables, by scope. truces: all of one conflict; truce: unverified ones of the cases."""

    calibration: dict[str, list[Band]]
    by_baseline: dict[str, list[Band]]
    left_out: dict[str, LeftOut]
    learnt: dict[str, Learnt]
    truces: list[Over]
    truce: dict[str, Over]


@dataclass(frozen=True)
class Study:
    """All comparisons. alone: published curves under each baseline alone; cases: None without the case tables."""

    draws: Draws
    points: list[Point]
    alone: dict[str, list[Point]]
    ends: list[Row]
    cases: Cases | None = field(default=None)


def study(exp: "Experiment", n: int, folder: Path | None, members: tuple[int, int]) -> Study:
    """n: draws of the durability priors. members: draws and replicates of the war. Raises ForecastError."""
    draws = draw(exp, n)
    cases = None if folder is None else against_cases(draws, folder)
    alone = {name: compare(draws.only(k)) for name, k in draws.present.items()}
    return Study(draws, compare(draws), alone, base_rows(simulate(exp, *members)), cases)


def against_cases(draws: Draws, folder: Path) -> Cases:
    """The case tables in a folder. Raises ObservationError."""
    found = lives(folder)
    scopes = {
        TIES: [life for life in found if life.kind == "ii" and not life.terms.decisive],
        STATES: [life for life in found if life.kind == "ii"],
        OTHERS: [life for life in found if life.kind != "ii"],
        ALL: found,
    }
    wars, fights = episodes(folder, to_war=True), episodes(folder, to_war=False)
    more = {
        f"{STATES}, without outside pressure": unpressed(scopes[STATES]),
        "conflict data set: wars, back to war": wars,
        "back to war, without outside pressure": unpressed(wars),
        "the same wars, back to war between the same states": same_states(folder),
        "back to war, without pressure, as if every war had had a winner": won(unpressed(wars)),
        "conflict data set: all, back to 25 deaths": fights,
    }
    models = forecasters(draws)
    refit = next(model for model in models if isinstance(model, Refitted))
    return Cases(
        {name: calibrate(draws, scope) for name, scope in {**scopes, **more}.items()},
        {name: calibrate(draws.only(k), scopes[STATES]) for name, k in draws.present.items()},
        {name: leave_out(scopes[name], models) for name in (TIES, STATES, OTHERS, ALL)},
        {name: learnt(refit.posterior(scopes[name])) for name in (STATES, OTHERS, ALL)},
        over(draws, truces(folder)),
        {name: named(draws, scopes[name]) for name in (STATES, OTHERS)},
    )


def unpressed(scope: Sequence[Life]) -> list[Life]:
    """The same ceasefires as if no third party had pressed them."""
    return [life._replace(terms=life.terms._replace(pressed=False)) for life in scope]


def won(scope: Sequence[Life]) -> list[Life]:
    """The same ceasefires as if the fighting had had a winner in every one: the longest lives that terms can give."""
    return [life._replace(terms=life.terms._replace(decisive=True)) for life in scope]


def learnt(posterior: Floats) -> Learnt:
    """Moments of a grid f64[baselines, shifts]."""
    from studies.ceasefires.forecasts import SHIFTS

    shift = float(posterior.sum(axis=0) @ SHIFTS)
    spread = float(posterior.sum(axis=0) @ (SHIFTS - shift) ** 2) ** 0.5
    return Learnt(tuple(float(x) for x in posterior.sum(axis=1)), shift, spread)
