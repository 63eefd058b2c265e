"""Differences between branches over the same members, and where one branch stands among the others.

A draw is one set of input values; the draws' own values have noise because each draw has few members.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate, clear
from forecast.analysis.failed_bounds import Range, headline_bounds
from forecast.analysis.headlines import Headline, headlines
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import PairedDifference, paired_difference
from forecast.errors import ResultError
from forecast.store.columns import nearest
from forecast.store.reader import Run

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("branch", "target", "value", "mcse", "low", "high", "in_favour", "n")


@dataclass(frozen=True)
class BranchDifference:
    """One headline outcome of a branch minus that of another one over the same members.

    value, base: the statistic in `branch` and in the other branch. paired: their difference, and the shares of members
    in which `branch` is above and below. draws: band between draws of the mean difference. bounds: where the difference
    would lie with the members that failed; None where none failed.
    """

    headline: Headline
    branch: str
    value: Estimate
    base: Estimate
    paired: PairedDifference
    draws: DrawBand
    bounds: Range | None = None


class Standing(NamedTuple):
    """The branches that have clearly more of an outcome than one branch, clearly less, or are too close to call."""

    headline: Headline
    more: tuple[str, ...]
    less: tuple[str, ...]
    close: tuple[str, ...]


def compare(run: Run, other: Run | None = None, reference: str | None = None) -> "pd.DataFrame":
    """Compute paired differences of every headline outcome, between the branches of a run or between two runs.

    Parameters
    ----------
    run : Run
        A finished run, from `forecast.open_run` or `forecast.run`.
    other : Run, optional
        Subtract this run from `run`, for the branches that both have. Both need the same seed, design, draws and
        replicates, so that member 7 of one is member 7 of the other.
    reference : str, optional
        The branch that is subtracted from the others; by default the reference of the run. Not together with `other`.

    Returns
    -------
    pandas.DataFrame
        One row for each branch and target, with the columns

        - ``branch``, ``target``: what is compared;
        - ``value``: the difference of the statistic (probability, mean or median), in the unit of the target;
        - ``mcse``: its Monte Carlo standard error, from independent groups of draws;
        - ``low``, ``high``: ends of the band between draws of the mean difference (10% and 90% of the draws, noise of
          chance removed). Only members with a known target on both sides count; NaN without replicates;
        - ``in_favour``: share of draws whose mean difference is above 0, with the noise of chance removed in the same
          way; a draw at 0 counts half. Without replicates no noise is removed;
        - ``n``: number of members behind the difference.

    Raises
    ------
    ResultError
        If the run has no such branch, or the two runs cannot be paired; the message says what differs.
    ValueError
        If both `other` and `reference` are given.
    """
    if other is not None and reference is not None:
        raise ValueError("give either another run or a reference branch, not both")
    if other is None:
        members = Members(run)
        return _to_frame(branch_differences(members, reference or members.reference))
    return _to_frame(run_differences(*paired_members(run, other)))


def paired_members(run: Run, other: Run) -> tuple[Members, Members]:
    """The members of two runs. If a member failed in one of them, it is left out in both. Raises ResultError."""
    if not (run.manifest.failed or other.manifest.failed):
        return Members(run), Members(other)
    check_pairs(run, other)
    return Members(run, other.failed), Members(other, run.failed)


def branch_differences(
    members: Members, reference: str, branches: Sequence[str] | None = None
) -> Iterator[BranchDifference]:
    """Subtract the reference from other branches, on every headline outcome.

    Parameters
    ----------
    members : Members
    reference : str
        The branch that is subtracted.
    branches : sequence of str, optional
        Branches to subtract from; by default all others, in the order of the run.

    Raises
    ------
    ResultError
        If the run has no such branch.
    """
    known = members.manifest.branches
    for name in (reference, *(branches or ())):
        if name not in known:
            hint = nearest(name, known) or f"; it has {', '.join(known)}"
            raise ResultError.of(str(members.run.path), f"has no branch '{name}'{hint}")
    others = [name for name in known if name != reference]
    for branch in others if branches is None else branches:
        for headline in headlines(members):
            yield _outcome_difference(headline, members, branch, headline, members, reference)


def run_differences(members: Members, other: Members) -> Iterator[BranchDifference]:
    """Subtract another run from a run, branch by branch, for the branches and outcomes that both have.

    Two outcomes are the same if they have the same target and week. Runs that cannot be paired are refused, see
    `check_pairs`.
    """
    check_pairs(members.run, other.run)
    shared = {(headline.target, headline.horizon): headline for headline in headlines(other)}
    for branch in members.manifest.branches:
        for headline in headlines(members) if branch in other.manifest.branches else ():
            base = shared.get((headline.target, headline.horizon))
            if base is not None:
                yield _outcome_difference(headline, members, branch, base, other, branch)


def check_pairs(run: Run, other: Run) -> None:
    """Refuse two runs whose members are not the same worlds with the same random numbers.

    Two runs pair if seed, design, members and replicates are equal, the draws are equal to the bit, and they have a
    branch in common.

    Raises
    ------
    ResultError
        If the runs do not pair; the message names the first thing that differs.
    """
    path, name = str(run.path), other.path.name
    for what, field in (("seed", "seed"), ("design", "layout"), ("replicates", "replicates"), ("members", "members")):
        mine, its = getattr(run.manifest, field), getattr(other.manifest, field)
        if mine != its:
            raise ResultError.of(path, f"cannot be paired with {name}: {what} {mine} here, {its} there")
    inputs, its_inputs = run.parts.names("draws"), other.parts.names("draws")
    unshared = sorted(set(inputs) ^ set(its_inputs))
    if unshared:
        raise ResultError.of(path, f"cannot be paired with {name}: only one of them draws {', '.join(unshared[:3])}")
    for column in inputs:
        if run.draw_column(column).tobytes() != other.draw_column(column).tobytes():
            raise ResultError.of(path, f"cannot be paired with {name}: the draws of {column} differ")
    if not set(run.manifest.branches) & set(other.manifest.branches):
        raise ResultError.of(path, f"cannot be compared with {name}: they have no branch in common")


def standings(members: Members, table: BranchTable, branch: str) -> list[Standing]:
    """Say for each headline outcome which other branches have clearly more or less of it than one branch.

    Parameters
    ----------
    members : Members
    table : BranchTable
        The branch table of the same run. The result has one `Standing` for each of its rows.
    branch : str
        The branch that the others are compared with.
    """
    rows = []
    for row in table.rows:
        value = row.headline.linear(members, branch)
        others = [other for other in table.branches if other != branch]
        gaps = {other: (row.headline.linear(members, other) - value).estimate for other in others}
        rows.append(
            Standing(
                row.headline,
                tuple(b for b, gap in gaps.items() if clear(gap, table.clusters) and gap.value > 0.0),
                tuple(b for b, gap in gaps.items() if clear(gap, table.clusters) and gap.value < 0.0),
                tuple(b for b, gap in gaps.items() if not clear(gap, table.clusters)),
            )
        )
    return rows


def _outcome_difference(
    headline: Headline, members: Members, branch: str, base: Headline, base_members: Members, base_branch: str
) -> BranchDifference:
    values, others = headline.values(branch), base.values(base_branch)
    statistics = headline.linear(members, branch), base.linear(base_members, base_branch)
    paired = paired_difference(values, others, members.clusters, statistics)
    draws = draw_band(np.subtract(values, others), members.draw, members.clusters)
    value, subtracted = (statistic.estimate for statistic in statistics)
    own_bounds = headline_bounds(members, headline, branch, value)
    others_bounds = headline_bounds(base_members, base, base_branch, subtracted)
    bounds = None if own_bounds is None or others_bounds is None else own_bounds - others_bounds
    return BranchDifference(headline, branch, value, subtracted, paired, draws, bounds)


def _to_frame(differences: Iterator[BranchDifference]) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (
            row.branch,
            row.headline.target,
            *row.paired.difference[:2],
            *(number.value for number in row.draws),
            row.paired.difference.n,
        )
        for row in differences
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
