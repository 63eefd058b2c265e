"""Reads single values of a config (numbers, dates, units), and writes values in messages."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic_core import PydanticCustomError

from forecast.config.characters import plain_digits
from forecast.config.slips import number_fix

NUMBER = r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]{1,3})?"
LARGEST = 1e30
MAX_LENGTH = 80
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fault(message: str) -> PydanticCustomError:
    """Return the error that a validator raises, with this message."""
    return PydanticCustomError("config", "{text}", {"text": message})


def finite(value: int | float | Fraction) -> float:
    """Return a number as a float. Raises the error of a validator beyond 1e30, which single precision still holds."""
    if not -LARGEST <= value <= LARGEST:
        raise fault(f"is beyond {LARGEST:g}" if value == value else "is not a number")
    return float(value) + 0.0


def read_number(value: Any) -> float:
    """Read a number without a unit. Raises the error of a validator."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        has_unit = isinstance(value, str) and re.match(NUMBER, value) and number_fix(value) is None
        hint = " without a unit: the entry names its unit" if has_unit else ""
        raise fault(f"expected a number{hint}, got {quoted(value)}{fix_of_number(value)}")
    return finite(value)


def read_whole(value: Any) -> int:
    """Read a whole number; 1e6 counts as one. Raises the error of a validator."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        raise fault(f"expected a whole number, got {quoted(value)}{fix_of_number(value)}")
    return int(finite(value)) if isinstance(value, float) else value


def fix_of_number(value: Any) -> str:
    """Return the end of a message, `; write 20000 or 20_000`, for a number with separators; else empty text."""
    if isinstance(value, float) and (thousands := re.fullmatch(r"([1-9][0-9]{0,2})\.([0-9]{3})", repr(value))):
        return f"; for thousands write {''.join(thousands.groups())} or {'_'.join(thousands.groups())}"
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        return ""
    fix = number_fix(value) or _fix_of_notation(value)
    return f"; {fix}" if fix else ""


def _fix_of_notation(text: str) -> str | None:
    """Return how to write a number that other programs read, as `010`, `0x1F`, `1:30`, `.nan` or in other digits."""
    if re.fullmatch(r"[-+]?0[0-9_]+", text):
        return f"write {int(text)}, without a 0 in front" if text.isascii() else None
    if re.fullmatch(r"[-+]?0[xob][0-9a-fA-F_]+", text):
        return "write it in decimal digits"
    if re.fullmatch(r"[-+]?[0-9]+(:[0-9]+)+", text):
        return "write one number without ':'"
    if re.fullmatch(r"[-+]?\.?(inf|infinity|nan)", text, re.IGNORECASE):
        return "only finite numbers are taken"
    plain = plain_digits(text)
    return f"write {plain} in plain digits" if plain != text and re.fullmatch(NUMBER, plain) else None


def fix_of_flag(value: Any) -> str:
    """Return the end of a message, `; write true`, for a word that means true or false elsewhere; else empty text."""
    word = value.lower() if isinstance(value, str) else value
    if word in ("true", "yes", "on", "y") or (value == 1 and not isinstance(value, bool)):
        return "; write true"
    is_false = word in ("false", "no", "off", "n") or (value == 0 and not isinstance(value, bool))
    return "; write false" if is_false else ""


def read_unit(value: Any) -> Any:
    """Return the text of a unit. The number 1 stands for the unit `1`."""
    return "1" if value == 1 and not isinstance(value, bool) else value


def read_date(value: Any) -> date:
    """Read a date written as YYYY-MM-DD. Raises the error of a validator."""
    if isinstance(value, date):
        return value
    if not is_date(value):
        raise fault(f"expected a date such as 2024-12-20, got {quoted(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fault(f"there is no date {value}") from None


def quoted(value: Any) -> str:
    """Return a value for a message, in quotes and shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value) if isinstance(value, str) else write_number(value)
    return f"'{text}'" if len(text) <= MAX_LENGTH else f"'{text[: MAX_LENGTH - 3]}...'"


def write_number(value: int | float) -> str:
    """Return the shortest text that is read as the same number."""
    text = repr(value)
    return text.removesuffix(".0")


def is_date(value: Any) -> bool:
    """Return whether a value looks like YYYY-MM-DD."""
    return isinstance(value, str) and _DATE.fullmatch(value) is not None
