"""Bounds from members that failed, as people read them: rounded outwards, `unknown` where there are none."""

import math
from collections.abc import Mapping

from forecast.analysis.failed_bounds import Range
from forecast.display.digits import decimals, fixed, number_or_none
from forecast.text.table import Line

LABEL = "  with failed"


def bounds_text(bounds: Range, signed: bool = False) -> str:
    """Write bounds as '0.312 to 0.358', each end rounded outwards to a hundredth of their width or finer.

    Parameters
    ----------
    bounds : Range
        NaN gives 'unknown'.
    signed : bool
        Put a plus before a positive end.
    """
    if math.isnan(bounds.low) or math.isnan(bounds.high):
        return "unknown"
    places = decimals(bounds.high - bounds.low) + 1 if bounds.high > bounds.low else 4
    scale = 10.0**places
    ends = math.floor(bounds.low * scale + 1e-6) / scale, math.ceil(bounds.high * scale - 1e-6) / scale
    return " to ".join(f"{'+' if signed and end > 0.0 else ''}{fixed(end, places)}" for end in ends)


def bounds_line(bounds: Mapping[str, Range | None], signed: bool = False) -> list[Line]:
    """Return the line of a table with the bounds of one outcome, by column; no line where no member failed."""
    cells = {name: bounds_text(given, signed) for name, given in bounds.items() if given is not None}
    return [(LABEL, cells)] if cells else []


def failed_note(failed: int, members: int) -> str:
    """Say in one line why the bounds are there. failed, members: how many failed, and how many are in the estimates."""
    share = f"{failed:,} of {failed + members:,} members failed and are left out"
    return f"{LABEL.strip()}: {share}; so a value lies between these"


def plain_bounds(bounds: Range | None, name: str = "bounds") -> dict[str, object]:
    """Turn bounds into an entry for JSON: a pair of numbers, None where unknown; empty where no member failed."""
    return {} if bounds is None else {name: [number_or_none(end) for end in bounds]}
