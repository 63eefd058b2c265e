"""The findings in short plain sentences. Each number, and each word that depends on a sign, comes from the runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from studies.findings.numbers import POINTS, Numbers
from studies.findings.sentences import OFFER, PEACE, REFERENCE, RUNGS

if TYPE_CHECKING:
    from forecast.analysis.conclusions import Conclusions

LASTS = "lasts_5y_given_ceasefire_by_w104"
AID = ("aid_us_eur_bn", "aid_europe_eur_bn", "keepers_cost_eur_bn")
QUOTED = ("durable_5y", "quiet_5y", "ceasefire_by_w104", "agreement_by_w104", "collapse_ua_by_w104")
"""Outcomes whose largest error the lead of the page states."""


class Held(NamedTuple):
    """How many of the conclusions on lasting peace hold under all settings of the switches.

    holding: those that hold. all: all of them. settings: settings that were tried.
    """

    holding: int
    all: int
    settings: int


def held(judged: "Conclusions") -> Held:
    """Count the conclusions of the sweep of configs/switches.yaml that hold under every setting."""
    peace = [row for row in judged.conclusions if row.headline.target in PEACE]
    return Held(sum(row.fate == "survives" for row in peace), len(peace), len(judged.settings))


def in_short(numbers: Numbers, counted: Held) -> Iterator[str]:
    """Yield the findings, most important first.

    Parameters
    ----------
    numbers : Numbers
        Of the run of configs/offer.yaml.
    counted : Held
        Which conclusions hold under other settings of the switches.
    """
    percent, per_thousand = numbers.percent, numbers.per_thousand
    row = numbers.difference(OFFER, REFERENCE, "durable_5y")
    low, high, _ = (number.value for number in row.draws)
    yield (
        f"**The offer brings {_more(row.paired.difference.value)} lasting peace on average"
        f"{', but the draws disagree' if low < 0.0 < high else ''}.** "
        f"A ceasefire comes within two years and lasts five in {percent(OFFER, 'durable_5y')} of the futures under the "
        f"offer, and in {percent(REFERENCE, 'durable_5y')} if nothing new is done. The difference is "
        f"{numbers.gap(OFFER, REFERENCE, 'durable_5y')}. It comes from more ceasefires "
        f"({percent(OFFER, 'ceasefire_by_w104')} against {percent(REFERENCE, 'ceasefire_by_w104')}): of those that "
        f"come, {percent(OFFER, LASTS)} against {percent(REFERENCE, LASTS)} last five years."
    )
    yield (
        f"**Moscow mostly lets the offer pass.** It runs out without an agreement in "
        f"{per_thousand(OFFER, 'refused_by_w104') / 10:.1f}% of the futures. The package with European troops is what "
        f"is signed in {per_thousand(OFFER, 'package_signed_by_w104') / 10:.1f}% within two years. Moscow prefers a "
        "bare freeze, and Kyiv often consents to it. Some agreement comes in "
        f"{percent(OFFER, 'agreement_by_w104')}; without an offer, in {percent(REFERENCE, 'agreement_by_w104')} "
        "([why the offer is refused](explain/why_the_offer_is_refused.md))."
    )
    extra = _cost(numbers, OFFER) - _cost(numbers, REFERENCE)
    yield (
        f"**A surge begins in {percent(OFFER, 'surge_begun_by_w104')}.** All donors together pay "
        f"{_cost(numbers, OFFER):.0f} billion euro for aid in two years and for troops, {abs(extra):.0f} billion "
        f"{'more' if extra > 0 else 'less'} than without an offer. A bluff, which never carries the threat out, "
        f"changes lasting peace by {numbers.gap('surge_bluff', REFERENCE, 'durable_5y')}."
    )
    open_, closed = (numbers.points(branch, REFERENCE, "durable_5y") for branch in (OFFER, "freeze_withdrawn"))
    yield (
        f"**How the text is read {'decides the sign' if open_ * closed < 0.0 else 'matters'}.** If a bare freeze is "
        "off the table while the threat stands, Moscow signs the package in "
        f"{percent('freeze_withdrawn', 'package_signed_by_w104')}. But lasting peace then changes by "
        f"{numbers.gap('freeze_withdrawn', REFERENCE, 'durable_5y')}."
    )
    yield (
        "**In the model, cutting aid is what endangers Ukraine.** Its army breaks within two years in "
        f"{percent('cut_only', 'collapse_ua_by_w104')} of the futures if US aid is cut, in "
        f"{percent(REFERENCE, 'collapse_ua_by_w104')} if nothing new is done and in "
        f"{percent(OFFER, 'collapse_ua_by_w104')} under the offer. How often armies break is a judgment "
        "([what decides](what_decides.md))."
    )
    five, ten = (numbers.points("cut_neutrality", REFERENCE, target) for target in ("durable_5y", "durable_10y"))
    best = max(RUNGS, key=lambda branch: numbers.points(branch, OFFER, "durable_5y"))
    yield (
        f"**A cut of aid with neutrality looks {'better' if five > ten else 'no better'} at five years than at ten.** "
        f"It changes lasting peace by {five:+.1f} points at five years and by {ten:+.1f} at ten. The offer's lead at "
        f"five years over the best of the four branches that cut aid is {numbers.gap(OFFER, best, 'durable_5y')} "
        "([why acceptance and durability pull apart](explain/acceptance_and_durability.md))."
    )
    yield (
        f"**Most agreements do not bring quiet.** Under the offer a ceasefire comes in "
        f"{percent(OFFER, 'ceasefire_by_w104')} of the futures. It lasts five years in "
        f"{percent(OFFER, 'durable_5y')}, and without any smaller fighting in {percent(OFFER, 'quiet_5y')}."
    )
    yield (
        f"**{counted.holding} of {counted.all} conclusions on lasting peace survive every dispute that was tried.** "
        f"Each of {counted.settings} other settings of the model was tried alone, and the sign of the mean compared. "
        "In single draws the sign may differ."
    )


def largest_error(numbers: Numbers) -> float:
    """Return the largest Monte Carlo standard error of the percentages that are quoted, in points of 100."""
    return POINTS * max(
        numbers.headlines[target].linear(numbers.members, branch).estimate.mcse
        for target in QUOTED
        for branch in (OFFER, REFERENCE, "cut_only")
    )


def _more(value: float) -> str:
    return "more" if value > 0.0 else "less"


def _cost(numbers: Numbers, branch: str) -> float:
    """Aid of all donors within two years and the cost of troops, in billion euro."""
    return sum(numbers.mean(branch, column) for column in AID)
