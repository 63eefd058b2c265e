"""Writes a checked experiment as plain data, as YAML that loads to an equal Experiment, and as a hash."""

import hashlib
import json
import re
from typing import Any

import yaml

from forecast.config.known import Known, knowable, reader
from forecast.config.models import Experiment, Prior
from forecast.config.nodes import FLOAT, INT
from forecast.config.outcomes import Quantity, quantities
from forecast.config.quantities import Reader
from forecast.config.success import Condition


def canonical(experiment: Experiment) -> dict[str, Any]:
    """Return plain data in the form of an experiment file that names no other file.

    Equal experiments give equal data.
    """
    baseline = experiment.baseline
    known = quantities(baseline.defender, baseline.attacker, baseline.donors)
    return {
        "experiment": experiment.experiment,
        "question": experiment.question,
        "baseline": baseline.model_dump(exclude_none=True),
        "priors": {name: _prior(prior) for name, prior in experiment.priors.items()},
        "design": experiment.design.model_dump(exclude_none=True),
        "horizon": f"{experiment.horizon} weeks",
        "reference": experiment.reference,
        "branches": {
            name: branch.model_dump(exclude_none=True, exclude_defaults=True)
            for name, branch in experiment.branches.items()
        },
        "success": {
            name: ({"about": success.about} if success.about is not None else {})
            | {"all": [_condition(condition, known[condition.quantity].unit) for condition in success.all]}
            for name, success in experiment.success.items()
        },
        **({"switches": chosen} if (chosen := experiment.switches.written) else {}),
        **({"hindsight": experiment.hindsight} if experiment.hindsight != "refused" else {}),
        **({"known": _known(experiment.known, knowable(known))} if experiment.known else {}),
        **({"stopping": experiment.stopping.written} if experiment.stopping is not None else {}),
    }


def config_hash(experiment: Experiment) -> str:
    """Return the SHA-256, in hex, of the canonical JSON. It ignores threads, chunk size, output folder and titles."""
    hashed = canonical(experiment)
    for branch in hashed["branches"].values():
        branch.pop("title", None)
    text = json.dumps(hashed, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def resolved_yaml(experiment: Experiment) -> str:
    """Return the whole experiment as YAML that names no other file."""
    text: str = yaml.dump(
        canonical(experiment), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000, indent=2
    )
    return text


def _prior(prior: Prior) -> dict[str, Any]:
    kind = prior.distribution.kind
    numbers = prior.distribution.model_dump(mode="json")
    written = {
        "about": prior.about,
        "sets": prior.sets,
        "unit": prior.unit,
        kind: numbers["value"] if kind == "fixed" else numbers,
        "at_least": prior.at_least,
        "at_most": prior.at_most,
        "dimension": prior.dimension,
        "source": prior.source,
        "grade": prior.grade,
        "note": prior.note,
        "as_of": prior.as_of.isoformat() if prior.as_of else None,
    }
    return {key: value for key, value in written.items() if value is not None}


def _known(entries: dict[str, Known], quantities: dict[str, Quantity]) -> dict[str, Any]:
    return {
        name: ({"is": entry.is_} if quantities[name].flag else {"value": reader(quantities[name]).write(entry.value)})
        | {"source": entry.source, "grade": entry.grade}
        | ({"note": entry.note} if entry.note is not None else {})
        for name, entry in entries.items()
    }


def _condition(condition: Condition, unit: str) -> dict[str, Any]:
    write = Reader(unit, "").write
    written = {
        "quantity": condition.quantity,
        "at_least": write(condition.at_least),
        "at_most": write(condition.at_most),
        "is": condition.is_,
    }
    return {key: value for key, value in written.items() if value is not None}


_FastDumper: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # same text, four times as fast
_Dumper: Any = type(
    "_Dumper",
    (_FastDumper,),
    {"yaml_implicit_resolvers": {}, "ignore_aliases": lambda self, data: True},
)
"""Puts quotes only around text that `forecast.config.nodes` would read as something else than text."""

for _tag, _pattern in (
    ("bool", re.compile("true|false")),
    ("int", INT),
    ("float", FLOAT),
    ("null", re.compile("~|null|Null|NULL|")),
):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern.pattern})$"), None)
