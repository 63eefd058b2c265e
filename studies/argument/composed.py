"""Composes branches out of the parts of others, and loads the experiment that has them."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from forecast.config import Experiment, load_experiment
from forecast.config.assemble import read_merged_tree
from forecast.config.tree import child, plain
from forecast.errors import ConfigError

Written = dict[str, Any]


def written_branches(config: str, overrides: Sequence[str] = ()) -> dict[str, Written]:
    """Return every branch of a config as it is written, with what it extends merged in, without its title."""
    root, _ = read_merged_tree(config, overrides)
    node = child(root, "branches")
    branches: dict[str, Written] = plain(node) if node is not None else {}
    return {name: {key: part for key, part in own.items() if key != "title"} for name, own in branches.items()}


def with_branches(
    config: str, branches: Mapping[str, Written], reference: str, overrides: Sequence[str] = ()
) -> Experiment:
    """Load a config with these branches in place of its own.

    Parameters
    ----------
    config : str
        The experiment file.
    branches : mapping
        Branches by name, as in a config.
    reference : str
        One of them.
    overrides : sequence of str
        `PATH=VALUE` texts for the config.

    Raises
    ------
    ConfigError
        If a branch is not valid.
    """
    own = dict.fromkeys(written_branches(config, overrides))
    content = {
        "extends": str(Path(config).resolve()),
        "reference": reference,
        "branches": {**own, **branches},
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "composed.yaml"
        path.write_text(json.dumps(content, default=str), encoding="utf-8")
        return load_experiment(path, [text for text in overrides if not text.startswith(("branches", "reference"))])


def accepted(config: str, branches: Mapping[str, Written], reference: str) -> bool:
    """Return whether the config takes these branches.

    Parameters
    ----------
    config : str
        The experiment file.
    branches : mapping
        Branches by name.
    reference : str
        One of them.
    """
    try:
        with_branches(config, branches, reference)
    except ConfigError:
        return False
    return True


def step(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Written:
    """Return what `upper` has that `lower` has not or has otherwise: the patch that `patched` puts on."""
    patch: Written = {}
    for key, value in upper.items():
        old = lower.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            inner = step(old, value)
            patch |= {key: inner} if inner else {}
        elif value != old:
            patch[key] = value
    return patch


def patched(base: Mapping[str, Any], patch: Mapping[str, Any]) -> Written:
    """Return `base` with a patch put on, key by key."""
    result = dict(base)
    for key, value in patch.items():
        old = result.get(key)
        both = isinstance(value, Mapping) and isinstance(old, Mapping)
        result[key] = patched(old, value) if both else value  # type: ignore[arg-type]
    return result
