"""The memo figure: lasting peace in every branch, for readers who see nothing else of the report."""

from typing import TYPE_CHECKING, Any

import numpy as np

from forecast.analysis.headlines import BY_WEEK, YEARS_IN_WORDS
from forecast.analysis.lasting_peace import LastingPeace, lasting_peace
from forecast.display.digits import error_text
from forecast.report.lettering import height, wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, INK, Look
from forecast.text.lasting_text import claim, difference_text, percent
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAGE = 12.0 / 2.54  # inches
NAMES, CHART = 1.42, 1.62
"""Widths in inches: of the names, and of the chart. What is left is for the numbers."""

TOP, BOTTOM = 0.42, 0.42
ROW = 0.17
"""Height in inches of one dot with its band."""

GAP = 0.09
SIZE, SMALL = 8.0, 7.5
MARKERS = ("o", "D")
OTHER = Look("#7d94a8", "#4a6074", "solid", "o")
"""Look of a branch that is neither the reference nor tested."""

HEAD = ("branch", "is_reference", "years", "probability", "mcse", "draws_low", "draws_high", "difference",
        "difference_mcse", "difference_draws_low", "difference_draws_high", "tie", "n")  # fmt: skip


def panel(material: Material) -> Panel | None:
    """Draw a dot and a band per branch and span of years; None if the run is too short for a lasting peace."""
    from matplotlib.figure import Figure

    peace = lasting_peace(material.members)
    if peace is None:
        return None
    names = {b: _name_lines(material.titles[b], b == material.members.reference) for b in peace.branches}
    spans = len(peace.years)
    rows = {b: max(ROW * spans, height(len(lines), SIZE)) + GAP for b, lines in names.items()}
    tall = sum(rows.values())
    figure = Figure(figsize=(PAGE, tall + TOP + BOTTOM))
    figure.set_layout_engine("none")  # the columns have fixed widths
    axes = figure.add_axes((NAMES / PAGE, BOTTOM / (tall + TOP + BOTTOM), CHART / PAGE, tall / (tall + TOP + BOTTOM)))
    axes.set_ylim(tall, 0.0)
    axes.set_yticks([])
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    top = 0.0
    for branch in peace.branches:
        middle = top + rows[branch] / 2.0
        if branch == material.members.reference:
            axes.axhspan(top, top + rows[branch], xmin=-NAMES / CHART, xmax=(PAGE - NAMES) / CHART, color="#f0f0f0",
                         linewidth=0, clip_on=False, zorder=0)  # fmt: skip
        axes.text(-0.06, middle, "\n".join(names[branch]), transform=axes.get_yaxis_transform(), ha="right",
                  va="center", fontsize=SIZE, color=_look(material, branch).text, linespacing=1.2)  # fmt: skip
        for i, years in enumerate(peace.years):
            _draw(axes, peace, branch, years, middle + ROW * (i - (spans - 1) / 2.0), material)
        top += rows[branch]
    _finish(axes, peace)
    caption = _caption(material, peace)
    return Panel(
        "branches",
        claim(peace, material.tested_branch, material.members.reference, material.titles),
        caption,
        figure,
        (_table(peace, material),),
        numbers=PlottedNumbers(HEAD, tuple(_plain(peace, material.members.reference))),
    )


def _name_lines(title: str, is_reference: bool) -> list[str]:
    return wrap(title + (" (reference)" if is_reference else ""), SIZE, NAMES - 0.16, most=3)


def _look(material: Material, branch: str) -> Look:
    """Colour the reference and the tested branch only: more hues than that would repeat."""
    named = branch in (material.members.reference, material.tested_branch)
    return material.looks[branch] if named else OTHER


def _draw(axes: "Axes", peace: LastingPeace, branch: str, years: int, y: float, material: Material) -> None:
    found, look = peace.estimates[branch, years], _look(material, branch)
    first = years == peace.years[0]
    if found.split is not None:
        low, high = (end.value for end in found.split.epistemic)
        axes.plot([low, high], [y, y], color=look.colour, linewidth=5.0, alpha=0.32, solid_capstyle="butt")
    value, error = found.mean.value, 2.0 * found.mean.mcse
    axes.errorbar(
        value, y, xerr=error, color=look.text, marker=MARKERS[0 if first else 1], markersize=4.2, capsize=2.2,
        linewidth=0.9, markerfacecolor=look.text if first else "white", markeredgewidth=0.9,
    )  # fmt: skip
    place = axes.get_yaxis_transform()
    share = f"{percent(found.mean, 1)} ±{error_text(found.mean, 100.0, max_decimals=1)}"
    axes.text(1.44, y, share, transform=place, ha="right", va="center", fontsize=SMALL, color=INK)
    if (branch, years) in peace.differences:
        difference = peace.differences[branch, years]
        ink: dict[str, Any] = {"color": GREY, "fontstyle": "italic"} if difference.tie else {"color": INK}
        axes.text(1.98, y, f"{difference_text(difference)} ±{error_text(difference.value, 100.0, max_decimals=1)}",
                  transform=place, ha="right", va="center", fontsize=SMALL, **ink)  # fmt: skip


def _finish(axes: "Axes", peace: LastingPeace) -> None:
    """Set the scale of the shares, and write the heads of the columns and the key of the dots."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    ends = [e.split.epistemic[1].value if e.split else 0.0 for e in peace.estimates.values()]
    values = [e.mean.value + 2.0 * np.nan_to_num(e.mean.mcse) for e in peace.estimates.values()]
    axes.set_xlim(0.0, min(1.0, max(*ends, *values, 0.02) * 1.06))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None, symbol="%"))
    axes.tick_params(labelsize=SMALL)
    axes.set_xlabel("share of futures", fontsize=SMALL)
    head: dict[str, Any] = {
        "transform": axes.transAxes,
        "fontsize": SMALL,
        "color": GREY,
        "va": "bottom",
        "ha": "right",
    }
    up = 1.0 + 0.05 / (axes.get_ylim()[0])
    axes.text(1.44, up, "share", **head)
    if len(peace.branches) > 1:
        axes.text(1.98, up, "minus the\nreference,\npoints", **head)
    keys = [
        Line2D([], [], linestyle="", marker=MARKERS[i > 0], markersize=4.2, color=INK, markeredgewidth=0.9,
               markerfacecolor="white" if i else INK, label=f"lasts {YEARS_IN_WORDS[years]}")
        for i, years in enumerate(peace.years)
    ]  # fmt: skip
    axes.legend(handles=keys, loc="lower left", bbox_to_anchor=(-NAMES / CHART, 1.0), ncols=2, frameon=False,
                fontsize=SMALL, handletextpad=0.2, columnspacing=1.2, borderaxespad=0.2)  # fmt: skip


def _caption(material: Material, peace: LastingPeace) -> str:
    spans = " or ".join(YEARS_IN_WORDS[years].removesuffix(" years") for years in peace.years[:-1])
    spans = " or ".join(filter(None, [spans, YEARS_IN_WORDS[peace.years[-1]]]))
    bands = any(e.split is not None for e in peace.estimates.values())
    return (
        f"Dot: futures in which a ceasefire comes within {YEARS_IN_WORDS[BY_WEEK // 52]} and lasts {spans}; whisker: "
        "two Monte Carlo errors, ±: one."
        + (" Bar: the 80% band between draws, which is what is not known of the inputs." if bands else "")
        + (
            " Grey italics: a tie with the reference: chance could make the difference, it is below a point, or its "
            "own band includes 0. Bars may overlap where a difference is clear."
            if len(peace.branches) > 1
            else ""
        )
    )


def _table(peace: LastingPeace, material: Material) -> TextTable:
    rows = tuple(
        (material.titles[b], *(percent(peace.estimates[b, y].mean) for y in peace.years)) for b in peace.branches
    )
    return TextTable(("of all futures", *(f"lasts {YEARS_IN_WORDS[y]}" for y in peace.years)), rows)


def _plain(peace: LastingPeace, reference: str) -> "list[tuple[str | float | int | None, ...]]":
    rows: list[tuple[str | float | int | None, ...]] = []
    for (branch, years), found in sorted(
        peace.estimates.items(), key=lambda item: (peace.branches.index(item[0][0]), item[0][1])
    ):
        band = [end.value for end in found.split.epistemic] if found.split else [None, None]
        gap = peace.differences.get((branch, years))
        less = (
            [None] * 5 if gap is None else [*gap.value[:2], gap.draws.low.value, gap.draws.high.value, gap.tie or "no"]
        )
        rows.append((branch, int(branch == reference), years, *found.mean[:2], *band, *less, found.mean.n))
    return rows
