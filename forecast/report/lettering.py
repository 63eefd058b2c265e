"""Letters of the figures: how wide a text is, where its lines break, and which letters the font lacks."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

POINTS = 72.0  # in an inch
LEADING = 1.25
"""Distance of two lines in heights of the letters."""

UNKNOWN_WIDTH = 1.3
"""Width of a letter that the font lacks, in heights: that of the box drawn for it, wider than a Chinese letter."""


@cache
def _font(bold: bool) -> "FT2Font":
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))


@cache
def _advance(letter: str, bold: bool) -> float:
    from matplotlib.ft2font import LoadFlags

    font = _font(bold)
    if not font.get_char_index(ord(letter)):
        return UNKNOWN_WIDTH
    font.set_size(100.0, POINTS)
    return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536.0 / 100.0


def width(text: str, size: float, bold: bool = False) -> float:
    """Measure a line of text in inches.

    Parameters
    ----------
    text : str
        The line.
    size : float
        Height of the letters in points.
    bold : bool
        Whether it is bold.
    """
    return sum(_advance(letter, bold) for letter in text) * size / POINTS


def height(lines: int, size: float) -> float:
    """Height of so many lines in inches."""
    return lines * size * LEADING / POINTS


def wrap(text: str, size: float, inches: float, bold: bool = False, most: int | None = None) -> list[str]:
    """Break a text into lines no wider than some inches; a word that is wider breaks anywhere.

    Parameters
    ----------
    text : str
        The text.
    size : float
        Height of the letters in points.
    inches : float
        Maximum width of a line.
    bold : bool
        Whether the letters are bold.
    most : int, optional
        Maximum number of lines; the last one then ends in an ellipsis.
    """
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined, size, bold) <= inches:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter, size, bold) > inches:
                lines.append("")
            lines[-1] += letter
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last}…", size, bold) > inches:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def missing_letters(texts: Iterable[str]) -> list[str]:
    """List the letters that the font of the figures lacks, in the order of their numbers."""
    found = {letter for text in texts for letter in text if letter.isprintable()}
    return sorted(letter for letter in found if not _font(False).get_char_index(ord(letter)))
