"""The figure of the attacker's net gain on the front: a fan chart for each branch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Sorted
from forecast.analysis.histograms import Histogram
from forecast.display.numbers import amount, rounded
from forecast.display.outcomes import GROUND, SPANS
from forecast.report.figures.arrangement import branch_charts
from forecast.report.lettering import wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY
from forecast.text.outcome_tables import TextTable
from forecast_kernels.layout import series as layout

if TYPE_CHECKING:
    import xarray as xr

LAST_WEEK = 104
LABEL_WIDTH = 2.3  # inches
INTERVALS = ((0.025, 0.975, 0.16), (0.1, 0.9, 0.30), (0.25, 0.75, 0.45))


def panel(material: Material) -> Panel | None:
    """Draw median and middle 50%, 80% and 95% of members to week 104; None if the run has fewer than two weeks."""
    from matplotlib.artist import Artist
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.ticker import StrMethodFormatter

    weeks = material.weeks
    early = weeks <= LAST_WEEK
    if early.sum() < 2:
        return None
    figure, charts, legend = branch_charts(
        {b: material.titles[b] for b in material.branches}, material.looks, 2.0, "weeks from the start", "gain, km²"
    )
    series = material.series["net_km2"]
    middle = _quantile(series, material.branches[0], 0.5)[early]
    for branch, axes in charts.items():
        look = material.looks[branch]
        for low, high, strength in INTERVALS:
            below, above = _quantile(series, branch, low)[early], _quantile(series, branch, high)[early]
            axes.fill_between(weeks[early], below, above, color=look.colour, alpha=strength, linewidth=0)
        axes.plot(weeks[early], _quantile(series, branch, 0.5)[early], color=look.text, linewidth=1.8)
        if branch != material.branches[0]:
            axes.plot(weeks[early], middle, color="black", linewidth=1.0, linestyle=(0, (2, 1.5)))
        axes.axhline(0.0, color=GREY, linewidth=0.7)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.set_xlim(0, int(weeks[early][-1]))
        axes.set_xticks([w for w in (0, 26, 52, 78, 104) if w <= weeks[early][-1]])
    handles: list[Artist] = [
        Patch(color=GREY, alpha=a, label=f"middle {h - low:.0%} of futures") for low, h, a in reversed(INTERVALS)
    ]
    handles.insert(0, Line2D([], [], color=GREY, linewidth=1.8, label="median future"))
    if len(charts) > 1:
        (label,) = wrap(f"median, {material.titles[material.branches[0]]}", 8.5, LABEL_WIDTH, most=1)
        handles.append(Line2D([], [], color="black", linewidth=1.0, linestyle=(0, (2, 1.5)), label=label))
    legend.legend(handles=handles, loc="center left", frameon=False, fontsize=8.5, ncols=1 if len(charts) % 2 else 2)
    return Panel(
        "territory",
        _claim(material),
        f"Net gain of {material.attacker} since the start. Line: the median future; shades: the middle 50%, 80% and "
        f"95%; dotted: the median of “{material.titles[material.branches[0]]}”. Not in it: land lost in a collapse of "
        f"{material.defender}, the salient abroad, and land handed over by treaty.",
        figure,
        (_table(material),),
        numbers=PlottedNumbers(
            ("branch", "week", "level", "net_km2", "mcse_at_most"), tuple(_plain(material, weeks[early]))
        ),
    )


def _quantile(series: "xr.DataArray", branch: str, level: float) -> NDArray[np.float64]:
    return np.asarray(series.sel(branch=branch).sel(quantile=level, method="nearest").values, dtype=float)


def _plain(material: Material, weeks: NDArray[np.int64]) -> Iterator[tuple[str | float, ...]]:
    """Yield every drawn quantile with the upper bound of its error that the histogram allows."""
    levels = sorted({0.5, *(end for low, high, _ in INTERVALS for end in (low, high))})
    draws, edges = material.members.manifest.draws, layout.edges(layout.SERIES[layout.NET])
    for branch in material.branches:
        counts = np.asarray(material.series["net_km2_count"].sel(branch=branch).transpose("time", "bin").values)
        for i, week in enumerate(weeks):
            histogram = Histogram.of(counts[i], edges, draws)
            for level in levels:
                yield branch, int(week), level, *histogram.quantile(level)[:2]


def _claim(material: Material) -> str:
    """State how wide the forecast of a year is, and how little the branches differ in it."""
    row, base = material.table.row("net_km2_w52"), material.branches[0]
    if row is None or row.cells[base].interval is None:
        return f"Ground that {material.attacker} gains on the front"
    low, high = (rounded(end.value, end.mcse) for end in row.cells[base].interval or ())
    words = (
        f"In a year {material.attacker} gains {low} to {high} km² in the middle 80% of futures under "
        f"“{material.titles[base]}”"
    )
    gaps = [c.paired.difference for c in row.cells.values() if c.paired is not None]
    if not gaps:
        return words
    most = max(gaps, key=lambda gap: abs(gap.value))
    return f"{words}; the medians of the other policies differ by at most {rounded(abs(most.value), most.mcse)} km²"


def _table(material: Material) -> TextTable:
    members = material.members
    weeks = [w for w in (26, 52, 104) if f"net_km2_w{w}" in members.variables]
    rows = []
    for branch in material.branches:
        cells = [material.titles[branch]]
        for week in weeks:
            ordered = Sorted(members.values(branch, f"net_km2_w{week}"), members.clusters)
            low, mid, high = (ordered.quantile(level).estimate for level in (0.1, 0.5, 0.9))
            cells.append(
                f"{amount(mid, GROUND, False)} ({amount(low, GROUND, False)} to {amount(high, GROUND, False)})"
            )
        rows.append(tuple(cells))
    head = ("net gain, km²", *(f"after {SPANS[w]}" for w in weeks))
    return TextTable(head, tuple(rows), "Median and, in brackets, the middle 80% of futures.")
