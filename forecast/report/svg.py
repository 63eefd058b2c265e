"""Matplotlib figures as SVG elements. Several fit in one page, and the same figure always gives the same bytes."""

import io
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from forecast.errors import RunError, printable
from forecast.report.style import SETTINGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BACKEND = "MPLBACKEND"
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_STYLE = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_PATH = re.compile(r'\bd="[^"]+"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_HASHED = r"(?:[hmp]|C[0-9a-f]+_[0-9a-f]+_)[0-9a-f]{10}"
_SIZE = re.compile(r'<svg[^>]*?viewBox="([^"]+)"[^>]*>', re.DOTALL)


@contextmanager
def drawing() -> Iterator[None]:
    """Use our matplotlib settings inside the `with` block, whatever the settings of the user.

    Nothing is shown on a screen, so the backend that a notebook names in the environment is not looked at, and what
    matplotlib says about the settings of the user is not printed.

    Raises
    ------
    RunError
        If the user's `matplotlibrc` is no text, which matplotlib does not survive.
    """
    backend = os.environ.pop(BACKEND, None)
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        try:
            import matplotlib
        except UnicodeDecodeError:
            message = "this settings file of matplotlib is not UTF-8; mend or remove it"
            raise RunError.of("matplotlibrc", message) from None
        finally:
            if backend is not None:
                os.environ[BACKEND] = backend

        with matplotlib.rc_context(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from")  # the page shows them; PNG says so
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(cast(Any, SETTINGS))
            yield
    finally:
        log.setLevel(level)


def svg_text(figure: "Figure", key: str, title: str, evidence: str) -> str:
    """Write a figure as an `<svg role="img">` element.

    Parameters
    ----------
    figure : Figure
        The figure.
    key : str
        Prefix of all ids, so that they differ from the ids of other figures.
    title : str
        Title for screen readers.
    evidence : str
        Description for screen readers: the evidence that the numbers rest on.

    Raises
    ------
    ValueError
        If this version of matplotlib writes an unknown form of SVG.
    """
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None}, facecolor="none")
    text = _METADATA.sub("", _STYLE.sub("", _HEAD.sub("", stream.getvalue()), count=1))
    box = _SIZE.search(text)
    if box is None:
        raise ValueError("this version of matplotlib writes an unknown form of SVG")
    head = (
        f'<svg class="drawn" viewBox="{box.group(1)}" role="img" '
        f'aria-labelledby="{key}-title" aria-describedby="{key}-evidence" '
        'stroke-linejoin="round" stroke-linecap="butt">'
        f'<title id="{key}-title">{_escape(title)}</title><desc id="{key}-evidence">{_escape(evidence)}</desc>'
    )
    body = _renumber(text[box.end() :])
    body = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", body)
    body = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{key}-\1"', body)
    body = _PATH.sub(lambda path: _LONG.sub(_shorter, path.group()), body)
    return printable(head + re.sub(r"[ \t]+\n", "\n", body).strip(), "\n\t") + "\n"


def _renumber(body: str) -> str:
    """Number the ids that matplotlib takes from the last digits of a layout, which differ between two drawings."""
    found = dict.fromkeys(re.findall(rf'\bid="({_HASHED})"', body))
    numbers = {name: f"s{i}" for i, name in enumerate(found, 1)}
    return re.sub(rf"\b{_HASHED}\b", lambda match: numbers.get(match.group(), match.group()), body)


def _shorter(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}"


def standalone(svg: str) -> str:
    """Turn an SVG element into the text of an SVG file, on white."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" style="background:#fff" ', 1)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
