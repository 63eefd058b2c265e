"""Valid extreme configs: the shipped study with inputs, levers, sectors, switches and design far from where they were.

Each config has a number and is the same in every session. What `forecast validate` refuses is drawn again, so every
config that comes out is valid.
"""

import copy
import json
import math
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from forecast.config import Experiment, load_experiment, resolved_yaml
from forecast.config.limits import NOT_NEGATIVE, PICKS, POSITIVE, SHARES
from forecast.config.switches import REPLACED
from forecast.errors import ConfigError

BASE = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"
SEED = 20241220
DECADES = 1.0
"""A value above 0 is multiplied by 10 to a power between -DECADES and DECADES."""

DEVIATIONS = 6.0
"""A value of either sign is moved by up to so many of its standard deviations."""

MAX_TRIES = 60
DISTRIBUTIONS = ("fixed", "normal", "lognormal", "beta", "gamma", "triangular", "uniform", "choice")
Plain = dict[str, Any]


class Extreme(NamedTuple):
    """A valid extreme config. changed: what was changed, in words. tries: how many were drawn until one was valid."""

    number: int
    experiment: Experiment
    changed: tuple[str, ...]
    tries: int


class Maker:
    """Makes extreme configs in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shipped = load_experiment(BASE, ("success=",))
        self._base: Plain = yaml.load(resolved_yaml(self.shipped), yaml.CSafeLoader)

    def make(self, number: int) -> Extreme:
        """Make the valid config of a number, and write it as `<number>.yaml`."""
        path = self.folder / f"{number}.yaml"
        for attempt in range(MAX_TRIES):
            rng = np.random.default_rng([SEED, number, attempt])
            config = copy.deepcopy(self._base)
            changed = self._change(config, rng)
            path.write_text(json.dumps(config, default=_plain), encoding="utf-8")
            try:
                return Extreme(number, load_experiment(path), tuple(changed), attempt + 1)
            except ConfigError:
                continue
        raise AssertionError(f"config {number}: nothing valid in {MAX_TRIES} tries")

    def _change(self, config: Plain, rng: np.random.Generator) -> list[str]:
        changed = self._change_priors(config, rng)
        if rng.random() < 0.5:
            changed += _change_sectors(config["baseline"]["sectors"], rng)
        config["horizon"] = f"{round(math.exp(rng.uniform(math.log(4), math.log(160))))} weeks"
        config["design"] = {
            "draws": int(rng.integers(2, 6)),
            "replicates": int(rng.integers(1, 4)),
            "layout": str(rng.choice(["mc", "sobol", "lhs"])),
            "seed": int(rng.integers(0, 2**32)),
        }
        config["switches"] = {
            name: list(choices)[int(rng.integers(len(choices)))]
            for name, choices in REPLACED.items()
            if rng.random() < 0.1
        }
        kept = [str(name) for name in rng.choice(list(config["branches"]), 1)]
        wild = wild_branch(rng, list(config["baseline"]["donors"]))
        config["branches"] = {name: config["branches"][name] for name in kept} | {"wild": wild}
        config["reference"] = kept[0]
        return [*changed, f"switches {config['switches']}", f"horizon {config['horizon']}", f"wild {wild}"]

    def _change_priors(self, config: Plain, rng: np.random.Generator) -> list[str]:
        """Replace the distribution of 1 to 12 inputs, those of the state of week 0 included."""
        names = list(self.shipped.priors)
        chosen = rng.choice(names, min(1 + rng.geometric(0.3), 12), replace=False)
        changed = []
        for name in map(str, chosen):
            entry = config["priors"][name]
            row = _row(entry.get("sets") or "")
            if row & PICKS:
                continue
            written = {kind: entry.pop(kind) for kind in DISTRIBUTIONS if kind in entry}
            entry.pop("at_least", None), entry.pop("at_most", None)
            (kind, old), *_ = written.items()
            new = _extreme(kind, old, row, 1.0 / self.shipped.priors[name].factor, rng)
            if "fixed" in new:
                entry.pop("dimension", None)
            entry.update(new)
            changed.append(f"{name} {json.dumps(new, default=_plain)}")
        return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value.item()


def _row(sets: str) -> frozenset[str]:
    """The names that a kernel row may have in the lists of limits, from what an entry `sets`."""
    head, *rest = sets.split(".")
    names = (rest[-1],) if head == "donors" and rest else (head, f"{head}_0", f"{head}_1")
    return frozenset(names)


def _centre(kind: str, old: Any) -> tuple[float, float]:
    """Middle and standard deviation of a distribution, roughly."""
    if kind == "fixed":
        return float(old), abs(float(old)) / 3.0
    if kind == "choice":
        return float(np.average(old["values"], weights=old["weights"])), float(np.std(old["values"]))
    values = {key: float(value) for key, value in old.items()}
    if kind == "normal":
        return values["mean"], values["sd"]
    if kind == "lognormal":
        return values["median"], values["median"] * values["sdlog"]
    if kind == "beta":
        return values["a"] / (values["a"] + values["b"]), 0.2
    if kind == "gamma":
        return values["shape"] / values["rate"], math.sqrt(values["shape"]) / values["rate"]
    if kind == "triangular":
        return values["mode"], (values["max"] - values["min"]) / 5.0
    return (values["low"] + values["high"]) / 2.0, (values["high"] - values["low"]) / 3.5


def _extreme(kind: str, old: Any, row: frozenset[str], unit: float, rng: np.random.Generator) -> Plain:
    """A new distribution for a row. unit: one, in the unit of the entry."""
    middle, spread = _centre(kind, old)
    if row & SHARES:
        low, high = sorted(rng.random(2) * unit)
        ends: list[Plain] = [{"fixed": 0.0}, {"fixed": unit}, {"fixed": low}, {"uniform": {"low": low, "high": high}}]
        return ends[int(rng.integers(len(ends)))]
    if row & (POSITIVE | NOT_NEGATIVE):
        if row & NOT_NEGATIVE and rng.random() < 0.15:
            return {"fixed": 0.0}
        value = max(middle, 1e-3 * spread, 1e-9) * 10.0 ** rng.uniform(-DECADES, DECADES)
        if rng.random() < 0.5:
            return {"fixed": value}
        return {"lognormal": {"median": value, "sdlog": float(rng.uniform(0.05, 1.0))}, "at_most": 10.0 * value}
    value = middle + spread * rng.uniform(-DEVIATIONS, DEVIATIONS)
    if rng.random() < 0.5:
        return {"fixed": value}
    return {"normal": {"mean": value, "sd": float(max(spread, 1e-6) * rng.uniform(0.1, 3.0))}}


def _change_sectors(sectors: dict[str, Plain], rng: np.random.Generator) -> list[str]:
    changed = []
    for name in rng.choice(list(sectors), int(rng.integers(1, len(sectors) + 1)), replace=False):
        sector = sectors[str(name)]
        for key, unit in (("contact", "km"), ("stake", "km2"), ("stake_defender", "km2")):
            value = float(str(sector[key]).split()[0]) * 10.0 ** rng.uniform(-DECADES, DECADES)
            sector[key] = f"{value:.6g} {unit}"
        for key in ("share", "active_stay", "active_open", "counter_share", "counter_active"):
            sector[key] = float(rng.choice([0.0, 1.0, rng.random()], p=[0.1, 0.1, 0.8]))
        sector["active_t0"] = bool(rng.random() < 0.5)
        changed.append(f"sector {name} {sector['contact']}, {sector['stake']}")
    return changed


def wild_branch(rng: np.random.Generator, donors: list[str]) -> Plain:
    """A branch with levers of every kind, each present or not. donors: ids of the donors."""

    def weeks(low: float, high: float) -> str:
        return f"{rng.uniform(low, high):.3g} weeks"

    def maybe(chance: float, value: Plain) -> Plain:
        return value if rng.random() < chance else {}

    def flag() -> bool:
        return bool(rng.random() < 0.5)

    aid = {
        donor: {
            "keep": float(rng.choice([0.0, 1.0, rng.random()])),
            "change": weeks(0, 80),
            "runout": weeks(0, 60),
            "pipeline": str(rng.choice(["flows", "halted"])),
            **maybe(0.4, {"backfill": float(rng.uniform(0, 4))}),
            **maybe(0.4, {"in_peace": float(rng.uniform(0, 2))}),
            **maybe(0.3, {"back": weeks(80, 200)}),
        }
        for donor in donors
        if flag()
    }
    troops = {"size": f"{10 ** rng.uniform(-1, 2.5):.3g} thousand", "arrival": weeks(0, 60), "duration": weeks(0, 600)}
    package = {
        "on_table": weeks(0, 80),
        "bilateral": flag(),
        "troops": troops if flag() else "none",
        "membership": str(rng.choice(["none", "path", "at_signature"])),
        "territory": {"recognition": flag(), "cession": f"{rng.uniform(0, 80_000):.6g} km2"},
        "neutrality": flag(),
        "sanctions_relief": flag(),
        "salient_swap": flag(),
        "demilitarised_zone": flag(),
        "verification": float(rng.choice([0.0, 1.0, rng.random()])),
        **maybe(0.3, {"withdrawn": weeks(80, 160)}),
    }
    counter = {
        "chance": float(rng.choice([0.0, 1.0, rng.random()])),
        "neutrality": flag(),
        "sanctions_relief": flag(),
        "recognition": flag(),
    }
    surge = {donor: float(rng.uniform(0, 4)) for donor in donors} | {"duration": weeks(0, 200), "ramp": weeks(0, 60)}
    offer = {
        "announced": weeks(0, 80),
        "deadline": weeks(0, 60),
        "freeze": str(rng.choice(["standing", "withdrawn"])),
        **maybe(0.3, {"surge_from": weeks(0, 80)}),
        "if_refused": {
            "executed": float(rng.choice([0.0, 1.0, rng.random()])),
            "appropriation": weeks(0, 60),
            "surge": surge,
            "strikes": str(rng.choice(["limited", "unrestricted"])),
            "sanctions": str(rng.choice(["unchanged", "surge"])),
            **maybe(0.5, {"drawdown": weeks(0, 60)}),
            **maybe(0.5, {"counter": counter}),
        },
    }
    compact = {
        "adopted": weeks(0, 80),
        "pledge": float(rng.uniform(0.01, 0.2)),
        "capabilities": float(rng.random()),
        "missions": flag(),
    }
    return {
        "about": "levers at random",
        **maybe(0.8, {"aid": aid}),
        **maybe(0.7, {"package": package}),
        **maybe(0.5, {"pressure": float(rng.random())}),
        **maybe(0.3, {"intelligence": {"cut": weeks(0, 60)}}),
        **maybe(0.3, {"strikes": {"unrestricted_from": weeks(0, 80)}}),
        **maybe(0.3, {"sanctions": {"surge_from": weeks(0, 80)}}),
        **maybe(0.3, {"compact": compact}),
        **maybe(0.6, {"offer": offer}),
        **maybe(0.2, {"wait": {"until": weeks(0, 200)}}),
    }
