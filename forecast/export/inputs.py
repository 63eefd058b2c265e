"""The uncertain inputs of a run, one value per draw, and the fixed ones."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.config.prior import Fixed, Prior
from forecast.store.reader import Run
from forecast.store.variables import draw_variables

CLUSTER = "independent group of the draw; take standard errors between groups"
MAX_VALUES = 50_000_000
"""Maximum number of values that are read together, 4 bytes each."""


class Input(NamedTuple):
    """One uncertain input. grade: evidence, A to C. source: where the prior comes from."""

    name: str
    label: str
    unit: str
    grade: str
    source: str


def inputs_of(run: Run) -> list[Input]:
    """List the uncertain inputs, in the order of the files."""
    priors = run.experiment.priors
    names = [variable.name for variable in draw_variables(run.experiment)[3:]]
    return [Input(n, priors[n].about, priors[n].unit, priors[n].grade, priors[n].source) for n in names]


def fixed_inputs(run: Run) -> list[tuple[Prior, float]]:
    """List the fixed inputs with their values, in the order of the config."""
    return [(p, p.distribution.value) for p in run.experiment.priors.values() if isinstance(p.distribution, Fixed)]


def input_columns(run: Run, names: list[str], draws: int | None = None) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield each input with its values, float32[draws]. Several are read together, as memory allows.

    Parameters
    ----------
    run : Run
        The run.
    names : list of str
        Names of the inputs.
    draws : int, optional
        Number of draws, from the first on; default: all.
    """
    draws = run.manifest.draws if draws is None else draws
    step = max(1, MAX_VALUES // draws)
    for first in range(0, len(names), step):
        group = names[first : first + step]
        values: NDArray[Any] = np.empty((len(group), draws), dtype=np.float32)
        for lo, part in run.parts.blocks("draws", group):
            hi = min(part[group[0]].size, draws * run.manifest.replicates - lo)
            if hi <= 0:
                break
            at = np.arange(-lo % run.manifest.replicates, hi, run.manifest.replicates)
            rows = (lo + at) // run.manifest.replicates
            for k, name in enumerate(group):
                values[k, rows] = part[name][at]
        yield from zip(group, values, strict=True)
