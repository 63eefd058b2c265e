"""Types on disk by kind of variable."""

from collections.abc import Iterable

import pyarrow as pa

from forecast.store.registry import Variable

TYPES: dict[str, pa.DataType] = {
    "index": pa.int64(),
    "serial": pa.int32(),
    "week": pa.int16(),
    "count": pa.int16(),
    "flag": pa.bool_(),
    "real": pa.float32(),
    "estimate": pa.float64(),
    "text": pa.string(),
    "date": pa.date32(),
}


def schema_of(variables: Iterable[Variable]) -> pa.Schema:
    """Columns with types; only nullable variables may hold nulls."""
    return pa.schema([pa.field(v.name, TYPES[v.kind], nullable=v.nullable) for v in variables])
