"""The figure of the attacker's expected net gain by sector and branch after a year."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from forecast.analysis.estimates import Estimate
from forecast.analysis.histograms import Histogram
from forecast.display.digits import format_value
from forecast.display.numbers import amount, rounded
from forecast.display.outcomes import GROUND
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
NAMES, UPWARDS = 2.1, 2.3  # inches for the name of a sector, and for that of a branch written upwards

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
                rounded(gains[branch][i].value, gains[branch][i].mcse),
                ha="center",
                va="center",
                fontsize=8.0,
                color=INK if pale else "white",
            )
    labels = ["\n".join(wrap(f"{key}  {s.name}", SIZE, NAMES, most=2)) for key, s in names.items()]
    axes.set_yticks(np.arange(len(names)) + 0.5, labels)
    _write_heads(figure, axes, [material.titles[b] for b in material.branches])
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
        _claim(gains, material),
        f"Expected gain of {material.attacker} in each sector after a year, km², without land lost in a collapse. "
        "Orange is a gain, purple a loss, darker means more.",
        figure,
        (TextTable(("gain in a year, km²", *(material.titles[b] for b in material.branches)), rows, NOTE),),
        numbers=PlottedNumbers(
            ("sector", "name", "branch", "mean_net_km2_w52", "mcse_at_most"),
            tuple((key, s.name, b, *gains[b][i][:2]) for i, (key, s) in enumerate(names.items()) for b in gains),
        ),
    )


def _write_heads(figure: "Figure", axes: "Axes", branches: Sequence[str]) -> None:
    """Write the names of the branches above the columns: level where they fit side by side, else upwards."""
    room = (WIDTH - NAMES - 0.2) / len(branches)
    heads = [wrap(branch, SIZE, room - 0.05, most=3) for branch in branches]
    words = [word for branch in branches for word in branch.split()]
    crowded = max(width(word, SIZE) for word in words) > room - 0.05 or any(line[-1].endswith("…") for line in heads)
    if crowded:
        heads = [wrap(branch, SIZE, UPWARDS, most=1) for branch in branches]
        figure.set_size_inches(WIDTH, figure.get_size_inches()[1] + max(width(head[0], SIZE) for head in heads) - 0.3)
    labels = ["\n".join(head) for head in heads]
    axes.set_xticks(np.arange(len(heads)) + 0.5, labels, rotation=90 if crowded else 0)


def _claim(gains: dict[str, list[Estimate]], material: Material) -> str:
    """Name the sector where most is gained in the reference branch."""
    branch = material.members.reference
    sectors = list(material.experiment.baseline.sectors.values())
    most = max(range(len(sectors)), key=lambda i: gains[branch][i].value)
    return (
        f"{material.attacker} gains most near {sectors[most].name}: {amount(gains[branch][most], GROUND)} in a year "
        f"under “{material.titles[branch]}”"
    )


def _mean(material: Material, branch: str, sector: str) -> Estimate:
    """Estimate the mean net gain of a sector from its histogram."""
    counts = material.series["sector_net_km2_count"].sel(branch=branch, sector=sector)
    counts = counts.isel(time=int(np.flatnonzero(material.weeks == WEEK)[0]))
    return Histogram.of(counts.values, layout.edges(layout.SECTOR_SERIES), material.members.manifest.draws).mean()
