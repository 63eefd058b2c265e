"""Parquet parts whose bytes depend on their content only."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from forecast.store.variables import Variable

PART_ROWS = 65_536


class FileEntry(NamedTuple):
    """A finished file as the manifest lists it: path relative to the run folder, rows (None if not a table)."""

    path: str
    rows: int | None
    sha256: str


def part_name(part: int) -> str:
    """`part-00000.parquet`."""
    return f"part-{part:05d}.parquet"


def write_table(table: pa.Table, variables: Sequence[Variable], folder: Path, name: str) -> FileEntry:
    """Write `folder / name` in one piece (through `folder / .work`); `name` may hold folders."""
    raise NotImplementedError
