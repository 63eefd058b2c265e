"""An invented war with every kernel row set, so that the tests need no shipped config."""

from collections.abc import Callable
from typing import Any

import pytest

from forecast.config.models import Baseline, Branch, Experiment, Prior
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.parameters import PARAMETERS

Maker = Callable[..., Experiment]

SECTOR = {
    "name": "Ridge",
    "contact": "40 km",
    "share": 0.5,
    "active_stay": 0.9,
    "active_open": 0.1,
    "active_t0": True,
    "stake": "2000 km2",
    "stake_defender": "900 km2",
    "counter_share": 1.0,
    "counter_active": 0.3,
    "source": "invented",
    "grade": "C",
}


def prior(name: str, sets: str | None, unit: str = "1", factor: float = 1.0, **rest: Any) -> Prior:
    """A prior; `fixed=1.0` or `normal={...}` and so on, as in a file."""
    from forecast.config.prior import KINDS

    kind = next((key for key in rest if key in KINDS), "fixed")
    numbers = rest.pop(kind, 1.0)
    entry: dict[str, Any] = dict(
        about=name, sets=sets, unit=unit, at_least=None, at_most=None, dimension=None, source="invented", grade="C"
    )
    entry.update(rest)
    distribution = KINDS[kind](**({"value": numbers} if kind == "fixed" else numbers))
    return Prior(name=name, factor=factor, note=None, as_of=None, distribution=distribution, **entry)


@pytest.fixture
def make_prior() -> Callable[..., Prior]:
    return prior


@pytest.fixture
def make_experiment() -> Maker:
    """make(priors=[...], branches={...}, sectors={...}, draws=, replicates=, layout=, horizon=, members=)."""

    def make(
        priors: list[Prior] | None = None,
        branches: dict[str, Any] | None = None,
        sectors: dict[str, Any] | None = None,
        horizon: int = 104,
        **design: Any,
    ) -> Experiment:
        # the attacker stands first on purpose: sides go by role, not by order
        baseline = Baseline.model_validate(
            {
                "name": "invented",
                "date": "2020-01-01",
                "sides": {"red": {"role": "attacker", "name": "Red"}, "blue": {"role": "defender", "name": "Blue"}},
                "donors": {"big": {"name": "Big"}, "small": {"name": "Small"}},
                "sectors": sectors or {"S1": SECTOR},
            }
        )
        given = {item.name: item for item in priors or []}
        taken = {item.sets for item in given.values()}
        sides = {"_0": ".blue", "_1": ".red"}
        names = [c.name[:-2] + sides[c.name[-2:]] if c.name[-2:] in sides else c.name for c in PARAMETERS]
        names += [f"donors.{donor}.{c.name}" for donor in ("big", "small") for c in DONOR_PARAMETERS]
        units = [c.unit for c in (*PARAMETERS, *DONOR_PARAMETERS, *DONOR_PARAMETERS)]
        rest = {
            f"row_{number}": prior(f"row_{number}", name, unit, fixed=float(number))
            for number, (name, unit) in enumerate(zip(names, units, strict=True))
            if name not in taken
        }
        return Experiment.model_validate(
            {
                "experiment": "invented",
                "question": "none",
                "baseline": baseline,
                "priors": {**given, **rest},
                "design": {"draws": 20, "replicates": 3, "layout": "sobol", "seed": 7, **design},
                "horizon": horizon,
                "reference": "quiet",
                "branches": {k: Branch.model_validate(v) for k, v in (branches or {"quiet": {}}).items()},
                "success": {},
            }
        )

    return make
