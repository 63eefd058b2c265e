"""The targets of a run, each with one horizon, and their estimates, for which each column is read once."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import Centre, OutcomeEstimates, estimate_outcome

CEASEFIRE_WEEKS = (13, 26)
MAX_VALUES_PER_THREAD = 4_000_000
"""Maximum number of values of one branch that a thread reads at a time; at least one target."""

MAX_VALUES = 8_000_000
"""Maximum number of values in work in all threads together. A very large run therefore uses one thread."""

Values = NDArray[Any]


@dataclass(frozen=True)
class Target:
    """An outcome that the files of estimates name.

    Attributes
    ----------
    name : str
        Name in the files.
    horizon : int
        Week that the estimates are for, the same in every file and table.
    columns : tuple of str
        Columns of a branch that the target is computed from.
    compute : columns -> array[members]
        Function that computes the target from these columns.
    yes_or_no : bool
        Whether the target is a probability, which has no quantiles.
    is_headline : bool
        Whether the branch table shows the target; then it also has bands.
    has_difference, has_median : bool
        Whether `differences` has the mean (or probability) of the target, and whether it has the median too.
    """

    name: str
    horizon: int
    columns: tuple[str, ...]
    compute: Callable[..., Values]
    yes_or_no: bool
    is_headline: bool
    has_difference: bool
    has_median: bool


def targets(members: Members) -> list[Target]:
    """List the targets of a run: its outcome columns in file order, then the targets computed from them."""
    by_name = {headline.target: headline for headline in headlines(members)}
    weeks = members.manifest.horizon
    rows = [
        Target(
            v.name,
            v.horizon(weeks),
            (v.name,),
            _identity,
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
            rows.append(Target(name, week, ("ceasefire_week",), _CameByWeek(week), True, False, False, False))
    computed = (headline for headline in by_name.values() if not headline.is_column)
    return rows + [Target(h.target, h.horizon, h.columns, h.compute, True, True, True, False) for h in computed]


def estimate_targets(members: Members, chosen: Iterable[Target], threads: int = 1) -> None:
    """Estimate targets in every branch and store them in `members.estimates`; skip those that are there already.

    Parameters
    ----------
    members : Members
        The run.
    chosen : iterable of Target
        Targets to estimate.
    threads : int
        Maximum number of threads. A large run uses fewer, so that its columns fit in memory.
    """
    missing = [target for target in chosen if (members.reference, target.name) not in members.estimates]
    workers = max(1, min(threads, MAX_VALUES // max(members.manifest.members, 1)))
    with ThreadPoolExecutor(workers, thread_name_prefix="estimates") as pool:
        groups = _group_targets(missing, members.manifest.members)
        for estimates in pool.map(lambda group: _estimate_group(members, group), groups):
            members.estimates.update(estimates)


def estimates_of(members: Members, branch: str, target: str) -> OutcomeEstimates:
    """Look up the estimates of one target in one branch, or compute them.

    Parameters
    ----------
    members : Members
    branch, target : str
        If `members.estimates` lacks them, this target and all headline outcomes are estimated.
    """
    if (branch, target) not in members.estimates:
        estimate_targets(members, [t for t in targets(members) if t.is_headline or t.name == target])
    return members.estimates[branch, target]


@dataclass(frozen=True)
class _CameByWeek:
    week: int

    def __call__(self, weeks: Values) -> Values:
        return weeks <= self.week


def _identity(values: Values) -> Values:
    return values


def _group_targets(chosen: Sequence[Target], members: int) -> list[list[Target]]:
    """Group targets whose columns are read together."""
    max_columns = max(1, MAX_VALUES_PER_THREAD // max(members, 1))
    groups: list[list[Target]] = []
    for target in chosen:
        columns = {column for other in groups[-1] for column in other.columns} if groups else set()
        if not groups or len(columns | set(target.columns)) > max_columns:
            groups.append([])
        groups[-1].append(target)
    return groups


def _estimate_group(members: Members, group: list[Target]) -> dict[tuple[str, str], OutcomeEstimates]:
    clusters = members.in_place or members.ordered_clusters
    base = _values_of(members, members.reference, group)
    centres: dict[str, Centre] = {}
    estimates = {}
    for branch in (members.reference, *members.others):
        values = base if branch == members.reference else _values_of(members, branch, group)
        for target in group:
            reference = None if branch == members.reference else (base[target.name], centres[target.name])
            estimates[branch, target.name], centre = estimate_outcome(
                values[target.name], clusters, target.yes_or_no, target.is_headline, reference
            )
            centres.setdefault(target.name, centre)
    return estimates


def _values_of(members: Members, branch: str, group: list[Target]) -> dict[str, Values]:
    """The values of each target in one branch, in the order of the clusters of the estimates."""
    names = list(dict.fromkeys(column for target in group for column in target.columns))
    if members.in_place is not None:
        return members.computed(branch, names, {target.name: (target.columns, target.compute) for target in group})
    columns = members.arranged(branch, names)
    return {target.name: target.compute(*(columns[name] for name in target.columns)) for target in group}
