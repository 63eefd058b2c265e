"""Turns a branch into a value for every lever row of the kernel.

A lever is a quantity that a policy sets, such as the week of an offer. A key that the branch leaves out gives its lever
the neutral value.
"""

from typing import Any

from forecast.config.branch import Branch
from forecast.config.quantities import PriorRef
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS

Value = float | PriorRef
Path = tuple[str, ...]

_NUMBERS_OF_WORDS = {
    "flows": 0.0, "halted": 1.0, "limited": 0.0, "unrestricted": 1.0, "unchanged": 0.0, "surge": 1.0, "standing": 0.0,
    "withdrawn": 1.0,
}  # fmt: skip

BRANCH_KEYS: dict[str, Path] = {
    "package_week": ("package", "on_table"),
    "package_until": ("package", "withdrawn"),
    "troops": ("package", "troops", "size"),
    "troops_arrival": ("package", "troops", "arrival"),
    "troops_duration": ("package", "troops", "duration"),
    "troops_stay": ("package", "troops", "until_membership"),
    "bilateral": ("package", "bilateral"),
    "recognition": ("package", "territory", "recognition"),
    "cession": ("package", "territory", "cession"),
    "west_german": ("package", "west_german_clause"),
    "neutral": ("package", "neutrality"),
    "relief": ("package", "sanctions_relief"),
    "swap": ("package", "salient_swap"),
    "dmz": ("package", "demilitarised_zone"),
    "verification": ("package", "verification"),
    "pressure": ("pressure",),
    "intel_cut_from": ("intelligence", "cut"),
    "intel_cut_until": ("intelligence", "back"),
    "offer_week": ("offer", "announced"),
    "deadline": ("offer", "deadline"),
    "freeze_withdrawn": ("offer", "freeze"),
    "counter_chance": ("offer", "if_refused", "counter", "chance"),
    "counter_neutral": ("offer", "if_refused", "counter", "neutrality"),
    "counter_relief": ("offer", "if_refused", "counter", "sanctions_relief"),
    "counter_recognition": ("offer", "if_refused", "counter", "recognition"),
    "wait_until": ("wait", "until"),
    "execute": ("offer", "if_refused", "executed"),
    "appropriation_lag": ("offer", "if_refused", "appropriation"),
    "drawdown_lag": ("offer", "if_refused", "drawdown"),
    "surge_week": ("offer", "surge_from"),
    "surge_duration": ("offer", "if_refused", "surge", "duration"),
    "surge_ramp": ("offer", "if_refused", "surge", "ramp"),
    "surge_strikes": ("offer", "if_refused", "strikes"),
    "surge_sanctions": ("offer", "if_refused", "sanctions"),
    "strikes_week": ("strikes", "unrestricted_from"),
    "sanctions_week": ("sanctions", "surge_from"),
    "compact_week": ("compact", "adopted"),
    "compact_pledge": ("compact", "pledge"),
    "compact_capabilities": ("compact", "capabilities"),
    "compact_missions": ("compact", "missions"),
}
"""Lever row -> path of the key of a branch that sets it. `membership` sets two rows and is not in this table."""

DONOR_KEYS: dict[str, Path] = {
    "keep": ("aid", "*", "keep"),
    "change_week": ("aid", "*", "change"),
    "resume_week": ("aid", "*", "back"),
    "runout": ("aid", "*", "runout"),
    "halt_pipeline": ("aid", "*", "pipeline"),
    "backfill_mult": ("aid", "*", "backfill"),
    "surge_mult": ("offer", "if_refused", "surge", "*"),
    "peace_flow": ("aid", "*", "in_peace"),
}
"""Donor lever row -> path of its key; `*` stands for the donor id."""

UNITS: dict[str, str] = {column.name: column.unit for column in (*LEVERS, *DONOR_LEVERS)}


def lever_values(branch: Branch) -> dict[str, Value]:
    """Return the value of every row of LEVERS, in order: a number in the row's unit, or a PriorRef."""
    values: dict[str, Value] = {}
    membership = branch.package.membership if branch.package else None
    for column in LEVERS:
        key = BRANCH_KEYS.get(column.name)
        values[column.name] = _value(branch, key, column.default) if key else _default(column.default)
    if membership is not None:
        values["alliance"] = float(membership == "at_signature")
        values["accession_path"] = float(membership == "path")
    return values


def donor_lever_values(branch: Branch, donor: str) -> dict[str, Value]:
    """Return the value of every row of DONOR_LEVERS for one donor: a number in the row's unit, or a PriorRef."""
    keys = {row: tuple(donor if part == "*" else part for part in key) for row, key in DONOR_KEYS.items()}
    return {column.name: _value(branch, keys[column.name], column.default) for column in DONOR_LEVERS}


def _value(branch: Branch, key: Path, default: float | None) -> Value:
    value: Any = branch
    for part in key:
        if value is None:
            break
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    if value is None:
        return _default(default)
    if isinstance(value, PriorRef):
        return value
    return _NUMBERS_OF_WORDS[value] if isinstance(value, str) else float(value)


def _default(default: float | None) -> float:
    if default is None:
        raise ValueError("a lever row without a neutral value")
    return default
