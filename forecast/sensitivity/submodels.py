"""Which of three sub-models of bargaining each draw uses: base rate, ultimatum or crowd (`docs/decisions/0004`).

The sub-models differ in kind, not in degree, so an input may matter under one of them only. The choice follows from
four inputs of the draw, as in the kernel: the pick u, 0 to 1, times the sum of the three weights is compared with the
weights.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate
from forecast.experiment.rows import Binding, RowSource
from forecast.sensitivity.group_index import jackknife_error
from forecast.sensitivity.outcomes import GROUPS, Outcome
from forecast_kernels.layout.parameters import PARAMETERS

SUBMODELS = ("base_rate", "ultimatum", "crowd")
LABELS = {"base_rate": "how often long wars end by agreement", "ultimatum": "how often a target gives in to a threat",
          "crowd": "a crowd forecast, cut by the record of such forecasts"}  # fmt: skip
ROWS = (*(f"weight_{name}" for name in SUBMODELS), "submodel_pick")
FEWEST = 200
"""Draws that a stratum needs for indices of its own."""


class Strata(NamedTuple):
    """The sub-model of each draw.

    Attributes
    ----------
    of_draw : int64[draws]
        Number of the sub-model in `SUBMODELS`.
    fixed : str or None
        What fixes one sub-model for all draws; None if the draws choose.
    """

    of_draw: NDArray[np.int64]
    fixed: str | None

    def share(self, number: int) -> float:
        """Share of the draws that use a sub-model."""
        return float(np.mean(self.of_draw == number))


def strata(table: DrawTable) -> Strata:
    """Compute the sub-model of each draw from its inputs, with the switches of the run applied."""
    experiment = table.members.run.experiment
    sources = dict(zip((column.name for column in PARAMETERS), Binding.from_experiment(experiment).params, strict=True))
    base, ultimatum, crowd, pick = (_values(table, sources[row]) for row in ROWS)
    position = pick * (base + ultimatum + crowd)
    of_draw = np.where(position < base, 0, np.where(position < base + ultimatum, 1, 2)).astype(np.int64)
    if any(sources[row].prior is not None for row in ROWS):
        return Strata(of_draw, None)
    settled = "bargaining" in experiment.switches.chosen
    return Strata(of_draw, "switches.bargaining" if settled else "the inputs of the run, which are single values")


def between(outcome: Outcome, stratum: NDArray[np.int64], total: float) -> Estimate:
    """Estimate the share of the variance between draws that the choice of the sub-model explains alone.

    It is the variance between the strata, without the noise of their means. Errors are from a jackknife.

    Parameters
    ----------
    outcome : Outcome
        Means of the draws.
    stratum : int64[n]
        Sub-model of each of these draws.
    total : float
        Variance between draws without noise of chance.
    """
    whole = _between(outcome, stratum, np.ones(stratum.size, dtype=bool)) / total if total > 0.0 else np.nan
    without = np.full(GROUPS, np.nan)
    for group in range(GROUPS):
        rest = outcome.group != group
        variance = outcome.variance(rest)
        without[group] = _between(outcome, stratum, rest) / variance if variance > 0.0 else np.nan
    return Estimate(float(whole), jackknife_error(without), stratum.size)


def _between(outcome: Outcome, stratum: NDArray[np.int64], chosen: NDArray[np.bool_]) -> float:
    mean, stratum = outcome.mean[chosen], stratum[chosen]
    count = np.bincount(stratum, minlength=len(SUBMODELS)).astype(np.float64)
    filled = count > 0.0
    n, groups = float(mean.size), int(filled.sum())
    if groups < 2 or n <= groups:
        return 0.0
    sums = np.bincount(stratum, weights=mean, minlength=len(SUBMODELS))
    explained = float(np.sum(sums[filled] ** 2 / count[filled])) - float(mean.sum()) ** 2 / n
    left = float(np.sum((mean - mean.mean()) ** 2)) - explained
    return (explained - (groups - 1) * left / (n - groups)) / n


def _values(table: DrawTable, source: RowSource) -> NDArray[np.float32]:
    if source.prior is None:
        return np.full(table.count, source.value, dtype=np.float32)
    drawn = table.members.drawn(source.prior)[table.first]
    values: NDArray[np.float32] = drawn.astype(np.float32) * np.float32(source.value)
    return values
