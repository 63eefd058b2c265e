"""The tree between YAML and the models. It keeps, for every value and key, the place where it was written."""

from dataclasses import dataclass
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
_MAX_FINDINGS = 300


@dataclass(frozen=True, slots=True)
class Source:
    """The origin of a text: a file or an override.

    name: its name in messages. folder: where relative paths in the text start. rank: order of reading. lines: whether
    messages give a line and a column.
    """

    name: str
    folder: str
    rank: int
    lines: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a source, counted from 1."""

    source: Source
    line: int = 1
    col: int = 1

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.col}" if self.source.lines else self.source.name


@dataclass(frozen=True, slots=True)
class Scalar:
    """None, a bool, an int, a float or text.

    removes: whether it is empty and takes away a value, of a file that is extended or of the config before an override.
    """

    value: Any
    place: Place
    removes: bool = False


@dataclass(frozen=True, slots=True)
class Seq:
    """A list."""

    items: tuple["Node", ...]
    place: Place


class Entry(NamedTuple):
    """A value of a mapping with the place of its key."""

    key: Place
    node: "Node"


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping.

    replaces: whether it is the content of a file that a config names, so that it replaces the value before it.
    origins: places of the files that it was read from, and of each mapping that extends a file.
    """

    entries: dict[str, Entry]
    place: Place
    replaces: bool = False
    origins: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that could not be read. A finding says why, so nothing inside it is reported."""

    place: Place


Node = Scalar | Seq | Map | Broken


class Finding(NamedTuple):
    """A problem with its place."""

    place: Place
    message: str


def are_too_many(findings: list[Finding]) -> bool:
    """Return whether there are so many problems that the search for more should stop."""
    return len(findings) >= _MAX_FINDINGS


def child(node: Node | None, part: str | int) -> Node | None:
    """Return the value under a key or an index, or None."""
    if isinstance(node, Map) and part in node.entries:
        return node.entries[str(part)].node
    if isinstance(node, Seq) and isinstance(part, int) and 0 <= part < len(node.items):
        return node.items[part]
    return None


def at(node: Node | None, path: Path) -> Node | None:
    """Return the value at a path, or None."""
    for part in path:
        node = child(node, part)
    return node


def plain(node: Node) -> Any:
    """Return plain data: dicts, lists and scalars. A key with an empty value is left out."""
    if isinstance(node, Map):
        return {key: plain(entry.node) for key, entry in node.entries.items() if not is_empty(entry.node)}
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return node.value if isinstance(node, Scalar) else None


def is_empty(node: Node | None) -> bool:
    """Return whether there is no node, or only an empty value."""
    return node is None or (isinstance(node, Scalar) and node.value is None)


def names(node: Node | None) -> list[str]:
    """Return the keys of a mapping that have a value; none for another node."""
    return [key for key, entry in node.entries.items() if not is_empty(entry.node)] if isinstance(node, Map) else []


def all_keys(node: Node | None) -> list[str]:
    """Return the keys of a mapping, with or without a value; none for another node."""
    return list(node.entries) if isinstance(node, Map) else []


def is_broken(node: Node | None) -> bool:
    """Return whether some part of a tree could not be read."""
    if isinstance(node, Map):
        return any(is_broken(entry.node) for entry in node.entries.values())
    return isinstance(node, Broken) or (isinstance(node, Seq) and any(is_broken(item) for item in node.items))


def key_place(root: Node, path: Path) -> Place:
    """Return the place of the key at a path, or of the nearest key above it that was written."""
    place, node = root.place, root
    for part in path:
        if isinstance(node, Map) and part in node.entries:
            place = node.entries[str(part)].key
        inner = child(node, part)
        if inner is None:
            return place
        if isinstance(node, Seq):
            place = inner.place
        node = inner
    return place


def value_place(root: Node, path: Path) -> Place:
    """Return the place of the value at a path, or of the nearest key above it that was written."""
    node = at(root, path)
    return node.place if node is not None else key_place(root, path)


def dotted(path: Path) -> str:
    """Return a path with dots between the keys, as in an override."""
    return ".".join(str(part) for part in path)
