"""The reliability diagram of answered questions: mean answer and share of yes by bin, and every single question."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from forecast.report.panel import write_below
from forecast.report.style import GREY, INK, OTHERS, WIDTH
from forecast.report.svg import drawing, standalone, svg_text
from forecast.scores.probability import ReliabilityBin
from forecast.store.atomic import put_bytes, writing

LOOK = OTHERS[0]
OUTSIDE = 0.06


class Case(NamedTuple):
    """One resolved question: its probability, and whether the answer was yes."""

    probability: float
    yes: bool


def write_reliability_figure(
    out: Path, title: str, bins: Sequence[ReliabilityBin], cases: Sequence[Case], note: str
) -> None:
    """Write the diagram as an SVG file.

    Parameters
    ----------
    out : Path
        Path of the SVG file. Its folder is created if it does not exist.
    title : str
        Title of the figure.
    bins : sequence of ReliabilityBin
        Bins of the probability that have cases.
    cases : sequence of Case
        All resolved questions. Those with yes are marked at the top, the others at the bottom.
    note : str
        Text below the figure: run, version, hash, week 0, and what the questions may be used for.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    from matplotlib.figure import Figure

    with drawing():
        figure = Figure(figsize=(WIDTH, 4.4))
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1.0, linestyle=(0, (3, 2)), label="perfectly reliable")
        means, shares = [cell.forecast for cell in bins], [cell.observed for cell in bins]
        axes.plot(means, shares, LOOK.marker, color=LOOK.text, markersize=6, label="bin: mean answer, share of yes")
        for cell in bins:
            side = -1 if cell.observed > 0.5 else 1
            axes.annotate(
                f"{cell.n}",
                (cell.forecast, cell.observed),
                xytext=(0, 9 * side),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=8.5,
                color=INK,
            )
        for yes, height in ((True, 1.0 + OUTSIDE), (False, -OUTSIDE)):
            at = [case.probability for case in cases if case.yes is yes]
            label = "one question: yes at the top, no at the bottom" if yes else None
            axes.plot(at, [height] * len(at), "|", color=INK, markersize=8, markeredgewidth=1.0, label=label)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-2 * OUTSIDE, 1.0 + 2 * OUTSIDE)
        ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        axes.set_xticks(ticks, [f"{100 * tick:.0f}%" for tick in ticks])
        axes.set_yticks(ticks, [f"{100 * tick:.0f}%" for tick in ticks])
        axes.set_xlabel("answer of the run")
        axes.set_ylabel("share of yes")
        axes.set_title(title)
        figure.legend(loc="outside lower left", frameon=False, fontsize=8.5, ncols=1)
        write_below(figure, note, None)
        text = standalone(svg_text(figure, "reliability", title, note))
    with writing(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(out, text.encode(), out.parent, sync=False)
