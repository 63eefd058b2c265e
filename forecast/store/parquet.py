"""Parquet parts whose bytes depend on their content only."""

import json
import struct
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from forecast.store.atomic import FileEntry, publish
from forecast.store.parts import PART_ROWS
from forecast.store.variables import SCHEMA_VERSION, Variable

__all__ = ["PART_ROWS", "FileEntry", "metadata_columns", "part_name", "table_bytes", "write_table"]

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 1
WRITER = b"frontcast"

_MAGIC = b"PAR1"


def part_name(part: int) -> str:
    """`part-00000.parquet`."""
    return f"part-{part:05d}.parquet"


def table_bytes(table: pa.Table, variables: Sequence[Variable]) -> bytes:
    """The Parquet file of a table whose columns are these variables, in this order."""
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
        writer.write_table(table.replace_schema_metadata(None), row_group_size=PART_ROWS)
        writer.add_key_value_metadata(
            {"forecast_schema": SCHEMA_VERSION, "columns": json.dumps(columns, separators=(",", ":"))}
        )
    return _without_writer_version(memoryview(sink.getvalue()))


def write_table(table: pa.Table, variables: Sequence[Variable], folder: Path, name: str) -> FileEntry:
    """Write `folder / name` in one piece (through `folder / .work`); `name` may hold folders. Raises OSError."""
    return publish(folder, name, table_bytes(table, variables), table.num_rows)


def metadata_columns(head: pq.FileMetaData) -> dict[str, dict[str, str]]:
    """Unit, long name and evidence by column, as `table_bytes` put them into a file; empty for a foreign file."""
    found: dict[str, dict[str, str]] = json.loads((head.metadata or {}).get(b"columns", b"{}"))
    return found


def _attributes(variable: Variable) -> dict[str, str]:
    found = {"unit": variable.unit, "long_name": variable.long_name}
    return found | ({"evidence": variable.evidence} if variable.evidence else {})


def _without_writer_version(data: memoryview) -> bytes:
    """The same file with the library's name and version in the footer (`created_by`) replaced by `WRITER`."""
    text = _created_by()
    start = len(data) - 8 - struct.unpack("<I", data[-8:-4])[0]
    footer = bytes(data[start:-8])
    old = _counted(text)
    if not text or old not in footer:
        raise ValueError("this version of pyarrow writes a Parquet footer of an unknown shape")
    head, _, tail = footer.rpartition(old)
    footer = head + _counted(WRITER) + tail
    return b"".join([data[:start], footer, struct.pack("<I", len(footer)), _MAGIC])


@cache
def _created_by() -> bytes:
    """What the library writes as its name and version."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_batches([], schema=pa.schema([pa.field("x", pa.int8())])), sink)
    return (pq.read_metadata(pa.BufferReader(sink.getvalue())).created_by or "").encode()


def _counted(text: bytes) -> bytes:
    """Thrift compact binary: length, below 128 in one byte, then the bytes."""
    if len(text) > 127:
        raise ValueError(f"a writer name of {len(text)} bytes: at most 127 fit")
    return bytes([len(text)]) + text
