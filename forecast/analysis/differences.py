"""`differences.parquet` and `.csv`: each branch minus the reference over the same members."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from forecast.analysis.headlines import headlines
from forecast.analysis.measures import measure, measured, targets
from forecast.analysis.members import Members
from forecast.analysis.paired import PairedDifference
from forecast.store.atomic import FileEntry
from forecast.store.estimates import write_estimates
from forecast.store.registry import Variable
from forecast.store.registry_series import ORIGIN_AND_BRANCH, QUANTILE_LEVEL, TARGET_AND_WEEK


class DifferenceRow(NamedTuple):
    """One paired difference. `value` is the difference of the statistic; shares are of the members known in both."""

    origin_date: date
    scenario_id: str
    reference_id: str
    location: str
    target: str
    horizon: int
    target_end_date: date
    output_type: str
    output_type_id: str | None
    value: float
    mcse: float
    n: int
    share_above: float
    share_above_mcse: float
    share_below: float
    share_below_mcse: float


NAME, CSV_NAME = "differences.parquet", "differences.csv"

DIFFERENCE_VARIABLES = (
    *ORIGIN_AND_BRANCH,
    Variable("reference_id", "1", "branch that is subtracted", "text", "summary"),
    *TARGET_AND_WEEK,
    Variable("output_type", "1", "statistic that is differenced: mean, quantile or probability", "text", "summary"),
    QUANTILE_LEVEL,
    Variable("value", "1", "branch minus reference, in the unit of the target", "estimate", "summary", nullable=True),
    Variable("mcse", "1", "Monte Carlo standard error, clustered by draw", "estimate", "summary", nullable=True),
    Variable("n", "1", "members behind the difference", "index", "summary"),
    Variable("share_above", "1", "share of members higher in the branch", "estimate", "summary", nullable=True),
    Variable("share_above_mcse", "1", "its Monte Carlo standard error", "estimate", "summary", nullable=True),
    Variable("share_below", "1", "share of members lower in the branch", "estimate", "summary", nullable=True),
    Variable("share_below_mcse", "1", "its Monte Carlo standard error", "estimate", "summary", nullable=True),
)


def differences(members: Members) -> Iterator[DifferenceRow]:
    """Mean (and median, for measured quantities) of every column without nulls, and every headline outcome."""
    measure(members, targets(members))

    def row(branch: str, target: str, horizon: int, kind: str, found: PairedDifference | None) -> DifferenceRow:
        assert found is not None
        end, level = members.origin + timedelta(weeks=horizon), "0.5" if kind == "quantile" else None
        place = (members.origin, branch, members.reference, "total", target, horizon, end, kind, level)
        return DifferenceRow(*place, *found.difference, *found.share_above[:2], *found.share_below[:2])

    for branch in members.others:
        for v in members.variables.values():
            if v.nullable or v.kind == "week":
                continue
            found, horizon = measured(members, branch, v.name), v.needs or members.manifest.horizon
            yield row(branch, v.name, horizon, "probability" if v.kind == "flag" else "mean", found.paired)
            if v.kind == "real":
                yield row(branch, v.name, horizon, "quantile", found.paired_median)
        for h in headlines(members):
            if not h.column:
                yield row(branch, h.target, h.horizon, "probability", measured(members, branch, h.target).paired)


def write_differences(rows: Iterable[DifferenceRow], folder: Path, mark: str = "") -> list[FileEntry]:
    """Write both files in the order of `rows`; NaN becomes null. mark: what the values rest on. Raises RunError."""
    return write_estimates(rows, DIFFERENCE_VARIABLES, folder, NAME, CSV_NAME, mark)
