"""The conclusions in plain sentences. Each number, and each word that depends on a sign, comes from the runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forecast.text.conclusion_text import direction
from studies.findings.numbers import POINTS, Numbers

if TYPE_CHECKING:
    from forecast.analysis.conclusions import Conclusion, Conclusions

REFERENCE, OFFER, SELLOUT = "muddle_through", "surge_offer", "no_aid"
RUNGS = {
    "cut_only": "the cut alone",
    "cut_neutrality": "the cut with neutrality",
    "no_aid": "the cut with neutrality and recognition",
    "cut_oblasts": "the same with the four oblasts",
}
"""Branch of a sell-out -> what it is in words."""

PEACE = ("durable_5y", "durable_10y", "quiet_5y", "quiet_10y")
"""Outcomes that say whether a peace lasts."""


def ten(numbers: Numbers, judged: "Conclusions", pushed: "Conclusions", withdrawn: "Conclusions") -> Iterator[str]:
    """Yield the conclusions, most important first.

    Parameters
    ----------
    numbers : Numbers
        Of the run of configs/offer.yaml.
    judged, pushed : Conclusions
        Of the sweeps of configs/switches.yaml and of configs/deciding.yaml.
    withdrawn : Conclusions
        Those of the other reading of the text, of the sweep of configs/switches.yaml.
    """
    yield _what_survives(judged) + _at_the_ends(judged, pushed)
    yield (
        f"In {numbers.percent(OFFER, 'durable_5y')} of the futures under the offer a ceasefire comes within two years "
        f"and lasts five (`durable 5y`), under muddling through in {numbers.percent(REFERENCE, 'durable_5y')}: "
        f"{numbers.gap(OFFER, REFERENCE, 'durable_5y')}."
    )
    yield _where_it_comes_from(numbers)
    yield _other_reading(numbers, withdrawn)
    yield (
        f"A bluff keeps a part of the gain: {numbers.gap('surge_bluff', REFERENCE, 'durable_5y')}. Aid as in 2024 "
        f"without any offer: {numbers.gap('status_quo_2024', REFERENCE, 'durable_5y')}."
    )
    yield _sellouts(numbers)
    yield _how_sellouts_fail(numbers)
    yield (
        "In the model, cutting aid is what endangers Ukraine: a military collapse within two years comes in "
        f"{numbers.percent('cut_only', 'collapse_ua_by_w104')} of the futures under the cut alone, in "
        f"{numbers.percent(REFERENCE, 'collapse_ua_by_w104')} under muddling through and in "
        f"{numbers.percent(OFFER, 'collapse_ua_by_w104')} under the offer. How often armies collapse, and how much "
        "a loss of aid adds to that, are judgments ([what decides](what_decides.md))."
    )
    yield (
        "Most agreements do not bring quiet. Under the offer a ceasefire comes in "
        f"{numbers.percent(OFFER, 'ceasefire_by_w104')}, lasts five years in {numbers.percent(OFFER, 'durable_5y')}, "
        f"and stays free of low-intensity fighting for five years in {numbers.percent(OFFER, 'quiet_5y')}."
    )
    yield (
        "By the aims of the op-ed, made into a test by this study (`oped_success`), the offer reaches "
        f"{numbers.percent(OFFER, 'oped_success')} and muddling through {numbers.percent(REFERENCE, 'oped_success')}: "
        f"{numbers.gap(OFFER, REFERENCE, 'oped_success')}. The test rules out neutrality by definition, so it condemns "
        "every sell-out with neutrality in advance ([clause by clause](success.md))."
    )


def _other_reading(numbers: Numbers, withdrawn: "Conclusions") -> str:
    peace = [row for row in withdrawn.conclusions if row.headline.target in PEACE]
    up = sum(row.fate == "survives" and row.default.value > 0.0 for row in peace)
    counted = (
        f" Under this reading {up or 'none'} of the {len(peace)} conclusions hold in its favour under all settings."
    )
    open_, closed = (numbers.points(branch, REFERENCE, "durable_5y") for branch in (OFFER, "freeze_withdrawn"))
    turned = " So the reading of the text decides the sign." if open_ * closed < 0.0 else ""
    ahead = [f"`{rung}`" for rung in RUNGS if numbers.points("freeze_withdrawn", rung, "durable_5y") < 0.0]
    behind = f" They are then rarer than under {' and '.join(ahead)}." if ahead else ""
    return (
        "The text can also be read so that a bare freeze is off the table while the threat stands. Then Moscow signs "
        f"the package of the offer in {numbers.percent('freeze_withdrawn', 'package_signed_by_w104')} of the futures "
        "within two years, and ceasefires that last five years change against muddling through by "
        f"{numbers.gap('freeze_withdrawn', REFERENCE, 'durable_5y')}.{behind}{turned}{counted}"
    )


def _what_survives(judged: "Conclusions") -> str:
    peace = [row for row in judged.conclusions if row.headline.target in PEACE]
    holding = [row for row in peace if row.fate == "survives"]
    count = len(judged.settings)
    if not holding:
        return (
            f"No conclusion on lasting peace holds under all {count} other settings of the switches: which policy "
            "brings more of it depends on disputed beliefs."
        )
    told = _by_outcome(holding)
    if len(holding) == len(peace):
        told = f"`{peace[0].branch}` brings more five-year and ten-year peace than each branch compared with it"
    lead = (
        f"Of {len(peace)} conclusions on lasting peace, {len(holding)} hold under all {count} other settings of the "
        "switches, tried one at a time"
    )
    return f"{lead}, on the mean over the draws: {told}.{_what_is_lost(peace)}{_single_draws(peace)}"


def _what_is_lost(peace: "list[Conclusion]") -> str:
    """Say what becomes of the conclusions that do not hold under all settings."""
    lost = [row for row in peace if row.fate != "survives"]
    if not lost:
        return ""
    if all(row.fate == "weakens" for row in lost):
        return f" The other {len(lost)} never turn round, but are too close to tell under some settings."
    return f" The other {len(lost)} hang on a belief."


def _single_draws(peace: "list[Conclusion]") -> str:
    """Say that a conclusion on the mean need not hold in single draws."""
    bands = [row.default_band for row in peace if row.default_band is not None]
    spanning = sum(band.low.value < 0.0 < band.high.value for band in bands)
    if not spanning:
        return ""
    share = f"In {spanning} of the {len(bands)}" if spanning < len(bands) else f"In all {spanning}"
    return f" {share} the band between draws spans zero: what holds on the mean does not hold in every draw."


def _at_the_ends(judged: "Conclusions", pushed: "Conclusions") -> str:
    """Say how many of the surviving conclusions also survive every deciding input at either end of its prior."""
    survivors = {_key(row) for row in judged.conclusions if row.headline.target in PEACE and row.fate == "survives"}
    if not survivors:
        return ""
    holding = [row for row in pushed.conclusions if _key(row) in survivors and row.fate == "survives"]
    turned = [row for row in pushed.conclusions if _key(row) in survivors and row.fate == "flips"]
    count = len({name for setting in pushed.settings for name in setting.switches})
    verb = "turns round" if len(turned) == 1 else "turn round"
    count_of = f"All {len(survivors)}" if len(holding) == len(survivors) else f"{len(holding)} of the {len(survivors)}"
    return (
        f" {count_of} that hold also hold when any one of {count} deciding inputs stands at its "
        f"10% or its 90% value; {len(turned) or 'none'} {verb if turned else 'turns round'}."
    )


def _key(row: "Conclusion") -> tuple[str, str, str]:
    return row.branch, row.other, row.headline.target


def _by_outcome(rows: "list[Conclusion]") -> str:
    """Say for each outcome and direction in which branch it is so, and against which."""
    against: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        word = direction(row.headline, row.default.value)
        against.setdefault((row.branch, row.headline.short, word), []).append(f"`{row.other}`")
    return "; ".join(
        f"under `{branch}`, {outcome} is {word} than under {', '.join(others)}"
        for (branch, outcome, word), others in against.items()
    )


def _where_it_comes_from(numbers: Numbers) -> str:
    package = numbers.per_thousand(OFFER, "package_signed_by_w104") / 10.0
    return (
        "The offer moves Moscow by its threat and by the surge that may follow, not by its terms. Within two years "
        f"some agreement comes in {numbers.percent(OFFER, 'agreement_by_w104')} of the futures (muddling through: "
        f"{numbers.percent(REFERENCE, 'agreement_by_w104')}), but the package with European troops is what is signed "
        f"in only {package:.1f}%: Moscow prefers the bare freeze, and Kyiv often consents to it."
    )


def _sellouts(numbers: Numbers) -> str:
    parts = [
        f"{words} {numbers.points(branch, REFERENCE, 'durable_5y'):+.1f} and "
        f"{numbers.points(branch, REFERENCE, 'durable_10y'):+.1f}"
        for branch, words in RUNGS.items()
    ]
    best = max(RUNGS, key=lambda branch: numbers.points(branch, OFFER, "durable_5y"))
    lead = numbers.gap(OFFER, best, "durable_5y")
    return (
        "Against muddling through, a sell-out brings these points of five-year and of ten-year peace: "
        f"{', '.join(parts)}. The offer leads the best of them at five years by {lead}."
    )


def _how_sellouts_fail(numbers: Numbers) -> str:
    parts = []
    offer = numbers.per_thousand(OFFER, "lasts_5y_given_ceasefire_by_w104") / 10.0
    for branch, words in RUNGS.items():
        refused = POINTS * numbers.mean(branch, "ua_refused")
        lasting = numbers.percent(branch, "lasts_5y_given_ceasefire_by_w104")
        parts.append(
            f"{words}: Kyiv refuses what Moscow would sign in {refused:.0f}%, and {lasting} of its ceasefires last "
            "five years"
        )
    return (
        "A sell-out loses peace in three ways: Moscow does not want to sign, Kyiv refuses, or war returns within five "
        f"years ([all shares](sellouts.md)). Of {'; of '.join(parts)}. Of the ceasefires under the offer {offer:.1f}% "
        "last five years."
    )
