"""Priors: every uncertain or fixed input, with its distribution, unit, source and evidence grade."""

from datetime import date
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forecast.config.fields import Day, Number, UnitText
from forecast.config.values import fault

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Line = Annotated[str, Field(min_length=1, max_length=4000)]


class Model(BaseModel):
    """A part of a config. It cannot be changed, and it refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Fixed(Model):
    """The same value in every draw."""

    kind: ClassVar[str] = "fixed"
    value: Number = Field(description="the value")


class Normal(Model):
    """A normal distribution."""

    kind: ClassVar[str] = "normal"
    mean: Number = Field(description="mean")
    sd: Number = Field(gt=0, description="standard deviation, above 0")


class Lognormal(Model):
    """A lognormal distribution."""

    kind: ClassVar[str] = "lognormal"
    median: Number = Field(gt=0, description="median, above 0")
    sdlog: Number = Field(gt=0, description="standard deviation of the natural logarithm, above 0")


class Beta(Model):
    """A beta distribution on 0 to 1."""

    kind: ClassVar[str] = "beta"
    a: Number = Field(gt=0, description="first shape, above 0")
    b: Number = Field(gt=0, description="second shape, above 0")


class Gamma(Model):
    """A gamma distribution, mean shape / rate."""

    kind: ClassVar[str] = "gamma"
    shape: Number = Field(gt=0, description="shape, above 0")
    rate: Number = Field(gt=0, description="rate, above 0, in 1 over the unit of the entry")


class Triangular(Model):
    """A triangular distribution."""

    kind: ClassVar[str] = "triangular"
    min: Number = Field(description="smallest value")
    mode: Number = Field(description="most likely value")
    max: Number = Field(description="largest value")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.min <= self.mode <= self.max or self.min == self.max:
            raise fault(f"needs min <= mode <= max and min < max, got {self.min:g}, {self.mode:g}, {self.max:g}")
        return self


class Uniform(Model):
    """A uniform distribution."""

    kind: ClassVar[str] = "uniform"
    low: Number = Field(description="smallest value")
    high: Number = Field(description="largest value")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.low < self.high:
            raise fault(f"needs low < high, got {self.low:g}, {self.high:g}")
        return self


class Choice(Model):
    """One of several values, each with its own weight."""

    kind: ClassVar[str] = "choice"
    values: Annotated[tuple[Number, ...], Field(strict=False, min_length=2, max_length=32)] = Field(
        description="the values, from the smallest to the largest, 2 to 32 of them"
    )
    weights: Annotated[tuple[Number, ...], Field(strict=False, min_length=2, max_length=32)] = Field(
        description="a weight above 0 for each value; they are rescaled to sum to one"
    )

    @model_validator(mode="after")
    def _check_lists(self) -> Self:
        if len(self.values) != len(self.weights):
            raise fault(f"needs one weight for each value, got {len(self.values)} values, {len(self.weights)} weights")
        for low, high in pairwise(self.values):
            if not low < high:
                raise fault(f"needs values in ascending order, got {low:g} before {high:g}")
        if min(self.weights) <= 0.0:
            raise fault(f"needs weights above 0, got {min(self.weights):g}")
        return self


Distribution = Fixed | Normal | Lognormal | Beta | Gamma | Triangular | Uniform | Choice
KINDS: dict[str, type[Distribution]] = {
    "fixed": Fixed,
    "normal": Normal,
    "lognormal": Lognormal,
    "beta": Beta,
    "gamma": Gamma,
    "triangular": Triangular,
    "uniform": Uniform,
    "choice": Choice,
}


class PriorEntry(Model):
    """An uncertain or fixed input as it is written in a file. It has exactly one distribution."""

    about: Line = Field(description="what the input is, one line")
    sets: Line | None = Field(
        None,
        description="kernel row that it sets: a row name, `<stem>.<side id>`, `donors.<donor id>.<row>` or "
        "`donors.<number>.<row>`; without it the entry is only used through `{prior: NAME}` in a branch",
    )
    unit: UnitText = Field(description="unit of the numbers, convertible to the unit of what it sets")
    fixed: Number | None = Field(None, description="the same value in every draw")
    normal: Normal | None = Field(None, description="normal distribution")
    lognormal: Lognormal | None = Field(None, description="lognormal distribution")
    beta: Beta | None = Field(None, description="beta distribution")
    gamma: Gamma | None = Field(None, description="gamma distribution")
    triangular: Triangular | None = Field(None, description="triangular distribution")
    uniform: Uniform | None = Field(None, description="uniform distribution")
    choice: Choice | None = Field(None, description="one of several values, each with its own weight")
    at_least: Number | None = Field(None, description="lower draws are set to this value")
    at_most: Number | None = Field(None, description="higher draws are set to this value")
    dimension: int | None = Field(
        None,
        ge=1,
        le=21201,
        description="Sobol dimension: a number that no other prior has or had; required unless `fixed`",
    )
    source: Line = Field(description="where the numbers come from")
    grade: Literal["A", "B", "C"] = Field(description="evidence: A measured, B from the literature, C judgment")
    note: Line | None = Field(None, description="remarks")
    as_of: Day | None = Field(None, description="date of the evidence, not after the date of the baseline")

    @property
    def distribution(self) -> Distribution:
        """The one distribution of the entry."""
        if self.fixed is not None:
            return Fixed(value=self.fixed)
        written = (getattr(self, kind) for kind in KINDS if kind != "fixed")
        distribution: Distribution = next(each for each in written if each is not None)
        return distribution


class Prior(Model):
    """An input of a checked experiment. A drawn value times `factor` is in the unit of the kernel row that it sets."""

    name: str
    about: str
    sets: str | None
    unit: str
    distribution: Distribution
    at_least: float | None
    at_most: float | None
    dimension: int | None
    source: str
    grade: Literal["A", "B", "C"]
    note: str | None
    as_of: date | None
    factor: float
