"""What can be read as a table but means something else is named with its place and the way to mend it."""

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.errors import ObservationError
from forecast.observations.read import LOSSES, read_observations, read_weekly_series
from forecast.observations.slips import is_running_total, mixed_spellings
from studies.observations.daily_tables import read_daily

HEADER = "target_end_date,target,location,observation\n"


def refusal(path: Path) -> list[str]:
    with pytest.raises(ObservationError) as caught:
        read_observations(path)
    assert caught.value.exit_code == 3
    return [line.replace(f"{path}", path.name) for line in str(caught.value).splitlines()]


def put(folder: Path, content: str | bytes, name: str = "obs.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def weeks(count: int) -> list[str]:
    first = np.datetime64("2030-01-05")
    return [str(first + 7 * k) for k in range(count)]


def test_that_running_totals_of_daily_losses_are_refused(tmp_path: Path) -> None:
    days = [np.datetime64("2030-01-01") + k for k in range(19)]
    rows = "".join(f"{day},{90_700 + 700 * k}\n" for k, day in enumerate(days))
    path = put(tmp_path, "date,personnel\n" + rows)
    with pytest.raises(ObservationError, match=r"never falls, from 90700 to 103300 in 19 days.*daily figures"):
        read_daily(path, "personnel", LOSSES)
    daily = "".join(f"{day},{700 + (-1) ** k * k}\n" for k, day in enumerate(days))
    assert len(read_daily(put(tmp_path, "date,personnel\n" + daily), "personnel", LOSSES)) == 19


def test_that_running_totals_of_weeks_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"{day},losses_claimed,south,{90_000 + 7_000 * k}\n" for k, day in enumerate(weeks(12)))
    path = put(tmp_path, HEADER + rows)
    with pytest.raises(ObservationError, match=r"obs.csv:2:33: 'south' never falls.*running totals"):
        read_weekly_series(path, LOSSES, "south")
    rows = "".join(f"{day},net_km2,total,{1000 + 20 * k}\n" for k, day in enumerate(weeks(12)))
    assert "'total' never falls, from 1000 to 1220 in 12 weeks" in refusal(put(tmp_path, HEADER + rows))[0]


def test_that_counts_of_single_weeks_are_no_running_totals(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(2000):
        assert not is_running_total(rng.poisson(7000, 30))
    assert not is_running_total(np.full(30, 5.0))
    assert not is_running_total([5000 + 50 * k for k in range(9)])
    assert is_running_total([5000 + 50 * k for k in range(10)])


@pytest.mark.parametrize(
    ("rare", "usual", "how"),
    [
        ("North", "north", "only in upper and lower case"),
        ("01", "1", "only in zeros in front of a number"),
        ("S1", "S01", "only in zeros in front of a number"),
        ("Kyiv\u00a0East", "Kyiv East", "only in blanks"),
        ("Cafe\u0301", "Caf\u00e9", "only in blanks or in how a letter is encoded"),
        ("a\u200b", "a", "only in blanks"),
    ],
)
def test_that_two_spellings_of_an_id_are_named(rare: str, usual: str, how: str, tmp_path: Path) -> None:
    rows = "".join(f"{day},net_km2,{usual},1.5\n{day},net_km2,other,2\n" for day in weeks(4))
    path = put(tmp_path, f"{HEADER}{rows}2030-02-02,net_km2,{rare},1\n2030-02-02,net_km2,other,2\n")
    (line,) = refusal(path)
    assert line.startswith("obs.csv:10:20: ") and how in line and line.isprintable()


def test_that_other_ids_are_no_spellings_of_each_other() -> None:
    assert mixed_spellings({"S1": 4, "S10": 4, "S100": 4, "north": 1, "northeast": 2}) == []


def test_that_a_part_of_a_week_is_refused(tmp_path: Path) -> None:
    text = "as_of,target,target_end_date,location,observation\n"
    text += "".join(
        f"2030-01-22,net_km2,{day},total,{value}\n" for day, value in zip(weeks(4)[1:], (8, 9, 2), strict=True)
    )
    (line,) = refusal(put(tmp_path, text))
    assert line == (
        "obs.csv:4:1: as_of is 2030-01-22, before the end of its week, 2030-01-26: it holds a part of the week; "
        "leave the row out"
    )
    whole = put(tmp_path, text.replace("2030-01-22,net_km2,2030-01-26", "2030-01-26T08:00:00Z,net_km2,2030-01-26"))
    assert read_observations(whole).total.tolist() == [8, 9, 2]
    assert (
        "obs.csv:4:1: 'soon' is not a date"
        in refusal(put(tmp_path, text.replace("2030-01-22,net_km2,2030-01-26", "soon,net_km2,2030-01-26")))[0]
    )


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York", "UTC", "Asia/Kathmandu"])
def test_that_local_midnight_is_the_local_day(zone: str, tmp_path: Path) -> None:
    times = [datetime(2030, 1, day, tzinfo=ZoneInfo(zone)) for day in (5, 12)]
    columns = {"target": ["net_km2"] * 2, "location": ["total"] * 2, "observation": [1.0, 2.0]}
    path = tmp_path / "obs.parquet"
    for unit in ("s", "us", "ns"):
        pq.write_table(pa.table({"target_end_date": pa.array(times, pa.timestamp(unit, zone)), **columns}), path)
        assert read_observations(path).weeks.astype(str).tolist() == ["2030-01-05", "2030-01-12"]


def test_that_midnight_of_another_zone_is_named(tmp_path: Path) -> None:
    times = pa.array([datetime(2030, 1, 5, tzinfo=UTC)], pa.timestamp("us", "Europe/Kyiv"))
    path = tmp_path / "obs.parquet"
    pq.write_table(
        pa.table({"target_end_date": times, "target": ["net_km2"], "location": ["total"], "observation": [1.0]}), path
    )
    (line,) = refusal(path)
    assert "'2030-01-05 02:00 in the zone Europe/Kyiv' is not a date" in line and "give the local day" in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("02/03/2024", "day and month may be either way round"),
        ("45231", "day number of a spreadsheet"),
        ("2030-01-05T00:00:00+02:00", "a time of day, and perhaps a zone"),
        ("2030-W01", "the number of a week"),
        ("20300105", "write the last day of the week as YYYY-MM-DD"),
        ("٢٠٣٠-٠١-٠٥", "write the last day of the week as YYYY-MM-DD"),
    ],
)
def test_that_dates_in_other_forms_are_named(text: str, said: str, tmp_path: Path) -> None:
    (line,) = refusal(put(tmp_path, f"{HEADER}{text},net_km2,total,1\n"))
    assert line.startswith("obs.csv:2:1: ") and said in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"1,234.5"', "separators of thousands"),
        ("1 234", "separators of thousands"),
        ('"12,5"', "a decimal comma"),
        ("12%", "percentages"),
        ("12.5 km2", "leave the unit out"),
        ("\u221212", "its minus is a dash"),
        ("(12)", "with a minus in front"),
        ("n/a", "leave it empty or write NA"),
        ("-", "leave it empty or write NA"),
        ("#N/A", "leave it empty or write NA"),
        ("129600", "above 50,000 km2, beyond any front; check the unit"),
    ],
)
def test_that_numbers_in_other_forms_are_named(text: str, said: str, tmp_path: Path) -> None:
    (line,) = refusal(put(tmp_path, f"{HEADER}2030-01-05,net_km2,total,{text}\n"))
    assert line.startswith("obs.csv:2:26: ") and said in line


def test_that_rows_with_no_target_or_another_spelling_of_it_are_named(tmp_path: Path) -> None:
    rows = "2030-01-05,net_km2,total,1\n2030-01-12,Net_km2,total,2\n2030-01-19,,total,3\n2030-01-26,net_km²,total,4\n"
    assert refusal(put(tmp_path, HEADER + rows)) == [
        "obs.csv:3:12: 'Net_km2' must be written 'net_km2'",
        "obs.csv:4:12: the target is missing",
        "obs.csv:5:12: 'net_km²' must be written 'net_km2'",
    ]


def test_that_the_same_row_twice_is_told_from_two_values(tmp_path: Path) -> None:
    row = "2030-01-05,net_km2,total,1\n"
    assert "obs.csv:2:1, with the same value" in refusal(put(tmp_path, HEADER + row + row))[0]
    assert "(1 there, 2 here)" in refusal(put(tmp_path, HEADER + row + row.replace(",1", ",2")))[0]


def _zip(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


FOREIGN: dict[str, tuple[bytes, str]] = {
    "page": (b"\n<!DOCTYPE html><html><body>Sign in</body>", "is a web page"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n", "run `git lfs pull`"),
    "annex": (b"/annex/objects/SHA256E-s1048576--00.csv\n", "run `git annex get`"),
    "gzip": (gzip.compress(HEADER.encode()), "packed with gzip"),
    "xlsx": (_zip("[Content_Types].xml"), "workbook"),
    "zip": (_zip("obs.csv"), "ZIP archive"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
    "utf16": (HEADER.encode("utf-16"), "is UTF-16"),
    "utf16le": (HEADER.encode("utf-16-le"), "is UTF-16"),
    "json": (b'[{"target": 1}]', "is JSON"),
    "parquet": (b"PAR1xxxxPAR1", "name it .parquet"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "hdf": (b"\x89HDF\r\n\x1a\n", "HDF5"),
    "empty": (b"\n \n", "the file is empty"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_that_what_is_no_table_is_named(kind: str, tmp_path: Path) -> None:
    content, said = FOREIGN[kind]
    (line,) = refusal(put(tmp_path, content))
    assert line.startswith("obs.csv") and said in line
    if kind not in ("parquet", "json", "utf16", "utf16le"):
        assert said in refusal(put(tmp_path, content, "obs.parquet"))[0]


def test_that_a_table_in_the_other_form_and_a_dead_link_are_named(tmp_path: Path) -> None:
    assert "if it is CSV, name it .csv" in refusal(put(tmp_path, HEADER, "obs.parquet"))[0]
    (tmp_path / "gone.csv").symlink_to(".git/annex/objects/gone")
    assert "git annex get" in refusal(tmp_path / "gone.csv")[0]
