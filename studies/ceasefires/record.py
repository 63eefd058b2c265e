"""Ceasefires of the past as the module sees them, read from the case tables. No row of a table is kept here.

What is ours: which cases belong to one war, and the size of foreign forces (general reference, thousand, grade C).
"""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from forecast.errors import ObservationError
from studies.ceasefires.terms import REFERENCE, Terms

T = TypeVar("T")
Row = dict[str, str]
CASES, EPISODES, TRUCES = "ceasefire_cases.csv", "ceasefire_interstate_ucdp.csv", "ceasefire_donbas.csv"
WARS: tuple[tuple[int, ...], ...] = (
    (1, 2, 3, 4, 5, 8, 12, 13, 14, 17, 20, 21),
    (6, 10, 11, 18, 33, 34, 35),
    (22, 23),
    (29, 30),
    (39, 40),
    (42, 43, 44, 45),
    (46, 47, 48, 49, 50, 51, 52),
    (53, 54, 55, 56, 57, 58),
    (61, 62),
    (63, 64, 65),
    (69, 70, 71),
)
"""Case numbers of one war or one pair of opponents; every other case is a war of its own."""
FORCES = {
    8: 6.0, 20: 7.0, 21: 1.2, 22: 2.5, 23: 4.0, 29: 1.0, 32: 4.2, 38: 4.0, 41: 2.0, 42: 1.5, 44: 2.0, 51: 2.0,
    53: 14.0, 54: 14.0, 55: 22.0, 56: 54.0, 58: 45.0, 65: 10.0, 68: 12.0,
}  # fmt: skip
USUAL_FORCE = 4.0
ALLIES = (7,)
"""The case in which the outside guarantee is an alliance treaty with a garrison."""
DAYS = 7.0
HALF_DAY = 0.5
CENSORED = date(2024, 11, 30)
YEAR_DAYS = 364.0
"""A year is 52 weeks."""


class Life(NamedTuple):
    """One ceasefire.

    weeks: how long it lasted or was seen; failed: war came back then; entry: weeks from which a failure could have been
    noticed; kind: ii, ip or sn as in the table; abandoned: days until fighting of any size.
    """

    name: str
    war: str
    kind: str
    terms: Terms
    weeks: float
    failed: bool
    entry: float = 0.0
    abandoned: float = float("inf")


class Truce(NamedTuple):
    """A truce whose end is known to lie between two ages, days."""

    low: float
    high: float


def read(folder: Path, name: str, convert: Callable[[dict[str, str]], T]) -> list[T]:
    """The rows of a table, each converted. Raises ObservationError where it cannot be read or is another table."""
    path, number = folder / name, 1
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = []
            for number, row in enumerate(csv.DictReader(file), 2):  # noqa: B007
                found.append(convert(row))
            return found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ObservationError.of(str(path), f"cannot be read: {error}") from None
    except (KeyError, ValueError, TypeError) as error:
        raise ObservationError.of(f"{path}:{number}", f"not the table that is expected here: {error!r}") from None


def lives(folder: Path) -> list[Life]:
    """The compiled cases, by the return to large-scale war. Raises ObservationError."""
    return read(folder, CASES, _life)


def _life(row: Row) -> Life:
    number = int(row["case_id"][1:])
    terms = Terms(
        verified=row["monitors"] == "1",
        keepers=FORCES.get(number, USUAL_FORCE) if row["peacekeepers"] == "1" else 0.0,
        bilateral=row["outside_guarantee"] == "1",
        alliance=number in ALLIES,
        decisive=row["decisive_outcome"] == "1",
    )
    days = max(float(row["days_large"]), HALF_DAY)
    broken = float(row["days_small"]) if row["event_small"] == "1" else float("inf")
    war = f"war {next((group[0] for group in WARS if number in group), number):02d}"
    return Life(_sides(row), war, row["kind"], terms, days / DAYS, row["event_large"] == "1", abandoned=broken)


def _sides(row: Row) -> str:
    return f"{row['side_a']} - {row['side_b']}"


def episodes(folder: Path, to_war: bool) -> list[Life]:
    """Interstate episodes of the conflict data set, seen from one quiet year on. Raises ObservationError.

    to_war: episodes of 1,000 deaths a year and their return to that; else all, and the return to 25 deaths a year.
    """
    size = "1000" if to_war else "25"

    def convert(row: Row) -> tuple[bool, Life]:
        weeks, failed = float(row[f"quiet_days_{size}"]) / DAYS, row[f"recurred_{size}"] == "1"
        return row["max_intensity"] == "2", Life(
            _sides(row), row["conflict_id"], "ii", REFERENCE, weeks, failed, YEAR_DAYS / DAYS
        )

    return [life for war, life in read(folder, EPISODES, convert) if war or not to_war]


class _Episode(NamedTuple):
    row: Row
    start: date
    end: date
    sides: tuple[frozenset[str], frozenset[str]]


def same_states(folder: Path) -> list[Life]:
    """War episodes of the data set until any later one between a state of either side, whatever conflict it counts as.

    The data set gives a new dispute between old enemies a number of its own, so that its return misses such wars.
    Raises ObservationError.
    """
    wars = [episode for episode in read(folder, EPISODES, _episode) if episode.row["max_intensity"] == "2"]
    found = []
    for war in wars:
        first = min((w.start for w in wars if w.start > war.end and _opposed(war, w)), default=None)
        weeks = ((first or CENSORED) - war.end).days / DAYS
        name, entry = _sides(war.row), YEAR_DAYS / DAYS
        found.append(Life(name, war.row["conflict_id"], "ii", REFERENCE, weeks, first is not None, entry))
    return found


def _episode(row: Row) -> _Episode:
    start, end = (date.fromisoformat(row[f"episode_{edge}"]) for edge in ("start", "end"))
    sides = tuple(frozenset(row[f"side_{letter}"].split("; ")) for letter in "ab")
    return _Episode(row, start, end, (sides[0], sides[1]))


def _opposed(one: _Episode, other: _Episode) -> bool:
    """Whether a state of each side of one stands against the other in the other."""
    (a, b), (c, d) = one.sides, other.sides
    return bool((a & c and b & d) or (a & d and b & c))


def truces(folder: Path) -> list[Truce]:
    """Truces of the one conflict whose every truce is listed. Raises ObservationError."""
    return read(folder, TRUCES, lambda row: Truce(float(row["life_lo_days"]), float(row["life_hi_days"])))
