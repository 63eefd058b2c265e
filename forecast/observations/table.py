"""A table on disk, CSV or Parquet, as rows with places for messages."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from forecast.errors import ObservationError
from forecast.observations.problems import Problems
from forecast.observations.rows import Table

LARGEST = 100_000_000
SUFFIXES = (".csv", ".parquet")


def open_table(path: Path, needed: Sequence[str], optional: Sequence[str], problems: Problems) -> Table:
    """The table of a file by its suffix. Raises ObservationError if it cannot be read or lacks a needed column."""
    suffix = path.suffix.lower()
    if os.path.isdir(path):
        raise ObservationError.of(problems.name, "is a folder; name the file inside it")
    if suffix not in SUFFIXES:
        raise ObservationError.of(problems.name, "must be a .csv or a .parquet file; rename or convert it")
    raw = _bytes(path, problems.name)
    if suffix == ".csv":
        from forecast.observations.csv_table import csv_table as read
    else:
        from forecast.observations.parquet_table import parquet_table as read
    table = read(raw, (*needed, *optional), problems)
    missing = [column for column in needed if column not in table.columns]
    for column in missing:
        problems.add(f"no column '{column}'; needed are {', '.join(needed)}", lambda: table.place(0, None))
    problems.refuse()
    return table


def _bytes(path: Path, name: str) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise ObservationError.of(name, "is a folder; name the file inside it")
        if not stat.S_ISREG(mode):
            raise ObservationError.of(name, "is not a regular file; save it as one first")
        with open(path, "rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise ObservationError.of(name, "no such file; check the path") from None
    except PermissionError:
        raise ObservationError.of(name, "no permission to read this file; change its rights or copy it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ObservationError.of(name, f"cannot be read: {reason}; check the path") from None
    if not raw.strip():
        raise ObservationError.of(name, "the file is empty; it needs a header and weekly rows")
    if len(raw) > LARGEST:
        raise ObservationError.of(name, "is larger than 100 MB; give weekly rows of one front only")
    return raw
