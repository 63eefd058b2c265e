"""Weights the draws of a finished run by a belief (importance sampling), and says what the weighted draws are worth.

The weight of a draw is the believed density of its inputs over their prior density. Inputs are independent in a run, so
the densities of several inputs multiply.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Floats
from forecast.analysis.pareto import USABLE, pareto_k
from forecast.beliefs.densities import log_ratio
from forecast.config.beliefs import Belief
from forecast.errors import ResultError

MIN_EFFECTIVE = 100.0
"""Effective draws below which a belief is refused.

The bias of a weighted mean is about one over the effective size, and its error one over the square root of it. So with
100 draws the bias reaches a tenth of the error, and a probability has an error of up to five points.
"""

MIN_IN_CLUSTER = 4.0
"""Effective draws of the worst cluster below which a belief is refused: its part of the error is then one draw's."""


class Weights(NamedTuple):
    """The weights of the draws under a belief.

    Attributes
    ----------
    draw : float64[draws]
        Weight of each draw of the table; the mean is 1.
    effective : float
        Effective size (Kish): the number of equally weighted draws that would be as precise.
    least : float
        Effective size of the worst cluster; NaN if every draw is a cluster of its own.
    pareto_k : float
        Shape of the tail of the weights; NaN if the largest weights are equal, which is no tail at all.
    mass : float
        Mean of the ratio of densities before it was scaled to 1. It estimates 1, so it checks the densities.
    """

    draw: Floats
    effective: float
    least: float
    pareto_k: float
    mass: float

    @property
    def problem(self) -> str | None:
        """Why answers from these weights cannot be trusted; None if they can."""
        if self.effective < MIN_EFFECTIVE:
            return (
                f"{self.draw.size:,} draws count as {self.effective:,.0f}, and at least {MIN_EFFECTIVE:.0f} are needed "
                "for a bias below a tenth of the error"
            )
        if self.least < MIN_IN_CLUSTER:
            return (
                f"the draws of one cluster count as {self.least:.1f}, and at least {MIN_IN_CLUSTER:.0f} are needed "
                "for an error that does not rest on single draws"
            )
        if self.pareto_k > USABLE:
            return (
                f"few draws carry the answer: the tail of the weights has k = {self.pareto_k:.2f}, and above "
                f"{USABLE:g} a weighted mean misleads (Vehtari et al. 2024)"
            )
        return None


def draw_weights(table: DrawTable, belief: Belief) -> Weights:
    """Weight the draws of a run by a belief. The result may be of little worth: see `Weights.problem`.

    Parameters
    ----------
    table : DrawTable
        The draws of the run.
    belief : Belief
        From `read_beliefs`, for the experiment of the same run.

    Raises
    ------
    ResultError
        If no draw has any weight.
    """
    log = np.zeros(table.count)
    for prior, believed in belief.inputs:
        log += log_ratio(table.input(prior.name), prior, believed)
    top = float(log.max())
    if not math.isfinite(top):
        raise ResultError.of(belief.where, f"belief '{belief.name}' gives no weight to any draw of the run; {WAY_OUT}")
    scaled = np.exp(log - top)
    mean = float(scaled.mean())
    weights = scaled / mean
    return Weights(weights, _kish(weights), _least(weights, table), pareto_k(weights), mean * math.exp(min(top, 700.0)))


WAY_OUT = "use a run with more draws, a milder belief, or a fresh run with the belief as prior"


def usable_weights(table: DrawTable, belief: Belief) -> Weights:
    """Weight the draws of a run by a belief, and refuse weights that cannot be trusted.

    Raises
    ------
    ResultError
        If the effective size is too small or the tail of the weights too heavy. The message names the way out.
    """
    weights = draw_weights(table, belief)
    if weights.problem is None:
        return weights
    fresh = " ".join(f"--set '{setting}'" for setting in belief.settings)
    config = table.members.run.path / "config.yaml"
    raise ResultError.of(
        belief.where, f"belief '{belief.name}': {weights.problem}; {WAY_OUT}: forecast run {config} {fresh}"
    )


def _kish(weights: Floats) -> float:
    return float(weights.sum() ** 2 / np.dot(weights, weights))


def _least(weights: Floats, table: DrawTable) -> float:
    if table.clusters.count == table.count:
        return math.nan
    sums, squares = table.clusters.sums(weights), table.clusters.sums(weights**2)
    return float(np.divide(sums**2, squares, out=np.zeros_like(sums), where=squares > 0.0).min())
