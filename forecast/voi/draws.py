"""The draws of a run as the value of information needs them: utilities, inputs on one scale, folds for honest values.

A policy is fitted on some draws and valued on others. Draws of one cluster depend on each other, so a fold holds whole
clusters.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, Floats, mean
from forecast.compat.scipy_special import ndtri

FOLDS = 8
MIN_FOLDS = 4
MIN_DRAWS = 64
Choices = NDArray[np.int8]


def normal_scores(values: Floats) -> Floats:
    """Put every column on the scale of a standard normal distribution by its ranks; equal values share a score.

    values: float64[draws, inputs]. A monotone change of an input changes nothing.
    """
    scores = np.empty_like(values, dtype=np.float64)
    for column in range(values.shape[1]):
        _, place, count = np.unique(values[:, column], return_inverse=True, return_counts=True)
        middle = np.cumsum(count) - 0.5 * count
        scores[:, column] = ndtri(middle / values.shape[0])[place]
    return scores


@dataclass(frozen=True)
class Draws:
    """Draws sorted by fold, and in a fold by cluster. n: draws, U: utilities, B: branches.

    Attributes
    ----------
    scores : float64[n, inputs]
        Normal scores of the inputs.
    means : float64[U, n, B]
        Mean utility of the members of each draw.
    order : int64[n]
        Row of each draw before it was sorted.
    cluster : int64[n]
        Cluster of each draw, from 0, numbered in the order of the draws here.
    fold : int64[n]
        Fold of each draw, from 0.
    """

    scores: Floats
    means: Floats
    order: NDArray[np.int64]
    cluster: NDArray[np.int64]
    fold: NDArray[np.int64]

    @classmethod
    def of(cls, values: Floats, means: Floats, cluster: NDArray[np.int64]) -> "Draws":
        """Sort draws into folds.

        Parameters
        ----------
        values : float64[n, inputs]
            The inputs.
        means : float64[U, n, B]
            Mean utility of each branch in each draw.
        cluster : int64[n]
            Cluster of each draw, from 0.

        Raises
        ------
        ValueError
            With fewer than 64 draws or 4 clusters.
        """
        count = int(cluster.max()) + 1
        if cluster.size < MIN_DRAWS or count < MIN_FOLDS:
            raise ValueError(f"needs {MIN_DRAWS} draws in {MIN_FOLDS} clusters, has {cluster.size} in {count}")
        fold = cluster % min(FOLDS, count)
        order = np.lexsort((cluster, fold))
        _, first, place = np.unique(cluster[order], return_index=True, return_inverse=True)
        rank = np.argsort(np.argsort(first))  # clusters by their first place here
        return cls(normal_scores(values)[order], means[:, order], order, rank[place], fold[order])

    @property
    def count(self) -> int:
        """Number of draws."""
        return int(self.fold.size)

    @property
    def folds(self) -> int:
        """Number of folds."""
        return int(self.fold[-1]) + 1

    def rows(self, fold: int) -> slice:
        """The rows of a fold."""
        first, last = np.searchsorted(self.fold, (fold, fold + 1))
        return slice(int(first), int(last))

    @property
    def cluster_starts(self) -> NDArray[np.int64]:
        """The first row of each cluster."""
        return np.flatnonzero(np.diff(self.cluster, prepend=-1))

    @property
    def best(self) -> NDArray[np.int64]:
        """The branch with the highest mean over all draws, int64[U]. Predictions are of differences to it."""
        return np.asarray(self.means.mean(axis=1).argmax(axis=1))

    def fixed_choice(self) -> Choices:
        """The best single branch for each value of k, int8[U, K, n].

        In the rows of fold l it is the branch with the highest mean in all folds but k and l. So the choice never
        depends on the draws on which it is valued.
        """
        folds, (utilities, _, branches) = self.folds, self.means.shape
        sums = np.stack([self.means[:, self.rows(fold)].sum(axis=1) for fold in range(folds)])
        total = sums.sum(axis=0)
        choice = np.empty((utilities, folds, self.count), dtype=np.int8)
        for k in range(folds):
            for fold in range(folds):
                left = total - sums[k] - (sums[fold] if fold != k else 0.0)
                choice[:, k, self.rows(fold)] = left.reshape(utilities, branches).argmax(axis=1)[:, None]
        return choice

    def held_out(self, choice: Choices) -> Choices:
        """The choices in each draw by the policy that was fitted without its fold, int8[U, n], from int8[U, K, n]."""
        return np.take_along_axis(choice, self.fold[None, None, :], axis=1)[:, 0]

    def worth(self, utility: int, choice: Choices) -> Floats:
        """The utility of the chosen branch in each draw; `choice`: int8[..., n]."""
        width = self.means.shape[2]
        return np.asarray(self.means[utility].ravel().take(choice + width * np.arange(self.count)))

    def average(self, values: Floats) -> Estimate:
        """Mean over draws, float64[n], with its clustered error."""
        return mean(values, Clusters(self.cluster)).estimate
