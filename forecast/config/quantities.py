"""Quantities of a config: text with a unit on the way in, a float in one unit inside, the same text on the way out.

'39 weeks', '4 years', '30 thousand', '1.8 x', '85 %', '500 km2', or a date where a week is meant.
Where a branch allows it, `{prior: NAME}` stands for a value drawn with that prior.
"""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo
from pydantic_core import PydanticCustomError

from forecast.config.units import UnitError, parse_unit

_TEXT = re.compile(r"([-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]{1,3})?)\s*(.*)", re.DOTALL)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGEST = 1e30
_LONGEST = 80
_NUMBER = r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"


def fault(message: str) -> PydanticCustomError:
    """A message of ours inside a validation."""
    return PydanticCustomError("config", "{text}", {"text": message})


class PriorRef(BaseModel):
    """`{prior: NAME}`: the value is drawn, once per draw, from the prior of that name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prior: str = Field(description="name of a prior whose unit fits the place where it is used")


class Reader(NamedTuple):
    """Reads one kind of quantity. Numbers come out in `unit`; `low` and `high` are bounds in it."""

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
            return _prior_ref(value)
        number = self._date(value, info) if self.dates and _is_date(value) else self._number(value)
        self._check(number, value)
        if self.whole:
            if abs(number - round(number)) > 1e-9:
                raise fault(f"must be a whole number of {self.unit}, got {shown(value)} ({number:.2f} {self.unit})")
            return round(number)
        return number

    def _number(self, value: Any) -> float:
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        if not plain and not isinstance(value, str):
            raise fault(f"expected {self.wanted()}, got {shown(value)}")
        if plain:
            if self.unit != "1":
                raise fault(f"needs a unit: write e.g. '{write_number(value)} {self.unit}' ({self._choices()})")
            return finite(value)
        found = _TEXT.fullmatch(value.strip()) if len(value) <= _LONGEST else None
        if not found:
            raise fault(f"expected {self.wanted()}, got {shown(value)}")
        digits, unit = found.group(1).replace("_", ""), found.group(2)
        if not unit:
            return self._number(float(digits))
        finite(float(digits))
        return finite(Fraction(digits) * self._factor(unit, value))

    def _factor(self, text: str, value: Any) -> Fraction:
        try:
            unit, target = parse_unit(text), parse_unit(self.unit)
        except UnitError as error:
            raise fault(f"{error} in {shown(value)}; expected {self.wanted()}") from None
        counted = "persons" in self.unit and not unit.powers and unit.factor >= 1000
        if unit.powers != target.powers and not counted:
            raise fault(f"has the wrong unit: {shown(value)}; expected {self.wanted()}")
        return unit.factor / target.factor

    def _date(self, value: Any, info: ValidationInfo) -> float:
        start = (info.context or {}).get("date")
        day = read_date(value)
        return (day - start).days / 7 if isinstance(start, date) else max(self.low, 0.0)

    def _check(self, number: float, value: Any) -> None:
        if _is_date(value) and number < self.low:
            raise fault(f"is before week 0, the date of the baseline: {shown(value)}")
        if number < self.low or (self.above_low and number == self.low):
            word = "above" if self.above_low else "at least"
            raise fault(f"must be {word} {self.write(self.low)}, got {shown(value)}")
        if self.high is not None and number > self.high:
            percent = self.unit == "1" and isinstance(value, int | float) and self.high == 1.0 and number <= 100.0
            hint = f"; write '{write_number(value)} %' for per cent" if percent else ""
            raise fault(f"must be at most {self.write(self.high)}, got {shown(value)}{hint}")

    def _choices(self) -> str:
        return {"weeks": "day, week, month, year", "thousand persons": "thousand, persons"}.get(self.unit, self.unit)

    def wanted(self) -> str:
        """What is expected here, for messages and for the reference page."""
        date_too = " or a date" if self.dates else ""
        prior_too = " or {prior: NAME}" if self.prior else ""
        return f"a quantity such as '{self.example}'{date_too}{prior_too}"

    def write(self, value: Any) -> Any:
        """The text that reads back as `value`."""
        if isinstance(value, PriorRef):
            return {"prior": value.prior}
        if value is None:
            return None
        return f"{write_number(value)} {self.unit}" if self.unit != "1" else value


def finite(value: int | float | Fraction) -> float:
    """A float that single precision can hold. Raises the error of a validator."""
    if not -LARGEST <= value <= LARGEST:
        raise fault(f"is beyond {LARGEST:g}" if value == value else "is not a number")
    return float(value) + 0.0


def read_number(value: Any) -> float:
    """A bare number, without a unit."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = " without a unit: the entry names its unit" if isinstance(value, str) and _TEXT.match(value) else ""
        raise fault(f"expected a number{hint}, got {shown(value)}")
    return finite(value)


def read_whole(value: Any) -> int:
    """A whole number; 1e6 counts as one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        raise fault(f"expected a whole number, got {shown(value)}")
    return int(finite(value)) if isinstance(value, float) else value


def read_unit(value: Any) -> Any:
    """The text of a unit; a bare 1 is one."""
    return "1" if value == 1 and not isinstance(value, bool) else value


def read_date(value: Any) -> date:
    """A date written as YYYY-MM-DD."""
    if isinstance(value, date):
        return value
    if not _is_date(value):
        raise fault(f"expected a date such as 2024-12-20, got {shown(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fault(f"there is no date {value}") from None


def shown(value: Any) -> str:
    """A value as it stands in a message, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value) if isinstance(value, str) else write_number(value)
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[: _LONGEST - 3]}...'"


def write_number(value: int | float) -> str:
    """The shortest text that reads back as the number."""
    text = repr(value)
    return text.removesuffix(".0")


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def _prior_ref(value: dict[str, Any]) -> PriorRef:
    others = [key for key in value if key != "prior"]
    if others:
        raise fault(f"{{prior: NAME}} stands alone; remove '{others[0]}'")
    if not isinstance(value["prior"], str):
        raise fault(f"expected the name of a prior, got {shown(value['prior'])}")
    return PriorRef(prior=value["prior"])


def _flag(value: Any) -> Any:
    if isinstance(value, dict) and "prior" in value:
        return _prior_ref(value)
    if not isinstance(value, bool):
        raise fault(f"expected true, false or {{prior: NAME}}, got {shown(value)}")
    return value


def _executed(value: Any, info: ValidationInfo) -> Any:
    named = {"always": 1.0, "never": 0.0}
    if isinstance(value, str) and value in named:
        return named[value]
    if isinstance(value, str) and not _TEXT.match(value):
        raise fault(f"expected always, never, a chance such as '40 %' or {{prior: NAME}}, got {shown(value)}")
    return CHANCE_OR_PRIOR(value, info)


def _write_flag(value: Any) -> Any:
    return {"prior": value.prior} if isinstance(value, PriorRef) else value


def _text_with(unit: str) -> Any:
    return Annotated[str, Field(pattern=rf"^\s*{_NUMBER}\s*{unit}\s*$")]


_TIME_UNIT = "(days?|weeks?|months?|years?)"
_TimeText = _text_with(_TIME_UNIT)
_WhenText = Annotated[str, Field(pattern=rf"^\s*({_NUMBER}\s*{_TIME_UNIT}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\s*$")]
_ShareText = _text_with("(%|x|1)?")
_PersonText = _text_with("(thousand|million)?( ?(persons?|people))?")
_LengthText, _AreaText = _text_with("km"), _text_with("km2")


def _typed(reader: Callable[..., Any], text: Any) -> tuple[BeforeValidator, PlainSerializer]:
    write = reader.write if isinstance(reader, Reader) else _write_flag
    return BeforeValidator(reader, json_schema_input_type=text), PlainSerializer(write)


HORIZON = Reader("weeks", "12 years", 4.0, 1040.0, whole=True)
WHEN_OR_PRIOR = Reader("weeks", "5 weeks", dates=True, prior=True)
DURATION_OR_PRIOR = Reader("weeks", "39 weeks", prior=True)
CHANCE_OR_PRIOR = Reader("1", "85 %", high=1.0, prior=True)
MULTIPLE_OR_PRIOR = Reader("1", "1.8 x", high=1000.0, prior=True)
PERSONS_OR_PRIOR = Reader("thousand persons", "30 thousand", prior=True)
SHARE = Reader("1", "0.07", high=1.0)
LENGTH = Reader("km", "459 km", above_low=True)
AREA = Reader("km2", "11000 km2")


Horizon = Annotated[int, *_typed(HORIZON, _TimeText)]
When = Annotated[float | PriorRef, *_typed(WHEN_OR_PRIOR, _WhenText | PriorRef)]
Duration = Annotated[float | PriorRef, *_typed(DURATION_OR_PRIOR, _TimeText | PriorRef)]
Chance = Annotated[float | PriorRef, *_typed(CHANCE_OR_PRIOR, float | _ShareText | PriorRef)]
Multiple = Annotated[float | PriorRef, *_typed(MULTIPLE_OR_PRIOR, float | _ShareText | PriorRef)]
Persons = Annotated[float | PriorRef, *_typed(PERSONS_OR_PRIOR, _PersonText | PriorRef)]
Executed = Annotated[float | PriorRef, *_typed(_executed, Literal["always", "never"] | float | _ShareText | PriorRef)]
Flag = Annotated[bool | PriorRef, *_typed(_flag, bool | PriorRef)]
Share = Annotated[float, *_typed(SHARE, float | _ShareText)]
Length = Annotated[float, *_typed(LENGTH, _LengthText)]
Area = Annotated[float, *_typed(AREA, _AreaText)]
Number = Annotated[float, BeforeValidator(read_number)]
Whole = Annotated[int, BeforeValidator(read_whole)]
UnitText = Annotated[str, BeforeValidator(read_unit, json_schema_input_type=str | int), Field(min_length=1)]
Day = Annotated[date, BeforeValidator(read_date), PlainSerializer(date.isoformat)]
