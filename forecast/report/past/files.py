"""Figures of hindcasts as SVG, in a page and as files of their own."""

import textwrap
from pathlib import Path

from forecast.report.panel import Panel
from forecast.report.past.read import Hindcast
from forecast.report.style import JUDGMENT
from forecast.report.svg import drawing, standalone, svg_text
from forecast.store.atomic import put_bytes, writing

LINE, SIZE = 92, 7.5


def drawn(hindcast: Hindcast, key: str, credit: str = "") -> tuple[Panel, str]:
    """The panel and its SVG text, with what it rests on and the credit written under it."""
    from forecast.report.figures.hindcast import panel

    with drawing():
        made = panel(hindcast, key)
        text = " ".join(filter(None, [made.evidence, credit]))
        lines = textwrap.wrap(text, LINE)
        width, height = made.figure.get_size_inches()
        made.figure.set_size_inches(width, height + 0.08 + 0.13 * len(lines))
        colour = JUDGMENT if hindcast.in_sample else None
        made.figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=SIZE, color=colour)
        return made, svg_text(made.figure, key, made.title, text)


def write_figure(hindcast: Hindcast, out: Path, credit: str = "") -> None:
    """Write one figure as a file. Raises RunError."""
    _, svg = drawn(hindcast, "hindcast", credit)
    with writing(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(out, standalone(svg).encode(), out.parent, sync=False)
