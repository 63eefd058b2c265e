"""Branches compared over the same members: a table of differences, and where one branch stands among the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.estimates import Estimate, clear
from forecast.analysis.headlines import Headline, headlines
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import PairedDifference, paired_difference
from forecast.analysis.split import DrawBand, draw_band
from forecast.errors import ResultError
from forecast.store.columns import nearest
from forecast.store.reader import Run

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("branch", "target", "value", "mcse", "low", "high", "in_favour", "n")


@dataclass(frozen=True)
class BranchDifference:
    """One headline outcome of a branch minus that of another one over the same members.

    value, base: the outcome in both. paired: their difference, and the shares of members above and below. draws: how
    the difference varies between draws.
    """

    headline: Headline
    branch: str
    value: Estimate
    base: Estimate
    paired: PairedDifference
    draws: DrawBand


class Standing(NamedTuple):
    """The branches that clearly have more of an outcome than one branch, clearly less, and those too close to call."""

    headline: Headline
    more: tuple[str, ...]
    less: tuple[str, ...]
    close: tuple[str, ...]


def compare(run: Run, other: Run | None = None, reference: str | None = None) -> "pd.DataFrame":
    """Paired differences of every headline outcome: between the branches of a run, or between two runs.

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
        - ``mcse``: its Monte Carlo standard error, clustered by draw;
        - ``low``, ``high``: 10% and 90% quantiles over draws of the mean difference, with the noise of chance removed,
          over the members for which the target is known on both sides; NaN without replicates;
        - ``in_favour``: share of draws whose mean difference is above 0, with the noise of chance removed by the same
          rule (a draw at 0 counts half); without replicates the raw share;
        - ``n``: members behind the difference.

    Raises
    ------
    ResultError
        If the run has no such branch, or the two runs cannot be paired; the message says what differs.
    ValueError
        If both `other` and `reference` are given.

    Examples
    --------
    >>> import forecast
    >>> run = forecast.open_run("results/offer")  # doctest: +SKIP
    >>> forecast.compare(run, reference="no_aid")  # doctest: +SKIP
    """
    if other is not None and reference is not None:
        raise ValueError("give either another run or a reference branch, not both")
    members = Members(run)
    if other is None:
        return _frame(branch_differences(members, reference or members.reference))
    return _frame(run_differences(members, Members(other)))


def branch_differences(
    members: Members, reference: str, branches: Sequence[str] | None = None
) -> Iterator[BranchDifference]:
    """Branches minus the reference, on every headline outcome.

    Parameters
    ----------
    members : Members
    reference : str
        The branch that is subtracted.
    branches : sequence of str, optional
        By default all others, in the order of the run.

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
            yield _difference(headline, members, branch, headline, members, reference)


def run_differences(members: Members, other: Members) -> Iterator[BranchDifference]:
    """Each branch of a run minus the branch of the same name of another run, for the outcomes that both have.

    An outcome is compared where both runs have it for the same week. `check_pairs` refuses runs that cannot be paired.
    """
    check_pairs(members.run, other.run)
    shared = {(headline.target, headline.horizon): headline for headline in headlines(other)}
    for branch in members.manifest.branches:
        for headline in headlines(members) if branch in other.manifest.branches else ():
            base = shared.get((headline.target, headline.horizon))
            if base is not None:
                yield _difference(headline, members, branch, base, other, branch)


def check_pairs(run: Run, other: Run) -> None:
    """Refuse two runs whose members are not the same worlds with the same random numbers.

    They are if seed, design, members and replicates are equal, and the draws are equal to the bit.

    Raises
    ------
    ResultError
        Naming the first thing that differs.
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
    """Where a branch stands among the others on each headline outcome, by `clear` of the paired differences.

    Parameters
    ----------
    members : Members
    table : BranchTable
        Of the same run; one `Standing` for each of its rows.
    branch : str
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


def _difference(
    headline: Headline, members: Members, branch: str, base: Headline, base_members: Members, base_branch: str
) -> BranchDifference:
    values, others = headline.values(branch), base.values(base_branch)
    statistics = headline.linear(members, branch), base.linear(base_members, base_branch)
    paired = paired_difference(values, others, members.clusters, statistics)
    draws = draw_band(np.subtract(values, others), members.draw, members.clusters)
    value, subtracted = (statistic.estimate for statistic in statistics)
    return BranchDifference(headline, branch, value, subtracted, paired, draws)


def _frame(differences: Iterator[BranchDifference]) -> "pd.DataFrame":
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
