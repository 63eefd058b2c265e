"""Where an override of a branch stops: `extends` is resolved on files, so a branch built on it keeps its own value."""

import shlex
from collections.abc import Iterator, Sequence

from forecast.config.tree import Finding, Map, Node, Path, Place, at, child


def unreached(root: Node, overrides: Sequence[str], places: Sequence[Place]) -> Iterator[Finding]:
    """A warning for each override of a branch that leaves out branches whose files extend the file of that branch.

    root: the tree before any override; places: one for each override. A branch is not named if its own file writes
    another value there, or if an override of its own covers it.
    """
    last = {_path(text): (text, place) for text, place in zip(overrides, places, strict=True)}
    branches = child(root, "branches")
    for path, (text, place) in last.items():
        if len(path) < 3 or path[0] != "branches" or not isinstance(branches, Map):
            continue
        name, below = str(path[1]), path[2:]
        others = [
            other
            for other in branches.entries
            if _extends(child(branches, other), child(branches, name))
            and not _is_own(at(root, path), at(branches, (other, *below)))
            and not any(("branches", other, *below[:depth]) in last for depth in range(len(below) + 1))
        ]
        if others:
            yield Finding(place, _message(name, others, text))


def _path(text: str) -> Path:
    return tuple(text.partition("=")[0].strip().split("."))


def _extends(node: Node | None, base: Node | None) -> bool:
    return isinstance(node, Map) and isinstance(base, Map) and frozenset() < base.origins < node.origins


def _is_own(node: Node | None, other: Node | None) -> bool:
    """Whether `other` is not the value that `node` is; a mapping may be so in part."""
    if isinstance(node, Map) and isinstance(other, Map):
        return False
    return (node and node.place) != (other and other.place)


def _message(name: str, others: list[str], text: str) -> str:
    shown = ", ".join(f"'{other}'" for other in others)
    them = f"branch {shown}, whose file extends" if len(others) == 1 else f"branches {shown}, whose files extend"
    below = text.strip().removeprefix(f"branches.{name}")
    again = " ".join(f"--set {shlex.quote(f'branches.{other}{below}')}" for other in others)
    return f"does not reach {them} the file of '{name}'; to change them alike, add {again}"
