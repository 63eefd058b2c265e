"""Parses single fields of a table: dates, names and numbers. An error says what the field should be."""

import math
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

MISSING = ("", "NA")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE | re.ASCII)
_MAX_QUOTED = 40  # characters of a field that a message shows


class FieldError(ValueError):
    """A field that does not fit its column; `str()` says what it should be."""


def _date_hint(text: str) -> str:
    """What a text that is no date may be: a message that names it is mended faster."""
    if re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}", text, re.ASCII):
        return " (day and month may be either way round)"
    if re.fullmatch(r"[34]\d{4}(\.0+)?", text, re.ASCII):
        return " (it looks like the day number of a spreadsheet)"
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text, re.ASCII):
        return " (it has a time of day, and perhaps a zone; give the local day)"
    if re.fullmatch(r"\d{4}-?W\d\d?(-?\d)?", text, re.ASCII):
        return " (it is the number of a week)"
    return ""


@lru_cache(maxsize=4096)
def _ordinal(text: str) -> int:
    if not _DATE.fullmatch(text):
        fix = "write the last day of the week as YYYY-MM-DD"
        raise FieldError(f"{quoted(text)} is not a date{_date_hint(text)}; {fix}")
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise FieldError(f"{quoted(text)} is not a day of the calendar; write the last day of the week") from None


def day(value: object) -> int:
    """Parse a date into its ordinal.

    Raises
    ------
    FieldError
        If the field is empty or not a date.
    """
    if isinstance(value, date):
        return value.toordinal()
    if value is None or (isinstance(value, str) and not value.strip()):
        raise FieldError("the date is missing; write the last day of the week as YYYY-MM-DD")
    return _ordinal(value.strip() if isinstance(value, str) else str(value))


def moment(value: object) -> int | None:
    """Parse the day of a date or of a date with a time (column `as_of`) into its ordinal; None if the field is empty.

    Raises
    ------
    FieldError
        If the field is something else.
    """
    if value is None or (isinstance(value, str) and (not value.strip() or value.strip() in MISSING)):
        return None
    if isinstance(value, date):
        return value.toordinal()
    text = value.strip() if isinstance(value, str) else str(value)
    return _ordinal(text[:10] if re.match(r"\d{4}-\d\d-\d\d([T ]|$)", text, re.ASCII) else text)


def word(value: object) -> str:
    """Parse a name and strip the blanks around it. A whole number counts as a name.

    Raises
    ------
    FieldError
        If the field is empty or not a name.
    """
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or value == "" or isinstance(value, str):
        raise FieldError("the name is missing; write the id of a sector, or total")
    raise FieldError(f"{quoted(value)} is not a name; write the id of a sector, or total")


def number(value: object, minimum: float, maximum: float, unit: str = "km2") -> float:
    """Parse a number. An empty field and `NA` give NaN.

    Parameters
    ----------
    value : object
        Field of a CSV or Parquet file.
    minimum, maximum : float
        Smallest and largest value that is accepted, in `unit`.
    unit : str
        Unit, for the message.

    Raises
    ------
    FieldError
        If the field is not a number, or the number is infinite or outside the bounds.
    """
    if value is None or (isinstance(value, str) and value.strip() in MISSING):
        return math.nan
    if isinstance(value, str):
        text = value.strip()
        if _INFINITE.fullmatch(text):
            raise _infinite(text)
        if not _NUMBER.fullmatch(text):
            raise FieldError(f"{quoted(text)} is not a number; {_number_hint(text)}")
        parsed = float(text)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        parsed = _float(value)
        if math.isnan(parsed):
            return math.nan
    else:
        raise FieldError(f"{quoted(value)} is not a number; {_FORMAT_HINT}")
    if math.isinf(parsed):
        raise _infinite(value)
    if not minimum <= parsed <= maximum:
        limit = f"above {maximum:,.0f}" if parsed > maximum else f"below {minimum:,.0f}"
        raise FieldError(f"{quoted(value)} is {limit} {unit}, beyond any front; check the unit and the number")
    return parsed + 0.0


_FORMAT_HINT = "write it with a point and without separators, e.g. 12.5"


_NO_VALUE = frozenset(
    ("nan", "n/a", "na", "n.a.", "#n/a", "null", "none", "nil", "-", "--", "\u2013", "\u2014", ".", "..", "...", "?")
)


def _number_hint(text: str) -> str:
    """How to write what a text probably means."""
    if text.lower() in _NO_VALUE:
        return "leave it empty or write NA where the map has no value"
    if re.fullmatch(r"[+-]?\d{1,3}([ ,'\u00a0\u202f]\d{3})+(\.\d*)?", text):
        return f"it seems to have separators of thousands; {_FORMAT_HINT}"
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return f"it seems to have a decimal comma; {_FORMAT_HINT}"
    if text.endswith("%"):
        return "percentages are no areas or persons; give the number itself"
    if re.match(r"[\u2212\u2010-\u2014]\s*[\d.]", text):
        return "its minus is a dash; write - (the key of the keyboard)"
    if re.fullmatch(r"\([\d.,]+\)", text):
        return "write a loss with a minus in front"
    if re.match(r"[+-]?[\d.]+\s*[^\W\d]", text):
        return "leave the unit out, and give the unit of docs/data.md"
    return _FORMAT_HINT


def _infinite(value: object) -> FieldError:
    return FieldError(f"{quoted(value)} is infinite; leave it empty where the map has no value")


def _float(value: int | float | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def quoted(value: object) -> str:
    """Shorten a value to 40 characters and put it in quotes, for a message."""
    text = value if isinstance(value, str) else repr(value)[: 2 * _MAX_QUOTED]
    return f"'{text if len(text) <= _MAX_QUOTED else text[:_MAX_QUOTED] + '...'}'"
