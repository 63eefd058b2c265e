"""Opening a run: the right one, only what is asked for, and plain words for what is wrong."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import forecast
from forecast.errors import ResultError
from forecast.experiment.evidence import Evidence
from forecast.store.reader import open_run

SEED = 20200106


@pytest.fixture(scope="module")
def results(making: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("results")
    making.run(root, making.experiment(), SEED)
    return root


@pytest.fixture
def run(results: Path) -> Any:
    return open_run(results)


def test_that_the_newest_finished_run_is_found(making: Any, tmp_path: Path) -> None:
    exp = making.experiment()
    first, second = making.run(tmp_path, exp, SEED), making.run(tmp_path, exp, SEED)
    (second / ".work").mkdir()
    (second / "manifest.json").rename(second / ".work/manifest.json")  # as if it were not finished
    for path in (tmp_path, tmp_path / "trial", first, str(first)):
        assert forecast.open_run(path).path == first
    (second / ".work/manifest.json").unlink()
    (second / ".work").rmdir()
    with pytest.raises(ResultError, match="the run is not finished, or the file was removed"):
        open_run(tmp_path / "trial")  # never an older run in place of one that lost its manifest
    third = making.run(tmp_path, exp, SEED)
    assert open_run(tmp_path / "trial").path == third


def test_that_values_come_back(making: Any, run: Any) -> None:
    exp = making.experiment()
    frame = run.frame()
    assert list(frame.columns[:3]) == ["branch", "member", "ceasefire_week"]
    assert frame["branch"].cat.categories.tolist() == ["stay", "leave"]
    cube = run.members()
    assert dict(cube.sizes) == {"branch": 2, "draw": 100, "replicate": 10}
    assert cube["ceasefire_week"].attrs == {
        "units": "weeks",
        "long_name": "week of the first ceasefire over the whole front",
        "evidence": Evidence({"C": 2}).mark,
    }
    for place, branch in enumerate(("stay", "leave")):
        out, _ = making.out(exp, 0, 1000, SEED, place)
        weeks = np.where(out[0] < 0, np.nan, out[0])
        np.testing.assert_array_equal(run.column(branch, "ceasefire_week"), weeks)
        np.testing.assert_array_equal(cube["ceasefire_week"].sel(branch=branch).values.ravel(), weeks)
        np.testing.assert_array_equal(cube["ceasefire_observed"].sel(branch=branch).values.ravel(), weeks >= 0)
        rows = frame[frame["branch"] == branch]
        assert rows["member"].tolist() == list(range(1000))
        np.testing.assert_array_equal(rows["ceasefire_week"].astype(float), weeks)
    assert run.column("stay", "neutral").dtype == bool
    assert run.column("stay", "truces_broken").dtype == np.int16
    np.testing.assert_array_equal(run.draw_column("will"), making.draws(0, 1000)["will"])
    np.testing.assert_array_equal(run.draws["draw"], np.arange(1000) // 10)
    np.testing.assert_array_equal(
        run.column("leave", "net_km2_w4", 390, 810), run.column("leave", "net_km2_w4")[390:810]
    )


def test_that_a_cube_can_be_cut_before_it_is_read(run: Any) -> None:
    whole = run.members(["net_km2_w26"])["net_km2_w26"].load()
    rng = np.random.default_rng(SEED)
    for _ in range(30):
        draws = rng.integers(0, 100, rng.integers(1, 6))
        keys = [
            {"draw": slice(*sorted(rng.integers(0, 101, 2)))},
            {"draw": draws, "branch": 1},
            {"draw": int(draws[0]), "replicate": slice(2, None, 3)},
            {"branch": [1, 0], "replicate": 4, "draw": slice(None, None, -7)},
        ]
        key = keys[rng.integers(len(keys))]
        cut = run.members(["net_km2_w26"])["net_km2_w26"].isel(key)
        np.testing.assert_array_equal(cut.values, whole.isel(key).values)
        assert cut.dims == whole.isel(key).dims


def test_that_only_what_is_touched_is_read(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []
    read = pq.ParquetFile.read

    def watched(file: Any, columns: Any = None, **options: Any) -> Any:
        seen.extend((name, str(file.metadata.num_rows)) for name in columns or ["all"])
        return read(file, columns=columns, **options)

    monkeypatch.setattr(pq.ParquetFile, "read", watched)
    monkeypatch.setattr("forecast.store.columns.MAX_KEPT_MEMBERS", 0)  # a small run would be read whole
    cube = run.members()
    repr(cube)
    assert seen == []
    cube["neutral"].sel(branch="leave").isel(draw=slice(0, 20)).load()
    assert seen == [("neutral", "400")]
    seen.clear()
    verified = cube["verified"].load()
    verified.mean().item()
    verified.mean().item()
    assert seen == [("verified", rows) for rows in ("400", "400", "200") * 2]
    seen.clear()
    run.frame(["neutral"], ["stay"])
    assert {name for name, _ in seen} == {"member", "neutral"}


def test_that_a_short_last_draw_does_not_bend_a_mean(making: Any, tmp_path: Path) -> None:
    run = open_run(making.run(tmp_path, making.experiment(members=993), SEED))
    cube = run.members(["neutral", "truces_broken", "ceasefire_week"])
    assert cube.sizes["draw"] == 100
    for name in ("neutral", "truces_broken"):
        assert cube[name].dtype == np.float32
        assert int(cube[name].isnull().sum()) == 2 * 7
        mean = np.mean([run.column(branch, name).mean() for branch in ("stay", "leave")])
        assert cube[name].astype(float).mean().item() == pytest.approx(mean)
    assert cube["neutral"].isel(draw=99, replicate=slice(3, None)).isnull().all()
    assert len(run.frame(["neutral"])) == 2 * 993
    assert run.clusters.size == 993


@pytest.mark.parametrize(("layout", "clusters"), [("sobol", 16), ("mc", 100), ("lhs", 100)])
def test_that_clusters_follow_the_design(making: Any, tmp_path: Path, layout: str, clusters: int) -> None:
    run = open_run(making.run(tmp_path, making.experiment(layout=layout), SEED))
    assert np.unique(run.clusters).size == clusters
    assert run.clusters[:11].tolist() == [0] * 10 + [1]


def test_that_summary_and_series_open(run: Any) -> None:
    assert run.summary["target"].tolist() == ["kept"]
    assert pd.isna(run.summary["mcse"][0])
    with run.timeseries as weeks:
        assert weeks["net_km2"].sel(branch="stay", quantile=0.5).sizes == {"time": 61}
    text = pd.read_csv(run.path / "summary.csv")
    assert text["value"].tolist() == run.summary["value"].tolist()
    assert text["n"].tolist() == [9]


def test_that_verify_finds_a_changed_byte(results: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(open_run(results).path, copy)
    open_run(copy).verify()
    path = copy / "members/branch=leave/part-00001.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(ResultError, match=r"branch=leave/part-00001\.parquet"):
        open_run(copy).verify()
    path.unlink()
    with pytest.raises(ResultError, match="part-00001"):
        open_run(copy).verify()
    with pytest.raises(ResultError, match="no such file"):
        open_run(copy).column("leave", "neutral")
    (copy / "timeseries.nc").write_bytes(b"not a series")
    with pytest.raises(ResultError, match="differs from what was written"):
        _ = open_run(copy).timeseries


def test_that_mistakes_are_one_line_with_the_fix(making: Any, run: Any, tmp_path: Path) -> None:
    cases = {
        "did you mean 'neutral'": lambda: run.column("stay", "neutrl"),
        "did you mean 'leave'": lambda: run.members(branches=["leav"]),
        "it has stay, leave": lambda: run.frame(branches=["xyz"]),
        "no such folder": lambda: open_run(tmp_path / "nowhere"),
        "holds no finished run": lambda: open_run(tmp_path),
        "is not a folder": lambda: open_run(run.path / "run.log"),
    }
    for message, call in cases.items():
        with pytest.raises(ResultError, match=message) as caught:
            call()
        assert caught.value.exit_code == 3 and "\n" not in str(caught.value)


def test_that_an_unfinished_run_opens_only_on_request(making: Any, tmp_path: Path) -> None:
    from forecast.store.folder import RunFolder
    from forecast.store.work import WorkArea

    exp = making.experiment()
    with RunFolder.create(tmp_path, making.manifest(exp)) as folder:
        area = WorkArea(folder.path, exp, 1000, part_members=400)
        for lo, hi in area.missing(400):
            area.put(making.range(exp, lo, hi, SEED))
        for part in area.ready_parts():
            area.assemble(part, making.draws)
        with pytest.raises(ResultError, match="not finished"):
            open_run(folder.path)
        run = open_run(folder.path, unfinished=True)
        assert run.column("stay", "neutral").size == 1000
        with pytest.raises(ResultError, match="no finished run"):
            open_run(tmp_path)


def test_that_importing_the_store_is_free() -> None:
    script = "import sys, forecast.store; print({'pyarrow', 'xarray', 'pandas', 'numba'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_that_a_small_run_gives_the_same_values_as_a_large_one(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = run.columns
    small = {name: run.column("leave", name, 150, 850) for name in names}
    frame = run.frame()
    monkeypatch.setattr("forecast.store.columns.MAX_KEPT_MEMBERS", 0)
    for name in names:
        np.testing.assert_array_equal(run.column("leave", name, 150, 850), small[name])
    assert run.frame().equals(frame)


def test_that_changed_weekly_series_are_refused(run: Any, tmp_path: Path) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(run.path, copy)
    content = bytearray((copy / "timeseries.nc").read_bytes())
    content[-1] ^= 1
    (copy / "timeseries.nc").write_bytes(bytes(content))
    with pytest.raises(ResultError, match=r"timeseries.nc: differs from what was written"):
        _ = open_run(copy).timeseries
