"""`PATH=VALUE` on top of a tree. VALUE is a YAML scalar, or a list or mapping in brackets.

`extends` is resolved on files before any override, so an override of one branch does not reach the branches that are
built on its file. A warning names them.
"""

import shlex
from collections.abc import Iterator, Sequence

from forecast.config.files import Files
from forecast.config.merge import put
from forecast.config.nodes import read_tree
from forecast.config.tree import Broken, Finding, Map, Node, Path, Place, Scalar, Source, at, child, dotted
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
"""Mappings from names: an override changes what is there and cannot add a name."""


def apply_overrides(root: Node, overrides: Sequence[str], files: Files) -> Node:
    """The tree with every override applied, in order.

    Parameters
    ----------
    root : Node
        The merged tree.
    overrides : sequence of str
        `PATH=VALUE` texts.
    files : Files
        Reads files that a value names. Problems and warnings are added to it.
    """
    places = [
        Place(Source(f"--set {_short(text)}", "", 1_000_000 + number, lines=False))
        for number, text in enumerate(overrides)
    ]
    files.warnings.extend(_unreached(root, overrides, places))
    for text, place in zip(overrides, places, strict=True):
        root = _one(root, text, place, files)
    return root


def apply_value(root: Node, name: str, value: Node, place: Place, files: Files) -> Node:
    """The tree with one value set.

    Parameters
    ----------
    root : Node
        The merged tree.
    name : str
        Dotted key.
    value : Node
        The new value.
    place : Place
        Place of keys that are added, and of problems.
    files : Files
        Reads files that the value names. Problems are added to it.
    """
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
    problems: list[Finding] = []
    node = read_tree(text, place.source, problems)
    if not problems and (isinstance(node, Broken) or (not isinstance(node, Scalar) and text[0] not in "[{")):
        problems.append(Finding(place, "the value is empty" if isinstance(node, Broken) else _BRACKETS))
    files.findings.extend(Finding(place, item.message.split(" while ")[0]) for item in problems)
    return Broken(place) if problems else node


def _wrong_path(root: Node, path: Path) -> str | None:
    if not all(path):
        return f"'{dotted(path)}' is not a path: write keys with a dot between them"
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


def _unreached(root: Node, overrides: Sequence[str], places: Sequence[Place]) -> Iterator[Finding]:
    """A warning for each override of a branch that does not reach the branches whose files extend its file.

    A branch is not named if its own file writes another value there, or if another override covers it. `root` is the
    tree before any override; `places` has one place for each override.
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
    listed = ", ".join(f"'{other}'" for other in others)
    them = f"branch {listed}, whose file extends" if len(others) == 1 else f"branches {listed}, whose files extend"
    below = text.strip().removeprefix(f"branches.{name}")
    again = " ".join(f"--set {shlex.quote(f'branches.{other}{below}')}" for other in others)
    return f"does not reach {them} the file of '{name}'; to change them too, add {again}"
