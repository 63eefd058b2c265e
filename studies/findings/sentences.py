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


def ten(numbers: Numbers, judged: "Conclusions", pushed: "Conclusions") -> Iterator[str]:
    """Yield the conclusions, most important first.

    Parameters
    ----------
    numbers : Numbers
        Of the run of configs/offer.yaml.
    judged, pushed : Conclusions
        Of the sweeps of configs/switches.yaml and of configs/deciding.yaml.
    """
    yield _what_survives(judged) + _at_the_ends(judged, pushed)
    yield (
        f"A ceasefire that lasts five years comes in {numbers.percent(OFFER, 'durable_5y')} of the futures under the "
        f"offer and in {numbers.percent(REFERENCE, 'durable_5y')} under muddling through: "
        f"{numbers.gap(OFFER, REFERENCE, 'durable_5y')}."
    )
    yield _where_it_comes_from(numbers)
    yield _other_reading(numbers)
    yield (
        f"A bluff keeps a part of the gain: {numbers.gap('surge_bluff', REFERENCE, 'durable_5y')}. Aid as in 2024 "
        f"without any offer: {numbers.gap('status_quo_2024', REFERENCE, 'durable_5y')}."
    )
    yield _sellouts(numbers)
    yield _how_sellouts_fail(numbers)
    yield (
        "Cutting aid is what endangers Ukraine: a military collapse within two years comes in "
        f"{numbers.percent('cut_only', 'collapse_ua_by_w104')} of the futures under the cut alone, in "
        f"{numbers.percent(REFERENCE, 'collapse_ua_by_w104')} under muddling through and in "
        f"{numbers.percent(OFFER, 'collapse_ua_by_w104')} under the offer. How often armies collapse at all is a "
        "judgment; the switch `collapse` shows what hangs on it."
    )
    yield (
        "Most agreements do not bring quiet. Under the offer a ceasefire comes in "
        f"{numbers.percent(OFFER, 'ceasefire_by_w104')}, lasts five years in {numbers.percent(OFFER, 'durable_5y')}, "
        f"and stays free of low-intensity fighting for five years in {numbers.percent(OFFER, 'quiet_5y')}."
    )
    yield (
        f"By the test of the op-ed itself (`oped_success`) the offer reaches {numbers.percent(OFFER, 'oped_success')} "
        f"and muddling through {numbers.percent(REFERENCE, 'oped_success')}: "
        f"{numbers.gap(OFFER, REFERENCE, 'oped_success')}. The test rules out neutrality by definition, so "
        "it condemns every sell-out with neutrality in advance ([clause by clause](success.md))."
    )


def _other_reading(numbers: Numbers) -> str:
    open_, closed = (numbers.points(branch, REFERENCE, "durable_5y") for branch in (OFFER, "freeze_withdrawn"))
    turned = " So the reading of the text decides the sign." if open_ * closed < 0.0 else ""
    return (
        "The text can also be read so that a bare freeze is off the table while the threat stands. Then Moscow signs "
        f"the package of the offer in {numbers.percent('freeze_withdrawn', 'package_signed_by_w104')} of the futures "
        "within two years, and ceasefires that last five years change against muddling through by "
        f"{numbers.gap('freeze_withdrawn', REFERENCE, 'durable_5y')}.{turned}"
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
    lost = len(peace) - len(holding)
    rest = f" The other {lost} hang on a belief." if lost else ""
    lead = (
        f"Of {len(peace)} conclusions on lasting peace, {len(holding)} hold under all {count} settings of the switches"
    )
    return f"{lead}, on the mean over the draws: {told}.{rest}"


def _at_the_ends(judged: "Conclusions", pushed: "Conclusions") -> str:
    """Say how many of the surviving conclusions also survive every deciding input at either end of its prior."""
    survivors = {_key(row) for row in judged.conclusions if row.headline.target in PEACE and row.fate == "survives"}
    if not survivors:
        return ""
    holding = [row for row in pushed.conclusions if _key(row) in survivors and row.fate == "survives"]
    turned = [row for row in pushed.conclusions if _key(row) in survivors and row.fate == "flips"]
    count = len({name for setting in pushed.settings for name in setting.switches})
    verb = "turns round" if len(turned) == 1 else "turn round"
    return (
        f" Of these {len(survivors)}, {len(holding)} also hold when any one of {count} deciding inputs stands at its "
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
        f"The offer moves Moscow by its threat, not by its terms. Within two years some agreement comes in "
        f"{numbers.percent(OFFER, 'agreement_by_w104')} of the futures (muddling through: "
        f"{numbers.percent(REFERENCE, 'agreement_by_w104')}), but the package with European troops is what is "
        f"signed in only {package:.1f}%: Moscow prefers the bare freeze, and Kyiv consents to it."
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
        "A sell-out brings, against muddling through, these points of five-year and of ten-year peace: "
        f"{', '.join(parts)}. The offer leads the best of them at five years by {lead}."
    )


def _how_sellouts_fail(numbers: Numbers) -> str:
    parts = []
    for branch, words in RUNGS.items():
        refused = POINTS * numbers.mean(branch, "ua_refused")
        lasting = numbers.percent(branch, "lasts_5y_given_ceasefire_by_w104")
        parts.append(
            f"{words}: Kyiv refuses what Moscow would sign in {refused:.0f}%, and {lasting} of its ceasefires last"
        )
    return (
        f"Sell-outs fail in two ways, by Kyiv's refusal and by later war (within five years). Of {'; of '.join(parts)}."
    )
