"""Finds the file in which each input of an experiment is written, and the levers that are drawn from it.

A lever is a value that a branch sets, such as the week of an offer.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forecast.config.assemble import config_error, read_merged_tree
from forecast.config.models import Experiment
from forecast.config.tree import at, key_place, names


def files_of_inputs(path: str | Path) -> dict[str, list[str]]:
    """Return the names of the inputs of each file: first the inputs of the baseline's state, then the priors.

    Files and names are in the order in which they are written.

    Parameters
    ----------
    path : str or Path
        The experiment file. Names of files are relative to its folder.

    Raises
    ------
    ConfigError
        If a file cannot be read.
    """
    root, files = read_merged_tree(path)
    if files.findings:
        raise config_error(files.findings)
    folder = os.path.dirname(path) or os.curdir
    inputs: dict[str, list[str]] = {}
    for mapping in (("baseline", "state"), ("priors",)):
        for name in names(at(root, mapping)):
            file = key_place(root, (*mapping, name)).source.name
            inputs.setdefault(Path(os.path.relpath(file, folder)).as_posix(), []).append(name)
    return inputs


def levers_of_inputs(exp: Experiment) -> dict[str, dict[str, list[str]]]:
    """Return, for each input, the levers that are drawn from it, and for each lever the branches that do so.

    A lever is named by its path in a branch file. Branches are in the order of the run.
    """
    levers: dict[str, dict[str, list[str]]] = {}
    for name, branch in exp.branches.items():
        for lever, prior in _references(branch.model_dump(exclude_none=True), ""):
            levers.setdefault(prior, {}).setdefault(lever, []).append(name)
    return levers


def _references(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"prior"}:
        yield path, value["prior"]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _references(inner, f"{path}.{key}" if path else str(key))
