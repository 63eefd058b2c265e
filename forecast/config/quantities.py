"""Quantities of a config: reads text with a unit into a float in a fixed unit, and writes the float as text.

Examples: '39 weeks', '4 years', '30 thousand', '1.8 x', '85 %', '500 km2', or a date for a week.
In a branch `{prior: NAME}` is a value that is drawn from that prior.
"""

import re
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from forecast.config.slips import number_fix
from forecast.config.units import UnitError, parse_unit
from forecast.config.values import (
    MAX_LENGTH,
    NUMBER,
    fault,
    finite,
    fix_of_number,
    is_date,
    quoted,
    read_date,
    write_number,
)
from forecast.config.wording import nearest

_TEXT = re.compile(rf"({NUMBER})\s*(.*)", re.DOTALL)


class PriorRef(BaseModel):
    """`{prior: NAME}`: the value is drawn, once per draw, from the prior of that name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prior: str = Field(description="name of a prior whose unit fits the place where it is used")


class Reader(NamedTuple):
    """Reads one kind of quantity. The number that it returns, `low` and `high` are in `unit`.

    above_low: whether `low` itself is refused. dates: whether a date may be given, for the week it lies in. prior:
    whether `{prior: NAME}` may be given. whole: whether the number must be whole.
    """

    unit: str
    example: str
    low: float = 0.0
    high: float | None = None
    above_low: bool = False
    dates: bool = False
    prior: bool = False
    whole: bool = False

    def __call__(self, value: Any, info: ValidationInfo) -> Any:
        if self.prior and isinstance(value, dict) and "prior" in value:
            return prior_ref(value)
        number = self._date(value, info) if self.dates and is_date(value) else self._number(value)
        self._check(number, value)
        if self.whole:
            if abs(number - round(number)) > 1e-9:
                raise fault(f"must be a whole number of {self.unit}, got {quoted(value)} ({number:.2f} {self.unit})")
            return round(number)
        return number

    def _number(self, value: Any) -> float:
        if is_date(value):
            raise fault(f"expected {self.expected()}, got the date {value}")
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        if not plain and not isinstance(value, str):
            raise fault(f"expected {self.expected()}, got {quoted(value)}{hint_of_prior(value)}")
        if plain:
            if self.unit != "1":
                raise fault(f"needs a unit: write e.g. '{write_number(value)} {self.unit}' ({self._choices()})")
            return finite(value)
        can_be_read = len(value) <= MAX_LENGTH and number_fix(value) is None
        parts = _TEXT.fullmatch(value.strip()) if can_be_read else None
        if parts is None:
            raise fault(f"expected {self.expected()}, got {quoted(value)}{fix_of_number(value)}")
        digits, unit = parts.group(1).replace("_", ""), parts.group(2)
        if not unit:
            return self._number(float(digits))
        finite(float(digits))
        return finite(Fraction(digits) * self._factor(unit, value))

    def _factor(self, text: str, value: Any) -> Fraction:
        try:
            unit, target = parse_unit(text), parse_unit(self.unit)
        except UnitError as error:
            hint = "" if "did you mean" in str(error) else f"; expected {self.expected()}"
            raise fault(f"{error}{hint}") from None
        counted = "persons" in self.unit and not unit.powers and unit.factor >= 1000
        if unit.powers != target.powers and not counted:
            raise fault(f"has the wrong unit: {quoted(value)}; expected {self.expected()}")
        return unit.factor / target.factor

    def _date(self, value: Any, info: ValidationInfo) -> float:
        start = (info.context or {}).get("date")
        day = read_date(value)
        return (day - start).days / 7 if isinstance(start, date) else max(self.low, 0.0)

    def _check(self, number: float, value: Any) -> None:
        if is_date(value) and number < self.low:
            raise fault(f"is before week 0, the date of the baseline: {quoted(value)}")
        if number < self.low or (self.above_low and number == self.low):
            word = "above" if self.above_low else "at least"
            raise fault(f"must be {word} {self._bound(self.low)}, got {quoted(value)}")
        if self.high is not None and number > self.high:
            percent = self.unit == "1" and isinstance(value, int | float) and self.high <= 2.0 and number <= 100.0
            hint = f"; write '{write_number(value)} %' for per cent" if percent else ""
            raise fault(f"must be at most {self._bound(self.high)}, got {quoted(value)}{hint}")

    def _bound(self, number: float) -> str:
        return write_number(number) if self.unit == "1" else str(self.write(number))

    def _choices(self) -> str:
        return {"weeks": "day, week, month, year", "thousand persons": "thousand, persons"}.get(self.unit, self.unit)

    def expected(self) -> str:
        """Return what a user can write, for messages."""
        date_too = " or a date" if self.dates else ""
        prior_too = " or {prior: NAME}" if self.prior else ""
        return f"a quantity such as '{self.example}'{date_too}{prior_too}"

    def write(self, value: Any) -> Any:
        """Return the text that is read as `value`."""
        if isinstance(value, PriorRef):
            return {"prior": value.prior}
        if value is None:
            return None
        return f"{write_number(value)} {self.unit}" if self.unit != "1" else value


def hint_of_prior(value: Any) -> str:
    """Return the question whether `prior` was meant, for a mapping with a similar key; else empty text."""
    key = next((key for key in value if nearest(key, ("prior",))), None) if isinstance(value, dict) else None
    return f" with the key '{key}'; did you mean 'prior'?" if key is not None else ""


def prior_ref(value: dict[str, Any]) -> PriorRef:
    """Read a mapping with the key `prior`. Raises the error of a validator if it has other keys."""
    others = [key for key in value if key != "prior"]
    if others:
        raise PydanticCustomError("extra_forbidden", "{{prior: NAME}} stands alone; remove '{key}'", {"key": others[0]})
    if not isinstance(value["prior"], str):
        raise fault(f"expected the name of a prior, got {quoted(value['prior'])}")
    return PriorRef(prior=value["prior"])
