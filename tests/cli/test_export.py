"""`forecast export`: the command, its refusals and what it prints."""

import json
import shutil

import pandas as pd
import pytest
import xarray as xr


@pytest.mark.parametrize("form", ["netcdf", "hubverse"])
def test_that_a_run_is_exported(form: str, finished, tmp_path, call) -> None:
    done = call("export", finished, "--to", form, "--out", tmp_path / "out", "--json", "--quiet")
    assert done.code == 0 and done.err == ""
    found = json.loads(done.out)
    assert found["is_new"] and {"README.md", "citation.json"} < set(found["files"])
    assert all((tmp_path / "out" / name).stat().st_size == size for name, size in found["files"].items())
    again = call("export", finished, "--to", form, "--out", tmp_path / "out")
    assert again.code == 0 and "unchanged" in again.out
    cited = json.loads((tmp_path / "out/citation.json").read_text())
    assert cited["run_id"] == finished.name
    if form == "netcdf":
        xr.open_dataset(tmp_path / "out/smoke.nc", engine="h5netcdf").close()


def test_that_the_hub_says_how_many_samples_and_what_they_share(finished, tmp_path, call) -> None:
    done = call("export", finished, "--to", "hubverse", "--samples", "30", "--out", tmp_path / "hub")
    assert "same uncertain inputs in every branch" in done.out and "There are 30 samples" in done.out
    assert len(pd.read_csv(tmp_path / "hub/auxiliary-data/samples.csv")) == 30


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "csv", "--samples", "3"], "is only for --to hubverse"),
        (["--to", "hubverse", "--members", "3"], "is only for --to csv"),
        (["--to", "hubverse", "--samples", "-1"], "must be 0 to"),
        (["--to", "csv", "--members", "0"], "must be 1 to"),
        (["--to", "csv", "--all-columns"], "needs --members"),
        (["--to", "xlsx"], "xlsx"),
    ],
)
def test_that_options_that_do_not_fit_are_refused(words: list[str], said: str, finished, tmp_path, call) -> None:
    done = call("export", finished, *words, "--out", tmp_path / "out")
    assert done.code == 2 and said in done.err and not (tmp_path / "out").exists()


def test_that_another_folder_is_not_overwritten(finished, tmp_path, call) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = call("export", finished, "--to", "csv", "--out", tmp_path)
    assert done.code == 2 and "is not empty" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_that_a_sweep_is_refused_with_its_runs(finished, tmp_path, call) -> None:
    from forecast.store.reader import open_run
    from forecast.store.sweep import write_sweep

    shutil.copytree(finished, tmp_path / "smoke" / finished.name)
    run = open_run(tmp_path / "smoke")
    write_sweep(["design.seed=1"], [run], tmp_path)
    done = call("export", tmp_path / "smoke", "--to", "csv", "--out", tmp_path / "out")
    assert done.code == 2 and "holds a sweep" in done.err and run.path.name in done.err
    assert not (tmp_path / "out").exists()
