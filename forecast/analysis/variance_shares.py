"""Where the variance of an outcome, or of a difference between two branches, comes from.

Three questions: how much of the variance lies between draws (what we do not know), which evidence grades of the inputs
explain that part, and how much smaller pairing makes the variance of a difference.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis import split
from forecast.analysis.draw_means import DrawMean, DrawTable
from forecast.analysis.drivers import CLEAR
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.explained import Explained, InputFit
from forecast.analysis.headlines import Headline, headlines
from forecast.analysis.members import Members

_Numbers = Callable[[split.DrawTable, NDArray[np.bool_]], tuple[float, ...] | None]


class Variances(NamedTuple):
    """Variance between draws (noise of chance removed) and within a draw, in squared units, and the share between."""

    epistemic: Estimate
    aleatory: Estimate
    epistemic_share: Estimate

    @property
    def aleatory_share(self) -> Estimate:
        """Share of the variance that is chance."""
        share = self.epistemic_share
        return Estimate(1.0 - share.value, share.mcse, share.n)


class Pairing(NamedTuple):
    """Variance of a difference if the branches were independent, over that of the paired difference.

    total: of one member, so that one paired member says as much as so many unpaired ones. epistemic, aleatory: the same
    ratio for the part between draws and the part within a draw. NaN if the branches do not differ.
    """

    total: Estimate
    epistemic: Estimate
    aleatory: Estimate


@dataclass(frozen=True)
class VarianceShares:
    """The variance of one outcome in a branch, or of its difference from the reference.

    Attributes
    ----------
    headline : Headline
        The outcome. Where its statistic is the median, the variance is still that of the mean.
    branch : str
        The branch.
    reference : str or None
        The branch that is subtracted; None for the outcome itself.
    variances : Variances or None
        None if fewer than two draws have two members.
    explained : Explained or None
        Shares of the epistemic variance by evidence grade; None if the run has too few draws, or if the epistemic
        variance cannot be told from noise.
    pairing : Pairing or None
        What pairing is worth; None for the outcome itself.
    """

    headline: Headline
    branch: str
    reference: str | None
    variances: Variances | None
    explained: Explained | None
    pairing: Pairing | None


def variance_shares(
    members: Members, targets: Sequence[str] | None = None, branches: Sequence[str] | None = None
) -> Iterator[VarianceShares]:
    """Split the variance of headline outcomes and of their differences from the reference, one at a time.

    Parameters
    ----------
    members : Members
    targets : sequence of str, optional
        Outcomes; by default all headline outcomes.
    branches : sequence of str, optional
        By default all, the reference first.

    Notes
    -----
    Errors are from a jackknife that leaves out one of at most 16 groups of independent clusters at a time. A difference
    of an outcome that has no value in some members counts the members that have one on both sides.
    """
    table = DrawTable(members)
    fit = InputFit.of(table)
    base = members.reference
    for headline in headlines(members):
        if targets is not None and headline.target not in targets:
            continue
        others = headline.values(base)
        for branch in (base, *members.others) if branches is None else branches:
            values = headline.values(branch)
            yield _of_column(headline, branch, None, values, table, fit, None)
            if branch != base:
                difference = values - others
                pairing = _pairing(values, others, difference, table)
                yield _of_column(headline, branch, base, difference, table, fit, pairing)


def is_told_from_chance(variances: Variances) -> bool:
    """Whether the variance between draws is more than noise: three errors above 0. Only then it can be divided."""
    return variances.epistemic_share.value > CLEAR * variances.epistemic_share.mcse


def _of_column(
    headline: Headline,
    branch: str,
    reference: str | None,
    values: Floats,
    table: DrawTable,
    fit: InputFit | None,
    pairing: Pairing | None,
) -> VarianceShares:
    means = table.mean(values)
    draws = _draws(means, table)
    found = _estimates(draws, _variances)
    variances = None if found is None else Variances(*found)
    explained = None
    if fit is not None and variances is not None and is_told_from_chance(variances):
        explained = fit.explain(means, lambda left_out: _epistemic(draws, left_out))
    return VarianceShares(headline, branch, reference, variances, explained, pairing)


def _draws(means: DrawMean, table: DrawTable) -> split.DrawTable:
    """The draws that have a member with a value, as `split` takes them."""
    known = means.size > 0.0
    inside = np.where(means.size > 1.0, means.variance * (means.size - 1.0), 0.0)
    group = table.cluster % split.GROUPS
    # the form of the band does not matter here, and that of flags is the cheaper one
    return split.DrawTable(means.size[known], means.mean[known], inside[known], group[known], True)


def _variances(draws: split.DrawTable, chosen: NDArray[np.bool_]) -> tuple[float, ...] | None:
    parts = draws.parts(chosen)
    return None if parts is None else (parts.sd_epistemic**2, parts.sd_aleatory**2, parts.epistemic_share)


def _epistemic(draws: split.DrawTable, left_out: int | None) -> float:
    """Variance between draws without noise of chance, without one group of draws; NaN if it is unknown."""
    chosen = split.all_draws(draws) if left_out is None else draws.group != left_out
    found = _variances(draws, chosen)
    return math.nan if found is None else found[0]


def _estimates(draws: split.DrawTable, numbers: _Numbers) -> tuple[Estimate, ...] | None:
    whole = numbers(draws, split.all_draws(draws))
    if whole is None:
        return None
    errors = split.jackknife(draws.group, lambda chosen: numbers(draws, chosen), len(whole))
    n = int(draws.size.sum())
    return tuple(Estimate(value, error, n) for value, error in zip(whole, errors, strict=True))


def _pairing(values: Floats, others: Floats, difference: Floats, table: DrawTable) -> Pairing | None:
    """Compare variances over the members that have a value on both sides."""
    unknown = np.isnan(difference)
    sides = (
        (np.where(unknown, np.nan, values), np.where(unknown, np.nan, others)) if unknown.any() else (values, others)
    )
    one, other, paired = (_draws(table.mean(column), table) for column in (*sides, difference))

    def ratios(draws: split.DrawTable, chosen: NDArray[np.bool_]) -> tuple[float, ...] | None:
        found = [_variances(side, chosen) for side in (one, other, draws)]
        if any(variances is None for variances in found):
            return None
        known = [variances for variances in found if variances is not None]
        epistemic, aleatory = ([variances[k] for variances in known] for k in (0, 1))
        total = [sum(pair) for pair in zip(epistemic, aleatory, strict=True)]
        return tuple(_ratio(*parts) for parts in (total, epistemic, aleatory))

    found = _estimates(paired, ratios)
    return None if found is None else Pairing(*found)


def _ratio(one: float, other: float, paired: float) -> float:
    return (one + other) / paired if paired > 0.0 else math.nan
