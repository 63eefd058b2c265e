"""Known outcomes of a past war. A run is compared with them; the simulation does not use them."""

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from forecast.config.outcomes import DURABLE_YEARS, Quantity
from forecast.config.prior import Line, Model
from forecast.config.quantities import Reader
from forecast.config.values import LARGEST, fault
from forecast.config.wording import unknown

LASTING = {f"lasts_{years}y": 52 * years for years in DURABLE_YEARS}
"""Quantity -> weeks. It says whether the first ceasefire holds that long, in the members whose horizon shows it."""


def knowable(columns: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Return what `known:` may name: the result columns and `lasts_<k>y`. Empty if `columns` is empty."""
    known = {name: quantity for name, quantity in columns.items() if name != "peace_weeks"}
    return known | {name: Quantity("1", flag=True, needs=weeks + 1) for name, weeks in LASTING.items() if known}


def reader(quantity: Quantity) -> Reader:
    """Return the reader of a value of this quantity. A week may be written as a date."""
    example = {"weeks": "107 weeks", "1": "85 %", "km2": "500 km2"}.get(quantity.unit, f"10 {quantity.unit}")
    return Reader(quantity.unit, example, low=-LARGEST, high=quantity.maximum, dates=quantity.unit == "weeks")


def _quantity(info: ValidationInfo) -> tuple[str, Quantity | None, dict[str, Quantity]]:
    context = info.context or {}
    known = knowable(context.get("quantities") or {})
    name = str(context.get("key", ""))
    return name, known.get(name), known


def _value(value: Any, info: ValidationInfo) -> float | None:
    _, quantity, _ = _quantity(info)
    if value is None or quantity is None or quantity.flag:
        return None
    number: float = reader(quantity)(value, info)
    return float(math.ceil(number - 1e-9)) if quantity.unit == "weeks" else number


class Known(Model):
    """A known outcome of a past war, by the name of a result column or `lasts_<k>y`. The simulation does not use it."""

    value: Annotated[float | None, BeforeValidator(_value, json_schema_input_type=str | float)] = Field(
        None, description="the known value, with unit; for a week also a date, which is rounded up to a whole week"
    )
    is_: bool | None = Field(None, alias="is", description="true or false, for a yes-or-no quantity")
    source: Line = Field(description="where the value comes from")
    grade: Literal["A", "B", "C"] = Field(description="evidence: A measured, B from the literature, C judgment")
    note: Line | None = Field(None, description="remarks")

    @model_validator(mode="after")
    def _check_form(self, info: ValidationInfo) -> Self:
        name, quantity, known = _quantity(info)
        if not known:
            return self
        if quantity is None:
            raise fault(unknown("quantity", name, known))
        horizon = (info.context or {}).get("horizon")
        if horizon is not None and horizon < quantity.needs:
            raise fault(f"'{name}' needs a horizon of {quantity.needs} weeks or more, it is {horizon} weeks")
        if quantity.flag and (self.is_ is None or "value" in self.model_fields_set):
            raise fault(f"'{name}' is true or false: write 'is: true' or 'is: false', without 'value'")
        if not quantity.flag and (self.value is None or self.is_ is not None):
            raise fault(f"'{name}' is a number: write 'value', without 'is'")
        return self
