"""The variance of an outcome between the draws of a run, and the part of it between bins of one input."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Floats
from forecast.store.fixed_order import dot

GROUPS = 16
"""Groups of draws. A jackknife leaves out one at a time."""


class DrawVariance:
    """Draws with a member whose outcome is known.

    Attributes
    ----------
    known : int64[draws]
        Numbers of these draws.
    sizes, means : float64[draws]
        Number of known members of each, and their mean outcome (less the mean of all).
    inside : float64[draws]
        Sum of the squared deviations of the members from the mean of their draw.
    group : int64[draws]
        Group of each draw, 0 to 15.
    """

    def __init__(self, sizes: Floats, sums: Floats, squares: Floats, known: NDArray[np.int64]) -> None:
        self.sizes, self.known = sizes, known
        self.means = sums / sizes
        self.inside = squares - sums * self.means
        self.group = known % GROUPS

    @classmethod
    def of(cls, values: ArrayLike, draw: NDArray[np.int64], draws: int) -> "DrawVariance":
        """Collect the draws of an outcome.

        Parameters
        ----------
        values : float[members]
            The outcome of each member, NaN if it is unknown.
        draw : int64[members]
            The draw of each member.
        draws : int
            Number of draws.
        """
        filled = np.asarray(values, dtype=np.float64)
        is_known = ~np.isnan(filled)
        centre = float(filled[is_known].mean()) if is_known.any() else 0.0
        filled, draw = filled[is_known] - centre, draw[is_known]
        sizes = np.bincount(draw, minlength=draws).astype(np.float64)
        known = np.flatnonzero(sizes)
        sums = np.bincount(draw, weights=filled, minlength=draws).astype(np.float64, copy=False)
        squares = np.bincount(draw, weights=filled**2, minlength=draws).astype(np.float64, copy=False)
        return cls(sizes[known], sums[known], squares[known], known)

    def epistemic(self, chosen: NDArray[np.bool_]) -> float:
        """Estimate the variance between draws without noise of chance; with one replicate, noise stays in it."""
        sizes, means = self.sizes[chosen], self.means[chosen]
        n, count = float(sizes.sum()), sizes.size
        if count < 3:
            return 0.0
        if n == count:
            return float(np.var(means, ddof=1))
        within = float(self.inside[chosen].sum()) / (n - count)
        centre = dot(sizes, means) / n
        between = dot(sizes, (means - centre) ** 2) / (count - 1)
        return max(0.0, (between - within) / ((n - dot(sizes, sizes) / n) / (count - 1)))

    def index(
        self,
        bin_of: NDArray[np.uint8],
        bins: int,
        chosen: NDArray[np.bool_],
        total: float,
        signed: bool = False,
    ) -> float:
        """Divide the variance of the bin means, without noise of chance, by the epistemic variance.

        Parameters
        ----------
        bin_of : uint8[known draws]
            Bin of each draw.
        bins : int
            Number of bins.
        chosen : bool[known draws]
            Which draws to take.
        total : float
            The epistemic variance of these draws.
        signed : bool
            Whether the share may be below 0.
        """
        bin_of, means = bin_of[chosen], self.means[chosen]
        count = np.bincount(bin_of, minlength=bins).astype(np.float64)
        sums = np.bincount(bin_of, weights=means, minlength=bins)
        filled = count > 0
        n, groups = means.size, int(filled.sum())
        if total <= 0.0 or groups < 2 or n <= groups:
            return 0.0
        explained = float(np.sum(sums[filled] ** 2 / count[filled]) - means.sum() ** 2 / n)
        left = float(np.sum((means - means.mean()) ** 2)) - explained
        size = (n - dot(count, count) / n) / (groups - 1)
        variance = (explained / (groups - 1) - left / (n - groups)) / size
        return (variance if signed else max(0.0, variance)) / total
