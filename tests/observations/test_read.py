"""The reader of observations: what it takes, and what it says about everything else."""

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast.errors import ObservationError
from forecast.observations import read, table
from forecast.observations.read import read_observations

HEADER = "target_end_date,target,location,observation\n"
TWO_WEEKS = "2030-01-05,net_km2,A,1.5\n2030-01-05,net_km2,B,-2\n2030-01-12,net_km2,A,3\n2030-01-12,net_km2,B,4\n"


def put(folder: Path, text: str | bytes, name: str = "obs.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines_of(path: Path) -> list[str]:
    """What the error says of a file, without its folder."""
    with pytest.raises(ObservationError) as error:
        read_observations(path)
    assert error.value.exit_code == 3
    return [line.replace(f"{path}", path.name) for line in str(error.value).splitlines()]


def test_that_the_total_is_the_sum_of_the_sectors_where_it_is_not_given(tmp_path: Path) -> None:
    obs = read_observations(put(tmp_path, HEADER + TWO_WEEKS + "2030-01-12,net_km2,total,7.5\n"))
    assert obs.locations == ("A", "B")
    assert obs.weeks.astype(str).tolist() == ["2030-01-05", "2030-01-12"]
    np.testing.assert_array_equal(obs.net, [[1.5, -2], [3, 4]])
    np.testing.assert_array_equal(obs.total, [-0.5, 7.5])


def test_that_bom_order_other_columns_and_other_targets_make_no_difference(tmp_path: Path) -> None:
    plain = read_observations(put(tmp_path, HEADER + TWO_WEEKS))
    text = "as_of,observation,location,target,target_end_date\r\n2030-02-01,9,A,losses,2030-01-09\r\n\r\n"
    for line in reversed(TWO_WEEKS.splitlines()):
        day, target, place, value = line.split(",")
        text += f'2030-02-01, {value} ,"{place}",{target},{day}\r\n'
    other = read_observations(put(tmp_path, b"\xef\xbb\xbf" + text.encode(), "other.CSV"))
    np.testing.assert_array_equal(other.net, plain.net)
    np.testing.assert_array_equal(other.total, plain.total)


def test_that_missing_weeks_and_sectors_are_missing_in_the_total_too(tmp_path: Path) -> None:
    text = "2030-01-05,net_km2,A,1\n2030-01-05,net_km2,B,NA\n2030-01-19,net_km2,A,\n2030-01-19,net_km2,B,2\n"
    obs = read_observations(put(tmp_path, HEADER + text + "2030-01-19,net_km2,total,5\n"))
    np.testing.assert_array_equal(obs.net, [[1, np.nan], [np.nan, np.nan], [np.nan, 2]])
    np.testing.assert_array_equal(obs.total, [np.nan, np.nan, 5])


def test_that_a_file_may_have_the_total_only(tmp_path: Path) -> None:
    obs = read_observations(put(tmp_path, HEADER + "2030-01-05,net_km2,total,5\n"))
    assert (obs.locations, obs.net.shape, obs.total.tolist()) == ((), (1, 0), [5.0])


def test_that_all_problems_of_a_file_come_at_once_with_their_places(tmp_path: Path) -> None:
    rows = [
        "05.01.2030,net_km2,A,1",
        '2030-01-05,net_km2,A,"1,5"',
        "2030-02-30,net_km2,,inf",
        "2030-01-12,net_km2,A,1e5",
        "2030-01-12,net_km2,B,2",
        "2030-01-12,net_km2,B,3",
        "2030-01-20,net_km2,B,3",
        "2030-01-19,net_km2,Total,nan",
        '"2030-01-19","net_km2","B"",\n"',
    ]
    assert lines_of(put(tmp_path, HEADER + "\n".join(rows) + "\n")) == [
        "obs.csv:2:1: '05.01.2030' is not a date; write the last day of the week as YYYY-MM-DD",
        "obs.csv:3:22: '1,5' is not a number; it seems to have a decimal comma; write it with a point and"
        " without separators, e.g. 12.5",
        "obs.csv:4:1: '2030-02-30' is not a day of the calendar; write the last day of the week",
        "obs.csv:4:20: the name is missing; write the id of a sector, or total",
        "obs.csv:4:21: 'inf' is infinite; leave it empty where the map has no value",
        "obs.csv:5:22: '1e5' is above 50,000 km2, beyond any front; check the unit and the number",
        "obs.csv:7:20: 'B' has this week already, in obs.csv:6:1, with another value (2 there, 3 here); keep one of"
        " them (if the file has several editions, the newest)",
        "obs.csv:8:1: 2030-01-20 is a Sunday, but weeks of this file end on a Saturday; weeks must be 7 days apart",
        "obs.csv:9:20: 'Total' must be written 'total'",
        "obs.csv:9:26: 'nan' is not a number; leave it empty or write NA where the map has no value",
        "obs.csv:10:1: has 3 fields, the header has 4; check commas and quotes",
    ]


def test_that_a_place_after_a_quoted_line_break_is_found(tmp_path: Path) -> None:
    text = 'note,target_end_date,target,location,observation\n"a ""b"",\nc",2030-01-05,net_km2,A,x\n'
    assert lines_of(put(tmp_path, text))[0].startswith("obs.csv:3:25: 'x' is not a number")


def test_that_no_more_than_twenty_problems_are_shown(tmp_path: Path) -> None:
    lines = lines_of(put(tmp_path, HEADER + "x,net_km2,A,1\n" * 1_500))
    assert len(lines) == 21
    assert lines[-1] == "obs.csv: and 1,480 more"


def test_that_a_total_that_is_not_the_sum_is_refused(tmp_path: Path) -> None:
    near = put(tmp_path, HEADER + TWO_WEEKS + "2030-01-12,net_km2,total,8\n")
    assert read_observations(near).total[1] == 8
    assert lines_of(put(tmp_path, HEADER + TWO_WEEKS + "2030-01-12,net_km2,total,8.5\n")) == [
        "obs.csv:6:26: the total of 2030-01-12, 8.5, is not the sum of the sectors, 7 (km2); correct one of them or"
        " leave the total out"
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "obs.csv: the file is empty; it needs a header and weekly rows"),
        (b" \n\n", "obs.csv: the file is empty; it needs a header and weekly rows"),
        (HEADER, "obs.csv: has no row of target 'net_km2'; weekly net gains are needed"),
        (HEADER + "2030-01-05,losses,A,1\n", "obs.csv: has no row of target 'net_km2'; weekly net gains are needed"),
        (
            HEADER + "2030-01-05,net_km2,A,\n",
            "obs.csv: column 'observation' holds no value; every field of it is empty",
        ),
        (
            b"\n" + HEADER.encode() + b"2030-01-05,net_km2,\xc3\xa4 \xe4,1",
            "obs.csv:3:22: is not UTF-8 text (byte 0xe4)",
        ),
        (HEADER.encode("utf-16"), "obs.csv:1:1: is UTF-16; save it as UTF-8"),
        (HEADER.replace(",", ";"), "obs.csv:1:1: fields must be separated by commas; save it as CSV with commas"),
        (HEADER.replace("location", "target"), "obs.csv:1:1: column 'target' appears 2 times; keep one"),
        ("\n\n" + HEADER.replace("location", "target"), "obs.csv:3:1: column 'target' appears 2 times; keep one"),
        (HEADER + "0001-01-06,net_km2,A,1\n9999-12-25,net_km2,A,1\n", "obs.csv: goes from 0001-01-06 to 9999-12-25"),
        (HEADER + "x" * 200_000 + ",net_km2,A,1\n", "obs.csv:2:1: is not comma-separated text"),
    ],
)
def test_that_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, text: str | bytes, says: str) -> None:
    lines = lines_of(put(tmp_path, text))
    assert len(lines) == 1
    assert lines[0].startswith(says)


def test_that_every_missing_column_is_named(tmp_path: Path) -> None:
    assert lines_of(put(tmp_path, "target_end_date,value,location\n")) == [
        "obs.csv:1:1: no column 'target'; needed are target_end_date, target, location, observation",
        "obs.csv:1:1: no column 'observation'; needed are target_end_date, target, location, observation",
    ]


def test_that_what_is_no_file_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert lines_of(tmp_path / "folder.csv") == ["folder.csv: is a folder; name the file inside it"]
    assert lines_of(tmp_path / "nothere.csv") == ["nothere.csv: no such file; check the path"]
    assert "must be a .csv or a .parquet" in lines_of(put(tmp_path, HEADER, "obs.xlsx"))[0]
    assert "cannot be read" in lines_of(Path("nul\0.csv"))[0]
    assert "cannot be read" in lines_of(Path("n" * 5_000 + ".csv"))[0]
    assert "is not a regular file" in lines_of(_pipe(tmp_path / "pipe.csv"))[0]


def _pipe(path: Path) -> Path:
    import os

    os.mkfifo(path)
    return path


def test_that_absurd_sizes_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as stream:
        stream.truncate(read.MAX_BYTES + 1)
        stream.write(b"x")
    assert lines_of(big) == ["big.csv: is larger than 100 MB; give weekly rows of one front only"]
    many = put(tmp_path, HEADER + "x\n" * (table.MAX_ROWS + 2), "many.csv")
    assert lines_of(many) == ["many.csv: has more than 2,000,000 rows; give weekly rows of one front only"]


def columns(**changes: object) -> pa.Table:
    found: dict[str, object] = {
        "target_end_date": pa.array([date(2030, 1, 5), date(2030, 1, 12)]),
        "target": pa.array(["net_km2", "net_km2"]).dictionary_encode(),
        "location": pa.array(["A", "A"]),
        "observation": pa.array([1.5, None]),
    }
    return pa.table(found | changes)


@pytest.mark.parametrize(
    "days",
    [
        pa.array([date(2030, 1, 5), date(2030, 1, 12)], pa.date64()),
        pa.array([datetime(2030, 1, 5), datetime(2030, 1, 12)], pa.timestamp("ns")),
        pa.array([datetime(2030, 1, 5), datetime(2030, 1, 12)], pa.timestamp("us", "UTC")),
        pa.array(["2030-01-05", "2030-01-12"], pa.large_string()),
    ],
)
def test_that_parquet_reads_like_text(tmp_path: Path, days: pa.Array) -> None:
    path = tmp_path / "obs.parquet"
    pq.write_table(columns(target_end_date=days, extra=pa.array([1, 2])), path)
    obs = read_observations(path)
    assert obs.weeks.astype(str).tolist() == ["2030-01-05", "2030-01-12"]
    np.testing.assert_array_equal(obs.net, [[1.5], [np.nan]])


def test_that_problems_of_parquet_have_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "obs.parquet"
    pq.write_table(columns(observation=pa.array([1.5, float("inf")]), location=pa.array([True, False])), path)
    assert lines_of(path) == [
        "obs.parquet: row 1, location: 'True' is not a name; write the id of a sector, or total",
        "obs.parquet: row 2, location: 'False' is not a name; write the id of a sector, or total",
        "obs.parquet: row 2, observation: 'inf' is infinite; leave it empty where the map has no value",
    ]
    pq.write_table(columns(target_end_date=pa.array([datetime(2030, 1, 5, 12), None])), path)
    assert [line.split(";")[0] for line in lines_of(path)] == [
        "obs.parquet: row 1, target_end_date: '2030-01-05 12:00' is not a date"
        " (it has a time of day, and perhaps a zone",
        "obs.parquet: row 2, target_end_date: the date is missing",
    ]
    pq.write_table(columns().drop_columns(["target"]), path)
    assert lines_of(path)[0].startswith("obs.parquet: no column 'target'; needed are")
    pq.write_table(columns(target_end_date=pa.array([2**60, 0], pa.timestamp("us"))), path)
    assert "is not a date" in lines_of(path)[0]


@given(raw=st.binary(max_size=200))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_bytes_of_any_kind_end_in_lines(tmp_path: Path, raw: bytes) -> None:
    for name in ("any.csv", "any.parquet"):
        _reads_or_says(put(tmp_path, raw, name))
    _reads_or_says(put(tmp_path, HEADER.encode() + raw))


@given(text=st.text(st.sampled_from('20-15,"\n\rnet_km2total;.eE+ \x00é\u2028'), max_size=120))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_rows_of_any_kind_end_in_lines(tmp_path: Path, text: str) -> None:
    _reads_or_says(put(tmp_path, HEADER + TWO_WEEKS + text))
    _reads_or_says(put(tmp_path, text))


FIELDS = st.tuples(
    st.sampled_from(["2030-01-05", "2030-01-12", "2030-01-13", "0001-01-01", "", "2030-13-01", "２０３０-01-05"]),
    st.sampled_from(["net_km2", "other", ""]),
    st.sampled_from(["A", "B", "total", "TOTAL", "", 'q"', "é\n"]),
    st.sampled_from(["1", "-2.5", "", "NA", "nan", "1e999", "1_0", "٣", "60000", "x"]),
)


@given(rows=st.lists(FIELDS, max_size=12))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_fields_of_any_kind_end_in_lines_or_numbers(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    quoted = ['"' + '","'.join(field.replace('"', '""') for field in row) + '"\n' for row in rows]
    _reads_or_says(put(tmp_path, HEADER + "".join(quoted)))


@given(at=st.integers(0, 5_000), put_in=st.binary(min_size=1, max_size=4))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_a_damaged_parquet_file_ends_in_lines(tmp_path: Path, at: int, put_in: bytes) -> None:
    whole = tmp_path / "whole.parquet"
    pq.write_table(columns(), whole)
    raw = bytearray(whole.read_bytes())
    at %= len(raw)
    raw[at : at + len(put_in)] = put_in
    _reads_or_says(put(tmp_path, bytes(raw), "any.parquet"))
    _reads_or_says(put(tmp_path, bytes(raw[:at]), "any.parquet"))


def _reads_or_says(path: Path) -> None:
    try:
        obs = read_observations(path)
    except ObservationError as error:
        assert error.problems
        assert all(problem.message and problem.where.startswith(str(path)) for problem in error.problems)
        return
    steps = np.diff(obs.weeks.astype(int))
    assert (steps == 7).all()
    assert obs.net.shape == (len(obs.weeks), len(obs.locations))
    assert obs.total.shape == obs.weeks.shape
    values = np.concatenate([obs.net.ravel(), obs.total])
    assert not np.isinf(values).any()


@given(values=st.lists(st.one_of(st.none(), st.floats(-500, 500)), min_size=1, max_size=20), start=st.dates())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_numbers_come_back_as_they_were_written(tmp_path: Path, values: list[float | None], start: date) -> None:
    days = [start + timedelta(7 * i) for i in range(len(values)) if start.toordinal() + 7 * i <= date.max.toordinal()]
    values = values[: len(days)]
    rows = [f"{d},net_km2,total,{'' if v is None else repr(v)}\n" for d, v in zip(days, values, strict=True)]
    path = put(tmp_path, HEADER + "".join(rows))
    if all(value is None for value in values):
        lines_of(path)
    else:
        np.testing.assert_array_equal(read_observations(path).total, [np.nan if v is None else v for v in values])
