"""The figure of the attacker's expected net gain by sector and branch after a year."""

import math

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate
from forecast.report.material import Material
from forecast.report.panel import Panel
from forecast.report.style import INK, WIDTH
from forecast.text.digits import format_value, value_text
from forecast.text.outcome_tables import TextTable
from forecast_kernels.layout import series as layout

WEEK = 52
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
    axes.set_yticks(np.arange(len(names)) + 0.5, [f"{key}  {s.name}" for key, s in names.items()])
    axes.set_xticks(np.arange(len(material.branches)) + 0.5, [b.replace("_", "_\n") for b in material.branches])
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
    )


def _mean(material: Material, branch: str, sector: str) -> Estimate:
    """Estimate the mean net gain of a sector from its histogram."""
    counts = material.series["sector_net_km2_count"].sel(branch=branch, sector=sector)
    counts = counts.isel(time=int(np.flatnonzero(material.weeks == WEEK)[0]))
    return histogram_mean(np.asarray(counts.values, dtype=float), layout.SECTOR_SERIES, material.members.manifest.draws)


def histogram_mean(counts: NDArray[np.float64], series: layout.Series, draws: int) -> Estimate:
    """Estimate the mean of binned values (each at the midpoint of its bin), with an upper bound of its standard error.

    Parameters
    ----------
    counts : float64[n_bins]
        Number of members in each bin.
    series : Series
        Layout of the bins, in km2.
    draws : int
        Number of draws. The bound counts all members of a draw as one.
    """
    edges = np.array(layout.edges(series))
    middle = (edges[:-1] + edges[1:]) / 2.0
    n = float(counts.sum())
    centre = float(np.dot(counts, middle)) / n
    variance = float(np.dot(counts, (middle - centre) ** 2)) / n
    return Estimate(centre, math.sqrt(variance / max(draws, 1)), int(n))
