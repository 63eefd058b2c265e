"""Parquet parts whose bytes depend on their content only."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from forecast.compat.parquet_footer import with_writer
from forecast.experiment.plan import PART_MEMBERS
from forecast.store.atomic import FileEntry, publish
from forecast.store.variables import SCHEMA_VERSION, Variable

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 1
WRITER = b"frontcast"


def part_name(part: int) -> str:
    """`part-00000.parquet`."""
    return f"part-{part:05d}.parquet"


def table_bytes(table: pa.Table, variables: Sequence[Variable]) -> bytes:
    """The Parquet file of a table.

    Parameters
    ----------
    table : pa.Table
        Its columns are the variables, in their order.
    variables : Sequence[Variable]
        Give units, meanings and evidence, and decide the encoding.

    Raises
    ------
    ValueError
        If the columns are others.
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
        writer.add_key_value_metadata(
            {"forecast_schema": SCHEMA_VERSION, "columns": json.dumps(columns, separators=(",", ":"))}
        )
    return with_writer(memoryview(sink.getvalue()), WRITER)


def write_table(table: pa.Table, variables: Sequence[Variable], folder: Path, name: str) -> FileEntry:
    """Write `folder / name` in one piece. Raises RunError on disk or rights.

    Parameters
    ----------
    table : pa.Table
        Its columns are `variables`, in their order.
    variables : Sequence[Variable]
        As for `table_bytes`.
    folder : Path
        Has a `.work/` folder.
    name : str
        May hold folders.
    """
    return publish(folder, name, table_bytes(table, variables), table.num_rows)


def metadata_columns(head: pq.FileMetaData) -> dict[str, dict[str, str]]:
    """Unit, long name and evidence by column, as `table_bytes` put them into a file; empty for a foreign file."""
    columns: dict[str, dict[str, str]] = json.loads((head.metadata or {}).get(b"columns", b"{}"))
    return columns


def _attributes(variable: Variable) -> dict[str, str]:
    texts = {"unit": variable.unit, "long_name": variable.long_name}
    return texts | ({"evidence": variable.evidence} if variable.evidence else {})
