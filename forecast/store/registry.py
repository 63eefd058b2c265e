"""Lists every column of the result tables with its name, unit, meaning, type and rule.

Names contain `{defender}`, `{attacker}` and `{donor}`, which are replaced by the ids of an experiment. The files, their
metadata, the reader and `docs/results.md` all use this list. Units come from the tables of the kernel.
"""

from dataclasses import dataclass, replace
from typing import Literal

from forecast.store.rules import (
    ComesBy,
    Donor,
    KnownNumber,
    Lasting,
    Number,
    Observed,
    Peace,
    Reaches,
    Refused,
    Rule,
    Week,
)
from forecast_kernels.layout import outcomes as o

SCHEMA_VERSION = "2"
TIMESERIES_FILE, SUMMARY_FILE, SUMMARY_CSV = "timeseries.nc", "summary.parquet", "summary.csv"
DEFEAT_SHARE = 0.8
PEACE_SHARE_WEEKS = 260
FRONT_ONLY = "front only (not in it: land lost in a collapse, the salient, land that a treaty moves)"
ALL_LAND = "collapse and treaty counted"

Kind = Literal["index", "serial", "week", "count", "flag", "real", "estimate", "text", "date"]
Where = Literal["draws", "members", "timeseries", "summary"]


@dataclass(frozen=True)
class Variable:
    """One column of a table, or one array of `timeseries.nc`.

    kind: index (int64), serial (int32), week (int16, null if never), count (int16), flag (bool, never null),
    real (float32), estimate (float64), text, date. where: the table. rule: computes the column from the outcomes of the
    kernel. needs: minimum horizon, in weeks, of a run that has the column. nullable: whether it may contain null. dims:
    dimensions of an array. evidence: text on the evidence for its values, set for an experiment. for_week: the week
    that its value is for, if that is not `needs`; 0 means the end of the run.
    """

    name: str
    unit: str
    long_name: str
    kind: Kind
    where: Where
    rule: Rule | None = None
    needs: int = 0
    nullable: bool = False
    dims: tuple[str, ...] = ()
    evidence: str = ""
    for_week: int | None = None

    def horizon(self, weeks: int) -> int:
        """The week that an estimate of this variable is for, in a run of `weeks` weeks. All files use this horizon."""
        return (self.needs if self.for_week is None else self.for_week) or weeks

    @property
    def is_bounds(self) -> bool:
        """Whether the array contains the ends of the bins of another variable."""
        return self.dims[-1:] == ("bound",)

    @property
    def discrete(self) -> bool:
        """Whether the column has few different values, so that dictionary encoding makes it smaller in Parquet."""
        return self.kind in ("week", "count", "flag", "text", "date")

    def named(self, ids: dict[str, str]) -> "Variable":
        """Return the variable with `{defender}` and so on replaced by ids. `ids`: `defender` -> id, and so on."""
        return replace(self, name=self.name.format(**ids), long_name=self.long_name.format(**ids))


def _event(name: str, row: int, meaning: str) -> list[Variable]:
    return [
        Variable(f"{name}_week", "weeks", f"week of {meaning}", "week", "members", Week(row), nullable=True),
        Variable(f"{name}_observed", "1", f"whether {meaning} came by the horizon", "flag", "members", Observed(row)),
    ]


def _number(name: str, row: int, meaning: str, needs: int = 0, for_week: int | None = None) -> Variable:
    return Variable(name, o.OUTCOMES[row].unit, meaning, "real", "members", Number(row), needs, for_week=for_week)


def _known(name: str, row: int, meaning: str, needs: int = 0, for_week: int | None = None) -> Variable:
    """A number that is null where the kernel gives -1."""
    unit = o.OUTCOMES[row].unit
    rule = KnownNumber(row)
    return Variable(name, unit, meaning, "real", "members", rule, needs, nullable=True, for_week=for_week)


def _flag(name: str, rule: Rule, meaning: str, needs: int = 0) -> Variable:
    return Variable(name, "1", meaning, "flag", "members", rule, needs)


def _count(name: str, row: int, meaning: str) -> Variable:
    return Variable(name, "1", meaning, "count", "members", Number(row))


MEMBER = Variable("member", "1", "member number: draw * replicates + replicate", "index", "members")
DRAW = Variable("draw", "1", "number of the parameter vector", "serial", "draws")
REPLICATE = Variable("replicate", "1", "number of the noise path within its draw", "serial", "draws")

AID = Variable(
    "aid_{donor}_eur_bn",
    "EUR bn",
    "aid of {donor} delivered by week 104, undiscounted",
    "real",
    "members",
    Donor(),
    o.SNAPSHOT_WEEKS[-1],
)

LASTING = (
    ("durable", (o.RESUMED_WEEK,), "no return to war"),
    ("quiet", (o.RESUMED_WEEK, o.BROKEN_WEEK), "neither a return to war nor low-intensity fighting"),
    ("no_large_war", (o.LARGE_WAR_WEEK,), "no return to large-scale war"),
)
"""Kinds of a ceasefire that lasts: name, events that end it, and the same in words."""

OUTCOME_VARIABLES: tuple[Variable, ...] = (
    *_event("ceasefire", o.CEASEFIRE_WEEK, "the first ceasefire over the whole front"),
    *_event("resumed", o.RESUMED_WEEK, "the return to war after that ceasefire (deadly low-intensity fighting counts)"),
    *_event("large_war", o.LARGE_WAR_WEEK, "the return to large-scale war after that ceasefire"),
    *_event("broken", o.BROKEN_WEEK, "the first low-intensity fighting after that ceasefire"),
    *_event("collapse_{defender}", o.COLLAPSE_WEEK_0, "a military collapse of {defender}"),
    *_event("collapse_{attacker}", o.COLLAPSE_WEEK_1, "a disruption of {attacker}"),
    *_event("agreement", o.AGREEMENT_WEEK, "the first agreement (truces included)"),
    *_event("package_signed", o.PACKAGE_SIGNED_WEEK, "the first agreement on the package of the branch"),
    *_event("ready_{attacker}", o.READY_WEEK_1, "{attacker} being ready for something on the table"),
    *_event("refused", o.REFUSED_WEEK, "the end of an offer without an answer"),
    *_event("surge", o.SURGE_WEEK, "the start of a surge that is carried out"),
    *_event("membership", o.MEMBER_WEEK, "the entry into force of alliance membership"),
    *_event("second_peace", o.END2_WEEK, "the end of a resumed war"),
    *(
        _flag(
            f"{name}_{years}y",
            Lasting(52 * years, rows),
            f"whether a ceasefire came by week 104 and {nothing} in the {52 * years} weeks after it",
            104 + 52 * years,
        )
        for name, rows, nothing in LASTING
        for years in (1, 2, 5, 10)
    ),
    *(
        _number(f"net_km2_w{week}", row, f"net gain of {{attacker}} by week {week}, {FRONT_ONLY}", week)
        for week, row in zip(o.SNAPSHOT_WEEKS, (o.NET_W4, o.NET_W13, o.NET_W26, o.NET_W52, o.NET_W104), strict=True)
    ),
    *(
        _number(
            f"share_pre2022_w{week}",
            row,
            f"land of {{defender}} over its land before 2022, week {week}, {ALL_LAND}",
            week,
        )
        for week, row in zip(o.YEAR_WEEKS, (o.HELD_W52, o.HELD_W104, o.HELD_W520), strict=True)
    ),
    Variable(
        "share_pre2022_ceasefire_5y",
        "1",
        f"the same {PEACE_SHARE_WEEKS} weeks after the first ceasefire; null without one or beyond the horizon",
        "real",
        "members",
        KnownNumber(o.HELD_PEACE5Y),
        PEACE_SHARE_WEEKS,
        nullable=True,
        for_week=0,
    ),
    _number("losses_{defender}_w52", o.LOSSES_0_W52, "killed and wounded of {defender} by week 52", 52),
    _number("losses_{defender}_w104", o.LOSSES_0_W104, "killed and wounded of {defender} by week 104", 104),
    _number("losses_{attacker}_w52", o.LOSSES_1_W52, "killed and wounded of {attacker} by week 52", 52),
    _number("losses_{attacker}_w104", o.LOSSES_1_W104, "killed and wounded of {attacker} by week 104", 104),
    AID,
    _flag("verified", Reaches(o.VERIFIED), "whether the ceasefire began with verification on site"),
    _flag("neutral", Reaches(o.NEUTRAL), "whether the ceasefire was signed with neutrality"),
    _flag("recognised", Reaches(o.RECOGNISED), "whether the ceasefire was signed with recognition of losses"),
    _flag("gap_failure", Reaches(o.GAP_FAILURE), "whether war returned with troops gone and membership not in force"),
    _flag(
        "complete_defeat",
        Reaches(o.COLLAPSE_LOSS, DEFEAT_SHARE),
        f"whether a collapse cost {{defender}} at least {DEFEAT_SHARE:.0%} of the land that it held",
    ),
    *(
        _flag(
            f"package_signed_w{week}",
            ComesBy(o.PACKAGE_SIGNED_WEEK, week),
            f"whether both sides agreed on the package of the branch by week {week}",
            week,
        )
        for week in (52, 104)
    ),
    _flag(
        "{defender}_refused",
        Refused(o.SNAPSHOT_WEEKS[-1]),
        "whether {attacker} was ready for something on the table by week 104 and {defender} signed nothing by then",
        o.SNAPSHOT_WEEKS[-1],
    ),
    _flag(
        "cut_losses",
        Reaches(o.CUT_LOSSES),
        "whether {attacker} signed first when the war had lost value to it, without land, recognition or neutrality",
    ),
    _count("agreement_item", o.AGREEMENT_ITEM, "first agreement: 0 none, 1 standing terms, 2 package, 3 counter-offer"),
    _number(
        "policy_chance",
        o.POLICY_CHANCE,
        "chance that the leader of the lead donor does what the branch says: makes the offer, or cuts",
        for_week=0,
    ),
    _count("truces_broken", o.TRUCES_BROKEN, "agreements that broke, also renewed ones (in a truce also into war)"),
    _number("low_weeks", o.LOW_WEEKS, "weeks of low-intensity fighting"),
    _count("ruptures_{defender}", o.RUPTURES_0, "ruptures opened by {defender}"),
    _count("ruptures_{attacker}", o.RUPTURES_1, "ruptures opened by {attacker}"),
    _number("treaty_transfer_km2", o.TRANSFER, "area returned to {defender} by treaty"),
    _number("collapse_loss_share", o.COLLAPSE_LOSS, "share of the land held by {defender} that a collapse cost"),
    _number("salient_km2_w26", o.SALIENT_W26, "area of {attacker} held by {defender} after 26 weeks", 26),
    _number("force_{defender}_w52", o.FORCE_0_W52, "force of {defender} after 52 weeks", 52),
    _number("force_{attacker}_w52", o.FORCE_1_W52, "force of {attacker} after 52 weeks", 52),
    _number("fires_ratio_w26", o.FIRES_W26, "fires of {attacker} over fires of {defender}, week 26", 26),
    _number("stress_w52", o.STRESS_W52, "economic stress of {attacker} above its start, week 52", 52),
    _number("ceded_km2", o.CEDED, "area that {defender} left by treaty"),
    _number(
        "accept_reference_26w",
        o.ACCEPT_REFERENCE,
        "chance of {attacker} to accept the reference offer in 26 weeks; equal in all branches",
        for_week=26,
    ),
    _known(
        "accept_{attacker}_26w",
        o.ACCEPT_1,
        "chance of {attacker} to accept in 26 weeks, when its package is tabled",
        for_week=26,
    ),
    _known("accept_{defender}", o.ACCEPT_0, "chance of {defender} to sign when {attacker} is ready, in that week"),
    _number("credibility_w52", o.CREDIBILITY_W52, "belief of {attacker} that a threat is carried out, week 52", 52),
    _known(
        "violations_1y",
        o.VIOLATIONS_1Y,
        "losses over those of week 0, a year after the ceasefire, if it holds",
        52,
        for_week=0,
    ),
    _number("gap_weeks", o.GAP_WEEKS, "weeks of ceasefire with troops gone and membership not in force"),
    _number(
        "sovereignty_w104",
        o.SOVEREIGNTY_W104,
        "sovereignty index of {defender} (collapsed: all terms count), week 104",
        104,
    ),
    _number(
        "sovereignty_w520",
        o.SOVEREIGNTY_W520,
        "sovereignty index of {defender} (collapsed: all terms count), week 520",
        520,
    ),
    _number(
        "lost_defacto_w520",
        o.LOST_DEFACTO_W520,
        "land of before 2022 lost in fact only (a collapse too), week 520",
        520,
    ),
    _number(
        "lost_recognised_w520",
        o.LOST_RECOGNISED_W520,
        "land of before 2022 whose loss an agreement in force recognises, week 520",
        520,
    ),
    _number(
        "regain_w520",
        o.REGAIN_W520,
        "chance that diplomacy has returned land to {defender} by week 520; not in the land held",
        520,
    ),
    _number("spill_neighbour_w520", o.SPILL_NEIGHBOUR_W520, "chance of force on another neighbour by week 520", 520),
    _number("spill_nato_w520", o.SPILL_NATO_W520, "chance of an attack on an ally by week 520", 520),
    _number("spill_taiwan_w520", o.SPILL_TAIWAN_W520, "chance of force over Taiwan by week 520", 520),
    _number("keepers_cost_eur_bn", o.KEEPERS_COST, "cost of foreign troops to the horizon, undiscounted"),
)

PEACE_WEEKS = Variable(
    "peace_weeks",
    "weeks",
    "whole weeks of peace after the first ceasefire: to the return to war (not counted) or the horizon",
    "week",
    "members",
    Peace(),
    nullable=True,
)
"""A quantity that success conditions may name. It is not a column."""
