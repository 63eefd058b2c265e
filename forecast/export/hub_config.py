"""The config files of a hub: `admin.json`, `tasks.json`, model metadata and its schema, by hubverse schema v6.0.0.

Fields: https://docs.hubverse.io/en/latest/user-guide/hub-config.html and the pages on tasks and on model metadata.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from textwrap import shorten
from typing import Any

from forecast.experiment.evidence import evidence
from forecast.export.cells import plain
from forecast.export.citation import AUTHORS, LICENSE
from forecast.export.hub_rows import TASK_IDS, Target
from forecast.export.hub_samples import SHARED, Samples
from forecast.store.reader import Run
from forecast.store.registry_series import LEVELS

SCHEMA = "https://raw.githubusercontent.com/hubverse-org/schemas/main/v6.0.0/{}-schema.json"
TEAM = "frontcast"
MAX_NAME, MAX_ID, MAX_TEXT = 16, 30, 100
"""Longest abbreviation of a team or a model, longest target_id, longest target_name and target_units."""
COMPOUND = ("origin_date", "location", "sector")
"""Task ids that a sample does not span. It spans scenario_id, target and horizon, so branches stay paired."""
OPEN_UNTIL = "2099-12-31"
CONTACT = {"name": AUTHORS, "email": "contact@example.org"}
"""A placeholder: the address of whoever publishes the hub belongs there."""


def model_abbreviation(run: Run) -> str:
    """Return the short name of the model in the hub: letters, digits and underscores, at most 16."""
    return re.sub(r"[^A-Za-z0-9_]", "_", run.manifest.experiment)[:MAX_NAME].strip("_") or "run"


def admin(run: Run) -> dict[str, Any]:
    """Make the content of `hub-config/admin.json`."""
    name = run.manifest.experiment.replace("_", "-")
    return {
        "schema_version": SCHEMA.format("admin"),
        "name": plain(f"Frontcast: {run.manifest.experiment}"),
        "maintainer": AUTHORS,
        "contact": CONTACT,
        "repository": {"host": "github", "owner": TEAM, "name": f"{TEAM}-{name}"},
        "file_format": ["parquet"],
        "timezone": "Europe/London",
        "model_output_dir": "model-output",
    }


def tasks(run: Run, targets: Sequence[Target], samples: Samples) -> dict[str, Any]:
    """Make the content of `hub-config/tasks.json`: one round, whose id is the origin date.

    Parameters
    ----------
    run : Run
        The run.
    targets : sequence of Target
        Targets of the hub.
    samples : Samples
        Its samples.
    """
    groups: dict[tuple[Any, ...], list[Target]] = {}
    for target in targets:
        # samples of one id need the same tasks, so their targets stay in one group whatever their horizon
        span = ("sampled",) if target.samples else (target.horizons, tuple(p.location for p in target.places))
        groups.setdefault((target.form, target.discrete, target.levels, *span), []).append(target)
    model_tasks = [task for group in groups.values() for task in _by_place(run, group, samples)]
    origin = run.experiment.baseline.date.isoformat()
    return {
        "schema_version": SCHEMA.format("tasks"),
        "rounds": [
            {
                "round_id_from_variable": True,
                "round_id": "origin_date",
                "model_tasks": model_tasks,
                "submissions_due": {"start": origin, "end": OPEN_UNTIL},
            }
        ],
        "output_type_id_datatype": "character",
        "derived_task_ids": ["target_end_date"],
    }


def _by_place(run: Run, group: list[Target], samples: Samples) -> list[dict[str, Any]]:
    """Split a group by province, so that no sector is asked for in another province."""
    sectors: dict[str, list[str]] = {}
    for place in group[0].places:
        sectors.setdefault(place.location, []).append(place.sector)
    return [_model_task(run, group, location, names, samples) for location, names in sectors.items()]


def _model_task(run: Run, group: list[Target], location: str, sectors: list[str], samples: Samples) -> dict[str, Any]:
    origin = run.experiment.baseline.date
    horizons = sorted({week for target in group for week in target.horizons})
    ends = [(origin + timedelta(weeks=week)).isoformat() for week in horizons]
    values: dict[str, Sequence[Any]] = {
        "origin_date": [origin.isoformat()],
        "scenario_id": list(run.manifest.branches),
        "location": [location],
        "sector": sectors,
        "target": [target.name for target in group],
        "horizon": horizons,
        "target_end_date": ends,
    }
    return {
        "task_ids": {name: {"required": None, "optional": list(values[name])} for name in TASK_IDS},
        "output_type": _output_types(group[0], samples),
        "target_metadata": [_metadata(target) for target in group],
    }


def _output_types(target: Target, samples: Samples) -> dict[str, Any]:
    probability = {"type": "double", "minimum": 0, "maximum": 1}
    number = {"type": "double"}

    def kind(ids: Sequence[Any] | None, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"output_type_id": {"required": ids}, "is_required": True, "value": dict(value)}

    levels = kind(list(LEVELS), number)
    made: dict[str, Any]
    if target.form == "pmf":
        made = {"pmf": kind(["no", "yes"], probability)}
    elif target.form == "cdf":
        made = {"cdf": kind(list(target.levels), probability)}
    elif target.form == "series":
        made = {"quantile": levels}
    else:
        made = {"mean": kind(None, number), "median": kind(None, number), "quantile": levels}
    if target.samples:
        bounds: dict[str, Any] = {"minimum": 0, "maximum": 1} if target.form == "pmf" else {}
        made["sample"] = {
            "output_type_id_params": {
                "type": "character",
                "max_length": max(len(name) for name in samples.ids),
                "min_samples_per_task": 1,
                "max_samples_per_task": target.samples,
                "compound_taskid_set": list(COMPOUND),
            },
            "is_required": False,
            "value": {"type": "double", **bounds},
        }
    return made


def _metadata(target: Target) -> dict[str, Any]:
    types = {"pmf": "binary", "cdf": "discrete", "series": "continuous"}
    return {
        "target_id": short(target.name, MAX_ID),
        "target_name": shorten(plain(target.label), MAX_TEXT, placeholder=" ..."),
        "target_units": shorten(plain(target.unit), MAX_TEXT, placeholder=" ..."),
        "target_keys": {"target": target.name},
        "target_type": types.get(target.form, "discrete" if target.discrete else "continuous"),
        "description": plain(target.label),
        "is_step_ahead": target.form == "series",
        **({"time_unit": "week"} if target.form == "series" else {}),
    }


def short(name: str, limit: int) -> str:
    """Return a name of at most `limit` characters; a cut name ends in six digits of its hash, so it stays unique."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - 7]}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def model_metadata(run: Run, cited: Mapping[str, Any]) -> dict[str, Any]:
    """Make the content of `model-metadata/<team>-<model>.yml`."""
    return {
        "team_name": "Frontcast",
        "team_abbr": TEAM,
        "model_name": plain(f"Frontcast, experiment {run.manifest.experiment}"),
        "model_abbr": model_abbreviation(run),
        "model_version": str(cited["version"]),
        "model_contributors": [{"name": AUTHORS, "affiliation": "none", "email": CONTACT["email"]}],
        "license": LICENSE,
        "designated_model": True,
        "citation": str(cited["cite_as"]),
        "methods": "Monte Carlo ensemble of a front by week, of ceasefires and of their end, paired between policies.",
        "data_inputs": plain(
            f"Inputs of the baseline {run.experiment.baseline.name}. {evidence(run.experiment).mark}."
        ),
        "sample_pairing": SHARED,
        "run_id": run.manifest.run_id,
        "config_hash": run.manifest.config_hash,
        "seed": run.manifest.seed,
    }


def metadata_schema(keys: Iterable[str]) -> dict[str, Any]:
    """Make the content of `hub-config/model-metadata-schema.json`, for the keys of `model_metadata`."""
    kinds = {"designated_model": "boolean", "model_contributors": "array", "seed": "integer"}
    short_name = {"type": "string", "pattern": "^[A-Za-z0-9_]+$", "maxLength": MAX_NAME}
    properties: dict[str, Any] = {key: {"type": kinds.get(key, "string")} for key in keys}
    properties |= {"team_abbr": short_name, "model_abbr": short_name}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Model metadata of this hub",
        "type": "object",
        "properties": properties,
        "required": ["team_name", "team_abbr", "model_name", "model_abbr", "designated_model"],
        "additionalProperties": False,
    }
