"""`summary.parquet` and `summary.csv`: estimates in hubverse columns."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from forecast.store.parquet import FileEntry


class SummaryRow(NamedTuple):
    """One estimate. output_type: mean | quantile | probability; output_type_id: the level as text, or None."""

    origin_date: date
    scenario_id: str
    location: str
    target: str
    horizon: int
    target_end_date: date
    output_type: str
    output_type_id: str | None
    value: float
    mcse: float
    n: int


def write_summary(rows: Iterable[SummaryRow], folder: Path) -> list[FileEntry]:
    """Write both files; NaN becomes null. Returns their entries."""
    raise NotImplementedError
