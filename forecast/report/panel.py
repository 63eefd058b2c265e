"""A panel of the report: a figure, what it says in words, and its numbers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Table:
    """Text cells: a head, and rows whose first cell names the row. wordy: cells hold text rather than numbers.

    mark: the grade of what it shows.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    wordy: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Panel:
    """key: name of the SVG file and prefix of ids. caption: what is drawn and how to read it. evidence: its mark."""

    key: str
    title: str
    caption: str
    figure: "Figure"
    tables: tuple[Table, ...] = ()
    evidence: str = ""
