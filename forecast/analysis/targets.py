"""The table of targets of a run, each with its one horizon, and their estimates from one reading of the columns."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import Centre, OutcomeEstimates, estimate_outcome

CEASEFIRE_WEEKS = (13, 26)
AT_ONCE = 4_000_000
"""Values of one branch in memory at a time, in each thread; a column is never cut."""

IN_FLIGHT = 8_000_000
"""Values of a column in work at a time, over all threads: a very large run takes one column after the other."""

Values = NDArray[Any]


@dataclass(frozen=True)
class Target:
    """An outcome that the files of estimates name.

    Attributes
    ----------
    name : str
    horizon : int
        Week that its estimates are for, the same in every file and table.
    columns : tuple of str
        Columns of a branch that it is computed from.
    of : columns -> array[members]
        How.
    yes_or_no : bool
        It has a probability, and no quantiles.
    is_headline : bool
        Shown in the branch table, and split into draws and chance.
    has_difference, has_median : bool
        `differences` has its mean (or probability), and its median too.
    """

    name: str
    horizon: int
    columns: tuple[str, ...]
    of: Callable[..., Values]
    yes_or_no: bool
    is_headline: bool
    has_difference: bool
    has_median: bool


def targets(members: Members) -> list[Target]:
    """All that a run has: outcome columns in file order, then what is computed from them."""
    by_name = {headline.target: headline for headline in headlines(members)}
    weeks = members.manifest.horizon
    rows = [
        Target(
            v.name,
            v.horizon(weeks),
            (v.name,),
            _same,
            yes_or_no=v.kind == "flag",
            is_headline=v.name in by_name,
            has_difference=not v.nullable and v.kind != "week",
            has_median=not v.nullable and v.kind == "real",
        )
        for v in members.variables.values()
    ]
    for week in CEASEFIRE_WEEKS:
        if week <= weeks:
            name = f"ceasefire_by_w{week}"
            rows.append(Target(name, week, ("ceasefire_week",), _Within(week), True, False, False, False))
    computed = (headline for headline in by_name.values() if not headline.is_column)
    return rows + [Target(h.target, h.horizon, h.columns, h.of, True, True, True, False) for h in computed]


def estimate_targets(members: Members, chosen: Iterable[Target], threads: int = 1) -> None:
    """Estimate targets in every branch, unless `members.estimates` has them already, and put them there.

    Parameters
    ----------
    members : Members
    chosen : iterable of Target
    threads : int
        At most; a large run uses fewer, so that its columns fit in memory.
    """
    missing = [target for target in chosen if (members.reference, target.name) not in members.estimates]
    workers = max(1, min(threads, IN_FLIGHT // max(members.manifest.members, 1)))
    with ThreadPoolExecutor(workers, thread_name_prefix="estimates") as pool:
        groups = _groups(missing, members.manifest.members)
        for estimates in pool.map(lambda group: _estimate_group(members, group), groups):
            members.estimates.update(estimates)


def estimates_of(members: Members, branch: str, target: str) -> OutcomeEstimates:
    """The estimates of one target in one branch.

    Parameters
    ----------
    members : Members
    branch, target : str
        If they are not in `members.estimates`, this target and all headline outcomes are estimated.
    """
    if (branch, target) not in members.estimates:
        estimate_targets(members, [t for t in targets(members) if t.is_headline or t.name == target])
    return members.estimates[branch, target]


@dataclass(frozen=True)
class _Within:
    week: int

    def __call__(self, weeks: Values) -> Values:
        return weeks <= self.week


def _same(values: Values) -> Values:
    return values


def _groups(chosen: Sequence[Target], members: int) -> list[list[Target]]:
    """Targets whose columns are read together."""
    most = max(1, AT_ONCE // max(members, 1))
    groups: list[list[Target]] = []
    for target in chosen:
        columns = {column for other in groups[-1] for column in other.columns} if groups else set()
        if not groups or len(columns | set(target.columns)) > most:
            groups.append([])
        groups[-1].append(target)
    return groups


def _estimate_group(members: Members, group: list[Target]) -> dict[tuple[str, str], OutcomeEstimates]:
    names = list(dict.fromkeys(column for target in group for column in target.columns))
    base = members.arranged(members.reference, names)
    centres: dict[str, Centre] = {}
    estimates = {}
    for branch in (members.reference, *members.others):
        columns = base if branch == members.reference else members.arranged(branch, names)
        for target in group:
            values = target.of(*(columns[name] for name in target.columns))
            reference = None
            if branch != members.reference:
                reference = target.of(*(base[name] for name in target.columns)), centres[target.name]
            estimates[branch, target.name], centre = estimate_outcome(
                values, members.ordered_clusters, target.yes_or_no, target.is_headline, reference
            )
            centres.setdefault(target.name, centre)
    return estimates
