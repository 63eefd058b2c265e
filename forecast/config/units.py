"""Reads units of quantities and computes exact factors between them.

A unit is text such as `weeks`, `thousand persons/week`, `EUR bn/month`, `1/(500 km2)` or `1/sqrt(year)`.
A year is 52 weeks and a month is 52/12 weeks, in all of Frontcast.
"""

import difflib
import math
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_WORDS: dict[str, tuple[Fraction, str]] = {
    "week": (Fraction(1), "time"),
    "day": (Fraction(1, 7), "time"),
    "month": (Fraction(52, 12), "time"),
    "year": (Fraction(52), "time"),
    "km": (Fraction(1), "length"),
    "person": (Fraction(1), "person"),
    "bbl": (Fraction(1), "barrel"),
    "EUR": (Fraction(1), "EUR"),
    "USD": (Fraction(1), "USD"),
    "RUB": (Fraction(1), "RUB"),
    "thousand": (Fraction(10**3), ""),
    "million": (Fraction(10**6), ""),
    "bn": (Fraction(10**9), ""),
    "trn": (Fraction(10**12), ""),
    "%": (Fraction(1, 100), ""),
    "percent": (Fraction(1, 100), ""),
    "x": (Fraction(1), ""),
}
_PLURALS = {"weeks": "week", "days": "day", "months": "month", "years": "year", "persons": "person", "people": "person"}
WORDS = (*_WORDS, "km2", *_PLURALS)
_TOKEN = re.compile(r"\s*(sqrt|[A-Za-z]+2?|%|[0-9]+(?:\.[0-9]+)?|[/()])")
_MAX_LENGTH = 60
_LARGEST = 10**18


class UnitError(ValueError):
    """Text that is not a unit, or two units that do not measure the same thing."""


class Unit(NamedTuple):
    """A factor to base units (week, km, person, EUR, USD, RUB, barrel) and the exponent of each of them."""

    factor: Fraction
    powers: tuple[tuple[str, Fraction], ...]

    def times(self, other: "Unit", sign: int = 1) -> "Unit":
        """Return the product of two units, or their quotient if `sign` is -1."""
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, Fraction(0)) + sign * power
        powers_left = tuple(sorted((base, power) for base, power in powers.items() if power))
        return Unit(self.factor * other.factor**sign, powers_left)

    def root(self) -> "Unit":
        """Return the square root of the unit."""
        return Unit(Fraction(math.sqrt(self.factor)), tuple((base, power / 2) for base, power in self.powers))


_ONE = Unit(Fraction(1), ())


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit.

    Raises
    ------
    UnitError
        With a message that names the wrong word.
    """
    if len(text) > _MAX_LENGTH:
        raise UnitError(f"unit '{text[:_MAX_LENGTH]}...' is too long")
    tokens = list(_tokens(text))
    unit = _quotient(tokens, text)
    if tokens:
        raise UnitError(f"unit '{text}' has a stray '{tokens[0]}'")
    if not Fraction(1, _LARGEST) <= unit.factor <= _LARGEST:
        raise UnitError(
            f"unit '{text}' is too {'large' if unit.factor > 1 else 'small'}; move the number into the value"
        )
    return unit


def factor_between(unit: str, target: str) -> float:
    """Return the factor that converts a number from `unit` to `target`.

    Raises
    ------
    UnitError
        If a unit cannot be read, or they do not measure the same thing.
    """
    source, goal = parse_unit(unit), parse_unit(target)
    if source.powers != goal.powers:
        raise UnitError(f"unit '{unit}' cannot be converted to '{target}'")
    return float(source.factor / goal.factor)


def _tokens(text: str) -> Iterator[str]:
    at = 0
    stripped = text.rstrip()
    while at < len(stripped):
        token = _TOKEN.match(stripped, at)
        if not token:
            raise UnitError(f"unit '{text}' has an unexpected '{stripped[at:].lstrip()[:1]}'")
        at = token.end()
        yield token.group(1)


def _quotient(tokens: list[str], text: str) -> Unit:
    unit = _product(tokens, text)
    while tokens and tokens[0] == "/":
        tokens.pop(0)
        unit = unit.times(_product(tokens, text), -1)
    return unit


def _product(tokens: list[str], text: str) -> Unit:
    unit = None
    while tokens and tokens[0] not in "/)":
        factor = _factor(tokens, text)
        unit = factor if unit is None else unit.times(factor)
    if unit is None:
        raise UnitError(f"unit '{text}' is incomplete" if text.strip() else "a unit is missing")
    return unit


def _factor(tokens: list[str], text: str) -> Unit:
    token = tokens.pop(0)
    if token == "sqrt" and tokens[:1] != ["("]:
        raise UnitError(f"unit '{text}': write sqrt(...)")
    if token in ("(", "sqrt"):
        if token == "sqrt":
            tokens.pop(0)
        inside = _quotient(tokens, text)
        if tokens[:1] != [")"]:
            raise UnitError(f"unit '{text}' lacks a ')'")
        tokens.pop(0)
        return inside.root() if token == "sqrt" else inside
    if token[0].isdigit():
        number = Fraction(token)
        if not number:
            raise UnitError(f"unit '{text}' has a factor of zero")
        return Unit(number, ())
    return _word(token)


def _word(token: str) -> Unit:
    if token == "km2":
        return Unit(Fraction(1), (("length", Fraction(2)),))
    known = _WORDS.get(_PLURALS.get(token, token))
    if known is None:
        near = difflib.get_close_matches(token, WORDS, n=1)
        raise UnitError(f"unknown unit '{token}'" + (f"; did you mean '{near[0]}'?" if near else ""))
    factor, base = known
    return Unit(factor, ((base, Fraction(1)),) if base else ())
