"""The figure of the attacker's expected net gain by sector and branch after a year."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from forecast.analysis.estimates import Estimate
from forecast.analysis.histograms import Histogram
from forecast.display.digits import format_value, value_text
from forecast.report.lettering import width, wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import INK, WIDTH
from forecast.text.outcome_tables import TextTable
from forecast_kernels.layout import series as layout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WEEK = 52
SIZE = 8.5  # points
NAMES, UPWARDS = 2.1, 1.5  # inches for the name of a sector, and for that of a branch written upwards

NOTE = (
    "Mean over members ± an upper bound of its standard error. The histograms do not keep draws apart, so the bound "
    "treats the members of one draw as one."
)


def panel(material: Material) -> Panel | None:
    """Draw a heat map with the sectors in the order of the baseline; None if the run ends before a year."""
    from matplotlib.figure import Figure

    weeks = material.weeks
    if WEEK not in weeks:
        return None
    names = material.experiment.baseline.sectors
    gains = {b: [_mean(material, b, s) for s in names] for b in material.branches}
    table = np.array([[e.value for e in gains[b]] for b in material.branches]).T
    figure = Figure(figsize=(WIDTH, 0.30 * len(names) + 1.1))
    axes = figure.subplots()
    top = max(float(np.abs(table).max()), 1e-9)
    shade = np.sqrt(np.abs(table)) * np.sign(table)
    axes.pcolormesh(shade, cmap="PuOr_r", vmin=-math.sqrt(top), vmax=math.sqrt(top), edgecolors="white", linewidth=1.0)
    axes.invert_yaxis()
    for i in range(len(names)):
        for j, branch in enumerate(material.branches):
            pale = math.sqrt(abs(table[i, j]) / top) < 0.62
            axes.text(
                j + 0.5,
                i + 0.5,
                value_text(gains[branch][i]),
                ha="center",
                va="center",
                fontsize=8.0,
                color=INK if pale else "white",
            )
    labels = ["\n".join(wrap(f"{key}  {s.name}", SIZE, NAMES, most=2)) for key, s in names.items()]
    axes.set_yticks(np.arange(len(names)) + 0.5, labels)
    _write_heads(figure, axes, material.branches)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(False)
    for edge in axes.spines.values():
        edge.set_visible(False)
    rows = tuple(
        (f"{key} {s.name}", *(format_value(gains[b][i]) for b in material.branches))
        for i, (key, s) in enumerate(names.items())
    )
    return Panel(
        "sectors",
        f"Where {material.attacker} gains ground in a year",
        f"Expected net gain of {material.attacker} in each sector of the front after {WEEK} weeks, in km2, without "
        "land lost in a collapse. Orange is a gain and purple is a loss; a darker colour means more. The numbers are "
        "computed from weekly histograms.",
        figure,
        (TextTable(("net gain, km2, week 52", *material.branches), rows, NOTE),),
        numbers=PlottedNumbers(
            ("sector", "name", "branch", "mean_net_km2_w52", "mcse_at_most"),
            tuple((key, s.name, b, *gains[b][i][:2]) for i, (key, s) in enumerate(names.items()) for b in gains),
        ),
    )


def _write_heads(figure: "Figure", axes: "Axes", branches: Sequence[str]) -> None:
    """Write the names of the branches above the columns: level where they fit side by side, else upwards."""
    heads = [b.replace("_", "_\n") for b in branches]
    room = (WIDTH - NAMES - 0.2) / len(branches)
    crowded = max(width(part, SIZE) for head in heads for part in head.splitlines()) > room
    if crowded:
        heads = [wrap(b, SIZE, UPWARDS, most=1)[0] for b in branches]
        figure.set_size_inches(WIDTH, figure.get_size_inches()[1] + max(width(head, SIZE) for head in heads) - 0.3)
    axes.set_xticks(np.arange(len(heads)) + 0.5, heads, rotation=90 if crowded else 0)


def _mean(material: Material, branch: str, sector: str) -> Estimate:
    """Estimate the mean net gain of a sector from its histogram."""
    counts = material.series["sector_net_km2_count"].sel(branch=branch, sector=sector)
    counts = counts.isel(time=int(np.flatnonzero(material.weeks == WEEK)[0]))
    return Histogram.of(counts.values, layout.edges(layout.SECTOR_SERIES), material.members.manifest.draws).mean()
