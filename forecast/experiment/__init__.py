"""Turns a checked config into the input arrays of the kernel, and plans the size of a run.

A name is imported when it is first used, because a plan needs neither numpy nor scipy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forecast.experiment.inputs import Inputs, Sampler
    from forecast.experiment.plan import RunPlan, make_plan
    from forecast.experiment.rows import Binding
    from forecast.experiment.sectors import sector_table

__all__ = ["Binding", "Inputs", "RunPlan", "Sampler", "make_plan", "sector_table"]

_ROOMS = {
    "Binding": "rows",
    "Inputs": "inputs",
    "RunPlan": "plan",
    "Sampler": "inputs",
    "make_plan": "plan",
    "sector_table": "sectors",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'forecast.experiment' has no attribute {name!r}")
    return getattr(import_module(f"forecast.experiment.{_ROOMS[name]}"), name)
