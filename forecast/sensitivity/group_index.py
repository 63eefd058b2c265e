"""What a group of inputs explains together, from the draws of an ordinary run.

The index of a group is the share of the variance between draws that the best prediction from all inputs of the group
explains: their own effects and those that they have together. The prediction is by boosted trees, fitted on three
quarters of the clusters of draws and applied to the fourth. What it explains there is a lower bound of the index, since
trees fitted to so many draws find a part of it only (a cross-fitted R2, with the noise of chance taken from the
denominator).
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, Floats
from forecast.errors import ConfigError
from forecast.sensitivity.outcomes import GROUPS, Outcome

FOLDS = 4
TREES = {"max_iter": 60, "learning_rate": 0.12, "max_leaf_nodes": 8, "min_samples_leaf": 30}


class GroupIndex(NamedTuple):
    """The index of a group, and the same without each jackknife group of draws, float64[16]."""

    value: float
    without: Floats
    n: int

    @property
    def estimate(self) -> Estimate:
        """The index with its error."""
        return Estimate(self.value, jackknife_error(self.without), self.n)


def jackknife_error(without: Floats) -> float:
    """Standard error of a statistic from its values without each group."""
    return math.sqrt((without.size - 1) / without.size * float(np.sum((without - without.mean()) ** 2)))


def group_index(inputs: Floats, outcome: Outcome, total: float, seed: int) -> GroupIndex:
    """Estimate the share of the variance between draws that a group of inputs explains.

    The prediction is scaled to fit the draws that it was not fitted on. It explains cov(f, y)^2/var(f); with a negative
    covariance the index is negative, so that a group without influence is 0 on average.

    Parameters
    ----------
    inputs : float64[n, k]
        Inputs of the group, for the draws of `outcome`.
    outcome : Outcome
        Means of the draws.
    total : float
        Variance between draws without noise of chance.
    seed : int
        Seed of the trees.

    Raises
    ------
    ConfigError
        If scikit-learn is not installed.
    """
    predicted = predict(inputs, outcome, seed)
    everyone = np.ones(outcome.mean.size, dtype=bool)
    whole = _explained(predicted, outcome.mean, everyone) / total if total > 0.0 else math.nan
    without = np.full(GROUPS, math.nan)
    for group in range(GROUPS):
        rest = outcome.group != group
        variance = outcome.variance(rest)
        without[group] = _explained(predicted, outcome.mean, rest) / variance if variance > 0.0 else math.nan
    return GroupIndex(whole, without, outcome.mean.size)


def predict(inputs: Floats, outcome: Outcome, seed: int) -> Floats:
    """Predict the mean of each draw from trees that were fitted without the draws of its fold; float64[n].

    A fold has whole clusters. One thread is used, so that the sums of the trees do not depend on the machine.

    Parameters
    ----------
    inputs : float64[n, k]
        Inputs of the group.
    outcome : Outcome
        Means of the n draws.
    seed : int
        Seed of the trees.

    Raises
    ------
    ConfigError
        If scikit-learn is not installed.
    """
    try:
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise ConfigError.of(
            "forecast sensitivity", "needs the extra 'analysis': pip install 'frontcast[analysis]'"
        ) from None
    fold, predicted = outcome.group % FOLDS, np.zeros(outcome.mean.size)
    with threadpool_limits(limits=1):
        for number in range(FOLDS):
            rest, held = fold != number, fold == number
            if held.any() and np.count_nonzero(rest) > 2 * TREES["min_samples_leaf"]:
                model = HistGradientBoostingRegressor(**TREES, early_stopping=False, random_state=seed % 2**31)
                predicted[held] = model.fit(inputs[rest], outcome.mean[rest]).predict(inputs[held])
                predicted[held] -= outcome.mean[rest].mean()
    return predicted


def _explained(predicted: Floats, mean: Floats, chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> float:
    f, y = predicted[chosen], mean[chosen]
    variance = float(np.var(f))
    covariance = float(np.mean((f - f.mean()) * y))
    return covariance * abs(covariance) / variance if variance > 0.0 else 0.0
