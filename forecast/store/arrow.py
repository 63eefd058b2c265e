"""Types on disk, and conversions between NumPy and Arrow.

pyarrow's own conversions are not used, because they import pandas, which takes too long.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forecast.store.registry import Kind, Variable

_EPOCH = date(1970, 1, 1).toordinal()
_NUMPY_TYPES: dict[pa.DataType, str] = {
    pa.int16(): "<i2",
    pa.int32(): "<i4",
    pa.int64(): "<i8",
    pa.float32(): "<f4",
    pa.float64(): "<f8",
    pa.date32(): "<i4",
}

TYPES: dict[Kind, pa.DataType] = {
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
"""Type on disk by kind of variable."""


def schema_of(variables: Iterable[Variable]) -> pa.Schema:
    """The Arrow schema of some variables. Only nullable variables may contain nulls."""
    return pa.schema([pa.field(v.name, TYPES[v.kind], nullable=v.nullable) for v in variables])


def to_arrow(values: NDArray[Any], kind: pa.DataType, missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Convert numbers or booleans to an Arrow array.

    Parameters
    ----------
    values : array [n]
        Numbers or booleans of any type that can be cast to `kind`.
    kind : pa.DataType
        Type on disk.
    missing : bool[n], optional
        True where the result is null.
    """
    if kind == pa.bool_():
        data = np.packbits(values.astype(bool), bitorder="little")
    else:
        data = np.ascontiguousarray(values, dtype=_NUMPY_TYPES[kind])
    return pa.Array.from_buffers(kind, values.size, [_valid(missing), pa.py_buffer(data)])


def list_to_arrow(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Convert texts, dates or numbers to an Arrow array. None becomes null."""
    missing = np.array([value is None for value in values], dtype=bool)
    if kind == pa.string():
        texts = [b"" if value is None else value.encode() for value in values]
        ends = np.zeros(len(texts) + 1, dtype="<i4")
        np.cumsum([len(text) for text in texts], out=ends[1:])
        return pa.StringArray.from_buffers(
            len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(texts)), _valid(missing)
        )
    if kind == pa.date32():
        values = [None if value is None else value.toordinal() - _EPOCH for value in values]
    return to_arrow(np.array([0 if value is None else value for value in values]), kind, missing)


def to_numpy(column: pa.ChunkedArray) -> NDArray[Any]:
    """Convert a column of numbers or booleans to NumPy. A column with nulls becomes float32, with NaN for null."""
    pieces = [_piece(chunk) for chunk in column.chunks]
    if len(pieces) == 1:
        return pieces[0]
    return np.concatenate(pieces) if pieces else np.empty(0, numpy_type(column.type))


def numpy_type(kind: pa.DataType) -> np.dtype[Any]:
    """The NumPy type that holds a column without nulls."""
    return np.dtype(bool) if kind == pa.bool_() else np.dtype(_NUMPY_TYPES[kind])


def _piece(array: pa.Array) -> NDArray[Any]:
    valid, data = array.buffers()
    lo, hi = array.offset, array.offset + len(array)
    if array.type == pa.bool_():
        values: NDArray[Any] = _bits(data, lo, hi)
    else:
        values = np.frombuffer(data, dtype=_NUMPY_TYPES[array.type])[lo:hi]
    if array.null_count:
        values = np.where(_bits(valid, lo, hi), values, np.float32(np.nan)).astype(np.float32)
    return values


def _bits(buffer: pa.Buffer, lo: int, hi: int) -> NDArray[np.bool_]:
    return np.unpackbits(np.frombuffer(buffer, dtype=np.uint8), count=hi, bitorder="little")[lo:].astype(bool)


def _valid(missing: NDArray[np.bool_] | None) -> pa.Buffer | None:
    if missing is None or not missing.any():
        return None
    return pa.py_buffer(np.packbits(~missing, bitorder="little"))
