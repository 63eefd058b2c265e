"""The findings of the study of late 2025 in plain sentences, whose numbers and signs a run gives."""

from collections.abc import Iterator

from forecast.analysis.estimates import clear
from studies.findings.numbers import POINTS, Numbers

REFERENCE, OFFER, CUT, PLAN = "muddle_through", "surge_offer", "no_aid", "plan_28"
TROOPS, EUROPE = "coalition_troops", "europe_led"
LASTING, SIGNED, SUCCESS = "durable_5y", "package_signed_by_w104", "oped_success"
PUT = {CUT: "the cut", PLAN: "the twenty-eight points", OFFER: "the offer", TROOPS: "coalition troops"}


def ten(numbers: Numbers) -> Iterator[str]:
    """Yield the findings. `numbers` is of a run of configs/today.yaml."""
    value, gap = numbers.percent, numbers.gap
    yield (
        f"If the policy of late 2025 goes on, some agreement comes within two years in "
        f"{value(REFERENCE, 'agreement_by_w104')} of the futures. A ceasefire that holds four weeks comes in "
        f"{value(REFERENCE, 'ceasefire_by_w104')}. One that lasts five years comes in {value(REFERENCE, LASTING)}."
    )
    yield (
        f"The offer with a threat changes five-year peace by {gap(OFFER, REFERENCE, LASTING)}. Some agreement comes "
        f"within two years in {value(OFFER, 'agreement_by_w104')}, but the offer's own package is signed in only "
        f"{value(OFFER, SIGNED)}. The rest is a bare freeze, or follows a disruption in Russia."
    )
    yield (
        f"The twenty-eight points change five-year peace by {gap(PLAN, REFERENCE, LASTING)}. They change ten-year "
        f"peace by {gap(PLAN, REFERENCE, 'durable_10y')}."
    )
    yield (
        f"The cut (`{CUT}`, with neutrality, recognition and the end of sanctions) changes five-year peace by "
        f"{gap(CUT, REFERENCE, LASTING)}. It changes ten-year peace by {gap(CUT, REFERENCE, 'durable_10y')}."
    )
    ahead, behind = (OFFER, PLAN) if numbers.points(OFFER, PLAN, LASTING) > 0.0 else (PLAN, OFFER)
    later = numbers.difference(ahead, behind, "durable_10y").paired.difference
    kept = "the sign is the same" if later.value > 0.0 else "the sign has turned round"
    if not clear(later, numbers.members.clusters.count):
        kept = "the two cannot be told apart"
    yield (
        f"There is more five-year peace under {PUT[ahead]} than under {PUT[behind]}: {gap(ahead, behind, LASTING)}. "
        f"At ten years {kept} ({POINTS * later.value:+.1f} points)."
    )
    yield (
        f"Not every ceasefire lasts. Five years are reached by {_lasts(numbers, CUT)} of those under the cut, "
        f"{_lasts(numbers, PLAN)} under the twenty-eight points, {_lasts(numbers, OFFER)} under the offer and "
        f"{_lasts(numbers, REFERENCE)} under muddling through. The cut and the twenty-eight points have neutrality "
        f"with a cap on forces in their terms."
    )
    yield (
        f"Kyiv can refuse what Moscow would sign. Within two years it does so in {_refused(numbers, PLAN)} of the "
        f"futures under the twenty-eight points, in {_refused(numbers, CUT)} under the cut and in "
        f"{_refused(numbers, REFERENCE)} under muddling through."
    )
    yield (
        f"Coalition troops, offered without a threat, are signed in {value(TROOPS, SIGNED)} of the futures and change "
        f"five-year peace by {numbers.points(TROOPS, REFERENCE, LASTING):+.1f} points. If US sales end and Europe "
        f"replaces more of them (`{EUROPE}`), it changes by {gap(EUROPE, REFERENCE, LASTING)}."
    )
    yield (
        f"Ukraine's army collapses within two years in {value(REFERENCE, 'collapse_ua_by_w104')} of the futures under "
        f"muddling through, in {value(CUT, 'collapse_ua_by_w104')} under the cut and in "
        f"{value(PLAN, 'collapse_ua_by_w104')} under the twenty-eight points. Complete defeat comes within twelve "
        f"years in {value(REFERENCE, 'complete_defeat')}, {value(CUT, 'complete_defeat')} and "
        f"{value(PLAN, 'complete_defeat')}."
    )
    yield (
        f"The op-ed's test of success, as this study wrote it (`{SUCCESS}`), is passed by {value(OFFER, SUCCESS)} of "
        f"the futures under the offer, {value(REFERENCE, SUCCESS)} under muddling through and {value(PLAN, SUCCESS)} "
        f"under the twenty-eight points. It rules out neutrality by definition, so it counts against the last in "
        f"advance."
    )


def _lasts(numbers: Numbers, branch: str) -> str:
    return numbers.percent(branch, "lasts_5y_given_ceasefire_by_w104")


def _refused(numbers: Numbers, branch: str) -> str:
    return f"{POINTS * numbers.mean(branch, 'ua_refused'):.0f}%"
