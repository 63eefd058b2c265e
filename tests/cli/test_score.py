"""`forecast score`: a small run against invented weeks, what it prints and writes, and what it says when it cannot."""

import hashlib
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE
from forecast.scores.univariate import crps
from forecast.store.reader import open_run

FIRST_AFTER = date(2024, 12, 28)  # week 0 of the study is Friday 20 December 2024; weeks end on Saturdays


def weeks(path: Path, before: int, after: int, seed: int = 3, shift: int = 0) -> Path:
    """An invented file of the total with so many weeks up to week 0 and after it."""
    rng = np.random.default_rng(seed)
    past, future = rng.normal(90.0, 30.0, before), rng.normal(60.0, 30.0, after)
    lines = ["target_end_date,target,location,observation"]
    for k, value in enumerate([*past, *future]):
        end = FIRST_AFTER + timedelta(days=7 * (k - before) + shift)
        lines.append(f"{end},net_km2,total,{value:.2f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def gain(file: Path, horizon: int, before: int) -> float:
    values = [float(line.split(",")[3]) for line in file.read_text().splitlines()[1:]]
    return sum(values[before : before + horizon])


@pytest.fixture
def run(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished run, alone in its experiment."""
    return Path(shutil.copytree(finished, tmp_path / "copy" / "smoke" / finished.name))


def test_that_every_branch_and_benchmark_has_a_row_of_the_contract(run, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 60, 30)
    before = digests(run)
    done = call("score", run, "--observations", file, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    opened = open_run(run)
    ours = [f"frontcast_{branch}" for branch in opened.manifest.branches]
    assert found["reference"] == f"frontcast_{opened.manifest.reference}"
    models = [*ours, *BENCHMARKS, *REFERENCE]
    assert {(row["horizon"], row["model"]) for row in found["rows"]} == {(h, m) for h in (4, 13, 26) for m in models}
    for row in found["rows"]:
        assert list(row)[:7] == ["target", "location", "horizon", "model", "crps", "coverage80", "n"]
        assert (row["target"], row["location"], row["n"]) == ("cum_net_km2", "total", 1)
        assert row["crps_mcse"] > 0.0 and row["coverage80"] in (0.0, 1.0) and 0.0 < row["pit"] < 1.0
        if row["model"] == ours[0]:
            samples = opened.column(opened.manifest.branches[0], f"net_km2_w{row['horizon']}").astype(float)
            assert row["crps"] == pytest.approx(float(crps(samples, gain(file, row["horizon"], 60))), rel=0.01)
    assert [(b["horizon"], b["model"]) for b in found["best"]] == [(h, found["reference"]) for h in (4, 13, 26)]
    assert found["observed"][0]["km2"] == pytest.approx(gain(file, 4, 60))
    assert digests(run) == before  # a finished run is sealed


def test_that_files_hold_what_is_printed(run, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 60, 14)
    found = json.loads(call("score", run, "--observations", file, "--json").out)
    folder = Path(found["folder"])
    assert folder.parent == run.parent / "scores" and not (folder / ".work").exists()
    record = json.loads((folder / "score.json").read_text())
    assert record["status"] == "complete" and record["observed_week_0"] == "2024-12-21"
    for entry in record["files"]:
        assert hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    table = pq.read_table(folder / "scores.parquet").to_pandas()
    written = table[table["score"] == "crps"].set_index(["horizon", "model"])
    for row in found["rows"]:
        assert written.loc[(row["horizon"], row["model"])][["value", "mcse"]].tolist() == [
            row["crps"],
            row["crps_mcse"],
        ]
    quantiles = pq.read_table(folder / "quantiles.parquet").to_pandas()
    for horizon in (4, 13):
        seen = quantiles[quantiles["horizon"] == horizon]["observation"]
        assert seen.to_numpy() == pytest.approx(gain(file, horizon, 60))
    assert (quantiles["mcse"] > 0.0).all()
    assert call("summary", run.parent).code == 0  # the scores are not taken for a run


def test_that_later_rows_change_no_forecast(run, tmp_path, call) -> None:
    short, long = weeks(tmp_path / "a.csv", 60, 14), tmp_path / "b.csv"
    text = short.read_text().splitlines()
    text[62] = text[62].rsplit(",", 1)[0] + ",999"
    long.write_text("\n".join([*text, "2030-01-05,net_km2,total,7"]) + "\n")
    tables = []
    for file in (short, long):
        folder = json.loads(call("score", run, "--observations", file, "--json").out)["folder"]
        tables.append(pq.read_table(Path(folder) / "quantiles.parquet").to_pandas())
    assert tables[0]["value"].equals(tables[1]["value"])
    assert not tables[0]["observation"].equals(tables[1]["observation"])


def test_that_the_table_says_what_one_forecast_is_worth(run, tmp_path, call) -> None:
    first, second = weeks(tmp_path / "first.csv", 60, 5), weeks(tmp_path / "second.csv", 9, 5, seed=4, shift=2)
    done = call("score", run, "--observations", first, "--observations", second)
    assert done.code == 0
    assert "n = 1: one forecast from one date" in done.out
    assert "(the reference branch) divided by that of the best benchmark" in done.out
    assert f"second.csv{gain(second, 4, 9):11.0f}" in done.out
    assert str(run.parent / "scores") in done.out
    rows = [line.split() for line in done.out.splitlines() if line.startswith("frontcast_")]
    assert len(rows) >= 2 and all("±" in row[1] for row in rows[:-1] if len(row) > 1 and row[1] != "(the")


def test_that_a_short_past_has_no_benchmarks_and_says_so(run, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 20, 5)
    done = call("score", run, "--observations", file)
    assert "No benchmarks: map.csv has fewer than 26 weeks up to week 0." in done.out
    assert "persistence" not in done.out and "frontcast_muddle_through" in done.out


def test_that_a_file_that_ends_too_early_is_one_line_and_exit_3(run, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 30, 0)
    done = call("score", run, "--observations", file)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        f"{file}: ends on 2024-12-21; a run from 2024-12-20 is scored from its week 4 on, which needs every week from "
        "2024-12-28 to 2025-01-18\n"
    )
    assert not (run.parent / "scores").exists()


def test_that_a_single_draw_is_refused(configs, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 30, 5)
    assert call("run", configs / "smoke.yaml", "--members", 1, "--out", tmp_path, "--quiet").code == 0
    done = call("score", tmp_path / "smoke", "--observations", file)
    assert done.code == 3 and "has a single draw; a fair score needs at least 2" in done.err


def test_that_quiet_is_quiet_and_out_is_the_place(run, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 30, 5)
    done = call("score", run, "--observations", file, "--out", tmp_path / "other", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert len(list((tmp_path / "other" / "smoke" / "scores").iterdir())) == 1
    assert not (run.parent / "scores").exists()


def test_that_what_is_no_run_is_exit_3_and_no_file_exit_2(run, tmp_path, call) -> None:
    assert call("score", tmp_path / "nothing", "--observations", "x.csv").code == 3
    assert call("score", run, "--observations", tmp_path / "nothing.csv").code == 3
    assert call("score", run).code == 2


def test_that_weeks_that_cannot_be_scored_are_named_with_the_gap(run, tmp_path, call) -> None:
    file = weeks(tmp_path / "map.csv", 60, 30)
    lost = str(FIRST_AFTER + timedelta(days=7 * 6))
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith(lost)))
    done = call("score", run, "--observations", file)
    assert done.code == 0, done.err
    assert "Not scored: w13, w26" in done.out and f"has no total for the week that ends on {lost}" in done.out
