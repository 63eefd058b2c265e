"""Sweeps: a grid of overrides. Each point of the grid is a run.

`sweep: {branches.surge_offer.offer.deadline: [4 weeks, 8 weeks]}` in an experiment file.
"""

import itertools
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forecast.config.assemble import assemble, config_error, read
from forecast.config.files import Files
from forecast.config.nodes import resolve
from forecast.config.overrides import apply_value
from forecast.config.tree import Finding, Map, Node, Seq, child, is_empty, plain

_MOST_POINTS = 1000
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-./%")


def sweep_points(path: str | Path, overrides: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """The points of the sweep of a config, each as (label, all overrides for `load_experiment`).

    A config without a sweep has one point with an empty label.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    root, files = read(path, overrides)
    assemble(root, files.findings)
    return checked_points(root, files, overrides)


def checked_points(root: Node, files: Files, overrides: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The points of the sweep of a tree that was assembled.

    Parameters
    ----------
    root : Node
        The merged tree.
    files : Files
        The files it was read from, with the problems so far.
    overrides : sequence of str
        Those that `root` has already.

    Raises
    ------
    ConfigError
        With the problems so far and those of the sweep.
    """
    check_sweep(root, files)
    grid = _grid(root)
    for text in overrides:
        name = text.partition("=")[0].strip()
        if name in grid:
            files.findings.append(Finding(grid[name].place, f"sweep.{name}: is also set by --set; remove one of them"))
    if files.findings:
        raise config_error(files.findings)
    if not grid:
        return [("", list(overrides))]
    axes = [[f"{name}={_written(value)}" for value in values.items] for name, values in grid.items()]
    return [(", ".join(point), [*overrides, "sweep=", *point]) for point in itertools.product(*axes)]


def check_sweep(root: Node, files: Files) -> None:
    """Add the problems of the sweep block to `files`. Each value is tried alone, and only its own problems count."""
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
    if points > _MOST_POINTS:
        files.findings.append(Finding(root.place, f"sweep: {points:,} points; at most {_MOST_POINTS:,}"))
        return
    for name, values in grid.items():
        for value in values.items:
            _try(root, name, value, files, known)


def _try(root: Node, name: str, value: Node, files: Files, known: frozenset[Finding]) -> None:
    before = len(files.findings)
    changed = apply_value(root, name, value, value.place, files)
    problems = files.findings[before:]
    if not problems:
        assemble(changed, problems)
    files.findings[before:] = [Finding(value.place, f"sweep: {item.message}") for item in problems if item not in known]


def _grid(root: Node) -> dict[str, Seq]:
    node = child(root, "sweep")
    if not isinstance(node, Map):
        return {}
    lists = {name: entry.node for name, entry in node.entries.items() if isinstance(entry.node, Seq)}
    return {name: values for name, values in lists.items() if values.items}


def _written(node: Node) -> str:
    """Text of an override that reads back as the value."""
    value = plain(node)
    return _flow(value) if value is not None else ""


def _flow(value: Any) -> str:
    """A value as YAML on one line, with quotes only where they are needed."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(value: Any) -> bool:
    if not isinstance(value, str) or not value[:1].isalnum() or value != value.strip():
        return False
    return set(value) <= _PLAIN and resolve(value) == value


def override_value(value: Any) -> str:
    """Text of an override, after its `=`, that reads back as a plain value; empty for None."""
    return "" if value is None else _flow(value)
