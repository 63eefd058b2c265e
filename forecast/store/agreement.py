"""Compares what a manifest says with the `config.yaml` of its run: a manifest can be edited and sealed again.

Only the parts of the config that shape the results are read here, because that takes a tenth of the time.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from forecast.config.models import SOBOL_BLOCKS
from forecast.experiment.plan import PART_MEMBERS
from forecast.store.manifest import RunManifest

CONFIG = "config.yaml"
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # texts only
_PRIORS = re.compile(r"^priors:.*?(?=^design:)", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"(draws|members/branch=[^/]+)/part-(\d{5,})\.parquet")


class Disagreement(NamedTuple):
    """A field of the manifest, its value, and what the config says. Values are texts."""

    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.field} is {self.found}, but {CONFIG} says {self.expected}"


def disagreements(manifest: RunManifest, config: str) -> Iterator[Disagreement]:
    """Yield the fields of a manifest that do not follow from the config.

    Parameters
    ----------
    manifest : RunManifest
        The manifest of a finished run.
    config : str
        The text of its `config.yaml`, as `forecast.config.resolved_yaml` writes it.

    Raises
    ------
    ValueError
        If the text is no such config.
    """
    for field, expected in _outline(config).items():
        found = getattr(manifest, field)
        if found != expected or type(found) is not type(expected):
            yield Disagreement(field, _text(found), _text(expected))


def file_problem(manifest: RunManifest) -> str | None:
    """Say what is wrong with the lists of files and of failed members, before any file is read. None if nothing is."""
    paths = [entry.path for entry in manifest.files]
    if len(set(paths)) < len(paths):
        return "files has a path twice"
    for path in paths:
        if not _is_inside(path):
            return f"files has '{path}', which is no path in the run"
    parts: dict[str, list[tuple[int, int]]] = {
        folder: [] for folder in ("draws", *(f"members/branch={branch}" for branch in manifest.branches))
    }
    for entry in manifest.files:
        match = _PART.fullmatch(entry.path)
        if match is None:
            continue
        if match[1] not in parts:
            return f"files has {entry.path}, but {CONFIG} has no such branch"
        parts[match[1]].append((int(match[2]), entry.rows if isinstance(entry.rows, int) else -1))
    for folder, found in parts.items():
        problem = _rows_problem(sorted(found), manifest.members)
        if problem is not None:
            return f"files: {folder} {problem}"
    return _failed_problem(manifest)


def _rows_problem(parts: Sequence[tuple[int, int]], members: int) -> str | None:
    """Compare numbers and rows of the parts of a folder with the members of the run."""
    if [number for number, _ in parts] != list(range(len(parts))):
        return "lacks a part"
    rows = [count for _, count in parts]
    if sum(rows) != members:
        return f"has {sum(rows):,} rows, but {CONFIG} says {members:,} members"
    if min(rows) < 1 or max(rows) > PART_MEMBERS or len(set(rows[:-1])) > 1 or rows[-1] > rows[0]:
        return "has parts of unequal size"
    return None


def _failed_problem(manifest: RunManifest) -> str | None:
    for entry in manifest.failed:
        if entry.branch not in manifest.branches:
            return f"failed has the branch '{entry.branch}', which {CONFIG} lacks"
        members = entry.members
        if not members or min(members) < 0 or max(members) >= manifest.members or len(set(members)) < len(members):
            return f"failed has members that are not among the {manifest.members:,} of the run"
    return None


def _is_inside(path: object) -> bool:
    """Whether it is a plain relative path: no `..`, no root, nothing that cannot be printed."""
    if not isinstance(path, str) or not path or not path.isprintable() or "\\" in path or len(path) > 4096:
        return False
    return all(piece not in ("", ".", "..") for piece in path.split("/"))


def _outline(config: str) -> dict[str, Any]:
    """The fields of a manifest that follow from the config."""
    # the priors fill nine tenths of the text, and no field below is in them; a line at the margin ends a block of YAML
    try:
        tree = _LOADER(_PRIORS.sub("", config, count=1)).get_single_data()
        design, baseline = tree["design"], tree["baseline"]
        sides = {side["role"]: name for name, side in baseline["sides"].items()}
        weeks = _whole(tree["horizon"].removesuffix(" weeks"))
        replicates = _whole(design["replicates"])
        blocks = SOBOL_BLOCKS if design["layout"] == "sobol_groups" else 1
        members = _whole(design["members"]) if "members" in design else _whole(design["draws"]) * replicates * blocks
        return {
            "experiment": tree["experiment"],
            "seed": _whole(design["seed"]),
            "layout": design["layout"],
            "members": members,
            "draws": -(-members // replicates),
            "replicates": replicates,
            "horizon": weeks,
            "censor_week": weeks,
            "origin_date": baseline["date"],
            "branches": tuple(tree["branches"]),
            "reference": tree["reference"],
            "sides": (sides["defender"], sides["attacker"]),
            "donors": tuple(baseline["donors"]),
            "sectors": tuple(baseline["sectors"]),
        }
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, RecursionError, ZeroDivisionError) as problem:
        raise ValueError(f"is no config of a run ({type(problem).__name__})") from None


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text):
        raise ValueError(f"has '{text[:40]}' in place of a whole number")
    return int(text)


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
