"""The report's section on hindcasts with its figures, and the figure of one hindcast as an SVG file."""

import re
from collections.abc import Sequence
from pathlib import Path

from forecast.report import markup
from forecast.report.hindcasts.fan_figure import panel
from forecast.report.hindcasts.hindcast_text import NONE_FOUND, SCOPE
from forecast.report.hindcasts.results import Hindcast
from forecast.report.panel import Panel, write_below
from forecast.report.style import JUDGMENT
from forecast.report.svg import drawing, standalone, svg_text
from forecast.store.atomic import put_bytes, writing

Drawn = tuple[Panel, str]


def hindcast_figures(hindcasts: Sequence[Hindcast]) -> list[Drawn]:
    """Draw each hindcast: a panel, and its SVG element. Every panel has a different key."""
    keys: list[str] = []
    for hindcast in hindcasts:
        stem = re.sub(r"[^a-z0-9]+", "_", hindcast.file.rsplit(".", 1)[0].lower()).strip("_") or "file"
        key = f"hindcast_{stem}"
        keys.append(key if key not in keys else f"{key}_{len(keys) + 1}")
    return [_draw(hindcast, key) for hindcast, key in zip(hindcasts, keys, strict=True)]


def hindcast_figures_html(figures: Sequence[Drawn]) -> str:
    """Write the figures as HTML, or how to make a hindcast."""
    if not figures:
        return markup.paragraphs([NONE_FOUND])
    html = (markup.figure(drawn, svg) for drawn, svg in figures)
    return markup.paragraphs([SCOPE]) + "".join(html)


def write_hindcast_figure(hindcast: Hindcast, out: Path, credit: str = "") -> None:
    """Write the figure of one hindcast as an SVG file.

    Parameters
    ----------
    hindcast : Hindcast
        Results of the hindcast.
    out : Path
        Path of the SVG file. Its folder is created if it does not exist.
    credit : str
        A sentence of credit for the map, written below the figure.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    _, svg = _draw(hindcast, "hindcast", credit)
    with writing(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(out, standalone(svg).encode(), out.parent, sync=False)


def _draw(hindcast: Hindcast, key: str, credit: str = "") -> Drawn:
    """Draw the panel and its SVG element, with the evidence of the forecasts and the credit below the drawing."""
    with drawing():
        drawn = panel(hindcast, key)
        text = " ".join(filter(None, [drawn.evidence, credit]))
        write_below(drawn.figure, text, JUDGMENT if hindcast.in_sample else None)
        return drawn, svg_text(drawn.figure, key, drawn.title, text)
