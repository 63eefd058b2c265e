"""Valid extreme configs from a seed: 1 sector or 64, 1 donor or 8, no forces, no aid, peace from week 0.

The shipped study is the start. Its whole shape changes, and any number of its inputs, up to all of them, stand at the
ends of what a config may hold. What the checks refuse is drawn again, so every config that comes out is valid.
"""

import copy
import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from forecast.config import Experiment, load_experiment, resolved_yaml
from forecast.config.limits import NOT_NEGATIVE, PICKS, POSITIVE, SHARES
from forecast.config.switches import REPLACED
from forecast.errors import ConfigError
from tests.extremes.configs import DISTRIBUTIONS, wild_branch

BASE = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"
MAX_TRIES = 80
Plain = dict[str, Any]
Rng = np.random.Generator


class Extreme(NamedTuple):
    """A valid extreme config. kinds: what is extreme about it. tries: how many were drawn until one was valid."""

    number: int
    experiment: Experiment
    kinds: tuple[str, ...]
    tries: int


class Maker:
    """Makes extreme configs in a folder. Config `number` of a seed is the same in every session."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        shipped = load_experiment(BASE, ("success=",))
        self._base: Plain = yaml.load(resolved_yaml(shipped), yaml.CSafeLoader)
        self._factors = {name: prior.factor for name, prior in shipped.priors.items()}

    def make(self, number: int) -> Extreme:
        """Make the valid config of a number, and write it as `<number>.yaml`."""
        path = self.folder / f"{number}.yaml"
        problem = ""
        for attempt in range(MAX_TRIES):
            config, kinds = self.draw(number, attempt)
            path.write_text(json.dumps(config, default=_plain), encoding="utf-8")
            try:
                return Extreme(number, load_experiment(path), tuple(kinds), attempt + 1)
            except ConfigError as error:
                problem = str(error)
        raise AssertionError(f"config {number} of seed {self.seed}: nothing valid in {MAX_TRIES} tries: {problem}")

    def draw(self, number: int, attempt: int) -> tuple[Plain, list[str]]:
        """Draw a config, valid or not. Return it and what is extreme about it."""
        rng, config = np.random.default_rng([self.seed, number, attempt]), copy.deepcopy(self._base)
        kinds = [_shape(config, rng), _donors(config, rng), _sectors(config, rng), _branches(config, rng)]
        kinds.append(self._inputs(config, rng))
        for name, change in STATES.items():
            if rng.random() < 0.12:
                change(config)
                kinds.append(name)
        return config, kinds

    def _inputs(self, config: Plain, rng: Rng) -> str:
        """Move few, half or all of the inputs; narrow: each stands still; harsh: by how many powers of ten."""
        names = list(config["priors"])
        share = float(rng.choice([0.0, 0.05, 0.5, 1.0], p=[0.1, 0.4, 0.3, 0.2]))
        narrow = bool(rng.random() < 0.4)
        harsh = float(rng.choice([0.5, 1.0, 2.0]))
        for name in names:
            if rng.random() >= share:
                continue
            entry = config["priors"][name]
            row = _row(entry.get("sets") or "")
            if row & PICKS:
                continue
            kind = next(kind for kind in DISTRIBUTIONS if kind in entry)
            new = _extreme(kind, entry[kind], row, 1.0 / self._factors.get(name, 1.0), rng, narrow, harsh)
            for key in (kind, "at_least", "at_most"):
                entry.pop(key, None)
            if "fixed" in new:
                entry.pop("dimension", None)
            entry.update(new)
        return f"{share:.0%} of the inputs moved by 10^{harsh:g}{', all fixed' if narrow else ''}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value.item()


def _row(sets: str) -> frozenset[str]:
    """The names that a kernel row may have in the lists of limits, from what an entry `sets`."""
    head, *rest = sets.split(".")
    names = (rest[-1],) if head == "donors" and rest else (head, f"{head}_0", f"{head}_1")
    return frozenset(names)


def _middle(kind: str, old: Any) -> tuple[float, float]:
    """Middle and half-width of a distribution, roughly."""
    if kind == "fixed":
        return float(old), abs(float(old)) / 3.0
    if kind == "choice":
        return float(np.average(old["values"], weights=old["weights"])), float(np.std(old["values"]))
    values = {key: float(value) for key, value in old.items()}
    if kind == "lognormal":
        return values["median"], values["median"] * values["sdlog"]
    if kind == "beta":
        return values["a"] / (values["a"] + values["b"]), 0.2
    if kind == "gamma":
        return values["shape"] / values["rate"], math.sqrt(values["shape"]) / values["rate"]
    if kind == "normal":
        return values["mean"], values["sd"]
    low, high = (values["min"], values["max"]) if kind == "triangular" else (values["low"], values["high"])
    return (low + high) / 2.0, (high - low) / 3.5


def _extreme(kind: str, old: Any, row: frozenset[str], unit: float, rng: Rng, narrow: bool, harsh: float) -> Plain:
    """A new distribution. unit: 1 in the unit of the entry. narrow: one value only."""
    middle, spread = _middle(kind, old)
    if row & SHARES:
        low, high = sorted(rng.random(2) * unit)
        value = float(rng.choice([0.0, unit, low]))
        return {"fixed": value} if narrow or rng.random() < 0.5 else {"uniform": {"low": low, "high": high}}
    if row & (POSITIVE | NOT_NEGATIVE):
        if row & NOT_NEGATIVE and rng.random() < 0.2:
            return {"fixed": 0.0}
        value = max(middle, 1e-3 * spread, 1e-9) * 10.0 ** rng.uniform(-harsh, harsh)
        if narrow or rng.random() < 0.5:
            return {"fixed": value}
        return {"lognormal": {"median": value, "sdlog": float(rng.uniform(0.01, 1.5))}, "at_most": 30.0 * value}
    value = middle + spread * float(rng.choice([-6.0, 6.0, rng.uniform(-6, 6)]))
    if narrow or rng.random() < 0.5:
        return {"fixed": value}
    return {"normal": {"mean": value, "sd": float(max(spread, 1e-6) * 10.0 ** rng.uniform(-2.0, 0.7))}}


def _shape(config: Plain, rng: Rng) -> str:
    weeks = int(rng.choice([4, 5, 13, 52, 156, 624, 1040], p=[0.15, 0.1, 0.15, 0.2, 0.2, 0.1, 0.1]))
    layout = str(rng.choice(["mc", "sobol", "lhs"]))
    draws, replicates = int(rng.choice([1, 2, 3, 5])), int(rng.choice([1, 2, 4]))
    config["horizon"] = f"{weeks} weeks"
    config["design"] = {
        "draws": draws,
        "replicates": replicates,
        "layout": layout,
        "seed": int(rng.choice([0, 2**32 - 1, int(rng.integers(2**32))])),
    }
    config["switches"] = {
        name: list(choices)[int(rng.integers(len(choices)))] for name, choices in REPLACED.items() if rng.random() < 0.1
    }
    return f"{weeks} weeks, {draws} x {replicates} members, {layout}"


def _donors(config: Plain, rng: Rng) -> str:
    """Leave one donor, or add copies of the last one until there are eight."""
    count = int(rng.choice([1, 2, 8], p=[0.25, 0.5, 0.25]))
    donors, priors = config["baseline"]["donors"], config["priors"]
    second = list(donors)[1]
    if count == 1:
        del donors[second]
        gone = [name for name, entry in priors.items() if (entry.get("sets") or "").startswith(f"donors.{second}.")]
        for name in gone:
            del priors[name]
    free = 1 + max(entry.get("dimension", 0) for entry in priors.values())
    own = {n: e for n, e in priors.items() if (e.get("sets") or "").startswith(f"donors.{second}.")}
    for number in range(2, count):
        donor = f"donor_{number}"
        donors[donor] = {"name": f"Donor {number}"}
        for name, entry in own.items():
            entry = copy.deepcopy(entry)
            entry["sets"] = entry["sets"].replace(f".{second}.", f".{donor}.")
            if "dimension" in entry:
                entry["dimension"], free = free, free + 1
            priors[f"{name}_{number}"] = entry
    return f"{count} donors"


def _sectors(config: Plain, rng: Rng) -> str:
    shipped = list(config["baseline"]["sectors"].values())
    count = int(rng.choice([1, 2, len(shipped), 64], p=[0.25, 0.15, 0.4, 0.2]))
    sectors = {}
    for number in range(count):
        sector = copy.deepcopy(shipped[number % len(shipped)])
        sector["name"] = f"Sector {number}"
        if rng.random() < 0.3:
            for key, unit in (("contact", "km"), ("stake", "km2"), ("stake_defender", "km2")):
                value = float(str(sector[key]).split()[0]) * 10.0 ** rng.uniform(-2.0, 2.0)
                sector[key] = f"{value:.6g} {unit}"
            for key in ("share", "active_stay", "active_open", "counter_share", "counter_active"):
                sector[key] = float(rng.choice([0.0, 1.0, rng.random()], p=[0.15, 0.15, 0.7]))
            sector["active_t0"] = bool(rng.random() < 0.5)
        sectors[f"S{number + 1:02d}"] = sector
    config["baseline"]["sectors"] = sectors
    return f"{count} sectors"


def _branches(config: Plain, rng: Rng) -> str:
    count = int(rng.choice([1, 2, 20], p=[0.4, 0.4, 0.2]))
    donors = list(config["baseline"]["donors"])
    config["branches"] = {f"branch_{number}": wild_branch(rng, donors) for number in range(count)}
    if rng.random() < 0.3:
        config["branches"]["branch_0"] = {}
    config["reference"] = "branch_0"
    return f"{count} branches"


def _fix(config: Plain, row: str, value: float) -> None:
    """Give the entry that sets a row one value, in its unit."""
    for entry in config["priors"].values():
        if entry.get("sets") == row:
            for key in (*DISTRIBUTIONS, "at_least", "at_most", "dimension"):
                entry.pop(key, None)
            entry["fixed"] = value


def _no_forces(config: Plain) -> None:
    for side in ("ua", "ru"):
        _fix(config, f"force.{side}", 1e-6)
        _fix(config, f"intake.{side}", 0.0)


def _no_aid(config: Plain) -> None:
    for branch in config["branches"].values():
        branch["aid"] = {
            donor: {"keep": 0.0, "change": "0 weeks", "runout": "0 weeks", "pipeline": "halted"}
            for donor in config["baseline"]["donors"]
        }


def _at_peace(config: Plain) -> None:
    _fix(config, "agreement_hazard", 1e6)
    _fix(config, "accept_lambda", 0.0)


def _standstill(config: Plain) -> None:
    _fix(config, "level_t0", 0.0)
    _fix(config, "level_mean", 0.0)
    _fix(config, "level_sd", 0.0)
    _fix(config, "level_shock", 0.0)


def _rout(config: Plain) -> None:
    _fix(config, "level_t0", 5000.0)
    _fix(config, "level_mean", 5000.0)


def _counter_rout(config: Plain) -> None:
    _fix(config, "level_t0", -3000.0)
    _fix(config, "level_mean", -3000.0)


STATES: dict[str, Callable[[Plain], None]] = {
    "no forces": _no_forces,
    "no aid": _no_aid,
    "at peace": _at_peace,
    "standstill": _standstill,
    "rout": _rout,
    "rout of the attacker": _counter_rout,
}
