"""Means of draws without the noise of chance, for several quantities at once, with weights of the draws.

A draw has few members, so its means also vary by chance. Chance makes extremes: the best branch of a noisy draw is too
good, and regret too large. As in `draw_band`, the deviations of the draws from their mean are pulled in until they have
the variance without noise. Here it is a covariance matrix between the quantities (such as the branches). The pull is
the linear map that moves the draws least: optimal transport between two normal distributions with these covariances.
The form of the noisy means is kept, so shares of draws near a threshold rest on that form.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Floats
from forecast.analysis.split import GROUPS, TAILS

NEGLIGIBLE = 1e-10
"""Eigenvalues below this share of the largest one, or of the noisy variance, count as 0."""


@dataclass(frozen=True)
class NoisyMeans:
    """Means of several quantities in every draw, and the noise of chance in them.

    Attributes
    ----------
    mean : float64[quantities, draws]
    weight : float64[draws]
        Members of the draw, times its importance weight.
    group : int64[draws]
        Group of the draw for the jackknife, from 0.
    noise : float64[groups, quantities, quantities]
        Sum over the draws of a group of weight times the covariance of the noise in their means.
    known : float64[groups]
        Sum of the weights of these draws. A draw with one member has no known noise.
    """

    mean: Floats
    weight: Floats
    group: NDArray[np.int64]
    noise: Floats
    known: Floats

    @classmethod
    def of(cls, values: Floats, table: DrawTable, weights: Floats | None = None) -> "NoisyMeans":
        """Average over the members of each draw.

        Parameters
        ----------
        values : float64[quantities, members]
            Values without NaN.
        table : DrawTable
            The draws of the run.
        weights : float64[draws], optional
            Importance of each draw; equal by default.
        """
        size = np.bincount(table.index, minlength=table.count).astype(np.float64)
        means = np.stack([np.bincount(table.index, weights=row, minlength=table.count) / size for row in values])
        weight = size if weights is None else size * weights
        _, group = np.unique(table.cluster % GROUPS, return_inverse=True)
        several = size > 1.0
        factor = np.divide(weight, size * (size - 1.0), out=np.zeros(table.count), where=several)
        count = int(group.max()) + 1
        noise = np.zeros((count, len(values), len(values)))
        of_member = group[table.index]
        for number in range(count):
            chosen = np.flatnonzero(of_member == number)
            draws = table.index[chosen]
            rest = values[:, chosen] - means[:, draws]
            noise[number] = (rest * factor[draws]) @ rest.T
        known = np.bincount(group, weights=weight * several, minlength=count).astype(np.float64)
        return cls(means, weight, group.astype(np.int64), noise, known)

    @property
    def has_noise(self) -> bool:
        """Whether the noise is known, so that it can be removed: some draw has two members."""
        return bool(self.known.sum() > 0.0)

    def chosen(self, draws: NDArray[np.bool_]) -> "Settled":
        """Remove the noise from the means of the chosen draws (bool[draws])."""
        groups, weight, means = np.unique(self.group[draws]), self.weight[draws], self.mean[:, draws]
        total = float(weight.sum())
        centre = means @ weight / total
        off = means - centre[:, None]
        spread = (off * weight) @ off.T / total
        known = float(self.known[groups].sum())
        if known == 0.0:
            return Settled(means, means, weight, centre, spread, spread)
        unbiased = 1.0 - float(weight @ weight) / total**2  # the spread around a mean of few draws is too small
        signal = spread - unbiased * self.noise[groups].sum(axis=0) / known
        return Settled(centre[:, None] + _transport(spread, signal) @ off, means, weight, centre, spread, signal)


@dataclass(frozen=True)
class Settled:
    """Means of draws without noise (`mean`) and with it (`noisy`): float64[quantities, draws], and their weights.

    centre: float64[quantities], the mean over the draws. spread, signal: covariance with and without noise.
    """

    mean: Floats
    noisy: Floats
    weight: Floats
    centre: Floats
    spread: Floats
    signal: Floats

    def share(self, flags: NDArray[np.bool_] | Floats) -> Floats:
        """Weighted share of draws, float64[...] of flags or parts of draws [..., draws]."""
        found: Floats = flags.astype(np.float64) @ self.weight / self.weight.sum()
        return found

    def band(self, a: int, b: int) -> tuple[float, float]:
        """Ends (10% and 90%) of the band between draws of quantity `a` minus quantity `b`, without noise."""
        noisy = self.spread[a, a] + self.spread[b, b] - 2.0 * self.spread[a, b]
        clean = max(0.0, self.signal[a, a] + self.signal[b, b] - 2.0 * self.signal[a, b])
        centre = float(self.centre[a] - self.centre[b])
        pull = float(np.sqrt(clean / noisy)) if noisy > 0.0 else 0.0
        gaps = self.noisy[a] - self.noisy[b]
        low, high = (centre + pull * (quantile(gaps, level, self.weight) - centre) for level in TAILS)
        return low, high


def quantile(values: Floats, level: float, weight: Floats) -> float:
    """Weighted quantile over draws; that of NumPy if the weights are equal.

    Parameters
    ----------
    values : float64[draws]
        Value of each draw.
    level : float
        0 to 1.
    weight : float64[draws]
        Weight of each draw.
    """
    if weight.size and weight.min() == weight.max():
        return float(np.quantile(values, level))
    order = np.argsort(values, kind="stable")
    ordered = weight[order]
    place = (np.cumsum(ordered) - 0.5 * ordered) / ordered.sum()
    return float(np.interp(level, place, values[order]))


def _transport(spread: Floats, signal: Floats) -> Floats:
    """Find the symmetric map T with T spread T = signal; parts of `signal` below 0 count as 0."""
    least = NEGLIGIBLE * float(np.trace(spread))  # rounding must not make differences between equal branches
    root = _power(signal, 0.5, least)
    found: Floats = root @ _power(root @ spread @ root, -0.5, least**2) @ root
    return found


def _power(matrix: Floats, exponent: float, least: float) -> Floats:
    """Raise a symmetric matrix to a power; eigenvalues that are negligible or below `least` give 0."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2.0)
    top = float(values.max(initial=0.0))
    keep = values > max(NEGLIGIBLE * top, least)
    raised = np.zeros(values.size)
    raised[keep] = values[keep] ** exponent
    found: Floats = (vectors * raised) @ vectors.T
    return found
