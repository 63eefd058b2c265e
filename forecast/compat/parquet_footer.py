"""Replaces the name and version of the library that a Parquet file contains.

pyarrow writes `parquet-cpp-arrow version X` as `created_by` into the footer, and has no option for another text. Stored
bytes must not depend on the version of a library, so the footer (Thrift compact binary) is edited. Without this, every
release of pyarrow would change the hash of every result file.
"""

import struct
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq

_MAGIC = b"PAR1"


def with_writer(data: memoryview, writer: bytes) -> bytes:
    """Return the Parquet file with `created_by` replaced by `writer`.

    Raises
    ------
    ValueError
        If this version of pyarrow writes a footer of another shape.
    """
    text = _created_by()
    start = len(data) - 8 - struct.unpack("<I", data[-8:-4])[0]
    footer = bytes(data[start:-8])
    old = _thrift_text(text)
    if not text or old not in footer:
        raise ValueError("this version of pyarrow writes a Parquet footer of an unknown shape; install an earlier one")
    head, _, tail = footer.rpartition(old)
    footer = head + _thrift_text(writer) + tail
    return b"".join([data[:start], footer, struct.pack("<I", len(footer)), _MAGIC])


@cache
def _created_by() -> bytes:
    """The name and version that pyarrow writes into a file."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_batches([], schema=pa.schema([pa.field("x", pa.int8())])), sink)
    return (pq.read_metadata(pa.BufferReader(sink.getvalue())).created_by or "").encode()


def _thrift_text(text: bytes) -> bytes:
    """Encode a text as Thrift compact binary: one byte with the length (below 128), then the text."""
    if len(text) > 127:
        raise ValueError(f"a writer name of {len(text)} bytes; at most 127 fit")
    return bytes([len(text)]) + text
