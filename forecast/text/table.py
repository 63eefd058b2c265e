"""Aligned columns of text."""

from collections.abc import Sequence


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1, right: int | None = None) -> list[str]:
    """Lines of a table: the first `left` columns flush left, the next `right` (all others if None) flush right."""
    flush_right = range(left, len(head) if right is None else left + right)
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    return [
        "  ".join(
            cell.rjust(wide) if k in flush_right else cell.ljust(wide)
            for k, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
