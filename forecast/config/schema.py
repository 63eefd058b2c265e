"""JSON Schema of the config files. With it an editor completes keys and marks mistakes."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from forecast.config.baseline import BaselineFile
from forecast.config.branch import Branch
from forecast.config.models import ExperimentFile, PriorsFile

KINDS: dict[str, type[BaseModel]] = {
    "experiment": ExperimentFile,
    "baseline": BaselineFile,
    "priors": PriorsFile,
    "branch": Branch,
}
_EXTENDS = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    "description": "file of the same kind that this one builds on, or a list of files; later files replace values of "
    "earlier ones",
}


def json_schema(kind: str = "experiment") -> dict[str, Any]:
    """Return the schema of one kind of file: experiment, baseline, priors or branch.

    Quantities are text with a pattern.
    """
    _, schema = models_json_schema(
        [(model, "validation") for model in KINDS.values()],
        ref_template="#/$defs/{model}",
    )
    definitions: dict[str, Any] = schema["$defs"]
    for definition in definitions.values():
        _make_keys_optional(definition)
    for model in KINDS.values():
        definitions[model.__name__]["properties"]["extends"] = _EXTENDS
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Frontcast {kind} file",
        "$ref": f"#/$defs/{KINDS[kind].__name__}",
        "$defs": definitions,
    }


def _make_keys_optional(definition: dict[str, Any]) -> None:
    """Make all keys optional. Any key may come from another file or an override, so an editor must not demand it."""
    if definition.get("title") != "PriorRef":
        definition.pop("required", None)
    for key, value in definition.get("properties", {}).items():
        if isinstance(value, dict) and value.get("title"):
            value.pop("title")
        if isinstance(value, dict) and key == "sweep":
            value["additionalProperties"] = {"type": "array", "minItems": 1}
