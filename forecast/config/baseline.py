"""The baseline: the dated state of the war from which every branch starts."""

from typing import Annotated, Literal

from pydantic import Field

from forecast.config.fields import Area, Day, Length, Share
from forecast.config.prior import Id, Line, Model, PriorEntry

SectorId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]


class Side(Model):
    """One of the two sides."""

    role: Literal["defender", "attacker"] = Field(description="the defender receives the aid")
    name: Line = Field(description="name in reports")


class Donor(Model):
    """A state or group of states that gives aid to the defender."""

    name: Line = Field(description="name in reports")


class SectorErrors(Model):
    """Standard errors of the estimates of a sector, in the units of its values."""

    contact: Length | None = Field(None, description="standard error of the length of contact")
    share: Share | None = Field(None, description="standard error of the share")
    active_stay: Share | None = Field(None, description="standard error of the chance to stay active")
    active_open: Share | None = Field(None, description="standard error of the chance to open")
    stake: Area | None = Field(None, description="standard error of the area at stake")
    stake_defender: Area | None = Field(None, description="standard error of the area that the defender can take back")
    counter_share: Share | None = Field(None, description="standard error of the share of the defender's gain")
    counter_active: Share | None = Field(
        None, description="standard error of the share of weeks with a gain of the defender"
    )


class Sector(Model):
    """A stretch of the front."""

    name: Line = Field(description="name in reports")
    contact: Length = Field(description="length of contact")
    share: Share = Field(description="expected share of the attacker's gain; rescaled to sum to one")
    active_stay: Share = Field(description="chance that an active sector is active next week")
    active_open: Share = Field(description="chance that a quiet sector is active next week")
    active_t0: bool = Field(description="whether the sector is active at week 0")
    stake: Area = Field(description="area that the attacker can still take")
    stake_defender: Area = Field(description="area that the defender can take back")
    counter_share: Share = Field(description="expected share of the defender's gain; rescaled to sum to one")
    counter_active: Share = Field(description="share of weeks in which the defender gains ground")
    source: Line = Field(description="where the numbers come from")
    grade: Literal["A", "B", "C"] = Field(description="evidence: A measured, B from the literature, C judgment")
    note: Line | None = Field(None, description="remarks")
    se: SectorErrors | None = Field(None, description="standard errors of the estimates")


class Baseline(Model):
    """The dated state of the war, without its uncertain inputs (those are in `Experiment.priors`)."""

    name: Line = Field(description="name of the baseline")
    date: Day = Field(description="week 0")
    sides: dict[Id, Side] = Field(description="the two sides by id: exactly one defender and one attacker")
    donors: dict[Id, Donor] = Field(
        min_length=1, max_length=8, description="donors by id, in order; the first is the lead donor"
    )
    sectors: dict[SectorId, Sector] = Field(min_length=1, max_length=64, description="sectors by id, in order")

    @property
    def defender(self) -> str:
        """Id of the defender, side 0 of the kernel."""
        return next(key for key, side in self.sides.items() if side.role == "defender")

    @property
    def attacker(self) -> str:
        """Id of the attacker, side 1 of the kernel."""
        return next(key for key, side in self.sides.items() if side.role == "attacker")


class BaselineFile(Baseline):
    """A baseline as it is written in a file."""

    about: Line | None = Field(None, description="what the baseline is, one line")
    state: dict[Id, PriorEntry] = Field(
        default_factory=dict,
        description="inputs at the date of the baseline by name, uncertain or fixed; written like priors",
    )
