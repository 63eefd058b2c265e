"""Gives an input whose numbers are changed the source of the change: an old source does not speak for new numbers.

The old source, grade, note and date of an input belong to the old numbers. A change brings its own source and grade. If
it brings no source, the source says what changed the input, and the grade is C, a judgment.
"""

import os
from typing import Literal

from forecast.config.prior import KINDS
from forecast.config.tree import Entry, Path, Place, Scalar, is_empty, plain

NUMBERS = (*KINDS, "at_least", "at_most", "unit")
EVIDENCE = ("source", "grade", "note", "as_of")
UNSOURCED = "(no source given)"
Grade = Literal["A", "B", "C"]
JUDGMENT: Grade = "C"

Entries = dict[str, Entry]


def is_input(path: Path) -> bool:
    """Return whether the mapping at a path is an input: an entry of the baseline's state or of the priors."""
    return len(path) >= 2 and path[-2] in ("priors", "state") and path[0] != "branches"


def with_own_evidence(before: Entries, after: Entries, written: Entries) -> Entries:
    """Return `after`, the input after a change, without the evidence of the numbers before.

    Nothing changes if the numbers are the same as before, or if the input has no source before the change. Evidence
    that another override wrote stays, so that the order of overrides does not matter.

    Parameters
    ----------
    before, after : dict of Entry
        Keys of the input before and after the change.
    written : dict of Entry
        Keys that the change writes.
    """
    changed = [key for key in NUMBERS if key in written]
    old = before.get("source")
    if not changed or old is None or is_empty(old.node) or _numbers(before) == _numbers(after):
        return after
    kept = {key for key in EVIDENCE if key in written or (key in before and _is_override(before[key].node.place))}
    place = written[changed[0]].key
    entries = {key: entry for key, entry in after.items() if key not in EVIDENCE or key in kept}
    if "source" not in kept:
        entries["source"] = Entry(place, Scalar(f"changed {_by(place)} {UNSOURCED}", place))
    if "grade" not in kept:
        entries["grade"] = Entry(place, Scalar(JUDGMENT, place))
    return entries


def grade_of(source: str, grade: Grade) -> Grade:
    """Return the grade of an input: that of its evidence, or C if its numbers were changed without a source."""
    return JUDGMENT if source.endswith(UNSOURCED) else grade


def _numbers(entries: Entries) -> dict[str, object]:
    return {key: plain(entry.node) for key, entry in entries.items() if key in NUMBERS and not is_empty(entry.node)}


def _is_override(place: Place) -> bool:
    return not place.source.lines


def _by(place: Place) -> str:
    """Name the override or the file. Its line is left out, so that a comment in the file does not change the hash."""
    name = place.source.name
    return f"by {name}" if _is_override(place) else f"in {os.path.basename(name)}"
