"""Sweeps: grids of overrides. Each point of a grid, one value for every swept key, is a run.

`sweep: {branches.surge_offer.offer.deadline: [4 weeks, 8 weeks]}` in an experiment file.
"""

import itertools
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forecast.config.assemble import build_experiment, config_error, read_merged_tree
from forecast.config.files import Files
from forecast.config.nodes import resolve
from forecast.config.overrides import apply_value
from forecast.config.tree import Finding, Map, Node, Seq, child, is_empty, plain

_MAX_POINTS = 1000
_UNQUOTED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-./%")


def sweep_points(path: str | Path, overrides: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """Return a list of (label, overrides), one per point of the sweep; `load_experiment` takes the overrides.

    A config without a sweep has one point with an empty label.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    root, files = read_merged_tree(path, overrides)
    build_experiment(root, files.findings)
    return expand_sweep(root, files, overrides)


def expand_sweep(root: Node, files: Files, overrides: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return a list of (label, overrides), one per point of the sweep in a merged tree, or raise all problems.

    Parameters
    ----------
    root : Node
        The merged tree.
    files : Files
        The files of the tree, with the problems found so far.
    overrides : sequence of str
        Overrides that were applied to `root`. They come first in the overrides of each point.

    Raises
    ------
    ConfigError
        If any problem was found, in the sweep or before it.
    """
    find_sweep_problems(root, files)
    grid = _grid(root)
    for text in overrides:
        name = text.partition("=")[0].strip()
        if name in grid:
            files.findings.append(Finding(grid[name].place, f"sweep.{name}: is also set by --set; remove one of them"))
    if files.findings:
        raise config_error(files.findings)
    if not grid:
        return [("", list(overrides))]
    axes = [[f"{name}={_override_text(value)}" for value in values.items] for name, values in grid.items()]
    return [(", ".join(point), [*overrides, "sweep=", *point]) for point in itertools.product(*axes)]


def find_sweep_problems(root: Node, files: Files) -> None:
    """Add the problems of the `sweep` block to `files`.

    Each value is applied alone. A problem that the tree has without this value is not reported again.
    """
    node = child(root, "sweep")
    known = frozenset(files.findings)
    if not is_empty(node) and not isinstance(node, Map):
        place = node.place if node else root.place
        files.findings.append(Finding(place, "sweep: expected `dotted.key: [values]` lines"))
    for name, entry in node.entries.items() if isinstance(node, Map) else ():
        if not isinstance(entry.node, Seq) or not entry.node.items:
            files.findings.append(Finding(entry.node.place, f"sweep.{name}: expected a list of values"))
    grid = _grid(root)
    points = math.prod(len(values.items) for values in grid.values())
    if points > _MAX_POINTS:
        files.findings.append(Finding(root.place, f"sweep: {points:,} points; at most {_MAX_POINTS:,}"))
        return
    for name, values in grid.items():
        for value in values.items:
            _find_problems_of_value(root, name, value, files, known)


def _find_problems_of_value(root: Node, name: str, value: Node, files: Files, known: frozenset[Finding]) -> None:
    before = len(files.findings)
    changed = apply_value(root, name, value, value.place, files)
    problems = files.findings[before:]
    if not problems:
        build_experiment(changed, problems)
    files.findings[before:] = [Finding(value.place, f"sweep: {item.message}") for item in problems if item not in known]


def _grid(root: Node) -> dict[str, Seq]:
    node = child(root, "sweep")
    if not isinstance(node, Map):
        return {}
    lists = {name: entry.node for name, entry in node.entries.items() if isinstance(entry.node, Seq)}
    return {name: values for name, values in lists.items() if values.items}


def _override_text(node: Node) -> str:
    """Return the text of an override that sets this value."""
    value = plain(node)
    return _inline_yaml(value) if value is not None else ""


def _inline_yaml(value: Any) -> str:
    """Write a value as YAML on one line, with quotes only where they are needed."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline_yaml(key)}: {_inline_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline_yaml, value)) + "]"
    return value if _needs_no_quotes(value) else json.dumps(value, ensure_ascii=False)


def _needs_no_quotes(value: Any) -> bool:
    if not isinstance(value, str) or not value[:1].isalnum() or value != value.strip():
        return False
    return set(value) <= _UNQUOTED and resolve(value) == value


def override_value(value: Any) -> str:
    """Return the text to write after the `=` of an override to set this value; empty for None."""
    return "" if value is None else _inline_yaml(value)
