"""Which levers of which branches an input is drawn for."""

from collections.abc import Iterator
from typing import Any

from forecast.config.models import Experiment


def uses(exp: Experiment) -> dict[str, dict[str, list[str]]]:
    """Input -> lever (its path in a branch file) -> the branches that take it from there, in the order of the run."""
    found: dict[str, dict[str, list[str]]] = {}
    for branch, levers in exp.branches.items():
        for lever, name in _references(levers.model_dump(exclude_none=True), ""):
            found.setdefault(name, {}).setdefault(lever, []).append(branch)
    return found


def _references(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"prior"}:
        yield path, value["prior"]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _references(inner, f"{path}.{key}" if path else str(key))
