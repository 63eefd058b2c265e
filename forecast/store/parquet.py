"""Writes Parquet files whose bytes depend only on their content, and not on the version of pyarrow."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from forecast.compat.parquet_footer import with_writer
from forecast.experiment.plan import PART_MEMBERS
from forecast.store.atomic import FileEntry, publish
from forecast.store.variables import SCHEMA_VERSION, Variable

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 1
WRITER = b"frontcast"


class Extent(NamedTuple):
    """What a part holds: members lo .. hi-1 of a branch, or of the draws (branch is None).

    The metadata of the part says it, as `members` (`lo-hi`) and `branch`.
    """

    branch: str | None
    lo: int
    hi: int

    def __str__(self) -> str:
        place = "the draws" if self.branch is None else f"branch {self.branch}"
        return f"members {self.lo} to {self.hi - 1} of {place}"


def part_name(part: int) -> str:
    """File name of a part by its number, such as `part-00000.parquet`."""
    return f"part-{part:05d}.parquet"


def table_bytes(table: pa.Table, variables: Sequence[Variable], extent: Extent | None = None) -> bytes:
    """Encode a table as the bytes of a Parquet file.

    Parameters
    ----------
    table : pa.Table
        The table. Its columns have the names and the order of `variables`.
    variables : Sequence[Variable]
        Give the unit, meaning, evidence and encoding of each column.
    extent : Extent, optional
        Branch and members of a part.

    Raises
    ------
    ValueError
        If the table has other columns.
    """
    if table.column_names != [v.name for v in variables]:
        raise ValueError(f"columns {table.column_names} are not the registered {[v.name for v in variables]}")
    columns = {v.name: _attributes(v) for v in variables}
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        table.schema.remove_metadata(),
        compression=COMPRESSION,
        compression_level=COMPRESSION_LEVEL,
        use_dictionary=[v.name for v in variables if v.discrete],
        column_encoding={v.name: "DELTA_BINARY_PACKED" for v in variables if v.kind in ("index", "serial")},
        store_schema=False,
    ) as writer:
        writer.write_table(table.replace_schema_metadata(None), row_group_size=PART_MEMBERS)
        texts = {"forecast_schema": SCHEMA_VERSION, "columns": json.dumps(columns, separators=(",", ":"))}
        writer.add_key_value_metadata(texts | (_extent_texts(extent) if extent else {}))
    return with_writer(memoryview(sink.getvalue()), WRITER)


def write_table(
    table: pa.Table, variables: Sequence[Variable], folder: Path, name: str, extent: Extent | None = None
) -> FileEntry:
    """Write `folder / name` atomically. Raises RunError if the disk is full.

    Parameters
    ----------
    table : pa.Table
        The table. Its columns have the names and the order of `variables`.
    variables : Sequence[Variable]
        Give the unit, meaning, evidence and encoding of each column.
    folder : Path
        The run folder. It contains `.work/`.
    name : str
        Path of the file relative to the run folder.
    extent : Extent, optional
        Branch and members of a part.
    """
    return publish(folder, name, table_bytes(table, variables, extent), table.num_rows)


def rows_in(path: Path) -> int:
    """Number of rows that the footer of a Parquet file states.

    Raises
    ------
    FileNotFoundError
        If the file is missing.
    ValueError
        If it is no Parquet file; pa.ArrowInvalid is one.
    """
    return int(pq.ParquetFile(path).metadata.num_rows)


def metadata_columns(head: pq.FileMetaData) -> dict[str, dict[str, str]]:
    """Column -> unit, long name and evidence, as `table_bytes` stored them. Empty for a file of another program."""
    columns: dict[str, dict[str, str]] = json.loads((head.metadata or {}).get(b"columns", b"{}"))
    return columns


def metadata_extent(head: pq.FileMetaData) -> Extent | None:
    """Branch and members of a part, as `table_bytes` stored them. None for another file, or a damaged text."""
    texts = head.metadata or {}
    members = re.fullmatch(rb"(\d{1,18})-(\d{1,18})", texts.get(b"members", b""))
    if members is None:
        return None
    branch = texts.get(b"branch")
    return Extent(branch.decode("utf-8", "replace") if branch is not None else None, int(members[1]), int(members[2]))


def _extent_texts(extent: Extent) -> dict[str, str]:
    branch = {} if extent.branch is None else {"branch": extent.branch}
    return {**branch, "members": f"{extent.lo}-{extent.hi}"}


def _attributes(variable: Variable) -> dict[str, str]:
    texts = {"unit": variable.unit, "long_name": variable.long_name}
    return texts | ({"evidence": variable.evidence} if variable.evidence else {})
