"""The three files of estimates, each as Parquet and as CSV: `summary`, `differences` and `bands`.

`summary` has estimates of every outcome in every branch. `differences` has every branch minus the reference over the
same members. `bands` has the bands between draws (what is not known) and of chance. The files are written after the
members and before the manifest. A target has the same horizon and date in all of them, given by `targets`.
"""

from collections.abc import Iterator
from datetime import date

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import PairedDifference
from forecast.analysis.split import TAILS, Band
from forecast.analysis.targets import Target, estimate_targets, estimates_of, targets
from forecast.experiment.evidence import evidence
from forecast.store.atomic import FileEntry
from forecast.store.estimates import SummaryRow, write_estimates, write_summary
from forecast.store.reader import Run
from forecast.store.registry import Variable
from forecast.store.registry_series import SUMMARY_VARIABLES

DIFFERENCE_FILES = "differences.parquet", "differences.csv"
BAND_FILES = "bands.parquet", "bands.csv"
_ORIGIN, _BRANCH, _LOCATION, _TARGET, _HORIZON, _END, _, _LEVEL, _, _MCSE, _ = SUMMARY_VARIABLES

DIFFERENCE_VARIABLES = (
    _ORIGIN,
    _BRANCH,
    Variable("reference_id", "1", "branch that is subtracted", "text", "summary"),
    _LOCATION,
    _TARGET,
    _HORIZON,
    _END,
    Variable(
        "output_type",
        "1",
        "statistic that is differenced: mean (of a yes-or-no target its probability) or quantile",
        "text",
        "summary",
    ),
    _LEVEL,
    Variable("value", "1", "branch minus reference, in the unit of the target", "estimate", "summary", nullable=True),
    _MCSE,
    Variable("n", "1", "members behind the difference", "index", "summary"),
    Variable("share_above", "1", "share of members higher in the branch", "estimate", "summary", nullable=True),
    Variable("share_above_mcse", "1", "its Monte Carlo standard error", "estimate", "summary", nullable=True),
    Variable("share_below", "1", "share of members lower in the branch", "estimate", "summary", nullable=True),
    Variable("share_below_mcse", "1", "its Monte Carlo standard error", "estimate", "summary", nullable=True),
)

BAND_VARIABLES = (
    _ORIGIN,
    _BRANCH,
    _LOCATION,
    _TARGET,
    _HORIZON,
    _END,
    Variable("source", "1", "epistemic (between draws) or aleatory (within a draw)", "text", "summary"),
    Variable("output_type", "1", "quantile, sd or share (of the total variance)", "text", "summary"),
    _LEVEL,
    Variable("value", "1", "the estimate, in the unit of the target", "estimate", "summary", nullable=True),
    Variable("mcse", "1", "Monte Carlo standard error", "estimate", "summary", nullable=True),
    Variable("n", "1", "members behind the estimate", "index", "summary"),
)

EstimateRow = tuple[object, ...]
"""One value for each variable of a file, in their order."""


def write_summaries(run: Run | Members, threads: int = 1) -> list[FileEntry]:
    """Write all three files into the run folder, and return their entries for the manifest.

    run: a run, or its `Members`, whose estimates are reused. threads: maximum number of threads.
    """
    members = run if isinstance(run, Members) else Members(run)
    mark, folder = evidence(members.run.experiment).mark, members.run.path
    estimate_targets(members, targets(members), threads)
    return [
        *write_summary(summarise(members), folder, mark),
        *write_estimates(differences(members), DIFFERENCE_VARIABLES, folder, *DIFFERENCE_FILES, mark),
        *write_estimates(bands(members), BAND_VARIABLES, folder, *BAND_FILES, mark),
    ]


def summarise(run: Run | Members) -> Iterator[SummaryRow]:
    """Yield rows by branch and target: the mean, and the quantiles of what is no yes-or-no outcome.

    The mean of a yes-or-no outcome is its probability: the types of output are those of the hubverse.

    Members in which a target is null are left out; `n` counts the others.
    """
    members = run if isinstance(run, Members) else Members(run)
    table = targets(members)
    estimate_targets(members, table)
    for branch in members.manifest.branches:
        for target in table:
            key = _key(members, branch, target.name, target.horizon)
            estimates = estimates_of(members, branch, target.name)
            yield SummaryRow(*key, "mean", None, *estimates.mean)
            for level, estimate in estimates.quantiles.items():
                yield SummaryRow(*key, "quantile", f"{level:g}", *estimate)


def differences(members: Members) -> Iterator[EstimateRow]:
    """Yield rows of each branch minus the reference, for headline outcomes and columns without nulls.

    The difference is of the means, and of the medians too for real-valued columns.
    """
    table = [target for target in targets(members) if target.has_difference]
    estimate_targets(members, table)
    for branch in members.others:
        for target in table:
            estimates = estimates_of(members, branch, target.name)
            yield _difference(members, branch, target, "mean", None, estimates.paired)
            if target.has_median:
                yield _difference(members, branch, target, "quantile", "0.5", estimates.paired_median)


def bands(members: Members) -> Iterator[EstimateRow]:
    """Yield rows with both bands, both standard deviations and the epistemic share of every headline outcome.

    A yes-or-no outcome has no band of chance. An outcome whose draws have one member each has no rows.
    """
    for branch in members.manifest.branches:
        for headline in headlines(members):
            split = estimates_of(members, branch, headline.target).split
            if split is None:
                continue
            key = _key(members, branch, headline.target, headline.horizon)
            for source, spread, band in (
                ("epistemic", split.sd_epistemic, split.epistemic),
                ("aleatory", split.sd_aleatory, split.aleatory),
            ):
                yield *key, source, "sd", None, *spread
                for level, estimate in _ends(band):
                    yield *key, source, "quantile", level, *estimate
            yield *key, "epistemic", "share", None, *split.epistemic_share


def _key(members: Members, branch: str, target: str, horizon: int) -> tuple[date, str, str, str, int, date]:
    """The key columns: origin_date, scenario_id, location, target, horizon, target_end_date."""
    return members.origin, branch, "total", target, horizon, members.date_of(horizon)


def _difference(
    members: Members, branch: str, target: Target, kind: str, level: str | None, paired: PairedDifference | None
) -> EstimateRow:
    assert paired is not None
    origin, name, *key = _key(members, branch, target.name, target.horizon)
    shares = *paired.share_above[:2], *paired.share_below[:2]
    return origin, name, members.reference, *key, kind, level, *paired.difference, *shares


def _ends(band: Band | None) -> list[tuple[str, Estimate]]:
    return [] if band is None else [(f"{tail:.1g}", end) for tail, end in zip(TAILS, band, strict=True)]
