"""The converter from weekly sector tables."""

from pathlib import Path

import numpy as np
import pytest

from forecast.observations.cleaning import usable
from forecast.observations.read import read_all, read_observations
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
