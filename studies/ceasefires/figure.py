"""Draws the figure of docs/ceasefires.md: published curves, and returns to war by age. Its bytes are reproducible."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from forecast.errors import RunError
from studies.ceasefires.published_curves import AGES, CURVES
from studies.ceasefires.returns import BANDS
from studies.ceasefires.study import OTHERS, STATES, CaseComparison, RecordComparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "frontcast",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "figure.constrained_layout.use": True,
}
BLUE, RED, GREY = "#0072B2", "#D55E00", "#3f3f3f"
CHOSEN = (0, 1, 3, 4)
SCOPES = {
    STATES: (GREY, "o"),
    OTHERS: (RED, "^"),
    "conflict data set: wars, back to war": (BLUE, "s"),
}


def write_figure(comparison: RecordComparison, path: Path) -> None:
    """Write the figure as SVG.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast(Any, SETTINGS))
        figure = Figure(figsize=(8.0, 5.6 if comparison.cases else 3.0))
        halves = figure.subfigures(2 if comparison.cases else 1, 1, squeeze=False).ravel()
        axes = halves[0].subplots(1, len(CHOSEN), sharey=True)
        for ax, number in zip(axes, CHOSEN, strict=True):
            _draw_curve(ax, comparison, number)
        axes[0].set_ylabel("failed, %")
        if comparison.cases:
            _draw_returns(halves[1].subplots(1, 1), comparison.cases)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError.of(str(path), f"cannot be written: {error}") from None


def _draw_curve(ax: "Axes", comparison: RecordComparison, number: int) -> None:
    points = [point for point in comparison.points if point.curve is CURVES[number]]
    at = np.arange(len(points))
    low, median, high = ([100 * getattr(point, end).value for point in points] for end in ("low", "median", "high"))
    ax.fill_between(at, low, high, color=BLUE, alpha=0.22, linewidth=0)
    ax.plot(at, median, color=BLUE)
    share, below, above = np.array([[100 * x for x in (p.published, *p.sampling80)] for p in points]).T
    ax.errorbar(at, share, yerr=[share - below, above - share], fmt="o", color=GREY, ms=3.5, lw=1, capsize=2)
    ax.set_title(CURVES[number].name.replace(", ", ",\n", 1).replace("tie, no", "tie,\nno"), fontsize=8)
    ax.set_xticks(at, [age.replace(" month", "m").replace(" year", "y").replace("s", "") for age in AGES])
    ax.tick_params(labelsize=7.5)
    ax.set_ylim(0, 85)


def _draw_returns(ax: "Axes", cases: CaseComparison) -> None:
    names = list(BANDS)
    for k, (scope, (colour, marker)) in enumerate(SCOPES.items()):
        rows = [row for row in cases.returns[scope] if row.name in BANDS]
        at = np.array([names.index(row.name) for row in rows]) + 0.24 * (k - 1)
        low, high = (np.array([getattr(row, end).value for row in rows]) for end in ("low", "high"))
        ax.bar(at, high - low, 0.2, bottom=low, color=colour, alpha=0.3, label=scope)
        count = np.array([row.observed for row in rows])
        arms = [count - [row.observed80[0] for row in rows], [row.observed80[1] for row in rows] - count]
        ax.errorbar(at, count, yerr=arms, fmt=marker, color=colour, ms=4.5, lw=1, capsize=2)
    ax.set_xticks(range(len(names)), names)
    ax.set_ylim(bottom=-0.4)
    ax.set_title("Returns to war by age of the ceasefire: expected (bars, 80 % of draws) and observed (points, 80 %)")
    ax.legend(fontsize=8, frameon=False, loc="upper left")
