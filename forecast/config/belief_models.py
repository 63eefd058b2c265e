"""Models of belief files: what somebody believes of a few inputs, in place of the priors of a run."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from forecast.config.fields import Number, UnitText
from forecast.config.prior import (
    KINDS,
    Beta,
    Choice,
    Distribution,
    Gamma,
    Id,
    Line,
    Lognormal,
    Model,
    Normal,
    Triangular,
    Uniform,
)
from forecast.config.values import fault

OWN = "the user's belief"
"""Source of a belief that names none."""

FRESH = "for that, run anew with --set"


class BelievedBeta(Model):
    """A beta distribution on 0 to 1, by its shapes or by its mean and standard deviation."""

    a: Number | None = Field(None, gt=0, description="first shape, above 0")
    b: Number | None = Field(None, gt=0, description="second shape, above 0")
    mean: Number | None = Field(None, gt=0, lt=1, description="mean, between 0 and 1")
    sd: Number | None = Field(None, gt=0, description="standard deviation, below sqrt(mean (1 - mean))")

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        written = tuple(key for key in ("a", "b", "mean", "sd") if getattr(self, key) is not None)
        if written not in (("a", "b"), ("mean", "sd")):
            raise fault(f"needs a and b, or mean and sd, got {' and '.join(written) or 'none'}")
        if self.mean is not None and self.sd is not None and self._size(self.mean, self.sd) <= 0.0:
            raise fault(f"sd: must be below {(self.mean * (1.0 - self.mean)) ** 0.5:.3g} with this mean")
        return self

    @staticmethod
    def _size(mean: float, sd: float) -> float:
        return mean * (1.0 - mean) / sd**2 - 1.0

    @property
    def shapes(self) -> Beta:
        """The same distribution by its shapes."""
        if self.mean is None or self.sd is None:
            return Beta.model_construct(a=self.a, b=self.b)
        size = self._size(self.mean, self.sd)
        return Beta.model_construct(a=self.mean * size, b=(1.0 - self.mean) * size)


class BelievedEntry(Model):
    """The distribution that is believed of one input. What is left out stays as in the prior of the run."""

    unit: UnitText | None = Field(None, description="unit of the numbers; that of the prior if left out")
    fixed: Number | None = Field(None, description="refused: draws cannot be weighted onto one value")
    normal: Normal | None = Field(None, description="normal distribution")
    lognormal: Lognormal | None = Field(None, description="lognormal distribution")
    beta: BelievedBeta | None = Field(None, description="beta distribution, by a and b or by mean and sd")
    gamma: Gamma | None = Field(None, description="gamma distribution")
    triangular: Triangular | None = Field(None, description="triangular distribution")
    uniform: Uniform | None = Field(None, description="uniform distribution")
    choice: Choice | None = Field(None, description="one of several values, each with its own weight")
    at_least: Number | None = Field(None, description="lower values count as this one; as in the prior if left out")
    at_most: Number | None = Field(None, description="higher values count as this one; as in the prior if left out")

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        written = [kind for kind in KINDS if getattr(self, kind) is not None]
        if "fixed" in written:
            raise fault(f"fixed: no draw has exactly this value, so none can be weighted onto it; {FRESH}")
        if len(written) != 1:
            got = f"got {' and '.join(written)}" if written else "got none"
            kinds = ", ".join(kind for kind in KINDS if kind != "fixed")
            raise fault(f"needs exactly one distribution ({kinds}), {got}")
        if self.at_least is not None and self.at_most is not None and self.at_least >= self.at_most:
            raise fault(f"needs at_least < at_most, got {self.at_least:g} and {self.at_most:g}")
        return self

    @property
    def distribution(self) -> Distribution:
        """The one distribution, in the unit of the entry."""
        if self.beta is not None:
            return self.beta.shapes
        written = (getattr(self, kind) for kind in KINDS if kind not in ("fixed", "beta"))
        distribution: Distribution = next(each for each in written if each is not None)
        return distribution


class BeliefEntry(Model):
    """A belief as it is written: what it says, and the distribution of each input that it is about."""

    about: Line = Field(description="what is believed, in which direction it points, and why")
    source: Line = Field(OWN, description="where the belief comes from")
    grade: Literal["A", "B", "C"] = Field("C", description="evidence: A measured, B from the literature, C judgment")
    priors: Annotated[dict[Id, BelievedEntry], Field(min_length=1)] = Field(description="believed inputs by name")


class BeliefsFile(Model):
    """A file with one belief (`about`, `priors`), or with several named ones under `beliefs`."""

    title: Line | None = Field(None, description="what the beliefs are about, with several")
    about: Line | None = Field(None, description="what is believed, in which direction it points, and why")
    source: Line | None = Field(None, description="where the belief comes from")
    grade: Literal["A", "B", "C"] | None = Field(None, description="evidence: A, B or C")
    priors: dict[Id, BelievedEntry] | None = Field(None, description="believed inputs by name")
    beliefs: dict[Id, BeliefEntry] | None = Field(None, description="several beliefs by name")
