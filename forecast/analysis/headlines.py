"""The headline outcomes: what the branch table, the summary and the report all show, defined once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Floats, Linear, Sorted, mean
from forecast.analysis.members import Members

Statistic = Literal["probability", "mean", "median"]
BY_WEEK = 104
YEARS = (5, 2, 1)
IN_WORDS = {5: "five years", 2: "two years", 1: "one year"}
INTERVAL = (0.1, 0.9)


def lasting_years(horizon: int) -> int | None:
    """Of 5, 2 and 1 years, the longest for which a run can tell whether a ceasefire by week 104 lasts."""
    return next((years for years in YEARS if BY_WEEK + 52 * years <= horizon), None)


def durable(years: int) -> str:
    """Target: a ceasefire by week 104 that lasts so many years."""
    return f"durable_{years}y"


def lasts(years: int) -> str:
    """Target: the same, over the members with a ceasefire by week 104."""
    return f"lasts_{years}y_given_ceasefire_by_w{BY_WEEK}"


@dataclass(frozen=True)
class Headline:
    """An outcome of one branch.

    target: its name in the summary. label: in words. short: for a terminal. values: member values of a branch, NaN
    where the outcome has no meaning (so a conditional probability is a plain one). column: whether it is a column.
    of: the same from the `columns` of a branch, in whatever order their members are.
    """

    target: str
    label: str
    short: str
    unit: str
    statistic: Statistic
    horizon: int
    values: Callable[[str], Floats]
    column: bool = False
    columns: tuple[str, ...] = ()
    of: Callable[..., NDArray[Any]] = lambda values: values

    def linear(self, members: Members, branch: str) -> Linear:
        """The statistic in one branch."""
        if self.statistic == "median":
            return Sorted(self.values(branch), members.clusters).quantile(0.5)
        return mean(self.values(branch), members.clusters)

    def interval(self, members: Members, branch: str) -> tuple[Linear, Linear] | None:
        """The 80% interval over members, for a median."""
        if self.statistic != "median":
            return None
        ordered = Sorted(self.values(branch), members.clusters)
        return ordered.quantile(INTERVAL[0]), ordered.quantile(INTERVAL[1])


def headlines(members: Members) -> list[Headline]:
    """Those that the horizon of the run allows, in the order in which they are shown."""
    horizon = members.manifest.horizon
    rows = [
        *_acceptance(members),
        *_ceasefires(members),
        *_lasting(members),
        *_ground(members),
        *_costs(members),
        *_success(members),
    ]
    return [row for row in rows if row.horizon <= horizon and (not row.column or row.target in members.variables)]


def _column(
    members: Members, target: str, label: str, short: str, statistic: Statistic, horizon: int, unit: str = "1"
) -> Headline:
    values = partial(members.values, name=target)
    return Headline(target, label, short, unit, statistic, horizon, values, column=True, columns=(target,))


def _made(
    members: Members,
    names: tuple[str, str, str],
    horizon: int,
    columns: tuple[str, ...],
    of: Callable[..., NDArray[Any]],
) -> Headline:
    """A probability that is no column of its own. names: target, label, short."""

    def values(branch: str) -> Floats:
        return of(*(members.values(branch, column) for column in columns)).astype(np.float64)

    return Headline(*names, "1", "probability", horizon, values, columns=columns, of=of)


def _by(members: Members, event: str, target: str, label: str, short: str, week: int) -> Headline:
    """Whether an event came by a week."""
    return _made(members, (target, label, short), week, (f"{event}_week",), lambda weeks: weeks <= week)


def _acceptance(members: Members) -> list[Headline]:
    attacker = members.manifest.sides[1]
    label = f"Chance that {members.side_name(attacker)} accepts within 26 weeks what is on the table"
    return [_column(members, f"accept_{attacker}_26w", label, f"{attacker} accepts 26w", "mean", 26)]


def _ceasefires(members: Members) -> list[Headline]:
    return [
        _by(members, "ceasefire", f"ceasefire_by_w{w}", f"Ceasefire within {w} weeks", f"ceasefire by w{w}", w)
        for w in (52, BY_WEEK)
    ]


def _lasting(members: Members) -> list[Headline]:
    """Whether a ceasefire lasts: over all members, and over those that have one."""
    years = lasting_years(members.manifest.horizon)
    if years is None:
        return []
    name, words, weeks = durable(years), IN_WORDS[years], BY_WEEK + 52 * years

    def given(ceasefire: NDArray[Any], lasting: NDArray[Any]) -> NDArray[Any]:
        return np.where(ceasefire <= BY_WEEK, lasting, np.float32(np.nan))

    joint = f"Ceasefire within {BY_WEEK} weeks that lasts {words}"
    conditional = f"Lasts {words}, where there is a ceasefire within {BY_WEEK} weeks"
    return [
        _column(members, name, joint, f"durable {years}y", "probability", weeks),
        _column(members, durable(10), joint.replace(words, "ten years"), "durable 10y", "probability", BY_WEEK + 520),
        _made(members, (lasts(years), conditional, f"{years}y if ceasefire"), weeks, ("ceasefire_week", name), given),
    ]


def _ground(members: Members) -> list[Headline]:
    defender, attacker = (members.side_name(side) for side in members.manifest.sides)
    gain = f"Net gain of ground by {attacker} on the front alone after 52 weeks"
    share = f"Share of its pre-2022 land that {defender} holds after {BY_WEEK} weeks"
    index = f"Sovereignty index of {defender} after ten years: land held less the terms signed, by stated weights"
    return [
        _column(members, "net_km2_w52", gain, "net km2 w52", "median", 52, "km2"),
        _column(members, "share_pre2022_w104", share, "share pre2022 w104", "mean", BY_WEEK),
        _column(members, "sovereignty_w520", index, "sovereignty w520", "mean", 520),
    ]


def _costs(members: Members) -> list[Headline]:
    rows = []
    for side in members.manifest.sides:
        label = f"Killed and wounded, {members.side_name(side)}, in {BY_WEEK} weeks"
        unit = "thousand persons"
        rows.append(_column(members, f"losses_{side}_w104", label, f"losses {side} w104, k", "mean", BY_WEEK, unit))
    for side, words in zip(members.manifest.sides, ("Military collapse", "Disruption"), strict=True):
        label = f"{words} of {members.side_name(side)} within {BY_WEEK} weeks"
        target, short = f"collapse_{side}_by_w{BY_WEEK}", f"collapse {side} by w{BY_WEEK}"
        rows.append(_by(members, f"collapse_{side}", target, label, short, BY_WEEK))
    years = members.manifest.horizon // 52
    defeat = f"Complete defeat of {members.side_name(members.manifest.sides[0])} within {years} years"
    rows.append(_column(members, "complete_defeat", defeat, f"complete defeat {years}y", "probability", BY_WEEK))
    return rows


def _success(members: Members) -> list[Headline]:
    rows = []
    for name, success in members.run.experiment.success.items():
        if name in members.variables:
            horizon = members.variables[name].needs or members.manifest.horizon
            label = f"{name}: {success.about}" if success.about else name
            rows.append(_column(members, name, label, name, "probability", horizon))
    return rows
