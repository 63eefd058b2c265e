"""Tables of plain text: aligned columns, split into blocks where the screen is too narrow."""

from collections.abc import Iterable, Sequence

GAP = 1
Line = tuple[str, dict[str, str]]
"""The label of a line, and its cells by column."""


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1, right: int | None = None) -> list[str]:
    """Lay out a table whose columns are as wide as their longest cell, and return its lines.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        Cells of each row, one for each column.
    left : int
        Number of columns, from the first on, that are aligned left.
    right : int, optional
        Number of columns after these that are aligned right; by default all the rest. Later columns are aligned left.
    """
    flush_right = range(left, len(head) if right is None else left + right)
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if k in flush_right else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]


def blocks(lines: list[Line], columns: Iterable[str], width: int) -> list[str]:
    """Lay out a table with named columns, such as branches, split into as many blocks as its width requires.

    A column name breaks at its underscores; its parts stand below each other.

    Parameters
    ----------
    lines : list of Line
        Label and cells of each line. A line without a cell for some column is blank there.
    columns : iterable of str
        Names of the columns, in the order of the table.
    width : int
        Width of the screen in characters. A block holds at least one column, however wide that is.
    """
    label_width = max(len(label) for label, _ in lines)
    groups: list[list[str]] = [[]]
    widths: dict[str, int] = {}
    used = label_width
    for name in columns:
        cell_widths = [len(cells.get(name, "")) for _, cells in lines]
        widths[name] = max([len(part) for part in _break_name(name)] + cell_widths)
        if groups[-1] and used + GAP + widths[name] > width:
            groups.append([])
            used = label_width
        groups[-1].append(name)
        used += GAP + widths[name]
    text: list[str] = []
    for group in groups:
        text += [""] if text else []
        text += _lay_out_block(lines, {name: widths[name] for name in group}, label_width)
    return text


def _lay_out_block(lines: list[Line], widths: dict[str, int], label_width: int) -> list[str]:
    heads = {name: _break_name(name) for name in widths}
    rows: list[Line] = []
    for level in range(max(len(parts) for parts in heads.values())):
        rows.append(("", {name: parts[level] for name, parts in heads.items() if level < len(parts)}))
    text = []
    for label, cells in (*rows, *lines):
        padded = (" " * GAP + cells.get(name, "").rjust(width) for name, width in widths.items())
        text.append(label.ljust(label_width) + "".join(padded))
    return [line if k < len(rows) else line.rstrip() for k, line in enumerate(text)]


def _break_name(name: str) -> list[str]:
    """Break 'surge_offer' into 'surge_' and 'offer'."""
    parts = name.split("_")
    return [f"{part}_" for part in parts[:-1]] + [parts[-1]]
