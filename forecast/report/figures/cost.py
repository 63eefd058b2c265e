"""The figure of cost against lasting peace: a mark for each branch, and what the tested branch adds to both."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from forecast.analysis.estimates import Estimate, mean
from forecast.analysis.headlines import YEARS_IN_WORDS, durable
from forecast.analysis.split import Split, split
from forecast.display.digits import UNKNOWN
from forecast.display.numbers import amount, band_of_points, band_of_shares, percent, points, rounded
from forecast.display.outcomes import MONEY
from forecast.report.answer import total_cost
from forecast.report.figures.arrangement import label_points
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import INK, WIDTH
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEAD = ("branch", "quantity", "mean", "mcse", "draws_low", "draws_high", "n")


class Place(NamedTuple):
    """Cost in EUR bn and share of lasting peace of one branch, with the bands between draws."""

    cost: Estimate
    peace: Estimate
    cost_split: Split | None
    peace_split: Split | None


def panel(material: Material) -> Panel | None:
    """Draw the branches; None if the run has no costs or is too short for a lasting peace."""
    from matplotlib.figure import Figure

    members, peace = material.members, material.peace
    if peace is None or total_cost(material, members.reference) is None:
        return None
    years = peace.years[0]
    places = {branch: _place(material, branch, years) for branch in material.branches}
    figure = Figure(figsize=(WIDTH, 4.4))
    axes = figure.subplots()
    _set_limits(axes, places)
    for branch, place in places.items():
        look = material.looks[branch]
        x, y = place.cost.value, 100.0 * place.peace.value
        axes.plot(x, y, color=look.colour, marker=look.marker, markersize=8, linestyle="", zorder=4)
    gap = None if material.tested_branch is None else _difference(material, material.tested_branch, years)
    if gap is not None and material.tested_branch is not None:
        _draw_difference(axes, places[members.reference], places[material.tested_branch], gap)
    axes.set_xlabel("mean cost, billion euro")
    axes.set_ylabel(f"lasting peace ({YEARS_IN_WORDS[years]}), % of futures")
    middles = {b: (p.cost.value, 100.0 * p.peace.value) for b, p in places.items()}
    label_points(axes, middles, dict.fromkeys(places, (0.0, 0.0)), material.looks, material.titles)
    return Panel(
        "cost",
        _claim(material, gap, years),
        f"Further up: more lasting peace (the axis starts at {axes.get_ylim()[0]:.0f}%). Further left: cheaper. "
        "Cost: aid of all donors in two years and foreign troops to the end of the run, undiscounted; the war's own "
        "cost is not in it." + _unknown(places, material),
        figure,
        (_table(places, material, years),),
        numbers=PlottedNumbers(HEAD, tuple(_plain(places, years))),
    )


def _place(material: Material, branch: str, years: int) -> Place:
    members = material.members
    cost = total_cost(material, branch)
    assert cost is not None and material.peace is not None  # asked by `panel`
    found = material.peace.estimates[branch, years]
    return Place(
        mean(cost, members.clusters).estimate, found.mean, split(cost, members.draw, members.clusters), found.split
    )


def _difference(material: Material, branch: str, years: int) -> tuple[Estimate, Estimate]:
    """Cost and lasting peace of a branch less those of the reference, over the same members."""
    own, base = total_cost(material, branch), total_cost(material, material.members.reference)
    assert own is not None and base is not None and material.peace is not None
    cost = mean(own - base, material.members.clusters).estimate
    return cost, material.peace.differences[branch, years].value


def _set_limits(axes: "Axes", places: Mapping[str, Place]) -> None:
    costs = [place.cost.value for place in places.values()]
    shares = [100.0 * place.peace.value for place in places.values()]
    wide = max(max(costs) - min(costs), 0.1 * max(abs(cost) for cost in costs), 1.0)
    high = max(max(shares) - min(shares), 4.0)
    axes.set_xlim(min(costs) - 0.22 * wide, max(costs) + 0.30 * wide)
    axes.set_ylim(max(0.0, min(shares) - 0.18 * high), min(100.0, max(shares) + 0.20 * high))


def _draw_difference(axes: "Axes", base: Place, tested: Place, gap: tuple[Estimate, Estimate]) -> None:
    """Draw an arrow from the reference to the tested branch."""
    start, end = ((p.cost.value, 100.0 * p.peace.value) for p in (base, tested))
    axes.annotate("", end, start, zorder=3, arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.0,
                  "shrinkA": 6, "shrinkB": 6})  # fmt: skip
    words = f"arrow: {_signed(gap[0])} billion euro,\n{points(gap[1])} points of lasting peace"
    axes.text(0.02, 0.98, words, transform=axes.transAxes, ha="left", va="top", fontsize=8.5, color=INK)


def _signed(cost: Estimate) -> str:
    text = rounded(abs(cost.value), cost.mcse)
    return f"{'+' if cost.value >= 0.0 else '-'}{text}"


def _unknown(places: Mapping[str, Place], material: Material) -> str:
    """Say how wide the bands between draws are, which the drawing has no room for; empty without bands."""
    branch = material.tested_branch or material.members.reference
    found = places[branch]
    if found.peace_split is None or found.cost_split is None:
        return ""
    peace = band_of_shares(*(end.value for end in found.peace_split.epistemic))
    return (
        f" What is not known of the inputs is wider than the drawing: “{material.titles[branch]}” has an 80% band of "
        f"{peace}% and of {_cost_band(found.cost_split)} billion euro."
    )


def _claim(material: Material, gap: tuple[Estimate, Estimate] | None, years: int) -> str:
    """State what the tested branch adds to cost and to lasting peace."""
    if gap is None or material.tested_branch is None:
        return f"What peace that lasts {YEARS_IN_WORDS[years]} costs"
    cost, peace = gap
    size = amount(Estimate(abs(cost.value), cost.mcse, cost.n), MONEY)
    assert material.peace is not None  # else there is no gap
    draws = material.peace.differences[material.tested_branch, years].draws
    band = band_of_points(draws.low.value, draws.high.value)
    return (
        f"“{material.titles[material.tested_branch]}” costs {size} {'more' if cost.value >= 0.0 else 'less'} than "
        f"“{material.titles[material.members.reference]}”; lasting peace: {points(peace)} points"
        + ("" if band == UNKNOWN else f" (80% band {band})")
    )


def _table(places: Mapping[str, Place], material: Material, years: int) -> TextTable:
    rows = tuple(
        (
            material.titles[branch],
            amount(p.cost, MONEY, with_unit=False),
            _cost_band(p.cost_split),
            percent(p.peace),
            band_of_shares(*(e.value for e in p.peace_split.epistemic)) if p.peace_split else "-",
        )
        for branch, p in places.items()
    )
    head = ("policy", "billion euro", "80% band", f"lasting peace, {YEARS_IN_WORDS[years]}", "80% band")
    return TextTable(head, rows, "The bands are between draws: what is not known of the inputs.")


def _cost_band(found: Split | None) -> str:
    if found is None or any(math.isnan(end.value) for end in found.epistemic):
        return "-"
    return "-".join(rounded(end.value, end.mcse) for end in found.epistemic)


def _plain(places: Mapping[str, Place], years: int) -> list[tuple[str | float | int | None, ...]]:
    rows: list[tuple[str | float | int | None, ...]] = []
    for branch, p in places.items():
        for name, estimate, parts in (("cost_eur_bn", p.cost, p.cost_split), (durable(years), p.peace, p.peace_split)):
            ends = [end.value for end in parts.epistemic] if parts else [None, None]
            rows.append((branch, name, *estimate[:2], *ends, estimate.n))
    return rows
