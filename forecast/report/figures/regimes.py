"""The figure of the share of futures in each state by week, from war to second peace and collapse."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from forecast.analysis.estimates import Estimate
from forecast.display.numbers import percent
from forecast.display.outcomes import SPANS, YEARS
from forecast.report.figures.arrangement import branch_charts
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    import xarray as xr

COLOURS = {
    "war": ("#7f7f7f", "war"),
    "truce": ("#F0E442", "truce"),
    "ceasefire": ("#56B4E9", "ceasefire"),
    "resumed_war": ("#D55E00", "war again"),
    "second_peace": ("#0072B2", "second peace"),
    "collapsed": ("#2b2b2b", "collapse"),
    "low_intensity": ("#CC79A7", "low-intensity fighting"),
}
STEP = 4
"""Weeks between two points of the drawing; the file of numbers has every week."""

TABLE_WEEKS = (52, 104, 520)
PEACE = ("truce", "ceasefire", "second_peace")


def panel(material: Material) -> Panel:
    """Draw the stacked shares of members by regime (state of the war), one small chart for each branch."""
    from matplotlib.patches import Patch
    from matplotlib.ticker import PercentFormatter

    drawn = np.unique(np.append(np.arange(0, material.weeks.size, STEP), material.weeks.size - 1))
    years = material.weeks[drawn] / 52
    shares = material.series["regime_share"]
    regimes = [str(r) for r in shares["regime"].values]
    figure, charts, legend = branch_charts(
        {b: material.titles[b] for b in material.branches},
        material.looks,
        1.75,
        "years from the start",
        "share of futures",
    )
    for branch, axes in charts.items():
        layers = [np.asarray(shares.sel(branch=branch, regime=r).values, dtype=float)[drawn] for r in regimes]
        axes.stackplot(years, layers, colors=[COLOURS[r][0] for r in regimes], edgecolor="white", linewidth=0.3)
        axes.set_xlim(0, float(years[-1]))
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.grid(False)
    handles = [Patch(facecolor=COLOURS[r][0], edgecolor="#888888", label=COLOURS[r][1]) for r in reversed(regimes)]
    legend.legend(handles=handles, loc="center left", frameon=False, fontsize=8.5, ncols=1 if len(charts) % 2 else 3)
    return Panel(
        "regimes",
        _claim(material, shares, regimes),
        "Share of futures in each state by time, from the bottom: war that never stopped, truce, ceasefire, war again, "
        "second peace, collapse, low-intensity fighting.",
        figure,
        _tables(material, regimes),
        numbers=PlottedNumbers(("branch", "week", "state", "share", "mcse_at_most"), tuple(_plain(material, regimes))),
    )


def _claim(material: Material, shares: "xr.DataArray", regimes: list[str]) -> str:
    """State the share at peace at the end of the run."""
    last, tested = int(material.weeks[-1]), material.tested_branch
    at_peace = [regime for regime in regimes if regime in PEACE]

    def share(branch: str) -> str:
        values = shares.sel(branch=branch).isel(time=-1)
        total = sum(float(values.sel(regime=regime).values) for regime in at_peace)
        return f"{percent(Estimate(total, _bound(total, material), 1))}"

    span = YEARS.get(last // 52, f"{last // 52} years") if last >= 52 else f"{last} weeks"
    reference = material.members.reference
    words = f"After {span} there is peace in {share(reference)} of futures under “{material.titles[reference]}”"
    return words if tested is None else f"{words}, in {share(tested)} under “{material.titles[tested]}”"


def _plain(material: Material, regimes: list[str]) -> Iterator[tuple[str | float, ...]]:
    for branch in material.branches:
        shares = material.series["regime_share"].sel(branch=branch)
        for regime in regimes:
            for week, share in zip(
                material.weeks, np.asarray(shares.sel(regime=regime).values, dtype=float), strict=True
            ):
                yield branch, int(week), regime, float(share), _bound(float(share), material)


def _bound(share: float, material: Material) -> float:
    """Upper bound of the standard error of a share: the members of a draw count as one."""
    return math.sqrt(max(share * (1.0 - share), 0.0) / max(material.members.manifest.draws, 1))


def _tables(material: Material, regimes: list[str]) -> tuple[TextTable, ...]:
    weeks = material.weeks
    table_weeks = [w for w in TABLE_WEEKS if w in weeks] or [int(weeks[-1])]
    note = "Share of futures. The CSV file has an upper bound of its Monte Carlo error."
    return tuple(
        TextTable(
            (f"state after {SPANS.get(week, f'{week} weeks')}", *(COLOURS[r][1] for r in regimes)),
            tuple(_row(material, branch, week, regimes) for branch in material.branches),
            note if week == table_weeks[-1] else "",
        )
        for week in table_weeks
    )


def _row(material: Material, branch: str, week: int, regimes: list[str]) -> tuple[str, ...]:
    at = material.series["regime_share"].sel(branch=branch).isel(time=int(np.flatnonzero(material.weeks == week)[0]))
    shares = (float(at.sel(regime=r).values) for r in regimes)
    errors = ((p, _bound(p, material)) for p in shares)
    return material.titles[branch], *(percent(Estimate(p, e, material.members.count)) for p, e in errors)
