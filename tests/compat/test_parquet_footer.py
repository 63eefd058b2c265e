"""The writer's name in a Parquet footer is replaced, and readers accept the file."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.compat import parquet_footer
from forecast.compat.parquet_footer import with_writer


def file_of(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def test_that_only_the_writer_changes() -> None:
    table = pa.table({"x": [1, 2, 3], "text": ["parquet-cpp-arrow version 1", "b", None]})
    before = file_of(table)
    assert pq.read_metadata(io.BytesIO(before)).created_by, "pyarrow names no writer: drop compat/parquet_footer.py"
    after = with_writer(memoryview(before), b"a test")
    assert pq.read_metadata(io.BytesIO(after)).created_by == "a test", "mend compat/parquet_footer.py"
    assert pq.read_table(io.BytesIO(after)).equals(table)


def test_that_a_footer_of_another_shape_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_footer, "_created_by", lambda: b"another library")
    with pytest.raises(ValueError, match="a Parquet footer of an unknown shape"):
        with_writer(memoryview(file_of(pa.table({"x": [1]}))), b"a test")


def test_that_a_long_name_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 127 fit"):
        with_writer(memoryview(file_of(pa.table({"x": [1]}))), b"x" * 128)
