"""The model of docs/model.md, written a second time: whole arrays of members, one mechanism a file.

It shares with the kernel the tables of names in `forecast_kernels.layout` and nothing else, so that a difference in
distribution between the two is a fault of one of them or of the page. Functional style: every function takes the array
namespace `xp` first (NumPy; any namespace with the same functions will do), nothing is written in place, and `step`
maps a state to a state.

    simulate(seed, horizon, params, ...)             chunks of members on NumPy; the kernel's arrays in, outcomes out
    run(xp, inputs, once, weekly, horizon, dtype)    all weeks of one chunk
    step(xp, state, draws, inputs, once, t)          one week
    outcomes(state)                                  the rows of `forecast_kernels.layout.outcomes`, by name
"""

from tests.array_model.draws import Once, Weekly, draw_once, draw_weekly
from tests.array_model.inputs import Inputs, gather
from tests.array_model.ledgers import outcomes
from tests.array_model.run import run, simulate
from tests.array_model.state import State, initial
from tests.array_model.step import Week, step

__all__ = [
    "Inputs",
    "Once",
    "State",
    "Week",
    "Weekly",
    "draw_once",
    "draw_weekly",
    "gather",
    "initial",
    "outcomes",
    "run",
    "simulate",
    "step",
]
