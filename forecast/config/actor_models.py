"""Models of a file of values: what each actor values, and the least that it wants."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from forecast.config.fields import Number
from forecast.config.prior import Id, Line, Model
from forecast.config.quantities import Reader
from forecast.config.values import fault, read_number

_SHARE = Reader("1", "20 %")


def _read_amount(value: Any, info: ValidationInfo) -> float:
    """Read a number in the unit of its term; a share may be written in per cent."""
    is_share = isinstance(value, str) and value.rstrip().endswith("%")
    return float(_SHARE(value, info)) if is_share else read_number(value)


Amount = Annotated[float, BeforeValidator(_read_amount, json_schema_input_type=float | str)]


class Weight(Model):
    """The weight of a term in the utility of an actor."""

    weight: Number = Field(gt=0, description="weight of the term, above 0; the weights of an actor are scaled to 100")
    reason: Line = Field(description="why the actor is taken to value it, one line")


class FloorEntry(Model):
    """A threshold for the mean of a term in a draw. It needs `at_least` or `at_most`, or both."""

    at_least: Amount | None = Field(None, description="smallest value, in the unit of the term; a share also as `20 %`")
    at_most: Amount | None = Field(None, description="largest value, in the unit of the term; a share also as `20 %`")
    reason: Line = Field(description="why, one line")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise fault("needs at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault("needs at_least <= at_most")
        return self


class ActorEntry(Model):
    """An actor with its stated values."""

    name: Line = Field(description="name in tables")
    about: Line = Field(description="what it values, one line")
    decides: bool = Field(True, description="false for the other side, which is shown apart")
    weights: Annotated[dict[str, Weight], Field(min_length=1)] = Field(description="weights by term")
    floors: dict[str, FloorEntry] = Field({}, description="thresholds by term; all have to hold")


class ValuesFile(Model):
    """A file of values."""

    title: Line = Field(description="whose values these are, one line")
    note: Line | None = Field(None, description="remarks")
    actors: dict[Id, ActorEntry] = Field(description="actors by id")
