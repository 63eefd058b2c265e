"""Boxes of worlds as sentences with units, and as data for JSON."""

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.discovery.cases import Case
from forecast.discovery.discover import Discovery, FoundBox, FoundLimit
from forecast.discovery.judge import MIN_LEAD, Difference
from forecast.discovery.stability import REFITS, STABLE
from forecast.display.digits import decimals, fixed, format_value, number_or_none, plain_estimate, range_text
from forecast.experiment.distributions import spread_of

MAX_WIDTH = 110
NOTES = (
    "A world is a draw: one value for every uncertain input. All numbers are from the draws that were held out; the "
    "search saw only the others. ±: Monte Carlo standard error. An upper or lower share is that of the prior, so it "
    "says how much of what is believed possible lies there. A box shows where cases gather. It does not show that its "
    "inputs cause them.",
    f"Found again: in how many of {REFITS} searches in other samples of the draws a limit on this side of the input "
    f"came back; under {STABLE:.0%} it is unstable. Quasi-p: chance of a mean outcome as high as that of the box among "
    "as many draws from the box without this limit.",
)
VIEWS = {
    "truce_class_pick": ("truces break as between states", "they break as with proxies"),
    "keepers_school": ("the literature that favours peacekeepers is right", "the sceptical data are"),
    "submodel_pick": ("the base rate of wars sets how soon wars end", "the crowd of forecasters does"),
    "baseline_pick": ("peace lasts as in all wars since 1914", "it lasts as in the bands by year"),
}
"""Inputs that choose between views, by the row that they set: what low values mean, and what high values mean."""


def discovery_lines(found: Sequence[Discovery], width: int) -> list[str]:
    """Write what was found for each case.

    Parameters
    ----------
    found : sequence of Discovery
    width : int
        Width of the screen in characters.
    """
    lines: list[str] = []
    for number, discovery in enumerate(found, 1):
        lines += ["", *_wrap(f"{number}. {discovery.case.title}", width), *_case_lines(discovery, width)]
    return [*lines[1:], "", *(line for note in NOTES for line in _wrap(note, width))]


def _case_lines(discovery: Discovery, width: int) -> list[str]:
    case, base = discovery.case, discovery.base
    searched, held_out = discovery.draws
    text = f"In all worlds: {_percent(base)} of {'draws, as simulated' if case.against else case.of}. "
    if discovery.repeatability is not None and discovery.repeatability.n:
        text += (
            "That count has much chance in it: a draw that is a case by half of its members is one by the other half "
            f"in {_percent(discovery.repeatability)}. So the search is for the mean difference of a draw. "
        )
    if discovery.too_few:
        return _wrap(f"{text}That is too rare in this run to search for boxes.", width, "   ")
    text += (
        f"Searched {searched:,} draws, judged on {held_out:,} others. PRIM searched the {discovery.inputs[0]} inputs "
        f"that explain most of the outcome alone, CART all {discovery.inputs[1]}."
    )
    lines = _wrap(text, width, "   ")
    if not discovery.clear:
        count = len(discovery.boxes)
        text = {0: "No box was found", 1: "The one box that was found"}.get(count, f"The {count} boxes that were found")
        tail = "." if count == 0 else " does" if count == 1 else " do"
        text += tail if count == 0 else f"{tail} not differ from the other worlds by more than chance or one point."
        return [*lines, *_wrap(f"No box of worlds clearly holds more cases. {text}", width, "   ")]
    shown: list[FoundBox] = []
    for box in discovery.clear:
        same = next((other for other in shown if _sides(other) == _sides(box)), None)
        if same is None:
            shown.append(box)
            lines += ["", *_box_lines(case, box, width)]
        else:
            lines += _wrap(_same_text(case, box, same), width, "   ")
    return lines


def _sides(box: FoundBox) -> set[tuple[str, str]]:
    return {found.limit[:2] for found in box.limits}


def _same_text(case: Case, box: FoundBox, same: FoundBox) -> str:
    """Say that two methods agree."""
    places = " and ".join(f"{found.prior.name} {_bound(found, found.limit.bound)}" for found in box.limits)
    number = _amount(case, box.difference.inside) if box.difference else _percent(box.figures.density)
    return (
        f"{box.method} finds the same sides of the same inputs as {same.method}, with the bounds {places}: {number} in "
        f"{_percent(box.figures.support)} of the worlds."
    )


def _box_lines(case: Case, box: FoundBox, width: int) -> list[str]:
    lines = _wrap(f"{box.method}: {_lead(case, box)} in worlds where", width, "   ")
    names = list(dict.fromkeys(limit.prior.name for limit in box.limits))
    for name in names:
        limits = [limit for limit in box.limits if limit.prior.name == name]
        lines += _wrap(f"- {limit_text(limits)}", width, "     ", "       ")
    if box.difference is None:
        numbers = box.figures
        text = (
            f"Elsewhere: {_percent(numbers.elsewhere)}. These are {_percent(numbers.support)} of the worlds and hold "
            f"{_percent(numbers.coverage)} of all cases."
        )
    else:
        text = _difference_text(case, box, box.difference)
    return [*lines, *_wrap(text, width, "   ")]


def _lead(case: Case, box: FoundBox) -> str:
    if box.difference is None:
        return f"it happens in {_percent(box.figures.density)} of {case.of}"
    return f"{case.branch} minus {case.against} is {_amount(case, box.difference.inside)} on average"


def _difference_text(case: Case, box: FoundBox, between: Difference) -> str:
    band = range_text(between.band.low, between.band.high, 100.0 if case.is_share else 1.0)
    other = "above" if case.side == "below" else "below"
    return (
        f"Elsewhere: {_amount(case, between.outside)}. {_verdict(case, between)} Band between draws in the box: "
        f"{band}. Member by member, {case.branch} is {case.side} in {_percent(between.cases_inside)} and {other} in "
        f"{_percent(between.opposite_inside)}; elsewhere in {_percent(between.cases_outside)} and "
        f"{_percent(between.opposite_outside)}. The box has {_percent(box.figures.support)} of the worlds and "
        f"{_percent(between.coverage)} of all members in which it is {case.side}. As simulated, "
        f"{_percent(box.figures.density)} of its draws are cases and {_percent(box.figures.elsewhere)} of the others."
    )


def _verdict(case: Case, between: Difference) -> str:
    """Say on which side of the bound the mean difference in the box lies, or that it is a tie."""
    mean = between.inside
    lead = case.sign * (mean.value - case.bound)
    ends = [case.sign * (end.value - case.bound) for end in (between.band.low, between.band.high)]
    claim = f"the difference is {case.side} {case.bound:g}"
    if case.bound == 0.0:
        claim = f"{case.branch} is {case.side} {case.against}"
    spans = min(ends) < 0.0 < max(ends)
    doubt = " Single worlds in the box lie on both sides." if spans else ""
    if abs(lead) <= 2.0 * mean.mcse or (case.is_share and abs(lead) < MIN_LEAD):
        return "On average that is a tie."
    if lead > 0.0:
        return f"So {claim} in these worlds, on average.{doubt}"
    return f"It is not so on average that {claim} in these worlds; they only come nearer to it.{doubt}"


def limit_text(limits: Sequence[FoundLimit]) -> str:
    """Write the one or two limits of one input: what it is, bounds with unit, place in the prior, grade, stability."""
    prior = limits[0].prior
    unit = "" if prior.unit == "1" else f" {prior.unit}"
    share = sum(limit.share for limit in limits) - (len(limits) - 1)
    if limits[0].values and len(limits) == 1:
        bounds = f"is {_values(limits[0].values)}{unit}"
        place = f"{_share(share)} of its prior"
    elif len(limits) == 2:
        low, high = sorted(limit.limit.bound for limit in limits)
        bounds = f"is between {_bound(limits[0], low)} and {_bound(limits[0], high)}{unit}"
        place = f"{_share(share)} of its prior"
    else:
        limit = limits[0].limit
        bounds = f"is {limit.side} {_bound(limits[0], limit.bound)}{unit}"
        place = f"the {'upper' if limit.side == 'above' else 'lower'} {_share(share)} of its prior"
    views = VIEWS.get(prior.sets or "")
    choice = f": low values mean that {views[0]}, high ones that {views[1]}" if views else ""
    about = "Lottery between views" if views else prior.about
    seen = " and ".join(f"{round(limit.stability * REFITS)} of {REFITS}" for limit in limits)
    unstable = ", unstable" if min(limit.stability for limit in limits) < STABLE else ""
    worst = max(limit.quasi_p for limit in limits)
    return (
        f"{about} ({prior.name}) {bounds}, {place}{choice} [grade {prior.grade}; found again in {seen}{unstable}; "
        f"quasi-p {_chance(worst)}]"
    )


def plain_discovery(discovery: Discovery) -> dict[str, Any]:
    """Turn what was found for a case into data for JSON: unrounded numbers, None for NaN."""
    case = discovery.case
    return {
        "name": case.name,
        "title": case.title,
        "target": case.target,
        "branch": case.branch,
        "against": case.against,
        "side": case.side,
        "bound": case.bound,
        "unit": case.unit,
        "case": "draw" if case.against else "member",
        "base": plain_estimate(discovery.base),
        "repeatability": discovery.repeatability and plain_estimate(discovery.repeatability),
        "searched_draws": discovery.draws[0],
        "held_out_draws": discovery.draws[1],
        "searched_inputs": {"PRIM": discovery.inputs[0], "CART": discovery.inputs[1]},
        "too_rare": discovery.too_few,
        "found": bool(discovery.clear),
        "boxes": [_plain_box(box) for box in discovery.boxes],
    }


def _plain_box(box: FoundBox) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "method": box.method,
        "clear": box.is_clear,
        "limits": [
            {
                "input": found.prior.name,
                "side": found.limit.side,
                "bound": found.limit.bound,
                "bound_low": found.low,
                "bound_high": found.high,
                "unit": found.prior.unit,
                "prior_share": found.share,
                "grade": found.prior.grade,
                "stability": found.stability,
                "quasi_p": number_or_none(found.quasi_p),
            }
            for found in box.limits
        ],
        "held_out": {name: plain_estimate(value) for name, value in box.figures._asdict().items()},
        "searched": {name: plain_estimate(value) for name, value in box.searched._asdict().items()},
    }
    if box.difference is not None:
        between = box.difference
        named = {**between._asdict(), "band": None, "low": between.band.low, "high": between.band.high}
        plain["difference"] = {name: plain_estimate(value) for name, value in named.items() if value is not None}
    return plain


def _percent(estimate: Estimate) -> str:
    """'25 ±1%'; an error that would round to nothing is left out, as for the size of a box in a Sobol design."""
    places = max(decimals(100.0 * estimate.mcse), 0) if estimate.mcse > 0.0 else 0
    if places > 1 and estimate.value >= 0.02:
        return f"{fixed(100.0 * estimate.value, 1)}%"
    return f"{format_value(estimate, 100.0)}%"


def _amount(case: Case, estimate: Estimate) -> str:
    if case.is_share:
        return f"{format_value(estimate, 100.0, signed=True)} points"
    return f"{format_value(estimate, signed=True)} {case.unit}"


def _bound(found: FoundLimit, bound: float) -> str:
    """Write a bound in steps of about a twentieth of the central 80% of the prior."""
    spread = spread_of(found.prior)
    step = (spread.high - spread.low) / 20.0
    return fixed(bound, decimals(step)) if step > 0.0 else f"{bound:.3g}"


def _share(share: float) -> str:
    return f"{100.0 * share:.0f}%" if share >= 0.02 else f"{100.0 * share:.1f}%"


def _values(values: Sequence[float]) -> str:
    return " or ".join(f"{value:g}" for value in values)


def _chance(p: float) -> str:
    if math.isnan(p):
        return "unknown"
    return "under 0.001" if p < 0.001 else f"{p:.1g}"


def _wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    size = min(width, MAX_WIDTH)
    return textwrap.wrap(
        text, size, initial_indent=first, subsequent_indent=first if rest is None else rest, break_on_hyphens=False
    )
