"""A drawing with title, caption, evidence and identity of the run: all that a figure needs to stand alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.report.lettering import height, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARGIN = 0.08  # inches
TITLE, SUBTITLE = 10.0, 8.5  # points


def frame(figure: "Figure", title: str, below: Sequence[tuple[str, str, float]]) -> None:
    """Write a title above a drawing and texts below it; the figure grows by their height.

    Parameters
    ----------
    figure : Figure
        The drawing; it is changed.
    title : str
        Text above it: a bold line, and below it lines that are not.
    below : sequence of (str, str, float)
        Texts below it, each with its colour and the height of its letters in points.
    """
    wide, tall = (float(side) for side in figure.get_size_inches())
    inside = wide - 2.0 * MARGIN
    claim, _, rest = title.partition("\n")
    heads = [(line, TITLE, "bold") for line in wrap(claim, TITLE, inside, bold=True)]
    heads += [(line, SUBTITLE, "normal") for line in wrap(rest, SUBTITLE, inside) if line]
    blocks = [(wrap(text, size, inside), colour, size) for text, colour, size in below]
    top = sum(height(1, size) for _, size, _ in heads) + 1.5 * MARGIN
    bottom = sum(height(len(lines), size) + MARGIN / 2.0 for lines, _, size in blocks) + 1.5 * MARGIN
    _make_room(figure, wide, tall, top, bottom)
    whole = top + tall + bottom
    y = whole - MARGIN / 2.0
    for line, size, weight in heads:
        y -= height(1, size)
        figure.text(MARGIN / wide, (y + 0.03) / whole, line, fontsize=size, fontweight=weight, va="baseline")
    y = bottom - MARGIN
    for lines, colour, size in blocks:
        for line in lines:
            y -= height(1, size)
            figure.text(MARGIN / wide, (y + 0.03) / whole, line, fontsize=size, color=colour, va="baseline")
        y -= MARGIN / 2.0


def _make_room(figure: "Figure", wide: float, tall: float, top: float, bottom: float) -> None:
    """Let the figure grow above and below, with the drawing as large as before."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    whole = top + tall + bottom
    figure.set_size_inches(wide, whole)
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(rect=(0.0, bottom / whole, 1.0, tall / whole))
        return
    for axes in figure.axes:
        box = axes.get_position()
        axes.set_position((box.x0, (box.y0 * tall + bottom) / whole, box.width, box.height * tall / whole))
