"""Branch minus reference over the same members."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.estimates import Clusters, Estimate, Linear, mean


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
    gap = np.asarray(branch, dtype=np.float64) - np.asarray(reference, dtype=np.float64)
    known = ~np.isnan(gap)
    above = np.where(known, gap > 0.0, np.nan)
    below = np.where(known, gap < 0.0, np.nan)
    centre = mean(gap, clusters) if statistic is None else statistic[0] - statistic[1]
    return PairedDifference(centre.estimate, mean(above, clusters).estimate, mean(below, clusters).estimate)
