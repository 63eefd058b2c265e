"""Parts: the same bytes for the same content, nothing of the library in them, and every reader agrees."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.experiment.evidence import Evidence
from forecast.store.member_tables import member_table
from forecast.store.parquet import Extent, metadata_columns, metadata_extent, table_bytes, write_table
from forecast.store.variables import draw_variables, member_variables

MARK = Evidence({"C": 2}).mark


@pytest.fixture
def written(making: Any, seed: int, tmp_path: Path) -> tuple[Any, pa.Table, Path]:
    """Experiment, table and a folder with the table as two branches."""
    exp = making.experiment()
    table = member_table(exp, 0, *making.out(exp, 0, 1000, seed))
    (tmp_path / ".work").mkdir()
    for branch in exp.branches:
        write_table(table, member_variables(exp), tmp_path, f"members/branch={branch}/part-00000.parquet")
    return exp, table, tmp_path


def test_that_bytes_follow_from_content(written: Any) -> None:
    exp, table, folder = written
    entry = write_table(table, member_variables(exp), folder, "again.parquet")
    first = (folder / "members/branch=stay/part-00000.parquet").read_bytes()
    assert first == (folder / "again.parquet").read_bytes()
    assert first == table_bytes(table.combine_chunks(), member_variables(exp))
    assert entry == ("again.parquet", 1000, hashlib.sha256(first).hexdigest())
    halves = pa.concat_tables([table.slice(0, 300), table.slice(300)])
    assert table_bytes(halves, member_variables(exp)) == first
    assert list((folder / ".work").iterdir()) == []


def test_that_no_version_is_in_the_bytes(written: Any) -> None:
    _, _, folder = written
    data = (folder / "members/branch=stay/part-00000.parquet").read_bytes()
    head = pq.read_metadata(io.BytesIO(data))
    assert head.created_by == "frontcast"
    assert sorted(head.metadata) == [b"columns", b"forecast_schema"]
    for library in ("parquet-cpp", "arrow", pa.__version__, pd.__version__, np.__version__):
        assert library.encode() not in data.lower()


def test_that_a_part_says_which_branch_and_members_it_holds(making: Any, seed: int, tmp_path: Path) -> None:
    exp = making.experiment()
    table = member_table(exp, 400, *making.out(exp, 400, 800, seed))
    for extent in (Extent("stay", 400, 800), Extent(None, 400, 800)):
        head = pq.read_metadata(io.BytesIO(table_bytes(table, member_variables(exp), extent)))
        assert metadata_extent(head) == extent
    run = making.run(tmp_path, exp, seed)
    found = {
        path.relative_to(run).as_posix(): metadata_extent(pq.read_metadata(path))
        for path in run.rglob("part-*.parquet")
    }
    for lo, hi, part in ((0, 400, 0), (400, 800, 1), (800, 1000, 2)):
        assert found.pop(f"draws/part-{part:05d}.parquet") == (None, lo, hi)
        for branch in exp.branches:
            assert found.pop(f"members/branch={branch}/part-{part:05d}.parquet") == (branch, lo, hi)
    assert not found


def test_that_units_travel_with_the_file(written: Any) -> None:
    exp, _, folder = written
    head = pl.read_parquet_metadata(folder / "members/branch=stay/part-00000.parquet")
    columns = json.loads(head["columns"])
    assert head["forecast_schema"] == "2"
    assert list(columns) == [v.name for v in member_variables(exp)]
    assert columns["losses_north_w52"] == {
        "unit": "thousand persons",
        "long_name": "killed and wounded of north by week 52",
        "evidence": MARK,
    }


def test_that_every_outcome_and_every_drawn_input_has_its_grade(written: Any) -> None:
    exp, _, folder = written
    outcomes = metadata_columns(pq.read_metadata(folder / "members/branch=stay/part-00000.parquet"))
    assert {name for name, found in outcomes.items() if found.get("evidence") != MARK} == {"member"}
    inputs = {variable.name: variable.evidence for variable in draw_variables(exp)}
    assert inputs == {"member": "", "draw": "", "replicate": "", "will": "Grade C: made up"}


def test_that_only_discrete_columns_have_a_dictionary(written: Any) -> None:
    exp, _, folder = written
    group = pq.read_metadata(folder / "members/branch=stay/part-00000.parquet").row_group(0)
    for place, variable in enumerate(member_variables(exp)):
        column = group.column(place)
        assert column.compression == "ZSTD"
        if variable.kind == "real":
            assert "RLE_DICTIONARY" not in column.encodings
        if variable.kind == "week":
            assert "RLE_DICTIONARY" in column.encodings


def test_that_readers_agree(written: Any) -> None:
    _, table, folder = written
    members = folder / "members"
    columns = ["branch", "member", "ceasefire_week", "net_km2_w52", "neutral"]
    by_pandas = pd.read_parquet(members, columns=columns)
    by_polars = pl.scan_parquet(members / "**/*.parquet", hive_partitioning=True).select(columns).collect()
    query = f"select {', '.join(columns)} from read_parquet('{members}/**/*.parquet', hive_partitioning = true)"
    by_duckdb = duckdb.sql(query).pl()
    assert len(by_pandas) == 2 * len(table)
    weeks = table["ceasefire_week"].to_pylist()
    for branch in ("stay", "leave"):
        pandas_rows = by_pandas[by_pandas["branch"] == branch]
        assert [None if pd.isna(x) else int(x) for x in pandas_rows["ceasefire_week"]] == weeks
        for frame in (by_polars, by_duckdb):
            rows = frame.filter(pl.col("branch") == branch).sort("member")
            assert rows["ceasefire_week"].to_list() == weeks
            assert rows["net_km2_w52"].to_list() == table["net_km2_w52"].to_pylist()
            assert rows["neutral"].to_list() == table["neutral"].to_pylist()
    known = [week for week in weeks if week is not None]
    assert by_polars["ceasefire_week"].mean() == pytest.approx(np.mean(known))


def test_that_unregistered_columns_are_refused(written: Any) -> None:
    exp, table, _ = written
    with pytest.raises(ValueError, match="registered"):
        table_bytes(table.drop(["neutral"]), member_variables(exp))
