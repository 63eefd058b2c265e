"""The findings of the study of late 2025 in plain sentences, whose numbers and signs a run gives."""

from collections.abc import Iterator

from forecast.analysis.estimates import clear
from studies.findings.numbers import POINTS, Numbers

REFERENCE, OFFER, CUT, PLAN = "muddle_through", "surge_offer", "no_aid", "plan_28"
TROOPS, EUROPE = "coalition_troops", "europe_led"
LASTING, SIGNED, SUCCESS = "durable_5y", "package_signed_by_w104", "oped_success"
PUT = {CUT: "the cut with neutrality", PLAN: "the twenty-eight points", OFFER: "the offer", TROOPS: "coalition troops"}


def ten(numbers: Numbers) -> Iterator[str]:
    """Yield the findings. `numbers` is of a run of configs/today.yaml."""
    value, gap = numbers.percent, numbers.gap
    yield (
        f"If the policy of late 2025 goes on, an agreement comes within two years in "
        f"{value(REFERENCE, 'agreement_by_w104')} of the "
        f"futures, a ceasefire that holds four weeks in {value(REFERENCE, 'ceasefire_by_w104')}, and one that lasts "
        f"five years in "
        f"{value(REFERENCE, LASTING)}."
    )
    yield (
        f"The offer with a threat changes lasting ceasefires against muddling through by "
        f"{gap(OFFER, REFERENCE, LASTING)}. Within two "
        f"years some agreement comes in {value(OFFER, 'agreement_by_w104')}, and its own package in "
        f"{value(OFFER, SIGNED)}; the rest "
        "is a bare freeze or follows a collapse in Moscow."
    )
    yield (
        f"The twenty-eight points change lasting ceasefires by {gap(PLAN, REFERENCE, LASTING)} at five years and by "
        f"{gap(PLAN, REFERENCE, 'durable_10y')} at ten."
    )
    yield (
        f"The cut with neutrality changes them by {gap(CUT, REFERENCE, LASTING)} at five years and by "
        f"{gap(CUT, REFERENCE, 'durable_10y')} at ten."
    )
    ahead, behind = (OFFER, PLAN) if numbers.points(OFFER, PLAN, LASTING) > 0.0 else (PLAN, OFFER)
    later = numbers.difference(ahead, behind, "durable_10y").paired.difference
    kept = "it keeps the lead" if later.value > 0.0 else "it has lost the lead"
    if not clear(later, numbers.members.clusters.count):
        kept = "the two cannot be told apart"
    yield (
        f"Between the offer and the twenty-eight points, the lead at five years is with {PUT[ahead]}: "
        f"{gap(ahead, behind, LASTING)}. "
        f"At ten years {kept} ({POINTS * later.value:+.1f} points)."
    )
    yield (
        f"Not every ceasefire lasts: five years are reached by {_lasts(numbers, CUT)} of those under the cut, "
        f"{_lasts(numbers, PLAN)} under the twenty-eight points, {_lasts(numbers, OFFER)} under the offer and "
        f"{_lasts(numbers, REFERENCE)} under muddling through; the first two have neutrality with force caps in their "
        f"terms."
    )
    yield (
        f"Kyiv refuses what Moscow would sign within two years in {_refused(numbers, PLAN)} of the futures under the "
        f"twenty-eight points, in {_refused(numbers, CUT)} under the cut and in {_refused(numbers, REFERENCE)} under "
        f"muddling through."
    )
    yield (
        f"Troops of the coalition, offered without a threat, are signed in {value(TROOPS, SIGNED)} and change lasting "
        f"ceasefires by "
        f"{numbers.points(TROOPS, REFERENCE, LASTING):+.1f} points; with Europe alone these change by "
        f"{gap(EUROPE, REFERENCE, LASTING)}."
    )
    yield (
        f"Ukraine collapses within two years in {value(REFERENCE, 'collapse_ua_by_w104')} under muddling through, in "
        f"{value(CUT, 'collapse_ua_by_w104')} under the cut and in {value(PLAN, 'collapse_ua_by_w104')} under the "
        f"twenty-eight "
        f"points; complete defeat within twelve years in {value(REFERENCE, 'complete_defeat')}, "
        f"{value(CUT, 'complete_defeat')} and {value(PLAN, 'complete_defeat')}."
    )
    yield (
        f"By the test of the op-ed, which rules out neutrality, the offer reaches {value(OFFER, SUCCESS)}, muddling "
        f"through "
        f"{value(REFERENCE, SUCCESS)} and the twenty-eight points {value(PLAN, SUCCESS)}."
    )


def _lasts(numbers: Numbers, branch: str) -> str:
    return numbers.percent(branch, "lasts_5y_given_ceasefire_by_w104")


def _refused(numbers: Numbers, branch: str) -> str:
    return f"{POINTS * numbers.mean(branch, 'ua_refused'):.0f}%"
