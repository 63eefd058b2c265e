"""Reads the case tables: past ceasefires and the terms of each.

The rows are in the tables only. Two judgments are made here: which cases belong to one war, and the size of foreign
forces (general reference, thousand, grade C).
"""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from forecast.errors import ObservationError

T = TypeVar("T")
CsvRow = dict[str, str]
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
"""Groups of case numbers that belong to one war or one pair of opponents. Every other case is a war of its own."""
FORCES = {
    8: 6.0, 20: 7.0, 21: 1.2, 22: 2.5, 23: 4.0, 29: 1.0, 32: 4.2, 38: 4.0, 41: 2.0, 42: 1.5, 44: 2.0, 51: 2.0,
    53: 14.0, 54: 14.0, 55: 22.0, 56: 54.0, 58: 45.0, 65: 10.0, 68: 12.0,
}  # fmt: skip
"""Number of peacekeepers by case number, in thousand (grade C)."""
USUAL_FORCE = 4.0
ALLIES = (7,)
"""The case whose outside guarantee is an alliance treaty with a garrison."""
DAYS = 7.0
HALF_DAY = 0.5
END_OF_RECORD = date(2024, 11, 30)
YEAR_DAYS = 364.0
"""A year is 52 weeks."""


class Terms(NamedTuple):
    """Terms of one ceasefire, as the ceasefire module of the model knows them.

    Attributes
    ----------
    verified : bool
        Monitors are present throughout.
    keepers : float
        Foreign troops, thousand, present throughout.
    bilateral, alliance : bool
        Bilateral commitments; membership in an alliance.
    decisive : bool
        The fighting had a winner.
    pressed : bool
        A third party presses both sides to keep the ceasefire.
    """

    verified: bool = False
    keepers: float = 0.0
    bilateral: bool = False
    alliance: bool = False
    decisive: bool = False
    pressed: bool = True


REFERENCE = Terms()
"""A tie without verification, troops or guarantee, pressed by a third party, with the usual backing."""
UNPRESSED = Terms(pressed=False)
"""The reference terms without outside pressure. Only the baseline hazard is left, as in the estimated baselines."""
TERMS_OF_COLUMNS = (
    ("monitors", "verification, throughout", "B"),
    ("peacekeepers", "foreign troops, size by case (`cases.py`), present throughout", "C"),
    ("outside_guarantee", "bilateral commitments; membership in the one case with treaty and garrison", "C"),
    ("decisive_outcome", "log hazard lowered by a draw of N(0.85, 0.38), which is not part of the module", "A"),
    ("every ceasefire", "outside pressure, which the kernel assumes of every ceasefire; also tried without", "C"),
    ("stakes, deaths", "those of the reference cases: the tables do not have them", "C"),
    ("force ratio, line", "no drift, no mismatch: the tables do not have them", "C"),
    ("formal_agreement, dmz, territorial_stake", "not used: the module has no such effect", "-"),
)
"""For each column of the case table: its name, what the module is given for it, and the grade of that translation."""


class Ceasefire(NamedTuple):
    """One ceasefire of the past.

    Attributes
    ----------
    name, war : str
        Its opponents, and the war that it belongs to.
    kind : str
        `ii` if both sides are states, `ip` or `sn` with proxies or non-states, as in the table.
    terms : Terms
        Its terms, as the module gets them.
    weeks : float
        Weeks until it failed, or weeks of observation if it did not fail.
    failed : bool
        Whether war returned at the end of `weeks`.
    entry : float
        Age in weeks from which a failure could be noticed.
    abandoned : float
        Days until fighting of any size. Infinite if there was none.
    confirmed : bool
        Whether the conflict data set has it; else only reference works or a page do.
    """

    name: str
    war: str
    kind: str
    terms: Terms
    weeks: float
    failed: bool
    entry: float = 0.0
    abandoned: float = float("inf")
    confirmed: bool = False


class Truce(NamedTuple):
    """A truce whose end is known to lie between two ages, in days."""

    low: float
    high: float


def read_table(folder: Path, name: str, convert: Callable[[CsvRow], T]) -> list[T]:
    """Read a case table and convert each of its rows.

    Parameters
    ----------
    folder, name : Path, str
        Folder and name of the CSV file.
    convert : callable
        Converts one row to a value. If it raises KeyError or ValueError, the file is another table.

    Raises
    ------
    ObservationError
        If the file cannot be read, or is another table.
    """
    path, line = folder / name, 1
    try:
        with path.open(encoding="utf-8", newline="") as file:
            values = []
            for line, row in enumerate(csv.DictReader(file), 2):  # noqa: B007
                values.append(convert(row))
            return values
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ObservationError.of(str(path), f"cannot be read: {error}") from None
    except (KeyError, ValueError, TypeError) as error:
        raise ObservationError.of(f"{path}:{line}", f"not the table that is expected here: {error!r}") from None


def read_cases(folder: Path) -> list[Ceasefire]:
    """Read the compiled cases. A failure is a return to large-scale war."""
    return read_table(folder, CASES, _case)


def read_truces(folder: Path) -> list[Truce]:
    """Read the truces of one conflict, of which the table has all."""
    return read_table(folder, TRUCES, lambda row: Truce(float(row["life_lo_days"]), float(row["life_hi_days"])))


def read_episodes(folder: Path, to_war: bool) -> list[Ceasefire]:
    """Read the interstate episodes of the conflict data set, which are observed from the first quiet year on.

    With `to_war`, only episodes of 1,000 deaths a year are read, and a failure is a return to 1,000. Else all episodes
    are read, and a failure is a return to 25 deaths.
    """
    size = "1000" if to_war else "25"

    def convert(row: CsvRow) -> tuple[bool, Ceasefire]:
        weeks, failed = float(row[f"quiet_days_{size}"]) / DAYS, row[f"recurred_{size}"] == "1"
        return row["max_intensity"] == "2", Ceasefire(
            _opponents(row), row["conflict_id"], "ii", REFERENCE, weeks, failed, YEAR_DAYS / DAYS
        )

    return [case for war, case in read_table(folder, EPISODES, convert) if war or not to_war]


def read_low_episodes(folder: Path) -> list[float]:
    """Read the days of fighting of the later episodes of a conflict that stayed below 1,000 deaths a year."""
    episodes = read_table(folder, EPISODES, _episode)
    first = {row["conflict_id"]: start for start, row in sorted(((e.start, e.row) for e in episodes), reverse=True,
                                                                  key=lambda pair: pair[0])}  # fmt: skip
    later = [e for e in episodes if e.start > first[e.row["conflict_id"]] and e.row["max_intensity"] != "2"]
    return [float((e.end - e.start).days) for e in later]


def read_wars_between_same_states(folder: Path) -> list[Ceasefire]:
    """Read the war episodes, each until the next war between a state of one side and a state of the other.

    The next war may have any conflict number.

    The data set numbers a new dispute of old enemies as a new conflict, so its own column misses such returns to war.
    """
    wars = [episode for episode in read_table(folder, EPISODES, _episode) if episode.row["max_intensity"] == "2"]
    cases = []
    for war in wars:
        first = min((w.start for w in wars if w.start > war.end and _opposed(war, w)), default=None)
        weeks = ((first or END_OF_RECORD) - war.end).days / DAYS
        name, entry = _opponents(war.row), YEAR_DAYS / DAYS
        cases.append(Ceasefire(name, war.row["conflict_id"], "ii", REFERENCE, weeks, first is not None, entry))
    return cases


class _Episode(NamedTuple):
    row: CsvRow
    start: date
    end: date
    sides: tuple[frozenset[str], frozenset[str]]


def _case(row: CsvRow) -> Ceasefire:
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
    confirmed, failed = row.get("confirmation") == "ucdp", row["event_large"] == "1"
    return Ceasefire(
        _opponents(row), war, row["kind"], terms, days / DAYS, failed, abandoned=broken, confirmed=confirmed
    )


def _opponents(row: CsvRow) -> str:
    return f"{row['side_a']} - {row['side_b']}"


def _episode(row: CsvRow) -> _Episode:
    start, end = (date.fromisoformat(row[f"episode_{edge}"]) for edge in ("start", "end"))
    sides = tuple(frozenset(row[f"side_{letter}"].split("; ")) for letter in "ab")
    return _Episode(row, start, end, (sides[0], sides[1]))


def _opposed(one: _Episode, other: _Episode) -> bool:
    """Return whether two states that were opponents in one episode are opponents in the other too."""
    (a, b), (c, d) = one.sides, other.sides
    return bool((a & c and b & d) or (a & d and b & c))
