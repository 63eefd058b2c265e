"""The figure of how long peace lasts, in futures with a ceasefire (Kaplan-Meier) and in all futures."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from forecast.analysis.estimates import Estimate, mean
from forecast.analysis.survival import Curve, peace_survival
from forecast.display.numbers import percent
from forecast.report.figures.arrangement import label_ends
from forecast.report.figures.withdrawal_gap import Gap, withdrawal_gap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, WIDTH
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BEGUN_BY = 104
TEN_YEARS = 520
STEP = 4
YEARS = (1, 2, 5, 10)
WORDS = {1: "a year", 2: "two years", 5: "five years", 10: "ten years"}


def panel(material: Material) -> Panel | None:
    """Draw the survival of peace after a ceasefire by week 104, and the share of all futures with a lasting one."""
    from matplotlib.figure import Figure

    curves = {b: survival for b in material.branches if (survival := peace_curve(material, b)) is not None}
    if not curves:
        return None
    years = [y for y in YEARS if f"durable_{y}y" in material.members.variables]
    figure = Figure(figsize=(WIDTH, 6.4 if years else 3.6))
    charts = figure.subplots(2 if years else 1, 1, squeeze=False, height_ratios=[1.15, 1.0] if years else None).ravel()
    _draw_peace(material, curves, charts[0])
    gap = withdrawal_gap(material)
    if gap is not None:
        _draw_gap(charts[0], gap)
    shares = {b: _shares(material, b, years) for b in material.branches}
    if years:
        _draw_all_futures(material, shares, years, charts[1])
    reached = [y for y in YEARS if y * 52 <= max(int(c.weeks[-1]) for c in curves.values())]
    given = tuple(
        (material.titles[b], *(percent(c.at(52 * y)) if 52 * y <= c.weeks[-1] else "-" for y in reached))
        for b, c in curves.items()
    )
    overall = tuple((material.titles[b], *(percent(e) for e in estimates)) for b, estimates in shares.items())
    tables = [TextTable(("where a ceasefire came", *(f"lasts {WORDS[y]}" for y in reached)), given)]
    if years:
        tables.append(TextTable(("of all futures", "ceasefire", *(f"lasts {WORDS[y]}" for y in years)), overall))
    return Panel(
        "durability",
        _claim(material, curves),
        f"Above: of the futures with a ceasefire within two years, those still at peace (Kaplan-Meier).{_second(years)}"
        f" Shades and bars: two Monte Carlo errors either way.{'' if gap is None else f' {gap.sentence}'}",
        figure,
        tuple(tables),
        numbers=PlottedNumbers(
            ("chart", "branch", "years", "share", "mcse"), (*_plain(curves), *_plain_shares(shares, years))
        ),
    )


def _plain(curves: dict[str, Curve]) -> "Iterator[tuple[str | float, ...]]":
    """Yield the points of the survival curves; years are counted from the ceasefire."""
    for branch, found in curves.items():
        for week, value, error in zip(found.weeks, found.value, found.mcse, strict=True):
            yield "at peace where a ceasefire came", branch, float(week) / 52, float(value), float(error)


def _plain_shares(shares: dict[str, list[Estimate]], years: list[int]) -> "Iterator[tuple[str | float, ...]]":
    """Yield the shares of all futures; 0 years stands for any ceasefire."""
    for branch, estimates in shares.items():
        for span, estimate in zip((0, *years), estimates, strict=False):
            yield "lasts, of all futures", branch, float(span), estimate.value, estimate.mcse


def _second(years: list[int]) -> str:
    """Say what the second chart shows; empty if there is none."""
    return " Below: the same as shares of all futures, so a policy can lead in one and trail in the other." * bool(
        years
    )


def _claim(material: Material, curves: dict[str, Curve]) -> str:
    """State the share of ceasefires that last, for the longest span that all curves reach."""
    reference, tested = material.members.reference, material.tested_branch
    chosen = [b for b in (reference, tested) if b is not None and b in curves]
    if not chosen:
        return "How long a ceasefire lasts"
    reached = [y for y in (5, 2, 1) if all(52 * y <= curves[b].weeks[-1] for b in chosen)]
    if not reached:
        return "How long a ceasefire lasts"
    shares = [f"{percent(curves[b].at(52 * reached[0]))} under “{material.titles[b]}”" for b in chosen]
    return f"Of the ceasefires that come, so many last {WORDS[reached[0]]}: {', '.join(shares)}"


def peace_curve(material: Material, branch: str) -> Curve | None:
    """Estimate the survival of peace in one branch; None if no ceasefire comes early enough to be followed."""
    members = material.members
    grid = np.union1d(np.arange(0, TEN_YEARS + 1, STEP), [52 * y for y in YEARS])
    try:
        survival = peace_survival(
            members.values(branch, "ceasefire_week"),
            members.values(branch, "resumed_week"),
            material.horizon,
            members.clusters,
            grid,
            BEGUN_BY,
        )
    except ValueError:
        return None
    return survival if survival.weeks[-1] > 0 else None


def _shares(material: Material, branch: str, years: list[int]) -> list[Estimate]:
    members = material.members
    columns = [members.values(branch, "ceasefire_week") <= BEGUN_BY]
    columns += [members.values(branch, f"durable_{y}y") > 0.5 for y in years]
    return [mean(column, members.clusters).estimate for column in columns]


def _draw_peace(material: Material, curves: dict[str, Curve], axes: "Axes") -> None:
    from matplotlib.ticker import PercentFormatter

    low = min(float(c.value.min()) for c in curves.values())
    floor = max(0.0, math.floor(low * 10 - 0.5) / 10)
    for branch, survival in curves.items():
        look = material.looks[branch]
        years = survival.weeks / 52
        below, above = survival.value - 2 * survival.mcse, survival.value + 2 * survival.mcse
        axes.fill_between(years, below, above, color=look.colour, alpha=0.25, linewidth=0)
        axes.plot(years, survival.value, color=look.colour, linestyle=look.dash)
    axes.set_xlim(0, max(float(c.weeks[-1]) for c in curves.values()) / 52)
    axes.set_ylim(floor, 1.0)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_title("Where a ceasefire came: still at peace")
    axes.set_ylabel("% of ceasefires")
    axes.set_xlabel("years since the ceasefire")
    ends = {b: (float(c.weeks[-1]) / 52, float(c.value[-1])) for b, c in curves.items()}
    label_ends(axes, ends, material.looks, material.titles, (1.0 - floor) * 0.075)


def _draw_gap(axes: "Axes", gap: Gap) -> None:
    """Shade the years in which the troops leave."""
    if gap.leave is None:
        return
    low, high = gap.leave
    right = axes.get_xlim()[1]
    if low < right:
        axes.axvspan(low, min(high, right), color="#e9e4d4", alpha=0.7, linewidth=0, zorder=0)
        axes.text((low + min(high, right)) / 2.0, 0.03, "troops leave", transform=axes.get_xaxis_transform(),
                  ha="center", fontsize=8.5, color=GREY)  # fmt: skip


def _draw_all_futures(material: Material, shares: dict[str, list[Estimate]], years: list[int], axes: "Axes") -> None:
    from matplotlib.ticker import PercentFormatter

    at = list(range(len(years) + 1))
    top = max(e.value for estimates in shares.values() for e in estimates) * 1.15 or 1.0
    for branch, estimates in shares.items():
        look = material.looks[branch]
        axes.errorbar(
            at,
            [e.value for e in estimates],
            yerr=[2 * e.mcse for e in estimates],
            color=look.colour,
            linestyle=look.dash,
            marker=look.marker,
            markersize=4.5,
            linewidth=1.3,
            capsize=2,
        )
    axes.set_xticks(at, ["ceasefire", *(f"lasts\n{WORDS[y]}" for y in years)])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_ylim(0, top)
    axes.set_ylabel("% of futures")
    axes.set_title("Of all futures: a ceasefire that lasts")
    label_ends(axes, {b: (at[-1], f[-1].value) for b, f in shares.items()}, material.looks, material.titles,
               top * 0.085)  # fmt: skip
