"""`bands.parquet` and `.csv`: for every headline outcome and branch, what is not known and what is chance, apart."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import headlines
from forecast.analysis.measures import measured
from forecast.analysis.members import Members
from forecast.analysis.split import TAILS, Band
from forecast.store.atomic import FileEntry
from forecast.store.estimates import write_estimates
from forecast.store.registry import Variable
from forecast.store.registry_series import ORIGIN_AND_BRANCH, QUANTILE_LEVEL, TARGET_AND_WEEK

NAME, CSV_NAME = "bands.parquet", "bands.csv"

BAND_VARIABLES = (
    *ORIGIN_AND_BRANCH,
    *TARGET_AND_WEEK,
    Variable("source", "1", "epistemic (between draws) or aleatory (within a draw)", "text", "summary"),
    Variable("output_type", "1", "quantile, sd or share (of the total variance)", "text", "summary"),
    QUANTILE_LEVEL,
    Variable("value", "1", "the estimate, in the unit of the target", "estimate", "summary", nullable=True),
    Variable("mcse", "1", "Monte Carlo standard error", "estimate", "summary", nullable=True),
    Variable("n", "1", "members behind the estimate", "index", "summary"),
)


class BandRow(NamedTuple):
    """One number of a split."""

    origin_date: date
    scenario_id: str
    location: str
    target: str
    horizon: int
    target_end_date: date
    source: str
    output_type: str
    output_type_id: str | None
    value: float
    mcse: float
    n: int


def bands(members: Members) -> Iterator[BandRow]:
    """Both bands, both standard deviations and the epistemic share of every outcome in every branch.

    A yes-or-no outcome has no aleatory band. Nothing for an outcome whose draws have one member each.
    """
    for branch in members.manifest.branches:
        for headline in headlines(members):
            found = measured(members, branch, headline.target).split
            if found is None:
                continue
            end = members.origin + timedelta(weeks=headline.horizon)
            place = (members.origin, branch, "total", headline.target, headline.horizon, end)
            for source, spread, band in (
                ("epistemic", found.sd_epistemic, found.epistemic),
                ("aleatory", found.sd_aleatory, found.aleatory),
            ):
                yield BandRow(*place, source, "sd", None, *spread)
                for level, estimate in _ends(band):
                    yield BandRow(*place, source, "quantile", level, *estimate)
            yield BandRow(*place, "epistemic", "share", None, *found.epistemic_share)


def write_bands(rows: Iterable[BandRow], folder: Path, mark: str = "") -> list[FileEntry]:
    """Write both files in the order of `rows`; NaN becomes null. mark: what the values rest on. Raises RunError."""
    return write_estimates(rows, BAND_VARIABLES, folder, NAME, CSV_NAME, mark)


def _ends(band: Band | None) -> list[tuple[str, Estimate]]:
    return [] if band is None else [(f"{tail:.1g}", end) for tail, end in zip(TAILS, band, strict=True)]
