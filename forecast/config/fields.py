"""Types of fields: how text is read and written, and the pattern that editors check."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo

from forecast.config.quantities import PriorRef, Reader, hint_of_prior, prior_ref
from forecast.config.values import NUMBER, fault, fix_of_flag, quoted, read_date, read_number, read_unit, read_whole


def read_flag(value: Any) -> Any:
    """Read true, false, or a reference to the prior that decides. Raises the error of a validator."""
    if isinstance(value, dict) and "prior" in value:
        return prior_ref(value)
    if not isinstance(value, bool):
        raise fault(
            f"expected true, false or {{prior: NAME}}, got {quoted(value)}{hint_of_prior(value) or fix_of_flag(value)}"
        )
    return value


def read_executed(value: Any, info: ValidationInfo) -> Any:
    """Read a chance; `never` is 0 and `always` is 1. Raises the error of a validator."""
    named = {"always": 1.0, "never": 0.0}
    if isinstance(value, str) and value in named:
        return named[value]
    if isinstance(value, str) and not re.match(NUMBER, value):
        raise fault(f"expected always, never, a chance such as '40 %' or {{prior: NAME}}, got {quoted(value)}")
    return CHANCE_OR_PRIOR(value, info)


def _write_flag(value: Any) -> Any:
    return {"prior": value.prior} if isinstance(value, PriorRef) else value


def _text_with(unit: str) -> Any:
    return Annotated[str, Field(pattern=rf"^\s*{NUMBER}\s*{unit}\s*$")]


_TIME_UNIT = "(days?|weeks?|months?|years?)"
_TimeText = _text_with(_TIME_UNIT)
_WhenText = Annotated[str, Field(pattern=rf"^\s*({NUMBER}\s*{_TIME_UNIT}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\s*$")]
_ShareText = _text_with("(%|x|1)?")
_PersonText = _text_with("(thousand|million)?( ?(persons?|people))?")
_LengthText, _AreaText = _text_with("km"), _text_with("km2")


def _reads_and_writes(reader: Callable[..., Any], text: Any) -> tuple[BeforeValidator, PlainSerializer]:
    write = reader.write if isinstance(reader, Reader) else _write_flag
    return BeforeValidator(reader, json_schema_input_type=text), PlainSerializer(write)


MAX_WEEKS = 1e6
"""The latest week, and the longest duration in weeks, that a config may name."""

HORIZON = Reader("weeks", "12 years", 4.0, 1040.0, whole=True)
WHEN_OR_PRIOR = Reader("weeks", "5 weeks", high=MAX_WEEKS, dates=True, prior=True)
DURATION_OR_PRIOR = Reader("weeks", "39 weeks", high=MAX_WEEKS, prior=True)
CHANCE_OR_PRIOR = Reader("1", "85 %", high=1.0, prior=True)
MULTIPLE_OR_PRIOR = Reader("1", "1.8 x", high=1000.0, prior=True)
PERSONS_OR_PRIOR = Reader("thousand persons", "30 thousand", high=1e5, prior=True)
SHARE = Reader("1", "0.07", high=1.0)
LENGTH = Reader("km", "459 km", above_low=True)
AREA = Reader("km2", "11000 km2")
AREA_OR_PRIOR = Reader("km2", "5000 km2", high=1e5, prior=True)
PLEDGE_OR_PRIOR = Reader("1", "3 %", high=0.2, above_low=True, prior=True)


Horizon = Annotated[int, *_reads_and_writes(HORIZON, _TimeText)]
When = Annotated[float | PriorRef, *_reads_and_writes(WHEN_OR_PRIOR, _WhenText | PriorRef)]
Duration = Annotated[float | PriorRef, *_reads_and_writes(DURATION_OR_PRIOR, _TimeText | PriorRef)]
Chance = Annotated[float | PriorRef, *_reads_and_writes(CHANCE_OR_PRIOR, float | _ShareText | PriorRef)]
Multiple = Annotated[float | PriorRef, *_reads_and_writes(MULTIPLE_OR_PRIOR, float | _ShareText | PriorRef)]
Persons = Annotated[float | PriorRef, *_reads_and_writes(PERSONS_OR_PRIOR, _PersonText | PriorRef)]
_ExecutedText = Literal["always", "never"] | float | _ShareText | PriorRef
Executed = Annotated[float | PriorRef, *_reads_and_writes(read_executed, _ExecutedText)]
Flag = Annotated[bool | PriorRef, *_reads_and_writes(read_flag, bool | PriorRef)]
Area0 = Annotated[float | PriorRef, *_reads_and_writes(AREA_OR_PRIOR, _AreaText | PriorRef)]
Pledge = Annotated[float | PriorRef, *_reads_and_writes(PLEDGE_OR_PRIOR, float | _ShareText | PriorRef)]
Share = Annotated[float, *_reads_and_writes(SHARE, float | _ShareText)]
Length = Annotated[float, *_reads_and_writes(LENGTH, _LengthText)]
Area = Annotated[float, *_reads_and_writes(AREA, _AreaText)]
Number = Annotated[float, BeforeValidator(read_number)]
Whole = Annotated[int, BeforeValidator(read_whole)]
UnitText = Annotated[str, BeforeValidator(read_unit, json_schema_input_type=str | int), Field(min_length=1)]
Day = Annotated[date, BeforeValidator(read_date), PlainSerializer(date.isoformat)]
