"""Models of question files and of the files that resolve them.

A question is answered by the members of a run. Its conditions are those of `success`, with three additions: a week may
be `deadline` or a date, `weekly` names a series of `timeseries.nc` in the week of the deadline, and `regime` names the
state of the war in that week.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from forecast.config.fields import Day, Share
from forecast.config.known import reader
from forecast.config.outcomes import Quantity
from forecast.config.prior import Id, Line, Model
from forecast.config.question_weeks import DEADLINE, check_joint, check_week
from forecast.config.values import fault
from forecast.config.wording import unknown

FORMS = ("quantity", "weekly", "regime")


def _bound(value: Any, info: ValidationInfo) -> float | None:
    data, context = info.data or {}, info.context or {}
    known: Quantity | None = (context.get("quantities") or {}).get(data.get("quantity") or "")
    known = known or (context.get("weekly") or {}).get(data.get("weekly") or "")
    if value is None or known is None:
        return None
    if known.flag:
        raise fault(f"'{data['quantity']}' is true or false: write 'is: true' or 'is: false'")
    if value == DEADLINE and known.unit == "weeks":
        return float(context.get("deadline") or 0)
    number: float = reader(known)(value, info)
    if known.unit == "weeks" and number < 0.0:
        raise fault(f"'{value}' lies before week 0 of the run")
    return number


Bound = Annotated[float | None, BeforeValidator(_bound, json_schema_input_type=str | float)]


def _named(what: str, key: str) -> Any:
    def check(name: Any, info: ValidationInfo) -> Any:
        valid = (info.context or {}).get(key)
        if valid and isinstance(name, str) and name not in valid:
            raise fault(unknown(what, name, valid))
        return name

    return BeforeValidator(check)


Regime = Annotated[str, _named("state of the war", "regimes")]


class AskedCondition(Model):
    """A condition of a question. It names one of quantity, weekly and regime. A missing value does not meet it."""

    quantity: Annotated[str | None, _named("quantity", "quantities")] = Field(
        None, description="name of a result column (docs/results.md), or peace_weeks"
    )
    weekly: Annotated[str | None, _named("weekly series", "weekly")] = Field(
        None, description="name of a weekly series of `timeseries.nc`; its value in the week of the deadline"
    )
    sector: Annotated[str | None, _named("sector", "sectors")] = Field(
        None, description="a sector of the front, only with `weekly: sector_net_km2`"
    )
    regime: Annotated[tuple[Regime, ...] | None, Field(strict=False, min_length=1)] = Field(
        None, description="states of the war in the week of the deadline, of which one holds"
    )
    at_least: Bound = Field(None, description="smallest value, with unit; a week also as `deadline` or a date")
    at_most: Bound = Field(None, description="largest value, with unit; a week also as `deadline` or a date")
    is_: bool | None = Field(None, alias="is", description="true or false, for a yes-or-no column")

    @model_validator(mode="after")
    def _check_form(self, info: ValidationInfo) -> Self:
        written = [key for key in FORMS if getattr(self, key) is not None]
        if len(written) != 1:
            raise fault("needs one of quantity, weekly and regime" + (f", got {' and '.join(written)}" * bool(written)))
        has_bounds = self.at_least is not None or self.at_most is not None
        if (self.sector is not None) != (self.weekly == "sector_net_km2"):
            raise fault("sector and 'weekly: sector_net_km2' go together")
        if self.regime is not None:
            if has_bounds or self.is_ is not None:
                raise fault("a regime stands alone: remove at_least, at_most and is")
            return self
        context = info.context or {}
        known = (context.get("quantities" if self.quantity else "weekly") or {}).get(self.quantity or self.weekly)
        if known is None:
            return self
        name = self.quantity or self.weekly
        if known.flag and self.is_ is None:
            raise fault(f"'{name}' is true or false: write 'is: true' or 'is: false'")
        if not known.flag and self.is_ is not None:
            raise fault(f"'{name}' is a number: write at_least or at_most")
        if not known.flag and not has_bounds:
            raise fault("needs at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault("needs at_least <= at_most")
        if self.quantity is not None:
            check_week(self.quantity, known, self.at_most, context)
        return self


class Reference(Model):
    """A probability that others gave for a question, such as a crowd or the record of other wars."""

    probability: Share = Field(description="the probability, `54 %` or `0.54`")
    source: Line = Field(description="where it comes from")
    as_of: Day | None = Field(None, description="date of the probability")


class Question(Model):
    """A question that a run answers with the share of its members that meet all conditions."""

    text: Line = Field(description="the question, which is answered by yes or no")
    all: Annotated[tuple[AskedCondition, ...], Field(strict=False, min_length=1)] = Field(
        description="conditions, all of which must hold; one with `weekly` or `regime` stands alone"
    )
    deadline: Day = Field(description="last day that counts; the last whole week of the run up to it is used")
    resolution: Line = Field(description="how the outcome is decided, and from which record")
    source: Line = Field(description="where the question comes from, such as a claim of a text")
    void: Line = Field(description="when the question is void: neither yes nor no, and not scored")
    crowd: Reference | None = Field(None, description="probability of a crowd, if there is one")
    base_rate: Reference | None = Field(None, description="probability from a record of other cases, if there is one")
    branch: Annotated[str | None, _named("branch", "branches")] = Field(
        None, description="branch that the question is about; by default the reference of the run"
    )

    @field_validator("deadline")
    @classmethod
    def _check_deadline(cls, day: date, info: ValidationInfo) -> date:
        context = info.context or {}
        start, horizon, week = context.get("date"), context.get("horizon"), context.get("deadline")
        if isinstance(start, date) and day < start:
            raise fault(f"{day} is before week 0 of the run, {start}")
        if horizon is not None and week is not None and week > horizon:
            raise fault(f"{day} is week {week}, beyond the horizon of the run, {horizon} weeks")
        return day

    @model_validator(mode="after")
    def _check_conditions(self, info: ValidationInfo) -> Self:
        if len(self.all) > 1 and any(condition.quantity is None for condition in self.all):
            raise fault("a condition with 'weekly' or 'regime' stands alone: weekly counts cannot be joined")
        names = [condition.quantity for condition in self.all if condition.quantity]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise fault(f"two conditions on '{twice}'; write at_least and at_most in one")
        check_joint({c.quantity: (c.at_least, c.at_most) for c in self.all if c.quantity}, info.context or {})
        return self


class QuestionsFile(Model):
    """A file of questions. Its hash is taken over this content, not over comments and layout."""

    title: Line = Field(description="what the questions are about, one line")
    registered: Day = Field(description="date when the questions were written down in this form")
    written: Literal["before the outcome", "with hindsight possible"] = Field(
        description="whether the outcomes can have been known; with hindsight possible there is no claim of skill"
    )
    week_0: Day | None = Field(
        None, description="week 0 for which the questions were written; a run with another one is refused"
    )
    note: Line | None = Field(None, description="remarks")
    questions: dict[Id, Question] = Field(description="questions by id")


class Resolution(Model):
    """The outcome of one question."""

    outcome: Literal["yes", "no", "void"] = Field(description="void: neither yes nor no, and not scored")
    date: Day = Field(description="date of the record that decides, not after `dated`")
    source: Line = Field(description="the record that decides, with the figures")
    note: Line | None = Field(None, description="remarks, such as why a question is void")


class ResolvedFile(Model):
    """A file of outcomes. Questions that it does not name stay open."""

    title: Line = Field(description="what is resolved, one line")
    dated: Day = Field(description="nothing after this date was used")
    note: Line | None = Field(None, description="remarks")
    outcomes: dict[Id, Resolution] = Field(description="outcomes by id of the question")
