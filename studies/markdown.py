"""Writes tables and paragraphs of the generated pages, as Markdown and as plain text."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill
from typing import NamedTuple

from forecast.text.table import aligned

WIDTH = 120


class TitledTable(NamedTuple):
    """A table of a study with its title.

    Attributes
    ----------
    title : str
        Heading of the table on the page.
    head : tuple of str
        Column names.
    rows : sequence of tuple of str
        Cells, one tuple a row.
    note : str
        Sentences below the table, without the last full stop; empty for none.
    """

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""

    def text(self) -> list[str]:
        """Return the title and aligned columns, for a terminal."""
        return [self.title, *aligned(self.head, self.rows, left=len(self.head))]

    def markdown(self) -> list[str]:
        """Return the lines of the Markdown table, without the title."""
        return list(markdown_table(self.head, self.rows))


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def paragraph(text: str, indent: str = "") -> str:
    """Wrap text to lines of at most 120 characters. `indent` starts all lines but the first."""
    return fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def bullet(text: str) -> str:
    """Return one item of a Markdown list."""
    return paragraph(f"- {text}", indent="  ")
