"""Where the ground is gained: expected net gain by sector and branch after a year."""

import math

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate
from forecast.report.material import Material
from forecast.report.panel import Panel, Table
from forecast.report.style import INK, WIDTH
from forecast.text.digits import format_value, value_text
from forecast_kernels.layout import series as layout

WEEK = 52
NOTE = (
    "Mean over members ± an upper bound of its standard error: histograms keep no draws apart, so members of one draw "
    "are taken to be alike."
)


def panel(material: Material) -> Panel | None:
    """Heat map, sectors in the order of the baseline from top to bottom."""
    from matplotlib.figure import Figure

    weeks = material.weeks
    if WEEK not in weeks:
        return None
    names = material.experiment.baseline.sectors
    gains = {b: [_mean(material, b, s) for s in names] for b in material.branches}
    table = np.array([[e.value for e in gains[b]] for b in material.branches]).T
    figure = Figure(figsize=(WIDTH, 0.30 * len(names) + 1.1))
    place = figure.subplots()
    top = max(float(np.abs(table).max()), 1e-9)
    shade = np.sqrt(np.abs(table)) * np.sign(table)
    place.pcolormesh(shade, cmap="PuOr_r", vmin=-math.sqrt(top), vmax=math.sqrt(top), edgecolors="white", linewidth=1.0)
    place.invert_yaxis()
    for i in range(len(names)):
        for j, branch in enumerate(material.branches):
            pale = math.sqrt(abs(table[i, j]) / top) < 0.62
            place.text(
                j + 0.5,
                i + 0.5,
                value_text(gains[branch][i]),
                ha="center",
                va="center",
                fontsize=8.0,
                color=INK if pale else "white",
            )
    place.set_yticks(np.arange(len(names)) + 0.5, [f"{key}  {s.name}" for key, s in names.items()])
    place.set_xticks(np.arange(len(material.branches)) + 0.5, [b.replace("_", "_\n") for b in material.branches])
    place.xaxis.tick_top()
    place.tick_params(length=0)
    place.grid(False)
    for edge in place.spines.values():
        edge.set_visible(False)
    rows = tuple(
        (f"{key} {s.name}", *(format_value(gains[b][i]) for b in material.branches))
        for i, (key, s) in enumerate(names.items())
    )
    return Panel(
        "sectors",
        f"Where {material.attacker} gains ground in a year",
        f"Expected net gain of {material.attacker} in each sector of the front after {WEEK} weeks, km2, land lost in a "
        "collapse left out. Orange: gain; purple: loss; "
        "the deeper, the more. Read from weekly histograms.",
        figure,
        (Table(("net gain, km2, week 52", *material.branches), rows, NOTE),),
    )


def _mean(material: Material, branch: str, sector: str) -> Estimate:
    """Mean of a sector's histogram, bins at their midpoints; error as if the replicates of a draw were one."""
    counts = material.series["sector_net_km2_count"].sel(branch=branch, sector=sector)
    counts = counts.isel(time=int(np.flatnonzero(material.weeks == WEEK)[0]))
    return histogram_mean(np.asarray(counts.values, dtype=float), layout.SECTOR_SERIES, material.members.manifest.draws)


def histogram_mean(counts: NDArray[np.float64], series: layout.Series, draws: int) -> Estimate:
    """Mean of binned values and the greatest standard error that clustering by draw can give it."""
    edges = np.array(layout.edges(series))
    middle = (edges[:-1] + edges[1:]) / 2.0
    n = float(counts.sum())
    centre = float(np.dot(counts, middle)) / n
    variance = float(np.dot(counts, (middle - centre) ** 2)) / n
    return Estimate(centre, math.sqrt(variance / max(draws, 1)), int(n))
