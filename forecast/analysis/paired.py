"""Branch minus reference over the same members."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, mean, over


@dataclass(frozen=True)
class PairedDifference:
    """`difference` of the statistic; shares of members (both sides known) in which the branch is above or below."""

    difference: Estimate
    share_above: Estimate
    share_below: Estimate


def paired_difference(
    branch: ArrayLike,
    reference: ArrayLike,
    clusters: Clusters,
    statistic: tuple[Linear, Linear] | None = None,
) -> PairedDifference:
    """Mean difference of two columns of the same members, or the difference of the two `statistic`s given.

    branch, reference: one value per member, NaN for null; a member null in either has no difference.
    """
    own, base = np.asarray(branch), np.asarray(reference)
    unknown = [np.isnan(side) for side in (own, base) if side.dtype.kind == "f"]
    known = ~np.logical_or.reduce(unknown) if unknown else np.ones(own.shape, dtype=bool)
    sizes = clusters.counts(known).astype(np.float64)
    if statistic is None:
        centre = mean(np.where(known, np.subtract(own, base, dtype=np.float64), np.nan), clusters)
    else:
        centre = statistic[0] - statistic[1]
    above, below = (_share(known & chosen, sizes, clusters) for chosen in (own > base, own < base))
    return PairedDifference(centre.estimate, above, below)


def _share(chosen: NDArray[np.bool_], sizes: Floats, clusters: Clusters) -> Estimate:
    """The share of members for which something holds; sizes: known members of each cluster."""
    return over(clusters.counts(chosen).astype(np.float64), sizes, int(sizes.sum())).estimate
