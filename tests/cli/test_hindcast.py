"""`forecast hindcast` as a user types it: the contract's rows, files, and one line for what is wrong."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from forecast.cli.app import main
from forecast.scores.records import BENCHMARKS
from tests.hindcast.invented import record, second_map, write

MODELS = {"frontcast", *BENCHMARKS, "trend_line", "lanchester", "local_linear_trend", "damped_trend"}


def hindcast(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["hindcast", *words])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("observed")
    first = record(5, weeks=60, sectors=())
    return [write(first, folder), write(second_map(first, 6), folder)]


@pytest.fixture(scope="module")
def config(root: Path) -> str:
    return str(root / "configs" / "smoke.yaml")


def test_that_rows_files_and_table_are_as_promised(
    files: list[str], config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [config, "--observations", files[0], "--observations", files[1], "--horizons", "1,4,20"]
    words += ["--origins", "2023-09-02:2023-10-28:28d"]
    code, out, err = hindcast(capsys, *words, "--out", str(tmp_path / "a"), "--json")
    assert code == 0, err
    told = json.loads(out)
    assert out.count("\n") == 1 and told["status"] == "complete"
    assert told["benchmarks"] == list(BENCHMARKS) and told["samples"] == 2000
    rows = told["rows"]
    assert {"target", "location", "horizon", "model", "crps", "coverage80", "n"} <= rows[0].keys()
    assert {row["model"] for row in rows} == MODELS
    assert {(row["target"], row["location"]) for row in rows} == {("cum_net_km2", "total")}
    counts = {horizon: {row["n"] for row in rows if row["horizon"] == horizon} for horizon in (1, 4, 20)}
    assert counts == {1: {3}, 4: {3}, 20: {2}}
    assert "tests the front alone" in err
    folder = Path(told["folder"])
    sealed = json.loads((folder / "hindcast.json").read_text())
    assert sealed["status"] == "complete" and sealed["in_sample"] is False and not (folder / ".work").exists()
    assert {entry["path"] for entry in sealed["files"]} >= {"scores.parquet", "quantiles.parquet", "mean_scores.csv"}
    code, out, err = hindcast(capsys, *words, "--out", str(tmp_path / "b"))
    assert code == 0 and "frontcast" in out and "n " in out
    second = out[out.index("Total: coverage of four intervals") :]
    assert all(f"total {weeks:>3}w" in second for weeks in (1, 4, 20)) and "rel_" in second
    pits = json.loads((folder / "pit.json").read_text())
    assert {row["model"] for row in pits} == MODELS and all(sum(row["counts"]) == row["n"] for row in pits)
    again = next((tmp_path / "b").glob("*/hindcasts/*"))
    for name in (
        "scores.parquet",
        "quantiles.parquet",
        "mean_scores.parquet",
        "skill.parquet",
        "events.json",
        "pit.json",
    ):
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name
    assert {"crps", "twcrps", "interval80", "coverage50", "coverage95", "pit", "brier_faster"} <= set(
        pq.read_table(folder / "scores.parquet").column("score").to_pylist()
    )


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("--origins", "2023-09-02"), 2, "--origins 2023-09-02: has 1 parts"),
        (("--horizons", "0"), 2, "--horizons 0: '0' is not a number of weeks"),
        (("--origins", "2031-01-04:2031-01-04:7d"), 3, "no origin at 2031-01-04"),
        (
            ("--origins", "2023-02-04:2023-02-04:7d"),
            3,
            "a.csv: 5 usable weeks up to the origin 2023-02-04; at least 25",
        ),
        (("--observations", "missing.csv"), 3, "missing.csv"),
    ],
)
def test_that_a_mistake_is_one_line_and_no_traceback(
    files: list[str],
    config: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    code: int,
    said: str,
) -> None:
    words = {"--observations": files[0], "--origins": "2023-09-02:2023-09-02:7d", "--horizons": "1"} | dict([change])
    typed = [word for pair in words.items() for word in pair]
    got, out, err = hindcast(capsys, config, *typed, "--out", str(tmp_path), "--quiet")
    assert got == code and said in err and "Traceback" not in err and not out
    assert len(err.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("hindcast.json"))


def test_that_a_record_too_thin_for_a_rule_is_named_with_origin_and_place(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Path(write(record(5, weeks=60, sectors=()), tmp_path))
    rows = whole.read_text().splitlines()
    whole.write_text("\n".join(rows[:28] + rows[35:]) + "\n")
    words = [config, "--observations", str(whole), "--origins", "2023-09-02:2023-09-02:7d", "--horizons", "1"]
    code, _, err = hindcast(capsys, *words, "--out", str(tmp_path), "--quiet")
    assert code == 3 and "a.csv, origin 2023-09-02, total: benchmark 'lanchester' needs at least 8" in err


def test_that_a_posterior_younger_than_an_origin_is_refused_or_marked(
    files: list[str], config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    observed = ["--observations", files[0], "--observations", files[1]]
    with pytest.raises(SystemExit) as stop:
        main(["calibrate", config, *observed, "--until", "2023-09-30", "--out", str(tmp_path), "--quiet"])
    assert not stop.value.code
    (fitted,) = tmp_path.rglob("posterior.nc")
    words = [config, *observed, "--posterior", str(fitted), "--horizons", "1,4", "--out", str(tmp_path)]
    code, out, err = hindcast(capsys, *words, "--origins", "2023-09-02:2023-09-02:28d")
    assert (
        code == 3
        and "was fitted to weeks up to 2023-09-30, after the origin 2023-09-02" in err
        and "IN-SAMPLE" not in out
    )
    code, out, err = hindcast(capsys, *words, "--origins", "2023-09-02:2023-09-02:28d", "--in-sample")
    rows = [line for line in out.splitlines() if line.startswith("total ")]
    assert code == 0 and rows and all(line.endswith("IN-SAMPLE") for line in rows)
    code, out, err = hindcast(capsys, *words, "--origins", "2023-09-02:2023-09-02:28d", "--in-sample", "--json")
    told = json.loads(out)
    for name in ("rows", "skill", "best"):
        assert told[name] and all(row["in_sample"] == "IN-SAMPLE" for row in told[name]), name
    words[words.index(str(fitted))] = str(fitted.parent)  # the folder will do
    code, out, err = hindcast(capsys, *words, "--origins", "2023-09-30:2023-09-30:28d")
    assert code == 0 and "IN-SAMPLE" not in out
    code, out, err = hindcast(capsys, config, *observed, "--origins", "2023-09-30:2023-09-30:28d", "--in-sample")
    assert code == 2 and "--in-sample: needs --posterior" in err
    turned = [config, *observed[2:], *observed[:2], *words[5:]]
    code, out, err = hindcast(capsys, *turned, "--origins", "2023-09-30:2023-09-30:28d")
    assert code == 3 and "in another order" in err
    code, out, err = hindcast(capsys, *words[:3], *words[5:], "--origins", "2023-09-30:2023-09-30:28d")
    assert code == 3 and "was fitted to 2 maps; there are 1" in err


def test_that_horizons_without_a_truth_are_named(
    files: list[str], config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    end = record(5, weeks=60, sectors=()).weeks[-1]
    words = [config, "--observations", files[0], "--horizons", "1,4", "--origins", f"{end}:{end}:7d"]
    code, out, _ = hindcast(capsys, *words, "--out", str(tmp_path))
    assert code == 0 and f"(a.csv ends on {end}): 1w, 4w" in out
