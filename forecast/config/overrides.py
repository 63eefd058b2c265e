"""`PATH=VALUE` on top of a tree. VALUE is a YAML scalar, or a list or mapping in brackets."""

from collections.abc import Sequence

from forecast.config.files import Files
from forecast.config.merge import put
from forecast.config.nodes import read_tree
from forecast.config.reach import unreached
from forecast.config.tree import Broken, Finding, Map, Node, Path, Place, Scalar, Source, at, dotted
from forecast.config.wording import unknown_key

_DEEPEST = 40
_LONGEST = 4000
_BRACKETS = "put a list in [ ] and a mapping in { }"
_NAMES: tuple[Path, ...] = (
    ("branches",),
    ("priors",),
    ("success",),
    ("baseline", "state"),
    ("baseline", "sides"),
    ("baseline", "donors"),
    ("baseline", "sectors"),
)
"""Mappings from names: an override reaches what is there and adds no name."""


def apply_overrides(root: Node, overrides: Sequence[str], files: Files) -> Node:
    """The tree with every override in it, in order; what is wrong or falls short goes to `files`."""
    places = [
        Place(Source(f"--set {_short(text)}", "", 1_000_000 + number, lines=False))
        for number, text in enumerate(overrides)
    ]
    files.warnings.extend(unreached(root, overrides, places))
    for text, place in zip(overrides, places, strict=True):
        root = _one(root, text, place, files)
    return root


def apply_value(root: Node, name: str, value: Node, place: Place, files: Files) -> Node:
    """The tree with `value` at the dotted key `name`."""
    path: Path = tuple(name.split("."))
    wrong = _wrong_path(root, path)
    if wrong:
        files.findings.append(Finding(place, wrong))
        return root
    try:
        return put(root, path, files.expand(value, path), place)
    except KeyError as error:
        files.findings.append(Finding(place, f"'{dotted(path)}': the list has no entry {error.args[0]!r}"))
        return root


def _one(root: Node, text: str, place: Place, files: Files) -> Node:
    name, equals, written = text.partition("=")
    name = name.strip()
    if not equals or not name:
        files.findings.append(Finding(place, "write --set PATH=VALUE"))
        return root
    if len(text) > _LONGEST:
        files.findings.append(Finding(place, f"is longer than {_LONGEST} characters"))
        return root
    value = _value(written.strip(), place, files)
    return root if isinstance(value, Broken) else apply_value(root, name, value, place, files)


def _value(text: str, place: Place, files: Files) -> Node:
    if not text:
        return Scalar(None, place)
    found: list[Finding] = []
    node = read_tree(text, place.source, found)
    if not found and (isinstance(node, Broken) or (not isinstance(node, Scalar) and text[0] not in "[{")):
        found.append(Finding(place, "the value is empty" if isinstance(node, Broken) else _BRACKETS))
    files.findings.extend(Finding(place, item.message.split(" while ")[0]) for item in found)
    return Broken(place) if found else node


def _wrong_path(root: Node, path: Path) -> str | None:
    if not all(path):
        return f"'{dotted(path)}' is no path: write keys with a dot between them"
    if len(path) > _DEEPEST:
        return f"the path is longer than {_DEEPEST} keys"
    if path[0] == "extends" or (path[0] == "sweep" and len(path) > 1):
        return f"'{path[0]}' cannot be set from outside" + ("" if path[0] == "extends" else " key by key")
    for parent in _NAMES:
        names = at(root, parent)
        if path[: len(parent)] != parent or len(path) <= len(parent) or isinstance(names, Broken):
            continue
        known = list(names.entries) if isinstance(names, Map) else []
        if path[len(parent)] not in known:
            return _unknown_name(root, path, parent, known)
    return None


def _unknown_name(root: Node, path: Path, parent: Path, known: list[str]) -> str:
    name = str(path[len(parent)])
    elsewhere = [other for other in _NAMES if isinstance(names := at(root, other), Map) and name in names.entries]
    if elsewhere:
        return f"unknown key '{dotted(path)}'; did you mean '{dotted((*elsewhere[0], *path[len(parent) :]))}'?"
    return unknown_key((*parent, name), known)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."
