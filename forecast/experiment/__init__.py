"""Turns a checked config into the arrays of the kernel, and plans a run.

A draw is one vector of uncertain inputs. A member is one simulated war: one path of random events of a draw. A lever is
a quantity that a branch sets.

Names are imported when they are first used, because a plan needs neither numpy nor scipy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forecast.experiment.inputs import Inputs, Sampler
    from forecast.experiment.plan import RunPlan, make_plan
    from forecast.experiment.rows import Binding
    from forecast.experiment.sectors import sector_table

__all__ = ["Binding", "Inputs", "RunPlan", "Sampler", "make_plan", "sector_table"]

_MODULES = {
    "Binding": "rows",
    "Inputs": "inputs",
    "RunPlan": "plan",
    "Sampler": "inputs",
    "make_plan": "plan",
    "sector_table": "sectors",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'forecast.experiment' has no attribute {name!r}")
    return getattr(import_module(f"forecast.experiment.{_MODULES[name]}"), name)
