"""A branch: what is done, and from when. A key that is left out keeps the neutral value of its lever."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from forecast.config.fields import Area0, Chance, Duration, Executed, Flag, Multiple, Persons, Pledge, When
from forecast.config.prior import Line, Model


class Aid(Model):
    """Aid of one donor."""

    keep: Chance | None = Field(None, description="share of the week-0 flow that continues; 0 % is a cut")
    change: When | None = Field(None, description="week or date from which the flow moves to the share in `keep`")
    back: When | None = Field(None, description="week or date at which the flow comes back; never if left out")
    runout: Duration | None = Field(None, description="time constant of the change of the flow")
    pipeline: Literal["flows", "halted"] | None = Field(
        None, description="whether deliveries that are already under way continue"
    )
    backfill: Multiple | None = Field(
        None, description="factor on the aid with which this donor replaces aid that others cut"
    )
    in_peace: Multiple | None = Field(None, description="flow in a ceasefire, as a multiple of the flow in war")


class Troops(Model):
    """Foreign troops after a ceasefire."""

    size: Persons = Field(description="number of troops")
    arrival: Duration | None = Field(None, description="time from the ceasefire until the troops are in place")
    duration: Duration | None = Field(None, description="how long they stay")
    until_membership: Flag | None = Field(
        None, description="the troops stay until membership is in force, however long that takes"
    )


def _none_if_written(value: Any) -> Any:
    return None if value == "none" else value


class Territory(Model):
    """What a package says about land. Without it the line of contact is the border in fact, but not in law."""

    recognition: Flag | None = Field(None, description="the loss of occupied land is recognised in law")
    cession: Area0 | None = Field(
        None, description="land that the defender gives up at signature, beyond the line of contact"
    )


class Package(Model):
    """The package of this branch. The standing terms of the baseline stay on the table beside it."""

    on_table: When = Field(0.0, description="week or date from which this package is on the table")
    withdrawn: When | None = Field(
        None, description="week or date at which it is taken off the table; never if left out"
    )
    bilateral: Flag | None = Field(None, description="bilateral commitments")
    troops: Annotated[
        Troops | None, BeforeValidator(_none_if_written, json_schema_input_type=Troops | Literal["none"] | None)
    ] = Field(None, description="foreign troops after a ceasefire, or `none`")
    membership: Literal["none", "path", "at_signature"] | None = Field(None, description="alliance membership")
    west_german_clause: Flag | None = Field(
        None,
        description="membership covers only the land that the defender holds (the default), as for West Germany "
        "in 1955",
    )
    territory: Territory | None = Field(None, description="the line and its status in law")
    neutrality: Flag | None = Field(None, description="neutrality of the defender with force caps")
    sanctions_relief: Flag | None = Field(None, description="sanctions relief for the attacker")
    salient_swap: Flag | None = Field(None, description="the salient is swapped for land at signature")
    demilitarised_zone: Flag | None = Field(None, description="a demilitarised zone along the line of contact")
    verification: Chance = Field(description="chance that an agreement has on-site verification; if not, it is a truce")


class Intelligence(Model):
    """Intelligence from the lead donor."""

    cut: When = Field(description="week or date from which the intelligence is cut")
    back: When | None = Field(None, description="week or date at which it comes back; never if left out")


class Strikes(Model):
    """Long-range strikes."""

    unrestricted_from: When = Field(
        description="week or date at which limits are lifted, whatever the answer to an ultimatum"
    )


class Sanctions(Model):
    """Sanctions on the attacker."""

    surge_from: When = Field(description="week or date of a surge of sanctions, whatever the answer to an ultimatum")


class Compact(Model):
    """A burden-sharing compact."""

    adopted: When = Field(description="week or date at which the compact is adopted")
    pledge: Pledge | None = Field(None, description="pledged defence spending as a share of output; 3 % if left out")
    capabilities: Chance | None = Field(
        None, description="share of the alliance's capabilities that the other allies take on; 50 % if left out"
    )
    missions: Flag | None = Field(
        None, description="the other allies take on all missions but collective defence (the default)"
    )


class Surge(Model):
    """The surge of aid: `<donor id>: 1.8 x` is the multiple of that donor's week-0 flow.

    The donor's stocks (`surge_stock`) and production (`surge_production`) limit what it delivers of that.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Multiple] = Field(init=False)

    duration: Duration | None = Field(None, description="length of the surge")
    ramp: Duration | None = Field(None, description="time until the surge flow is reached")

    @property
    def multiples(self) -> dict[str, Any]:
        """Donor id to multiple of its week-0 flow (a float or a PriorRef)."""
        return dict(self.__pydantic_extra__ or {})


class Counter(Model):
    """A counter-offer of the attacker: the standing terms and what it asks for in addition."""

    chance: Chance = Field(description="chance that it makes one after the refusal")
    neutrality: Flag | None = Field(None, description="neutrality of the defender with force caps")
    sanctions_relief: Flag | None = Field(None, description="sanctions relief for the attacker")
    recognition: Flag | None = Field(None, description="the loss of occupied land is recognised in law")


class IfRefused(Model):
    """What follows if the deadline passes without an agreement: the threat, and a counter-offer."""

    executed: Executed | None = Field(
        None,
        description="`always`, `never` (a bluff), or the chance that the threat is carried out if the will is "
        "unchanged",
    )
    appropriation: Duration | None = Field(
        None, description="time from the refusal to the first new money of the surge: a law must pass"
    )
    drawdown: Duration | None = Field(
        None,
        description="time from the refusal to the first commitments from stocks; as `appropriation` if left out",
    )
    surge: Surge | None = Field(None, description="surge of aid")
    strikes: Literal["limited", "unrestricted"] | None = Field(None, description="long-range strikes with the surge")
    sanctions: Literal["unchanged", "surge"] | None = Field(None, description="sanctions with the surge")
    counter: Counter | None = Field(None, description="a counter-offer of the attacker, beside the package")


class Offer(Model):
    """An ultimatum."""

    announced: When = Field(description="week or date of the ultimatum")
    deadline: Duration | None = Field(None, description="time from the ultimatum to its deadline")
    freeze: Literal["standing", "withdrawn"] | None = Field(
        None,
        description="whether the standing terms stay on the table; `withdrawn`: not from the ultimatum until the "
        "announced surge would be over",
    )
    surge_from: When | None = Field(
        None, description="week or date at which the surge of `if_refused` begins, whatever the answer (strength first)"
    )
    if_refused: IfRefused | None = Field(None, description="what follows if the deadline passes without an agreement")


class Wait(Model):
    """A date abroad that the attacker waits for, such as an election."""

    until: When = Field(description="week or date before which the attacker prefers to wait")


class Branch(Model):
    """A policy alternative. Any quantity or flag may be `{prior: NAME}`."""

    title: Line | None = Field(
        None,
        description="short name for tables and figures; without it the id is shown as words; a file that extends this "
        "one does not inherit it, and the config hash ignores it",
    )
    about: Line | None = Field(None, description="one line on the branch")
    aid: dict[str, Aid] = Field(default_factory=dict, description="the flow of each donor, by donor id")
    package: Package | None = Field(None, description="the package on the table")
    pressure: Chance | None = Field(
        None, description="pressure on the defender to settle while the package is on the table"
    )
    intelligence: Intelligence | None = Field(None, description="a cut of the lead donor's intelligence")
    strikes: Strikes | None = Field(None, description="long-range strikes")
    sanctions: Sanctions | None = Field(None, description="sanctions on the attacker")
    compact: Compact | None = Field(None, description="a burden-sharing compact")
    offer: Offer | None = Field(None, description="an ultimatum")
    wait: Wait | None = Field(None, description="a date that the attacker waits for before it settles")
