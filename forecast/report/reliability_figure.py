"""The reliability diagram of answered questions: mean answer and share of yes by bin, and every single question."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.questions.scoring import Row, Score
from forecast.report.panel import write_below
from forecast.report.style import GREY, INK, OTHERS, WIDTH
from forecast.report.svg import drawing, standalone, svg_text
from forecast.scores.probability import ReliabilityBin
from forecast.store.atomic import put_bytes, writing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOK = OTHERS[0]
OUTSIDE = 0.06
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
TITLE_WIDTH = 58  # characters
INTERVAL = "Lines: 80% interval of the share as if the questions were independent; they are not."


def write_reliability_figure(out: Path, title: str, score: Score, rows: Sequence[Row], note: str) -> None:
    """Write the diagram as an SVG file.

    Parameters
    ----------
    out : Path
        Path of the SVG file. Its folder is created if it does not exist.
    title : str
        Title of the figure.
    score : Score
        The score of the rows, with at least one resolved question.
    rows : sequence of Row
        The questions. Resolved ones with yes are marked at the top, those with no at the bottom.
    note : str
        Text below the figure: run, version, hash, week 0, and what the questions may be used for.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    from matplotlib.figure import Figure

    with drawing():
        figure = Figure(figsize=(WIDTH, 5.0))
        grid = figure.add_gridspec(2, 1, height_ratios=[1.0, 0.2])
        axes = figure.add_subplot(grid[0])
        _draw(score.murphy.bins if score.murphy else (), rows, axes)
        axes.set_title("\n".join(textwrap.wrap(title, TITLE_WIDTH)))
        legend = figure.add_subplot(grid[1])
        legend.axis("off")
        legend.legend(
            *axes.get_legend_handles_labels(), loc="center left", borderaxespad=0.0, frameon=False, fontsize=8.5
        )
        below = f"{INTERVAL} {note}"
        write_below(figure, below, None)
        text = standalone(svg_text(figure, "reliability", title, below))
    with writing(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(out, text.encode(), out.parent, sync=False)


def _draw(bins: Sequence[ReliabilityBin], rows: Sequence[Row], axes: "Axes") -> None:
    from statsmodels.stats.proportion import proportion_confint

    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1.0, linestyle=(0, (3, 2)), label="yes as often as answered")
    for cell in bins:
        low, high = proportion_confint(round(cell.observed * cell.n), cell.n, alpha=0.2, method="wilson")
        axes.plot([cell.forecast] * 2, [low, high], color=LOOK.colour, linewidth=1.4)
        place = (cell.forecast + 0.02, cell.observed)
        axes.annotate(f"{cell.n}", place, ha="left", va="center", fontsize=8.5, color=INK)
    means, shares = [cell.forecast for cell in bins], [cell.observed for cell in bins]
    label = "bin of answers, with its number of questions"
    axes.plot(means, shares, LOOK.marker, color=LOOK.text, markersize=6, linestyle="none", label=label)
    for outcome, height in (("yes", 1.0 + OUTSIDE), ("no", -OUTSIDE)):
        at = [row.answer.probability.value for row in rows if row.outcome == outcome]
        what = "one question: yes at the top, no at the bottom" if outcome == "yes" else None
        axes.plot(at, [height] * len(at), "|", color=INK, markersize=8, markeredgewidth=1.0, label=what)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-2 * OUTSIDE, 1.0 + 2 * OUTSIDE)
    axes.set_xticks(TICKS, [f"{100 * tick:.0f}%" for tick in TICKS])
    axes.set_yticks(TICKS, [f"{100 * tick:.0f}%" for tick in TICKS])
    axes.set_xlabel("answer of the run")
    axes.set_ylabel("share of yes")
