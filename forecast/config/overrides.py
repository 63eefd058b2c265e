"""Applies overrides to a tree. An override is `PATH=VALUE`; VALUE is a YAML scalar, or a list or mapping in brackets.

The files that `extends` names are merged before any override is applied. So an override of one branch does not change
the branches that extend its file. A warning names these branches.
"""

import shlex
from collections.abc import Iterator, Sequence

from forecast.config.files import Files
from forecast.config.merge import set_value
from forecast.config.nodes import read_tree
from forecast.config.tree import Broken, Finding, Map, Node, Path, Place, Scalar, Source, at, child, dotted
from forecast.config.wording import unknown_key

_MAX_DEPTH = 40
_MAX_LENGTH = 4000
_BRACKETS = "put a list in [ ] and a mapping in { }"
_NAME_MAPPINGS: tuple[Path, ...] = (
    ("branches",),
    ("priors",),
    ("success",),
    ("baseline", "state"),
    ("baseline", "sides"),
    ("baseline", "donors"),
    ("baseline", "sectors"),
)
"""Mappings from names. An override can change or remove an entry of such a mapping, but cannot add one."""


def apply_overrides(root: Node, overrides: Sequence[str], files: Files) -> Node:
    """Return the tree with every override applied, in order.

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
        Place(Source(f"--set {_shortened(text)}", "", 1_000_000 + number, lines=False))
        for number, text in enumerate(overrides)
    ]
    files.warnings.extend(_warnings_of_unreached_branches(root, overrides, places))
    for text, place in zip(overrides, places, strict=True):
        root = _apply_text(root, text, place, files)
    return root


def apply_value(root: Node, name: str, value: Node, place: Place, files: Files) -> Node:
    """Return the tree with one value set.

    Parameters
    ----------
    root : Node
        The merged tree.
    name : str
        Path of the value, with dots between the keys.
    value : Node
        The new value.
    place : Place
        Where the value was written. Problems, and keys that are added, get this place.
    files : Files
        Reads files that the value names. Problems are added to it.
    """
    path: Path = tuple(name.split("."))
    problem = _path_problem(root, path)
    if problem:
        files.findings.append(Finding(place, problem))
        return root
    try:
        return set_value(root, path, files.expand(value, path), place)
    except KeyError as error:
        files.findings.append(Finding(place, f"'{dotted(path)}': the list has no entry {error.args[0]!r}"))
        return root


def _apply_text(root: Node, text: str, place: Place, files: Files) -> Node:
    name, equals, written = text.partition("=")
    name = name.strip()
    if not equals or not name:
        files.findings.append(Finding(place, "write --set PATH=VALUE"))
        return root
    if len(text) > _MAX_LENGTH:
        files.findings.append(Finding(place, f"is longer than {_MAX_LENGTH} characters"))
        return root
    value = _parse_value(written.strip(" \t\r\n"), place, files)
    return root if isinstance(value, Broken) else apply_value(root, name, value, place, files)


def _parse_value(text: str, place: Place, files: Files) -> Node:
    if not text:
        return Scalar(None, place)
    problems: list[Finding] = []
    node = read_tree(text, place.source, problems)
    if not problems and (isinstance(node, Broken) or (not isinstance(node, Scalar) and text[0] not in "[{")):
        problems.append(Finding(place, "the value is empty" if isinstance(node, Broken) else _BRACKETS))
    files.findings.extend(Finding(place, item.message.split(" while ")[0]) for item in problems)
    return Broken(place) if problems else node


def _path_problem(root: Node, path: Path) -> str | None:
    if not all(path):
        return f"'{dotted(path)}' is not a path: write keys with a dot between them"
    if len(path) > _MAX_DEPTH:
        return f"the path is longer than {_MAX_DEPTH} keys"
    if path[0] == "extends" or (path[0] == "sweep" and len(path) > 1):
        return f"'{path[0]}' cannot be set from outside" + ("" if path[0] == "extends" else " key by key")
    for parent in _NAME_MAPPINGS:
        names = at(root, parent)
        if path[: len(parent)] != parent or len(path) <= len(parent) or isinstance(names, Broken):
            continue
        known = list(names.entries) if isinstance(names, Map) else []
        if path[len(parent)] not in known:
            return _unknown_name(root, path, parent, known)
    return None


def _unknown_name(root: Node, path: Path, parent: Path, known: list[str]) -> str:
    name = str(path[len(parent)])
    elsewhere = [
        other for other in _NAME_MAPPINGS if isinstance(names := at(root, other), Map) and name in names.entries
    ]
    if elsewhere:
        return f"unknown key '{dotted(path)}'; did you mean '{dotted((*elsewhere[0], *path[len(parent) :]))}'?"
    return unknown_key((*parent, name), known)


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."


def _warnings_of_unreached_branches(root: Node, overrides: Sequence[str], places: Sequence[Place]) -> Iterator[Finding]:
    """Yield a warning for each override of a branch that does not change the branches whose files extend its file.

    A branch is not named if its own file writes another value there, or if another override covers it. `root` is the
    tree before any override; `places` has one place for each override.
    """
    last = {_path(text): (text, place) for text, place in zip(overrides, places, strict=True)}
    branches = child(root, "branches")
    for path, (text, place) in last.items():
        if len(path) < 3 or path[0] != "branches" or not isinstance(branches, Map):
            continue
        name, rest = str(path[1]), path[2:]
        others = [
            other
            for other in branches.entries
            if _extends(child(branches, other), child(branches, name))
            and not _is_written_elsewhere(at(root, path), at(branches, (other, *rest)))
            and not any(("branches", other, *rest[:depth]) in last for depth in range(len(rest) + 1))
        ]
        if others:
            yield Finding(place, _warning(name, others, text))


def _path(text: str) -> Path:
    return tuple(text.partition("=")[0].strip().split("."))


def _extends(node: Node | None, base: Node | None) -> bool:
    return isinstance(node, Map) and isinstance(base, Map) and frozenset() < base.origins < node.origins


def _is_written_elsewhere(node: Node | None, other: Node | None) -> bool:
    """Return whether `other` was written elsewhere than `node`. Two mappings may share a part, so they count as one."""
    if isinstance(node, Map) and isinstance(other, Map):
        return False
    return (node and node.place) != (other and other.place)


def _warning(name: str, others: list[str], text: str) -> str:
    quoted_names = ", ".join(f"'{other}'" for other in others)
    extending = (
        f"branch {quoted_names}, whose file extends"
        if len(others) == 1
        else f"branches {quoted_names}, whose files extend"
    )
    rest = text.strip().removeprefix(f"branches.{name}")
    repeated = " ".join(f"--set {shlex.quote(f'branches.{other}{rest}')}" for other in others)
    return f"does not reach {extending} the file of '{name}'; to change them too, add {repeated}"
