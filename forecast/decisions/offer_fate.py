"""What becomes of the offer in each branch: refusal, surge, agreement, ceasefire, how long it lasts; and its cost."""

from dataclasses import dataclass

import numpy as np

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats, Linear, ratio_of_totals
from forecast.analysis.headlines import BY_WEEK, durable, lasting_years
from forecast.analysis.members import Members

YEARS = (1, 2, 5)
EVENTS = ("refused", "surge", "package_signed", "agreement", "ceasefire")
"""Events in the course of an offer, by the name of their week."""


@dataclass(frozen=True)
class OfferFate:
    """The course of one branch. Shares are over all members.

    Attributes
    ----------
    branch : str
    has_offer, has_package : bool
        Whether it makes an offer with a deadline, and whether it puts a package on the table.
    by_year : dict of str to dict of int to Estimate
        Share in which each of `EVENTS` came by the end of year 1, 2 and 5, as far as the run goes.
    not_signed : Estimate or None
        Share in which the attacker was ready for terms on the table within two years and the defender signed nothing.
    lasting : dict of int to Estimate
        Share with a ceasefire within two years that lasts so many years.
    lasts : Estimate or None
        Share of the ceasefires within two years that last the longest of these spans up to five years.
    cost : dict of str to Estimate
        Mean cost in EUR bn, by column: aid of each donor within two years, and foreign troops to the end of the run.
    """

    branch: str
    has_offer: bool
    has_package: bool
    by_year: dict[str, dict[int, Estimate]]
    not_signed: Estimate | None
    lasting: dict[int, Estimate]
    lasts: Estimate | None
    cost: dict[str, Estimate]


def offer_fates(members: Members, table: DrawTable, weights: Floats | None = None) -> tuple[OfferFate, ...]:
    """Follow the offer in every branch, the reference first.

    Parameters
    ----------
    members : Members
        The run.
    table : DrawTable
        Its draws.
    weights : float64[draws], optional
        Importance of each draw.
    """
    return tuple(_fate(members, table, branch, weights) for branch in (members.reference, *members.others))


def weighted_mean(values: Floats, table: DrawTable, weights: Floats | None) -> Linear:
    """Weighted mean over members.

    Parameters
    ----------
    values : float64[members]
        Value of each member; one without a value (NaN) does not count.
    table : DrawTable
        The draws of the run.
    weights : float64[draws] or None
        Importance of each draw; equal if None.
    """
    known = ~np.isnan(values)
    importance = known.astype(np.float64) if weights is None else known * weights[table.index]
    clusters = table.members.clusters
    totals = clusters.sums(np.where(known, values, 0.0) * importance), clusters.sums(importance)
    return ratio_of_totals(*totals, int(known.sum()))


def lasts_where(ceasefire: Floats, lasting: Floats) -> Floats:
    """Whether a ceasefire lasts, NaN for a member without one within two years."""
    return np.where(ceasefire <= BY_WEEK, lasting, np.nan)


def _fate(members: Members, table: DrawTable, branch: str, weights: Floats | None) -> OfferFate:
    horizon, setting = members.manifest.horizon, members.run.experiment.branches[branch]

    def share(values: Floats) -> Estimate:
        return weighted_mean(values, table, weights).estimate

    by_year: dict[str, dict[int, Estimate]] = {}
    for event in EVENTS:
        week = members.values(branch, f"{event}_week")
        by_year[event] = {year: share((week <= 52 * year).astype(np.float64)) for year in YEARS if 52 * year <= horizon}
    spans = [years for years in (1, 2, 5, 10) if durable(years) in members.variables]
    longest, refused = lasting_years(horizon), f"{members.manifest.sides[0]}_refused"
    costs = (*(f"aid_{donor}_eur_bn" for donor in members.manifest.donors), "keepers_cost_eur_bn")
    lasts = None
    if longest is not None:
        week, lasting = members.values(branch, "ceasefire_week"), members.values(branch, durable(longest))
        lasts = share(lasts_where(week, lasting))
    return OfferFate(
        branch,
        setting.offer is not None,
        setting.package is not None,
        by_year,
        share(members.values(branch, refused)) if refused in members.variables else None,
        {years: share(members.values(branch, durable(years))) for years in spans},
        lasts,
        {column: share(members.values(branch, column)) for column in costs if column in members.variables},
    )
