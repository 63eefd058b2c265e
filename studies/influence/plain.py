"""The same findings for a terminal: columns in line instead of Markdown."""

from collections.abc import Iterator

from studies.influence.page import page
from studies.influence.study import Influence


def plain(found: Influence, other: Influence | None = None) -> str:
    """The page without marks, its tables with columns of one width."""
    return "\n".join(_lines(page(found, other).splitlines())) + "\n"


def _lines(lines: list[str]) -> Iterator[str]:
    table: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("| "):
            table.append([cell.replace("`", "") for cell in line[2:-2].split(" | ")])
            continue
        yield from _in_line(table)
        table = []
        if not line.startswith("<!--"):
            yield line.lstrip("# ").replace("`", "")


def _in_line(table: list[list[str]]) -> Iterator[str]:
    if not table:
        return
    rows = [cells for cells in table if set(cells) != {"---"}]
    widths = [max(len(cells[k]) for cells in rows) for k in range(len(rows[0]))]
    for cells in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
