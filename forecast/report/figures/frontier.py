"""The figure of how often each branch reaches a ceasefire, and how often the ceasefire then lasts."""

import numpy as np

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.display.numbers import percent
from forecast.report.figures.arrangement import label_points
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, WIDTH
from forecast.text.outcome_tables import TextTable


def panel(material: Material) -> Panel | None:
    """Draw a point for each branch with two standard errors; None if the run is too short for a lasting ceasefire."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, PercentFormatter

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
    low = max(0.0, min(y.value for _, y in points.values()) - 0.06)
    high = min(1.0, max(y.value for _, y in points.values()) + 0.05)
    most, least = (end(x.value for x, _ in points.values()) for end in (max, min))
    right, left = min(1.0, most + 0.45 * (most - least) + 0.03), max(0.0, least - 0.45 * (most - least) - 0.03)
    grid = np.linspace(max(left, 0.005), right, 200)
    for level in np.arange(0.1, 1.0, 0.1):
        axes.plot(grid, level / grid, color="#bdbdbd", linewidth=0.8, linestyle=(0, (1, 2)))
        edge = level / high
        if left < edge < right * 0.97:
            axes.annotate(f"{level:.0%}", (edge, high), (0, 2), textcoords="offset points", color=GREY, fontsize=8,
                           ha="center")  # fmt: skip
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    axes.set_xlabel("futures with a ceasefire within two years")
    axes.set_ylabel(f"of these, lasting {lasting}")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
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
    label_points(axes, middles, bars, material.looks, material.titles)
    rows = tuple(
        (material.titles[b], percent(x), percent(y), percent(both.cells[b].estimate)) for b, (x, y) in points.items()
    )
    return Panel(
        "frontier",
        _claim(points, lasting, material),
        f"Further right: a ceasefire comes within two years more often. Higher: it lasts {lasting} more often. Bars: "
        "two Monte Carlo errors either way. Dotted lines join equal shares of lasting peace, the product of both, "
        "written at the top.",
        figure,
        (TextTable(("policy", "ceasefire in two years", f"of these, lasting {lasting}", "both"), rows),),
        numbers=PlottedNumbers(
            ("branch", "ceasefire", "ceasefire_mcse", "lasts_if_ceasefire", "lasts_if_ceasefire_mcse"),
            tuple((b, *x[:2], *y[:2]) for b, (x, y) in points.items()),
        ),
    )


def _claim(points: dict[str, tuple[Estimate, Estimate]], lasting: str, material: Material) -> str:
    """Name the branch with the most ceasefires and the one whose ceasefires last most often."""
    titles = material.titles
    soon = max(points, key=lambda b: points[b][0].value)
    long = max(points, key=lambda b: points[b][1].value)
    get, keep = percent(points[soon][0]), percent(points[long][1])
    if soon == long:
        return f"“{titles[soon]}” gets most ceasefires ({get}), and {keep} of them last {lasting}"
    return f"“{titles[soon]}” gets most ceasefires ({get}); those of “{titles[long]}” last most often ({keep})"
