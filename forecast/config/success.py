"""Named outcomes. Each is a list of conditions on result columns that must all hold."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from forecast.config.outcomes import Quantity
from forecast.config.prior import Line, Model
from forecast.config.quantities import Reader
from forecast.config.values import LARGEST, fault
from forecast.config.wording import unknown


def _bound(value: Any, info: ValidationInfo) -> float | None:
    known = _quantities(info).get((info.data or {}).get("quantity", ""))
    if value is None or known is None:
        return None
    if known.flag:
        raise fault(f"'{info.data['quantity']}' is true or false: write 'is: true' or 'is: false'")
    example = {"weeks": "104 weeks", "1": "85 %", "km2": "500 km2"}.get(known.unit, f"10 {known.unit}")
    number: float = Reader(known.unit, example, low=-LARGEST, high=known.maximum)(value, info)
    return number


def _quantities(info: ValidationInfo) -> dict[str, Quantity]:
    columns: dict[str, Quantity] = (info.context or {}).get("quantities") or {}
    return columns


Bound = Annotated[float | None, BeforeValidator(_bound, json_schema_input_type=str | float)]


class Condition(Model):
    """A condition on one quantity of a member, in the unit of its column. A missing value does not meet it."""

    quantity: str = Field(description="name of a result column (docs/results.md), or peace_weeks")
    at_least: Bound = Field(None, description="smallest value, with unit")
    at_most: Bound = Field(None, description="largest value, with unit")
    is_: bool | None = Field(None, alias="is", description="true or false, for a yes-or-no column")

    @field_validator("quantity")
    @classmethod
    def _check_name(cls, name: str, info: ValidationInfo) -> str:
        known = _quantities(info)
        if known and name not in known:
            raise fault(unknown("quantity", name, known))
        horizon = (info.context or {}).get("horizon")
        if known and horizon is not None and horizon < known[name].needs:
            raise fault(f"'{name}' needs a horizon of {known[name].needs} weeks or more, it is {horizon} weeks")
        return name

    @model_validator(mode="after")
    def _check_bounds(self, info: ValidationInfo) -> Self:
        known = _quantities(info).get(self.quantity)
        if known is None:
            return self
        if known.flag and self.is_ is None:
            raise fault(f"'{self.quantity}' is true or false: write 'is: true' or 'is: false'")
        if not known.flag and self.is_ is not None:
            raise fault(f"'{self.quantity}' is a number: write at_least or at_most")
        if not known.flag and self.at_least is None and self.at_most is None:
            raise fault("needs at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault("needs at_least <= at_most")
        return self

    def excludes(self, other: "Condition") -> bool:
        """Return whether no value meets this condition and another one on the same quantity."""
        if self.is_ is not None and other.is_ is not None:
            return self.is_ is not other.is_
        lows = [low for low in (self.at_least, other.at_least) if low is not None]
        highs = [high for high in (self.at_most, other.at_most) if high is not None]
        return bool(lows and highs) and max(lows) > min(highs)


class Success(Model):
    """A named outcome: true for a member that meets all conditions."""

    about: Line | None = Field(None, description="one line on the outcome")
    all: Annotated[tuple[Condition, ...], Field(strict=False, min_length=1)] = Field(
        description="conditions, all of which must hold"
    )

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        """Refuse conditions on one quantity that no member can meet together."""
        for number, condition in enumerate(self.all):
            for other in self.all[:number]:
                if other.quantity == condition.quantity and other.excludes(condition):
                    raise fault(f"no member meets both conditions on '{condition.quantity}'")
        return self
