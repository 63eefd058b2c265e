"""The figure of how often each branch reaches a ceasefire, and how often the ceasefire then lasts."""

import numpy as np

from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.display.digits import format_value
from forecast.report.figures.arrangement import label_points
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, WIDTH
from forecast.text.outcome_tables import TextTable


def panel(material: Material) -> Panel | None:
    """Draw a point for each branch with two standard errors; None if the run is too short for a lasting ceasefire."""
    from matplotlib.figure import Figure

    table = material.table
    across, up, both = table.row("ceasefire_by_w104"), table.lasts, table.durable
    if across is None or up is None or both is None or table.years is None:
        return None
    lasting = YEARS_IN_WORDS[table.years]
    points = {
        b: (across.cells[b].estimate, up.cells[b].estimate)
        for b in material.branches
        if np.isfinite(up.cells[b].estimate.value)
    }
    if not points:
        return None
    figure = Figure(figsize=(WIDTH, 4.1))
    axes = figure.subplots()
    low = max(0.0, min(y.value for _, y in points.values()) - 0.12)
    high = min(1.0, max(y.value for _, y in points.values()) + 0.10)
    right = min(1.0, max(x.value for x, _ in points.values()) * 1.3 + 0.02)
    grid = np.linspace(0.005, right, 200)
    for level in np.arange(0.1, 1.0, 0.1):
        axes.plot(grid, level / grid, color="#bdbdbd", linewidth=0.8, linestyle=(0, (1, 2)))
        edge = level / high
        if edge < right * 0.97:
            axes.annotate(f"{level:.1f}", (edge, high), (0, 2), textcoords="offset points", color=GREY, fontsize=8,
                           ha="center")  # fmt: skip
    axes.set_xlim(0, right)
    axes.set_ylim(low, high)
    axes.set_xlabel("share of futures with a ceasefire within 104 weeks")
    axes.set_ylabel(f"share of those that last {lasting}")
    for branch, (x, y) in points.items():
        look = material.looks[branch]
        axes.errorbar(
            x.value,
            y.value,
            xerr=2 * x.mcse,
            yerr=2 * y.mcse,
            color=look.colour,
            marker=look.marker,
            markersize=7,
            capsize=2.5,
            linewidth=1.2,
        )
    middles = {b: (x.value, y.value) for b, (x, y) in points.items()}
    bars = {b: (2 * x.mcse, 2 * y.mcse) for b, (x, y) in points.items()}
    label_points(axes, middles, bars, material.looks)
    rows = tuple(
        (b, format_value(x), format_value(y), format_value(both.cells[b].estimate)) for b, (x, y) in points.items()
    )
    return Panel(
        "frontier",
        "Getting a ceasefire and keeping it",
        "A point shows for one branch how often a ceasefire comes within two years (further right: more often) and how "
        f"often this ceasefire lasts {lasting} (higher: more often). Bars reach two standard errors either way. All "
        f"points on a dotted line have the same share of futures with a ceasefire that lasts {lasting}. That share is "
        "the product of the two axes and is written at the top edge.",
        figure,
        (TextTable(("branch", "ceasefire by w104", f"lasts {lasting} given it", "both"), rows),),
        numbers=PlottedNumbers(
            ("branch", "ceasefire", "ceasefire_mcse", "lasts_if_ceasefire", "lasts_if_ceasefire_mcse"),
            tuple((b, *x[:2], *y[:2]) for b, (x, y) in points.items()),
        ),
    )
