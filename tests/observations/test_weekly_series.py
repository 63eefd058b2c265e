"""Claimed losses and the salient beside the front: read, written, converted from daily tables."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from forecast.errors import ObservationError
from forecast.observations.read import (
    ABROAD,
    LOSSES,
    SALIENT,
    read_all_weekly_series,
    read_observations,
    read_weekly_series,
)
from studies.app import main

HEAD = "target_end_date,target,location,observation\n"
FRONT = "2030-01-05,net_km2,total,3\n2030-01-12,net_km2,total,4\n2030-01-19,net_km2,total,5\n"


def file(folder: Path, rows: str, name: str = "obs.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + FRONT + rows)
    return path


def test_that_series_beside_the_front_are_read_and_the_front_is_not_touched(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "2030-01-05,losses_claimed,b,700\n2030-01-19,losses_claimed,b,900\n2030-01-19,salient_km2,abroad,80.5\n",
    )
    losses, salient = read_weekly_series(path, LOSSES, "b"), read_weekly_series(path, SALIENT, ABROAD)
    assert losses is not None and salient is not None
    assert losses.values.tolist()[::2] == [700.0, 900.0] and np.isnan(losses.values[1])
    assert salient.values.tolist() == [80.5] and str(salient.weeks[0]) == "2030-01-19"
    assert read_observations(path).total.tolist() == [3.0, 4.0, 5.0]
    assert len(losses.until(np.datetime64("2030-01-12")).values) == 2
    assert len(losses.since(np.datetime64("2030-01-12")).values) == 2
    assert read_weekly_series(file(tmp_path, "", "none.csv"), LOSSES, "b") is None
    assert len(read_all_weekly_series([path, tmp_path / "none.csv"], SALIENT, ABROAD)) == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2030-01-05,losses_claimed,a,1\n", "'losses_claimed' is given for 'a'; its location must be 'b'"),
        ("2030-01-05,losses_claimed,b,-1\n", "obs.csv:5:29: '-1' is below 0 persons"),
        ("2030-01-05,losses_claimed,b,x\n", "obs.csv:5:29: 'x' is not a number"),
        ("2030-01-05,losses_claimed,b,1\n2030-01-05,losses_claimed,b,2\n", "'b' has this week already, in"),
        ("2030-01-05,losses_claimed,b,1\n2030-01-13,losses_claimed,b,2\n", "weeks must be 7 days apart"),
    ],
)
def test_that_a_faulty_row_is_named(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(ObservationError) as caught:
        read_weekly_series(file(tmp_path, rows), LOSSES, "b")
    assert message in str(caught.value)


def daily(folder: Path, days: int, missing: int | None = None) -> Path:
    """Claims 1, 2, 3 ... and a salient of 100 less a day, from 2029-12-30, a Sunday."""
    first = date(2029, 12, 30)
    rows = [f"{first + timedelta(k)},{k + 1},{100 - k}" for k in range(days) if k != missing]
    path = folder / "daily.csv"
    path.write_text("\n".join(["date,d_personnel,ds_km2", *rows]))
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    weeks = ("2030-01-05", "2030-01-12", "2030-01-19")
    path.write_text("week_end,sector_id,net_km2\n" + "".join(f"{week},S1,2\n" for week in weeks))
    return path


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_that_daily_tables_are_summed_and_sampled(table: Path, tmp_path: Path, suffix: str) -> None:
    out, source = tmp_path / f"obs.{suffix}", daily(tmp_path, 20, missing=9)
    assert (
        main(
            [
                "observations",
                str(table),
                "--out",
                str(out),
                "--losses",
                str(source),
                "--side",
                "b",
                "--salient",
                str(source),
            ]
        )
        == 0
    )
    losses, salient = read_weekly_series(out, LOSSES, "b"), read_weekly_series(out, SALIENT, ABROAD)
    assert losses is not None and salient is not None
    assert losses.values.tolist() == [28.0]  # the second week lacks a day, the third is not over
    assert salient.values.tolist() == [94.0, 87.0]
    assert read_observations(out).total.tolist() == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--losses", "daily.csv"], 2, "--losses: needs --side ID"),
        (["--losses", "no.csv", "--side", "b"], 3, "no.csv: no such file"),
        (["--losses", "daily.csv", "--side", "b", "--losses-column", "x"], 3, "no column 'x'"),
        (["--salient", "twice.csv"], 3, "this day is there already"),
        (["--salient", "wrong.csv"], 3, "wrong.csv:2:12: 'many' is not a number"),
        (["--salient", "old.csv"], 3, "no full week in common"),
    ],
)
def test_that_a_mistake_is_one_line(
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    daily(tmp_path, 20)
    for name, rows in (("twice", "2030-01-05,1\n2030-01-05,2"), ("wrong", "2030-01-05,many"), ("old", "1999-01-01,3")):
        (tmp_path / f"{name}.csv").write_text(f"date,ds_km2\n{rows}\n")
    assert main(["observations", str(table), "--out", "out.csv", *words]) == code
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1 and not (tmp_path / "out.csv").exists()
