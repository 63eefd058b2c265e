"""Computes scores of samples that come in clusters, each score with its Monte Carlo standard error.

The samples are members of a run. Members with the same draw of the inputs (its replicates) form a cluster, and so do
all draws of one scramble of a Sobol sequence. The fair CRPS assumes independent samples, but two members of one cluster
are closer to each other than independent ones. So pairs inside a cluster are left out:

    crps = mean |x_i - y| - 1/2 mean |x_i - x_j|        second mean: pairs i, j of different clusters

Clusters are independent of each other, so this score is unbiased for any number of replicates. If each sample is its
own cluster, it is the fair CRPS. Its standard error comes from the influence of each cluster on both means.
"""

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, Sorted, mean
from forecast.scores.score_rows import univariate_scores
from forecast.scores.univariate import tails, thresholds

ENDS = (0.1, 0.9)  # of the 80% interval
PENALTY = 2.0 / (1.0 - 0.8)


def clustered_crps(samples: Floats, truth: float, clusters: Clusters) -> Linear:
    """Compute the CRPS and the influence of each cluster on it.

    Parameters
    ----------
    samples : float64[M]
        Samples of the forecast.
    truth : float
        What was observed.
    clusters : Clusters
        At least 2 clusters of the samples.

    Raises
    ------
    ValueError
        If there are fewer than 2 clusters.
    """
    x = np.asarray(samples, dtype=np.float64)
    if clusters.count < 2:
        raise ValueError("a fair score needs at least 2 clusters")
    sizes = clusters.sums(np.ones(x.size))
    error, distance = np.abs(x - truth), _distances_to_all(x) - _distances_in_cluster(x, clusters)
    pairs = sizes * (x.size - sizes)
    mean_error, mean_distance = float(error.mean()), float(distance.sum()) / float(pairs.sum())
    pull = (clusters.sums(error) - mean_error * sizes) / x.size
    pull = pull - (clusters.sums(distance) - mean_distance * pairs) / float(pairs.sum())
    return Linear(mean_error - mean_distance / 2.0, pull, x.size)


def sample_scores(
    samples: Floats, truth: float, horizon: int, clusters: Clusters, rng: np.random.Generator
) -> dict[str, Estimate]:
    """Compute every score of one forecast, by the names of `univariate_scores`. The error of a coverage is NaN.

    Parameters
    ----------
    samples : float64[M]
        Samples of the gain, km2.
    truth : float
        What was observed, km2.
    horizon : int
        Weeks of the sum, from which the thresholds of twCRPS follow.
    clusters : Clusters
        At least 2 clusters of the samples.
    rng : numpy.random.Generator
        Draws the random part of the PIT.
    """
    x = np.asarray(samples, dtype=np.float64)
    values = univariate_scores(x, truth, horizon, rng)
    scores = {name: Estimate(float(value), float("nan"), x.size) for name, value in values.items()}
    scores["crps"] = clustered_crps(x, truth, clusters).estimate
    ends = thresholds(horizon)
    scores["twcrps"] = clustered_crps(tails(x, *ends), float(tails(np.array(truth), *ends)), clusters).estimate
    ordered = Sorted(x, clusters)
    lower, upper = (ordered.quantile(level) for level in ENDS)
    width = upper - lower
    outside = PENALTY * ((lower.value > truth) * lower.pull - (upper.value < truth) * upper.pull)
    for name, pull in (("width80", width.pull), ("interval80", width.pull + outside)):
        scores[name] = Linear(scores[name].value, pull, x.size).estimate
    scores["pit"] = Linear(scores["pit"].value, mean(x < truth, clusters).pull, x.size).estimate
    return scores


def _distances_to_all(x: Floats) -> Floats:
    """Sum of |x_i - x_j| over all j, for every i."""
    order = np.argsort(x, kind="stable")
    y = x[order]
    rank, below = np.arange(y.size), np.concatenate([[0.0], np.cumsum(y)])
    sums = np.empty_like(x)
    sums[order] = y * (2.0 * rank - y.size) + below[-1] - 2.0 * below[:-1]
    return sums


def _distances_in_cluster(x: Floats, clusters: Clusters) -> Floats:
    """Sum of |x_i - x_j| over the j in the cluster of i, for every i."""
    order = np.lexsort((x, clusters.index))
    y, cluster = x[order], clusters.index[order]
    sizes = np.bincount(cluster, minlength=clusters.count)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    below = np.concatenate([[0.0], np.cumsum(y)])
    rank = np.arange(y.size) - starts[cluster]
    before = below[:-1] - below[starts[cluster]]
    total = (below[starts + sizes] - below[starts])[cluster]
    sums = np.empty_like(x)
    sums[order] = y * (2.0 * rank - sizes[cluster]) + total - 2.0 * before
    return sums
