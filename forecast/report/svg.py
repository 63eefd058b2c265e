"""Matplotlib figures as SVG text that can stand many in one page, the same bytes every time."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from forecast.report.style import SETTINGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_STYLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_PATH = re.compile(r'\bd="[^"]+"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_SIZE = re.compile(r'<svg[^>]*?viewBox="([^"]+)"[^>]*>', re.DOTALL)


@contextmanager
def drawing() -> Iterator[None]:
    """Figures made and written inside use our settings, whatever the user's own are."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast(Any, SETTINGS))
        yield


def svg_text(figure: "Figure", key: str, title: str, evidence: str) -> str:
    """An `<svg role="img">` element with a title and its evidence for a description.

    `key` makes its ids unlike those of other figures.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    stream = io.StringIO()
    FigureCanvasSVG(figure).print_svg(stream, metadata={"Date": None})
    text = _METADATA.sub("", _STYLE.sub("", _HEAD.sub("", stream.getvalue()), count=1))
    box = _SIZE.search(text)
    if box is None:
        raise ValueError("this version of matplotlib writes an SVG of an unknown shape")
    head = (
        f'<svg viewBox="{box.group(1)}" role="img" aria-labelledby="{key}-title" aria-describedby="{key}-evidence" '
        'stroke-linejoin="round" stroke-linecap="butt">'
        f'<title id="{key}-title">{_escape(title)}</title><desc id="{key}-evidence">{_escape(evidence)}</desc>'
    )
    body = text[box.end() :]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", body)
    body = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{key}-\1"', body)
    body = _PATH.sub(lambda path: _LONG.sub(_shorter, path.group()), body)
    return head + re.sub(r"[ \t]+\n", "\n", body).strip() + "\n"


def _shorter(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}"


def standalone(svg: str) -> str:
    """The same as a file of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
