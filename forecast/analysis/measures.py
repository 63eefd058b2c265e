"""Everything that is estimated of an outcome, found in one reading of its columns: for files and tables alike."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, Linear, Sorted, mean
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.paired import PairedDifference, paired_difference
from forecast.analysis.split import Split, split

LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
CEASEFIRE_WEEKS = (13, 26)
AT_ONCE = 4_000_000
"""Values of one branch in memory at a time, in each thread; a column is never cut."""

IN_FLIGHT = 8_000_000
"""Values of a column in work at a time, over all threads: a very large run takes one column after the other."""

Values = NDArray[Any]


@dataclass(frozen=True)
class Target:
    """An outcome made from `columns` of a branch. yes_or_no: no quantiles. headline: split by draws, too."""

    name: str
    columns: tuple[str, ...]
    of: Callable[..., Values]
    yes_or_no: bool
    headline: bool


class Measure(NamedTuple):
    """Of one outcome in one branch. quantiles: at LEVELS, none of what is yes or no or always null.

    paired, paired_median: differences from the reference, None in the reference branch.
    """

    mean: Estimate
    quantiles: dict[float, Estimate]
    paired: PairedDifference | None
    paired_median: PairedDifference | None
    split: Split | None


def targets(members: Members) -> list[Target]:
    """All that a run has, by columns: outcomes in file order, then those that are made from them."""
    shown = {headline.target: headline for headline in headlines(members)}
    found = [Target(v.name, (v.name,), _same, v.kind == "flag", v.name in shown) for v in members.variables.values()]
    for week in CEASEFIRE_WEEKS:
        if week <= members.manifest.horizon:
            found.append(Target(f"ceasefire_by_w{week}", ("ceasefire_week",), _Within(week), True, False))
    found += [Target(h.target, h.columns, h.of, True, True) for h in shown.values() if not h.column]
    return found


def measure(members: Members, wanted: Iterable[Target], threads: int = 1) -> None:
    """Fill `members.measures` for these outcomes in every branch, those that are there already left alone."""
    missing = [target for target in wanted if (members.reference, target.name) not in members.measures]
    workers = max(1, min(threads, IN_FLIGHT // max(members.manifest.members, 1)))
    with ThreadPoolExecutor(workers, thread_name_prefix="estimates") as pool:
        for found in pool.map(lambda group: _group(members, group), _groups(missing, members.manifest.members)):
            members.measures.update(found)


def measured(members: Members, branch: str, name: str) -> Measure:
    """One measure, found now if need be, and with it those of all headline outcomes."""
    if (branch, name) not in members.measures:
        measure(members, [t for t in targets(members) if t.headline or t.name == name])
    return members.measures[branch, name]


@dataclass(frozen=True)
class _Within:
    week: int

    def __call__(self, weeks: Values) -> Values:
        return weeks <= self.week


def _same(values: Values) -> Values:
    return values


def _groups(wanted: Sequence[Target], members: int) -> list[list[Target]]:
    """Outcomes that are read together."""
    most = max(1, AT_ONCE // max(members, 1))
    groups: list[list[Target]] = []
    for target in wanted:
        columns = {column for other in groups[-1] for column in other.columns} if groups else set()
        if not groups or len(columns | set(target.columns)) > most:
            groups.append([])
        groups[-1].append(target)
    return groups


def _group(members: Members, group: list[Target]) -> dict[tuple[str, str], Measure]:
    names = list(dict.fromkeys(column for target in group for column in target.columns))
    base = members.arranged(members.reference, names)
    pairs: dict[str, tuple[Linear, Linear | None]] = {}
    found = {}
    for branch in (members.reference, *members.others):
        columns = base if branch == members.reference else members.arranged(branch, names)
        for target in group:
            values = target.of(*(columns[name] for name in target.columns))
            against = None if branch == members.reference else target.of(*(base[name] for name in target.columns))
            found[branch, target.name] = _one(members, target, values, against, pairs)
    return found


def _one(
    members: Members,
    target: Target,
    values: Values,
    against: Values | None,
    pairs: dict[str, tuple[Linear, Linear | None]],
) -> Measure:
    """against: the reference's values. pairs: mean and median of the reference by target, put in by the reference."""
    clusters = members.grouped
    centre = mean(values, clusters)
    quantiles: dict[float, Linear] = {}
    if not target.yes_or_no and centre.n:
        ordered = Sorted(values, clusters)
        quantiles = {level: ordered.quantile(level) for level in LEVELS}
        del ordered
    middle = quantiles.get(0.5)
    parts = split(values, None, clusters) if target.headline else None
    paired = paired_median = None
    if against is None:
        pairs[target.name] = centre, middle
    else:
        base, base_middle = pairs[target.name]
        paired = paired_difference(values, against, clusters, (centre, base))
        if middle is not None and base_middle is not None:
            paired_median = replace(paired, difference=(middle - base_middle).estimate)
    estimates = {level: linear.estimate for level, linear in quantiles.items()}
    return Measure(centre.estimate, estimates, paired, paired_median, parts)
