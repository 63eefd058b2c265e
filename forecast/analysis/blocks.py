"""Aligned text of a table with branches across, split into blocks where the screen is too narrow."""

from collections.abc import Iterable

GAP = 1
Line = tuple[str, dict[str, str]]


def blocks(lines: list[Line], branches: Iterable[str], width: int) -> list[str]:
    """As many branches a block as fit into `width` columns; branch names break at their underscores.

    lines: a label and a cell by branch; a branch without a cell is left blank.
    """
    label = max(len(name) for name, _ in lines)
    found: list[list[str]] = [[]]
    sizes: dict[str, int] = {}
    used = label
    for branch in branches:
        pieces = _broken(branch)
        sizes[branch] = max([len(p) for p in pieces] + [len(cells.get(branch, "")) for _, cells in lines])
        if found[-1] and used + GAP + sizes[branch] > width:
            found.append([])
            used = label
        found[-1].append(branch)
        used += GAP + sizes[branch]
    shown: list[str] = []
    for block in found:
        shown += [""] if shown else []
        heads = {b: _broken(b) for b in block}
        for level in range(max(len(pieces) for pieces in heads.values())):
            names = ((heads[b][level] if level < len(heads[b]) else "").rjust(sizes[b]) for b in block)
            shown.append(" " * label + "".join(" " * GAP + name for name in names))
        for name, cells in lines:
            row = name.ljust(label) + "".join(" " * GAP + cells.get(b, "").rjust(sizes[b]) for b in block)
            shown.append(row.rstrip())
    return shown


def _broken(branch: str) -> list[str]:
    """'surge_offer' as 'surge_', 'offer'."""
    parts = branch.split("_")
    return [f"{part}_" for part in parts[:-1]] + [parts[-1]]
