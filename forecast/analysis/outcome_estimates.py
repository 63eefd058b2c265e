"""All estimates of one outcome in one branch, and its paired difference from the reference."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, Sorted, mean, ratio_of_totals
from forecast.analysis.ordered_clusters import Gap, OrderedClusters
from forecast.analysis.split import Split, split
from forecast.store.registry_series import LEVELS


@dataclass(frozen=True)
class PairedDifference:
    """Difference of a statistic between two branches, and shares of members in which the first is above or below.

    The shares are over the members with a value in both branches.
    """

    difference: Estimate
    share_above: Estimate
    share_below: Estimate


class OutcomeEstimates(NamedTuple):
    """The estimates of one outcome in one branch.

    Attributes
    ----------
    mean : Estimate
        Mean; the probability of a yes-or-no outcome.
    quantiles : dict of float to Estimate
        Quantiles by their level (`LEVELS`); empty for a yes-or-no outcome and for one that is always null.
    paired, paired_median : PairedDifference or None
        Difference of means and of medians from the reference; None in the reference branch. `paired_median` is also
        None without quantiles.
    split : Split or None
        Bands between draws and of chance; None if the outcome is no headline or its draws have one member.
    draws : DrawBand or None
        How the difference of means varies between draws; None in the reference branch and for what is no headline.
    """

    mean: Estimate
    quantiles: dict[float, Estimate]
    paired: PairedDifference | None
    paired_median: PairedDifference | None
    split: Split | None
    draws: DrawBand | None = None


class Centre(NamedTuple):
    """Mean and median of an outcome in one branch; a yes-or-no outcome has no median."""

    mean: Linear
    median: Linear | None


def paired_difference(
    branch: ArrayLike,
    reference: ArrayLike,
    clusters: Clusters,
    statistic: tuple[Linear, Linear] | None = None,
) -> PairedDifference:
    """Subtract two columns over the same members, and compute the shares of members above and below.

    Parameters
    ----------
    branch, reference : array[members]
        Values of the members, NaN for null. A member that is null in either has no difference.
    clusters : Clusters
        Clusters of the members, for the errors.
    statistic : tuple of Linear, optional
        The statistic of both columns to subtract. By default the mean difference over the members known in both.
    """
    values, base = np.asarray(branch), np.asarray(reference)
    known = np.ones(values.shape, dtype=bool)
    for side in (values, base):
        if side.dtype.kind == "f":
            known &= ~np.isnan(side)
    sizes = clusters.counts(known).astype(np.float64)
    if statistic is None:
        centre = mean(np.where(known, np.subtract(values, base, dtype=np.float64), np.nan), clusters)
    else:
        centre = statistic[0] - statistic[1]
    above, below = (_share(known & chosen, sizes, clusters) for chosen in (values > base, values < base))
    return PairedDifference(centre.estimate, above, below)


def estimate_outcome(
    values: NDArray[Any],
    clusters: Clusters,
    yes_or_no: bool,
    with_split: bool,
    reference: tuple[NDArray[Any], Centre] | None = None,
) -> tuple[OutcomeEstimates, Centre]:
    """Estimate everything that the files and tables show of one outcome in one branch.

    Parameters
    ----------
    values : array[members]
        Values of the members in the order of `clusters`, NaN for null.
    clusters : Clusters
        Clusters of the members: an `OrderedClusters`, or one that knows the draws.
    yes_or_no : bool
        Whether the outcome is a probability, which has no quantiles.
    with_split : bool
        Whether to estimate the bands between draws and of chance, and the band between draws of the difference.
    reference : tuple, optional
        Values of the reference branch and their `Centre`; without it there are no paired differences.
    """
    centre = mean(values, clusters)
    quantiles: dict[float, Linear] = {}
    if not yes_or_no and centre.n:
        ordered = Sorted(values, clusters)
        quantiles = {level: ordered.quantile(level) for level in LEVELS}
        del ordered  # frees the sorted copy before the next one is made
    median = quantiles.get(0.5)
    parts = split(values, clusters.draw, clusters) if with_split else None
    paired = paired_median = draws = None
    if reference is not None:
        base_values, base = reference
        paired = paired_difference(values, base_values, clusters, (centre, base.mean))
        if with_split:
            is_ordered = isinstance(clusters, OrderedClusters)
            gap = Gap(values, base_values) if is_ordered else np.subtract(values, base_values, dtype=np.float64)
            draws = draw_band(gap, clusters.draw, clusters)
        if median is not None and base.median is not None:
            paired_median = replace(paired, difference=(median - base.median).estimate)
    estimates = {level: linear.estimate for level, linear in quantiles.items()}
    return OutcomeEstimates(centre.estimate, estimates, paired, paired_median, parts, draws), Centre(centre, median)


def _share(chosen: NDArray[np.bool_], sizes: Floats, clusters: Clusters) -> Estimate:
    """Estimate the share of chosen members (bool[members]). sizes: number of known members of each cluster."""
    return ratio_of_totals(clusters.counts(chosen).astype(np.float64), sizes, int(sizes.sum())).estimate
