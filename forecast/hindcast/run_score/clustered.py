"""Scores of samples that come in clusters, each with its Monte Carlo error.

The fair CRPS takes the samples for independent draws of one law. Members are not: the replicates of a draw share its
inputs, and the draws of one Sobol scramble share that scramble. Two members of one cluster are closer together than two
independent ones, so pairs inside a cluster are left out:

    crps = mean |x_i - y| - 1/2 mean |x_i - x_j| over pairs i, j of different clusters

which is unbiased for any number of replicates, because clusters are independent of each other. Where each sample is a
cluster it is the fair CRPS. Its error comes from how much each cluster pulls on both means.
"""

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, Sorted, mean
from forecast.scores.score_rows import univariate_scores
from forecast.scores.univariate import thresholds

TAILS = (0.1, 0.9)
PENALTY = 2.0 / (1.0 - 0.8)


def clustered_crps(samples: Floats, truth: float, clusters: Clusters) -> Linear:
    """CRPS of samples f64[M] against a truth, unbiased and with the pull of each cluster. Needs 2 clusters."""
    x = np.asarray(samples, dtype=np.float64)
    if clusters.count < 2:
        raise ValueError("a fair score needs at least 2 clusters")
    sizes = clusters.sums(np.ones(x.size))
    away, apart = np.abs(x - truth), _to_all(x) - _to_own(x, clusters)
    others = sizes * (x.size - sizes)
    miss, spread = float(away.mean()), float(apart.sum()) / float(others.sum())
    pull = (clusters.sums(away) - miss * sizes) / x.size
    pull = pull - (clusters.sums(apart) - spread * others) / float(others.sum())
    return Linear(miss - spread / 2.0, pull, x.size)


def sample_scores(
    samples: Floats, truth: float, horizon: int, clusters: Clusters, rng: np.random.Generator
) -> dict[str, Estimate]:
    """Every score of one forecast by name, as `univariate_scores` has them; NaN for the error of a coverage, 0 or 1."""
    x = np.asarray(samples, dtype=np.float64)
    values = univariate_scores(x, truth, horizon, rng)
    found = {name: Estimate(float(value), float("nan"), x.size) for name, value in values.items()}
    found["crps"] = clustered_crps(x, truth, clusters).estimate
    low, high = thresholds(horizon)
    found["twcrps"] = clustered_crps(_tails(x, low, high), float(_tails(np.array(truth), low, high)), clusters).estimate
    ordered = Sorted(x, clusters)
    lower, upper = (ordered.quantile(level) for level in TAILS)
    width = upper - lower
    outside = PENALTY * ((lower.value > truth) * lower.pull - (upper.value < truth) * upper.pull)
    for name, pull in (("width80", width.pull), ("interval80", width.pull + outside)):
        found[name] = Linear(found[name].value, pull, x.size).estimate
    found["pit"] = Linear(found["pit"].value, mean(x < truth, clusters).pull, x.size).estimate
    return found


def _tails(values: Floats, low: float, high: float) -> Floats:
    return np.minimum(values - low, 0.0) + np.maximum(values - high, 0.0)


def _to_all(x: Floats) -> Floats:
    """Sum of |x_i - x_j| over all j, for every i."""
    order = np.argsort(x, kind="stable")
    y = x[order]
    rank, below = np.arange(y.size), np.concatenate([[0.0], np.cumsum(y)])
    found = np.empty_like(x)
    found[order] = y * (2.0 * rank - y.size) + below[-1] - 2.0 * below[:-1]
    return found


def _to_own(x: Floats, clusters: Clusters) -> Floats:
    """The same over the j of the cluster of i."""
    order = np.lexsort((x, clusters.index))
    y, cluster = x[order], clusters.index[order]
    sizes = np.bincount(cluster, minlength=clusters.count)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    below = np.concatenate([[0.0], np.cumsum(y)])
    rank = np.arange(y.size) - starts[cluster]
    before = below[:-1] - below[starts[cluster]]
    total = (below[starts + sizes] - below[starts])[cluster]
    found = np.empty_like(x)
    found[order] = y * (2.0 * rank - sizes[cluster]) + total - 2.0 * before
    return found
