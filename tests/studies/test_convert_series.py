"""The converter from weekly sector tables."""

from pathlib import Path

import numpy as np
import pytest

from forecast.observations.cleaning import usable
from forecast.observations.read import read_all, read_observations, read_weekly_series
from studies.app import main

NET = (
    "sector_id,note,week_end,net_km2\n"
    "B,,2030-01-12,-3.25\nA,,2030-01-12,2\nA,,2030-01-05,\nB,,2030-01-05,\n"
    "A,,2030-01-26,0.10000000001\nB,,2030-01-26,-0.0000000001\n"
)
TIDY = (
    "target_end_date,target,location,observation\n"
    "2030-01-12,net_km2,A,2.0\n2030-01-12,net_km2,B,-3.25\n2030-01-12,net_km2,total,-1.25\n"
    "2030-01-19,net_km2,A,\n2030-01-19,net_km2,B,\n2030-01-19,net_km2,total,\n"
    "2030-01-26,net_km2,A,0.1\n2030-01-26,net_km2,B,0.0\n2030-01-26,net_km2,total,0.1\n"
)


@pytest.fixture
def net(tmp_path: Path) -> Path:
    path = tmp_path / "net.csv"
    path.write_text(NET)
    return path


def failed(capsys: pytest.CaptureFixture[str], code: int, *words: object) -> str:
    assert main(["observations", *map(str, words)]) == code
    return capsys.readouterr().err.strip()


def test_that_the_tidy_file_is_whole_and_sorted(net: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = net.parent / "new" / "obs.csv"
    assert main(["observations", str(net), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}: 3 weeks, 2030-01-12 to 2030-01-26, 2 sectors, 1 without a total\n"
    assert out.read_text() == TIDY
    assert [path.name for path in out.parent.iterdir()] == ["obs.csv"]


def test_that_parquet_holds_the_same_and_its_bytes_repeat(net: Path) -> None:
    outs = [net.parent / name for name in ("obs.csv", "one.parquet", "two.parquet")]
    for out in outs:
        assert main(["observations", str(net), "--out", str(out)]) == 0
    text, table = read_observations(outs[0]), read_observations(outs[1])
    np.testing.assert_array_equal(text.net, table.net)
    np.testing.assert_array_equal(text.total, table.total)
    assert outs[1].read_bytes() == outs[2].read_bytes()


def test_that_net_gains_are_differences_of_what_is_occupied(tmp_path: Path) -> None:
    table, out = tmp_path / "level.csv", tmp_path / "obs.csv"
    rows = ["05,A,100", "05,B,50", "12,A,110", "12,B,49", "26,A,120", "26,B,60"]
    table.write_text("week_end,sector_id,occupied_km2\n" + "".join(f"2030-01-{row}\n" for row in rows))
    assert main(["observations", str(table), "--out", str(out)]) == 0
    obs = read_observations(out)
    assert obs.weeks.astype(str).tolist() == ["2030-01-12"]  # the week after a gap has no difference
    np.testing.assert_array_equal(obs.net, [[10, -1]])
    np.testing.assert_array_equal(obs.total, [9])


def test_that_since_and_until_cut_weeks(net: Path) -> None:
    out = net.parent / "obs.csv"
    assert main(["observations", str(net), "--out", str(out), "--since", "2030-01-13"]) == 0
    assert read_observations(out).weeks.astype(str).tolist() == ["2030-01-26"]
    assert main(["observations", str(net), "--out", str(out), "--until", "2030-01-25"]) == 0
    assert read_observations(out).weeks.astype(str).tolist() == ["2030-01-12"]


def test_that_the_mean_covers_weeks_that_both_maps_have(net: Path) -> None:
    other, out = net.parent / "other.csv", net.parent / "obs.csv"
    other.write_text("week_end,sector_id,net_km2\n2030-01-13,A,4\n2030-01-13,B,1.25\n2030-02-03,A,4\n2030-02-03,B,1\n")
    assert main(["observations", str(net), "--mean", str(other), "--out", str(out)]) == 0
    obs = read_observations(out)
    assert obs.weeks.astype(str).tolist() == ["2030-01-12"]
    np.testing.assert_array_equal(obs.net, [[3, -1]])
    np.testing.assert_array_equal(obs.total, [2])


def test_that_a_file_that_is_there_is_replaced_but_never_the_input(
    net: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = net.parent / "obs.csv"
    out.write_text("old")
    assert main(["observations", str(net), "--out", str(out)]) == 0
    assert out.read_text() == TIDY
    assert "is the table that is read" in failed(capsys, 2, net, "--out", net.parent / "." / "net.csv")
    assert net.read_text() == NET


def test_that_a_mistake_is_one_line_and_leaves_the_old_file(net: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = net.parent / "obs.csv"
    out.write_text("old")
    bad = net.parent / "bad.csv"
    bad.write_text("week_end,sector_id,net_km2\n2030-01-05,A,x\n")
    assert failed(capsys, 3, bad, "--out", out).startswith(f"{bad}:2:14: 'x' is not a number")
    bad.write_text("week_end,sector_id,area\n2030-01-05,A,1\n")
    assert failed(capsys, 3, bad, "--out", out).startswith(f"{bad}:1:1: no column 'net_km2', and no 'occupied_km2'")
    bad.write_text("week_end,sector_id,occupied_km2\n2030-01-05,A,-1\n")
    assert "'-1' is below 0 km2" in failed(capsys, 3, bad, "--out", out)
    bad.write_text("week_end,sector_id,occupied_km2\n2030-01-05,A,1\n2030-01-12,A,90000\n")
    assert "moves by more than 50,000 km2 in the week to 2030-01-12" in failed(capsys, 3, bad, "--out", out)
    bad.write_text("week_end,sector_id,net_km2\n")
    assert "has no rows" in failed(capsys, 3, bad, "--out", out)
    bad.write_text("week_end,sector_id,net_km2\n2030-01-12,C,1\n")
    assert "lacks 'A', 'B' and also has 'C'" in failed(capsys, 3, net, "--mean", bad, "--out", out)
    assert "no week with a value" in failed(capsys, 3, net, "--since", "2031-01-01", "--out", out)
    words = (net, "--since", "2030-02-01", "--until", "2030-01-01", "--out", out)
    assert failed(capsys, 2, *words) == "--since 2030-02-01: is later than --until 2030-01-01; exchange them"
    assert failed(capsys, 2, net, "--out", net.parent / "obs.txt").endswith("must end in .csv or .parquet")
    assert out.read_text() == "old"
    (net.parent / "folder.csv").mkdir()
    assert "cannot write" in failed(capsys, 4, net, "--out", net.parent / "folder.csv")
    assert "cannot write" in failed(capsys, 4, net, "--out", out / "obs.csv")
    assert sorted(path.name for path in net.parent.iterdir()) == ["bad.csv", "folder.csv", "net.csv", "obs.csv"]


def test_that_a_date_on_the_command_line_is_checked(net: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--since: '1.2.2030' is not a date" in failed(capsys, 2, net, "--out", "x.csv", "--since", "1.2.2030")


def test_that_the_training_series_convert_and_start_after_the_withdrawal(training_data: Path, tmp_path: Path) -> None:
    outs = [tmp_path / "one.csv", tmp_path / "two.parquet"]
    for name, out in zip(("territory_weekly_sector", "territory_weekly_sector_uacontrolmap"), outs, strict=True):
        assert main(["observations", str(training_data / f"{name}.csv"), "--out", str(out)]) == 0
    one, two = read_all(outs)
    assert (len(one.weeks), len(one.locations)) == (138, 13)
    assert one.weeks[[0, -1]].astype(str).tolist() == ["2022-04-16", "2024-11-30"]
    assert not np.isnan(one.total).any()
    assert (~np.isnan(two.total)).sum() == 103
    for origin in np.arange(np.datetime64("2023-06-03"), np.datetime64("2024-12-01"), 7):
        clean = usable(one.until(origin))
        assert (str(clean.weeks[0]), str(clean.weeks[-1])) == ("2022-12-03", str(origin))
        assert not np.isnan(clean.total).any()


def test_that_the_example_of_the_page_reads(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "data.md").read_text()
    example = tmp_path / "example.csv"
    example.write_text(page.split("```text\n")[1].split("```")[0])
    obs = read_observations(example)
    assert obs.locations == ("north", "south")
    np.testing.assert_array_equal(obs.total, [9.5, np.nan, 11.25])


def sector_table(path: Path, rows: list[str], column: str = "net_km2,occupied_km2") -> Path:
    path.write_text(f"week_end,sector_id,{column}\n" + "".join(f"2030-{row}\n" for row in rows))
    return path


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """Two tables of one map that follow each other: 110 + 10 = 120 and 49 - 4 = 45 km2 over the seam."""
    first = sector_table(tmp_path / "first.csv", ["01-05,A,2,108", "01-05,B,0,49", "01-12,A,2,110", "01-12,B,0,49"])
    rows = ["01-19,A,10,120", "01-19,B,-4,45", "01-26,A,1,121", "01-26,B,0,45"]
    return first, sector_table(tmp_path / "second.csv", rows)


def test_that_tables_that_follow_each_other_make_one_series(years: tuple[Path, Path]) -> None:
    out = years[0].parent / "obs.csv"
    assert main(["observations", *map(str, years), "--out", str(out)]) == 0
    obs = read_observations(out)
    assert obs.weeks.astype(str).tolist() == ["2030-01-05", "2030-01-12", "2030-01-19", "2030-01-26"]
    np.testing.assert_array_equal(obs.net, [[2, 0], [2, 0], [10, -4], [1, 0]])
    np.testing.assert_array_equal(obs.total, [2, 2, 6, 1])


def test_that_areas_alone_join_over_the_seam(tmp_path: Path) -> None:
    first = sector_table(tmp_path / "first.csv", ["01-05,A,108", "01-12,A,110"], "occupied_km2")
    second = sector_table(tmp_path / "second.csv", ["01-19,A,120", "01-26,A,121"], "occupied_km2")
    out = tmp_path / "obs.csv"
    assert main(["observations", str(first), str(second), "--out", str(out)]) == 0
    np.testing.assert_array_equal(read_observations(out).total, [2, 10, 1])


def test_that_the_mean_of_two_maps_joins_too(years: tuple[Path, Path]) -> None:
    out = years[0].parent / "obs.csv"
    means = [word for path in years for word in ("--mean", str(path))]
    assert main(["observations", *map(str, years), *means, "--out", str(out)]) == 0
    np.testing.assert_array_equal(read_observations(out).total, [2, 2, 6, 1])


def test_that_a_seam_that_is_none_is_refused(years: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    first, second = years
    out = first.parent / "obs.csv"
    message = failed(capsys, 3, second, first, "--out", out)
    assert message.startswith(
        f"{first}: begins on 2030-01-05, and {second}, given before it, ends on 2030-01-26: weeks"
    )
    assert "Give the earlier table first" in message
    third = first.parent / "third.csv"
    sector_table(third, ["02-09,A,1,122", "02-09,B,0,45"])
    assert "the weeks between are missing" in failed(capsys, 3, first, second, third, "--out", out)
    sector_table(third, ["02-01,A,1,122", "02-01,B,0,45"])
    assert "end on different weekdays" in failed(capsys, 3, first, second, third, "--out", out)
    sector_table(third, ["02-02,A,1,125", "02-02,B,0,45"])
    message = failed(capsys, 3, first, second, third, "--out", out)
    assert "'A' gains 1 km2 in the week to 2030-02-02, but its occupied area changes by 4 km2" in message
    sector_table(third, ["02-02,A,", "02-02,B,0", "02-09,A,1", "02-09,B,0"], "net_km2")
    assert "no net gain in its first week, 2030-02-02" in failed(capsys, 3, first, second, third, "--out", out)
    sector_table(third, ["02-02,C,1,1"])
    assert "lacks 'A', 'B' and also has 'C'" in failed(capsys, 3, first, second, third, "--out", out)
    assert not out.exists()


def test_that_daily_tables_join_and_must_follow_each_other(
    years: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    out = years[0].parent / "obs.csv"
    early, late = years[0].parent / "early.csv", years[0].parent / "late.csv"
    early.write_text("date,ds_km2\n" + "".join(f"2030-01-{day:02},{100 - day}\n" for day in range(5, 13)))
    late.write_text("date,ds_km2\n" + "".join(f"2030-01-{day:02},{100 - day}\n" for day in range(13, 27)))
    words = [*map(str, years), "--out", str(out)]
    assert main(["observations", *words, "--salient", str(early), "--salient", str(late)]) == 0
    values = read_weekly_series(out, "salient_km2", "abroad")
    assert values is not None and values.values.tolist() == [95.0, 88.0, 81.0, 74.0]
    assert "days overlap" in failed(capsys, 3, *words, "--salient", late, "--salient", early)
    late.write_text("date,ds_km2\n2030-01-15,80\n")
    message = failed(capsys, 3, *words, "--salient", early, "--salient", late)
    assert message.startswith(
        f"{late}: begins on 2030-01-15, and the table before it ends on 2030-01-12: the days between"
    )


def test_that_the_two_years_of_the_training_series_join(training_data: Path, tmp_path: Path) -> None:
    """The net gain over the seam equals the change of the occupied areas, and the year sums to the printed figure."""
    later = training_data / "2025"
    if not later.is_dir():
        pytest.skip("the later year is not here")
    for name, published in (("territory_weekly_sector", 4_248.0), ("territory_weekly_sector_uacontrolmap", 4_749.0)):
        out = tmp_path / f"{name}.csv"
        tables = [str(folder / f"{name}.csv") for folder in (training_data, later)]
        assert main(["observations", *tables, "--since", "2022-12-17", "--out", str(out)]) == 0
        obs = read_observations(out)
        assert (str(obs.weeks[0]), str(obs.weeks[-1]), len(obs.weeks)) == ("2022-12-17", "2025-11-29", 155)
        assert np.isfinite(obs.net).all()
        year = obs.total[obs.weeks > np.datetime64("2024-11-30")].sum()
        assert year == pytest.approx(published, abs=30.0)  # the printed sums are of months, a day longer
