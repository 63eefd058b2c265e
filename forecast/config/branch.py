"""A branch: what is done, and from when. Whatever is left out keeps the neutral value of its lever."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from forecast.config.fields import Area0, Chance, Duration, Executed, Flag, Multiple, Persons, Pledge, When
from forecast.config.prior import Line, Model


class Aid(Model):
    """The flow of one donor."""

    keep: Chance | None = Field(None, description="share of the week-0 flow that continues; 0 % is a cut")
    change: When | None = Field(None, description="week or date from which the flow moves to what is kept")
    back: When | None = Field(None, description="week or date at which the flow comes back; never if left out")
    runout: Duration | None = Field(None, description="time constant of that move")
    pipeline: Literal["flows", "halted"] | None = Field(None, description="whether deliveries under way go on")
    backfill: Multiple | None = Field(None, description="strength of this donor's replacement of others")
    in_peace: Multiple | None = Field(None, description="flow in a ceasefire over the flow in war")


class Troops(Model):
    """Foreign troops after a ceasefire."""

    size: Persons = Field(description="number of troops")
    arrival: Duration | None = Field(None, description="from ceasefire to troops in place")
    duration: Duration | None = Field(None, description="how long they stay")
    until_membership: Flag | None = Field(None, description="they stay until membership is in force, however long")


def _none(value: Any) -> Any:
    return None if value == "none" else value


class Territory(Model):
    """What a package says on land; without it the line of contact stands, in fact and not in law."""

    recognition: Flag | None = Field(None, description="losses are recognised in law")
    cession: Area0 | None = Field(None, description="land that the defender leaves at signature beyond the line")


class Package(Model):
    """What this branch puts on the table. Without it the standing package of the baseline stays there."""

    on_table: When = Field(0.0, description="week or date from which this package is on the table")
    bilateral: Flag | None = Field(None, description="bilateral commitments")
    troops: Annotated[Troops | None, BeforeValidator(_none, json_schema_input_type=Troops | Literal["none"] | None)] = (
        Field(None, description="foreign troops after a ceasefire, or `none`")
    )
    membership: Literal["none", "path", "at_signature"] | None = Field(None, description="alliance membership")
    west_german_clause: Flag | None = Field(
        None, description="membership is for the land held only (the default), as for West Germany in 1955"
    )
    territory: Territory | None = Field(None, description="the line and its standing in law")
    neutrality: Flag | None = Field(None, description="neutrality of the defender with force caps")
    sanctions_relief: Flag | None = Field(None, description="sanctions relief for the attacker")
    salient_swap: Flag | None = Field(None, description="the salient is swapped for land at signature")
    verification: Chance = Field(description="chance that an agreement has on-site verification; without it a truce")


class Intelligence(Model):
    """The lead donor's intelligence."""

    cut: When = Field(description="week or date from which it is cut")
    back: When | None = Field(None, description="week or date at which it comes back; never if left out")


class Strikes(Model):
    """Long-range strikes."""

    unrestricted_from: When = Field(description="week or date at which limits are lifted whatever the answer")


class Sanctions(Model):
    """Sanctions on the attacker."""

    surge_from: When = Field(description="week or date of a sanctions surge whatever the answer")


class Compact(Model):
    """A burden-sharing compact."""

    adopted: When = Field(description="week or date at which it is adopted")
    pledge: Pledge | None = Field(
        None, description="defence spending that it pledges, share of output; 3 % if left out"
    )


class Surge(Model):
    """The surge of aid: `<donor id>: 1.8 x` is the multiple of that donor's week-0 flow."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Multiple] = Field(init=False)

    duration: Duration | None = Field(None, description="length of the surge")
    ramp: Duration | None = Field(None, description="time until the surge flow is reached")

    @property
    def multiples(self) -> dict[str, Any]:
        """Donor id to multiple of its week-0 flow (a float or a PriorRef)."""
        return dict(self.__pydantic_extra__ or {})


class IfRefused(Model):
    """What is threatened for the case that the offer runs out unanswered."""

    executed: Executed | None = Field(
        None, description="`always`, `never` (a bluff), or the chance that the threat is carried out at unchanged will"
    )
    appropriation: Duration | None = Field(None, description="from refusal to the first surge commitments")
    surge: Surge | None = Field(None, description="surge of aid")
    strikes: Literal["limited", "unrestricted"] | None = Field(None, description="long-range strikes with the surge")
    sanctions: Literal["unchanged", "surge"] | None = Field(None, description="sanctions with the surge")


class Offer(Model):
    """An ultimatum."""

    announced: When = Field(description="week or date of the ultimatum")
    deadline: Duration | None = Field(None, description="from the ultimatum to its deadline")
    surge_from: When | None = Field(
        None, description="week or date at which the surge of `if_refused` begins whatever the answer: strength first"
    )
    if_refused: IfRefused | None = Field(None, description="what follows if it runs out")


class Branch(Model):
    """A policy alternative. Any quantity or flag may be `{prior: NAME}`."""

    about: Line | None = Field(None, description="one line on the branch")
    aid: dict[str, Aid] = Field(default_factory=dict, description="the flow of each donor, by donor id")
    package: Package | None = Field(None, description="the package on the table")
    pressure: Chance | None = Field(None, description="pressure on the defender to settle while the package stands")
    intelligence: Intelligence | None = Field(None, description="a cut of the lead donor's intelligence")
    strikes: Strikes | None = Field(None, description="long-range strikes")
    sanctions: Sanctions | None = Field(None, description="sanctions on the attacker")
    compact: Compact | None = Field(None, description="a burden-sharing compact")
    offer: Offer | None = Field(None, description="an ultimatum")
