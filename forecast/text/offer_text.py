"""What becomes of the offer, what it costs, and acceptance against durability, as plain text."""

from collections.abc import Sequence
from textwrap import wrap

from forecast.analysis.estimates import Estimate
from forecast.decisions.offer_fate import OfferFate
from forecast.decisions.package_frontier import AXES, Frontier, PackagePoint
from forecast.display.digits import format_value
from forecast.text.table import aligned

WORDS = {
    "refused": "refused",
    "surge": "surge begun",
    "package_signed": "package agreed",
    "agreement": "any agreement",
    "ceasefire": "ceasefire",
}
FATE_NOTE = (
    "Shares of all members, in per cent. refused: the offer ended without an agreement. package agreed: both sides "
    "agreed on the package of the branch; any agreement: also on other terms. ceasefire: an agreement was carried out "
    "along the whole front. unsigned: the attacker was ready for terms on the table, the defender signed nothing. "
    "lasts: a ceasefire within two years and no return to war. Aid in EUR bn within two years; troops to the end of "
    "the run."
)
FRONTIER_NOTE = (
    "Shares in per cent, within two years. A package is dominated if another one is clearly ahead on both acceptance "
    "and how long a ceasefire lasts; open if another one is ahead on one and tied on the other (under two errors or "
    "one point). Whether a ceasefire lasts is a share of the ceasefires of the branch, so branches are compared over "
    "different members. All this is about means: in single draws another package may be ahead."
)


def course_sentence(fate: OfferFate) -> str:
    """Write what becomes of one branch within two years, and its cost."""
    shown: tuple[str, ...] = ("refused", "surge") if fate.has_offer else ()
    shown += ("package_signed",) if fate.has_package else ()
    course = {WORDS[event]: fate.by_year[event].get(2) for event in (*shown, "ceasefire")}
    pieces = [f"{words} {_share_text(share)}" for words, share in course.items() if share is not None]
    lasting = [years for years in fate.lasting if years <= 5]
    years = f"{lasting[-1]} year{'s' if lasting[-1] > 1 else ''}" if lasting else ""
    pieces += [f"a ceasefire that lasts {years} {_share_text(fate.lasting[lasting[-1]])}"] if lasting else []
    costs = [f"{_cost_name(column)} {_amount(cost)}" for column, cost in fate.cost.items()]
    return (
        f"{fate.branch}, of all futures within two years: {', '.join(pieces)}. "
        f"Cost in EUR bn (aid in two years, troops to the end of the run): {', '.join(costs)}."
    )


def fate_lines(fates: Sequence[OfferFate], width: int) -> list[str]:
    """Write the course of every branch within two years with its cost, then by year for branches with an offer."""
    year = 2 if any(2 in fate.by_year["ceasefire"] for fate in fates) else 1
    if not any(fate.by_year["ceasefire"] for fate in fates):
        return ["What becomes of the offer: the run is too short to tell."]
    has_offer = any(fate.has_offer for fate in fates)
    events = [event for event in WORDS if has_offer or event in ("package_signed", "agreement", "ceasefire")]
    head = ["", *(WORDS[event] for event in events)]
    head += ["unsigned"] if fates[0].not_signed is not None else []
    head += [f"lasts {years}y" for years in fates[0].lasting if years in (5, 10) or len(fates[0].lasting) < 3]
    head += [_cost_name(column) for column in fates[0].cost]
    rows = [_fate_row(fate, events, year) for fate in fates]
    title = f"What becomes of the offer within {year} year{'s' if year > 1 else ''}, and what it costs"
    lines = [title, *aligned(head, rows), *wrap(FATE_NOTE, width)]
    shown = [fate for fate in fates if fate.has_offer]
    if shown:
        years = list(shown[0].by_year["ceasefire"])
        table: list[tuple[str, ...]] = []
        for fate in shown:
            table.append((fate.branch, *("" for _ in years)))
            table += [(f"  {WORDS[event]}", *(_percent(fate.by_year[event][y]) for y in years)) for event in events]
        lines += ["", *aligned(("By the end of year", *map(str, years)), table)]
    return lines


def frontier_lines(frontier: Frontier, width: int) -> list[str]:
    """Write one line for each package: acceptance, how long it lasts, and whether another package dominates it."""
    rows = []
    for point in sorted(frontier.points, key=lambda one: -one.durable.value):
        numbers = (point.package, point.ceasefire, point.lasts, point.durable)
        rows.append((point.branch, *map(_percent, numbers), *(_status(point, axis) for axis in AXES)))
    head = ("", "package agreed", "ceasefire", f"of these {frontier.years}y", f"durable {frontier.years}y")
    ends = ("if acceptance is the package", "if it is any ceasefire")
    title = "Acceptance against durability"
    return [title, *aligned((*head, *ends), rows, right=4), *wrap(FRONTIER_NOTE, width)]


def _status(point: PackagePoint, axis: str) -> str:
    status, ahead = point.status[axis], point.ahead[axis]
    if status == "frontier":
        return "not dominated"
    shown = ", ".join(ahead[:2]) + (f" and {len(ahead) - 2} more" if len(ahead) > 2 else "")
    return f"dominated by {shown}" if status == "dominated" else f"open with {shown}"


def _fate_row(fate: OfferFate, events: Sequence[str], year: int) -> tuple[str, ...]:
    cells = [fate.branch]
    for event in events:
        applies = fate.has_offer if event in ("refused", "surge") else event != "package_signed" or fate.has_package
        cells.append(_percent(fate.by_year[event][year]) if applies else "-")
    cells += [] if fate.not_signed is None else [_percent(fate.not_signed)]
    cells += [_percent(x) for years, x in fate.lasting.items() if years in (5, 10) or len(fate.lasting) < 3]
    return (*cells, *map(_amount, fate.cost.values()))


def _cost_name(column: str) -> str:
    return "troops" if column.startswith("keepers") else column.replace("_eur_bn", "").replace("_", " ")


def _share_text(share: Estimate) -> str:
    text = _percent(share)
    return text if text in ("none", "all") else f"{text}%"


def _amount(cost: Estimate) -> str:
    return "0" if cost.value == 0.0 else format_value(cost, space="", max_decimals=1)


def _percent(share: Estimate) -> str:
    if share.mcse == 0.0 and share.value in (0.0, 1.0):
        return "none" if share.value == 0.0 else "all"
    return format_value(share, 100.0, space="", max_decimals=1)
