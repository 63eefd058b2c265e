"""The headline outcomes: the targets, with their labels, that tables, files and the report show."""

from collections.abc import Callable, Iterator
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
CONVERSION = 26
"""Weeks in which an agreement becomes a ceasefire, or counts as one that did not."""
TEN_YEARS = 520
YEARS_IN_WORDS = {10: "ten years", 5: "five years", 2: "two years", 1: "one year"}
INTERVAL = (0.1, 0.9)


def lasting_years(horizon: int) -> int | None:
    """The longest of 5, 2 and 1 years for which a run can tell whether a ceasefire by week 104 lasts.

    horizon: length of the run in weeks. None if it is too short even for one year.
    """
    return next((years for years in YEARS if BY_WEEK + 52 * years <= horizon), None)


def durable(years: int) -> str:
    """Name the target: a ceasefire by week 104 that lasts so many years."""
    return f"durable_{years}y"


def quiet(years: int) -> str:
    """Name the target: such a ceasefire without war and without low-intensity fighting for so many years."""
    return f"quiet_{years}y"


def lasts(years: int) -> str:
    """Name the target: whether a ceasefire lasts so many years, over the members with a ceasefire by week 104."""
    return f"lasts_{years}y_given_ceasefire_by_w{BY_WEEK}"


@dataclass(frozen=True)
class Headline:
    """An outcome and its statistic, which can be computed for any branch.

    Attributes
    ----------
    target : str
        Name in every file of results.
    label, short : str
        Name in words, and short name for a row in the terminal.
    unit : str
        Unit of the outcome.
    statistic : "probability", "mean" or "median"
    horizon : int
        Week that the estimate is for; its date is the `target_end_date` of every file.
    values : branch -> float64[members]
        Function that gives the value of each member. NaN where the outcome has no meaning: a conditional probability is
        the mean over the other members.
    columns : tuple of str
        Columns of a branch that the outcome is computed from.
    compute : columns -> array[members]
        Function that computes the outcome from these columns, member by member.
    """

    target: str
    label: str
    short: str
    unit: str
    statistic: Statistic
    horizon: int
    values: Callable[[str], Floats]
    columns: tuple[str, ...]
    compute: Callable[..., NDArray[Any]] = lambda values: values

    @property
    def is_column(self) -> bool:
        """Whether the outcome is itself a column of the members."""
        return self.columns == (self.target,)

    def linear(self, members: Members, branch: str) -> Linear:
        """Estimate the statistic in one branch."""
        if self.statistic == "median":
            return Sorted(self.values(branch), members.clusters).quantile(0.5)
        return mean(self.values(branch), members.clusters)


def headlines(members: Members) -> list[Headline]:
    """List the headline outcomes that the run is long enough for, in the order in which they are shown."""
    rows = [
        *_acceptance_headlines(members),
        *_offer_headlines(members),
        *_ceasefire_headlines(members),
        *_durability_headlines(members),
        *_ground_headlines(members),
        *_cost_headlines(members),
        *_donor_headlines(members),
        *_success_headlines(members),
    ]
    return [row for row in rows if row is not None and row.horizon <= members.manifest.horizon]


def land_in_ten_years(members: Members) -> Headline | None:
    """The defender's share of its land after ten years, which is no headline; None if the run is too short."""
    return _land_share(members, TEN_YEARS)


def _column_headline(members: Members, target: str, label: str, short: str, statistic: Statistic) -> Headline | None:
    """Make a headline of a column, with its unit and horizon from the registry; None if the run is too short."""
    if target not in members.variables:
        return None
    variable = members.variables[target]
    horizon, values = variable.horizon(members.manifest.horizon), partial(members.values, name=target)
    return Headline(target, label, short, variable.unit, statistic, horizon, values, (target,))


def _computed_probability(
    members: Members,
    names: tuple[str, str, str],
    horizon: int,
    columns: tuple[str, ...],
    compute: Callable[..., NDArray[Any]],
) -> Headline:
    """Make a headline of a probability that is computed from other columns. names: target, label, short."""

    def values(branch: str) -> Floats:
        return compute(*(members.values(branch, column) for column in columns)).astype(np.float64)

    return Headline(*names, "1", "probability", horizon, values, columns, compute)


def _event_by_week(members: Members, event: str, target: str, label: str, short: str, week: int) -> Headline:
    """Make a headline of the probability that an event comes by a week."""
    return _computed_probability(members, (target, label, short), week, (f"{event}_week",), lambda weeks: weeks <= week)


def _acceptance_headlines(members: Members) -> Iterator[Headline | None]:
    """Yield whether both sides agree on the package of the branch, by year: the same package can be compared so."""
    for week in (52, BY_WEEK):
        label = f"Agreement on the package of the branch within {week} weeks"
        names = f"package_signed_by_w{week}", label, f"package agreed by w{week}"
        yield _event_by_week(members, "package_signed", *names, week)


def makes_offers(members: Members) -> bool:
    """Whether any branch of the run makes an offer with a deadline. Only then can an offer be refused."""
    return any(branch.offer is not None for branch in members.run.experiment.branches.values())


def _offer_headlines(members: Members) -> Iterator[Headline | None]:
    """Yield what becomes of an offer that is not taken; nothing in a run without offers."""
    if not makes_offers(members):
        return
    refused = f"Offer ended without an agreement within {BY_WEEK} weeks"
    yield _event_by_week(members, "refused", f"refused_by_w{BY_WEEK}", refused, f"offer refused by w{BY_WEEK}", BY_WEEK)
    surge = f"Surge of aid begun within {BY_WEEK} weeks"
    yield _event_by_week(members, "surge", f"surge_begun_by_w{BY_WEEK}", surge, f"surge begun by w{BY_WEEK}", BY_WEEK)
    side, other = members.manifest.sides
    label = (
        f"{members.side_name(other)} ready for terms on the table within {BY_WEEK} weeks, but "
        f"{members.side_name(side)} signs nothing"
    )
    yield _column_headline(members, f"{side}_refused", label, f"refused by {side}, w{BY_WEEK}", "probability")


def _ceasefire_headlines(members: Members) -> Iterator[Headline]:
    """Yield agreements, ceasefires, and the share of agreements that become a ceasefire."""
    agreed = f"Agreement within {BY_WEEK} weeks, whether it lasts or not"
    yield _event_by_week(members, "agreement", f"agreement_by_w{BY_WEEK}", agreed, f"agreement by w{BY_WEEK}", BY_WEEK)
    for week in (52, BY_WEEK):
        label, short = f"Ceasefire within {week} weeks", f"ceasefire by w{week}"
        yield _event_by_week(members, "ceasefire", f"ceasefire_by_w{week}", label, short, week)
    label = f"Becomes a ceasefire within {CONVERSION} weeks, where there is an agreement within {BY_WEEK} weeks"
    names = f"ceasefire_in_{CONVERSION}w_given_agreement_by_w{BY_WEEK}", label, f"ceasefire if agreed, {CONVERSION}w"
    yield _computed_probability(members, names, BY_WEEK + CONVERSION, ("agreement_week", "ceasefire_week"), _converted)


def _converted(agreement: NDArray[Any], ceasefire: NDArray[Any]) -> NDArray[Any]:
    """Whether the first ceasefire came soon after the first agreement; NaN without an agreement in time."""
    soon = (ceasefire - agreement <= CONVERSION).astype(np.float32)
    return np.where(agreement <= BY_WEEK, soon, np.float32(np.nan))


def _durability_headlines(members: Members) -> Iterator[Headline | None]:
    """Yield whether a ceasefire lasts: over all members, and over those that have one."""
    years = lasting_years(members.manifest.horizon)
    if years is None:
        return

    def given(ceasefire: NDArray[Any], lasting: NDArray[Any]) -> NDArray[Any]:
        return np.where(ceasefire <= BY_WEEK, lasting, np.float32(np.nan))

    for span in (years, 10):
        label = f"Ceasefire within {BY_WEEK} weeks that lasts {YEARS_IN_WORDS[span]}"
        yield _column_headline(members, durable(span), label, f"durable {span}y", "probability")
        label = f"The same without low-intensity fighting either, for {YEARS_IN_WORDS[span]}"
        yield _column_headline(members, quiet(span), label, f"quiet {span}y", "probability")
    label = f"Lasts {YEARS_IN_WORDS[years]}, where there is a ceasefire within {BY_WEEK} weeks"
    names = lasts(years), label, f"{years}y if ceasefire"
    yield _computed_probability(members, names, BY_WEEK + 52 * years, ("ceasefire_week", durable(years)), given)


def _ground_headlines(members: Members) -> Iterator[Headline | None]:
    defender, attacker = (members.side_name(side) for side in members.manifest.sides)
    gain = f"Net gain of ground by {attacker} on the front alone after 52 weeks"
    index = f"Sovereignty index of {defender} after ten years: land held less the terms signed, by stated weights"
    yield _column_headline(members, "net_km2_w52", gain, "net km2 w52", "median")
    yield _land_share(members, BY_WEEK)
    yield _column_headline(members, "sovereignty_w520", index, "sovereignty w520", "mean")


def _land_share(members: Members, week: int) -> Headline | None:
    label = f"Share of its pre-2022 land that {members.side_name(members.manifest.sides[0])} holds after {week} weeks"
    return _column_headline(members, f"share_pre2022_w{week}", label, f"share pre2022 w{week}", "mean")


def _cost_headlines(members: Members) -> Iterator[Headline | None]:
    for side in members.manifest.sides:
        label = f"Killed and wounded, {members.side_name(side)}, in {BY_WEEK} weeks"
        yield _column_headline(members, f"losses_{side}_w104", label, f"losses {side} w104, k", "mean")
    for side, words in zip(members.manifest.sides, ("Military collapse", "Disruption"), strict=True):
        label = f"{words} of {members.side_name(side)} within {BY_WEEK} weeks"
        target, short = f"collapse_{side}_by_w{BY_WEEK}", f"collapse {side} by w{BY_WEEK}"
        yield _event_by_week(members, f"collapse_{side}", target, label, short, BY_WEEK)
    horizon = members.manifest.horizon
    if horizon >= BY_WEEK:  # a shorter run says too little of a defeat by its end
        years = horizon // 52
        label = f"Complete defeat of {members.side_name(members.manifest.sides[0])} within {years} years"
        yield _column_headline(members, "complete_defeat", label, f"complete defeat {years}y", "probability")


def _donor_headlines(members: Members) -> Iterator[Headline | None]:
    """Yield what each donor pays, which says what an offer costs; nothing in a short run or without offers."""
    if not makes_offers(members) or members.manifest.horizon < BY_WEEK:
        return
    for donor in members.manifest.donors:
        label = f"Aid of {members.run.experiment.baseline.donors[donor].name} within {BY_WEEK} weeks"
        yield _column_headline(members, f"aid_{donor}_eur_bn", label, f"aid {donor} w{BY_WEEK}, EUR bn", "mean")
    label = "Cost of foreign troops to the end of the run"
    yield _column_headline(members, "keepers_cost_eur_bn", label, "troops, EUR bn", "mean")


def _success_headlines(members: Members) -> Iterator[Headline | None]:
    for name, success in members.run.experiment.success.items():
        label = f"{name}: {success.about}" if success.about else name
        yield _column_headline(members, name, label, name, "probability")
