"""CSV: numbers as in the run, read by pandas, polars and duckdb; hostile names; members that failed."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from forecast.export.csv_tables import write_csv_export


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv")
    write_csv_export(run, folder, members=run.manifest.members)
    return folder


def test_that_the_estimates_are_those_of_the_run(run, folder: Path) -> None:
    read = pd.read_csv(folder / "summary.csv")
    np.testing.assert_allclose(read["value"], run.summary["value"], rtol=1e-15)
    assert read["target"].tolist() == run.summary["target"].tolist()
    assert pl.read_csv(folder / "differences.csv")["reference_id"].unique().to_list() == ["muddle_through"]


def test_that_every_column_and_target_is_explained(folder: Path) -> None:
    words = pd.read_csv(folder / "columns.csv", keep_default_na=False)
    known = set(zip(words["file"], words["name"], strict=True))
    for name in ("summary", "differences", "bands", "members", "draws"):
        assert {(f"{name}.csv", column) for column in pd.read_csv(folder / f"{name}.csv", nrows=1)} <= known
    assert {("column target", target) for target in pd.read_csv(folder / "summary.csv")["target"]} <= known
    assert (words["meaning"] != "").all()
    members = words[(words["file"] == "members.csv") & (words["name"] == "durable_5y")]
    assert members["grade"].item().startswith("Grade C")


def test_that_members_are_those_of_the_run(run, folder: Path) -> None:
    query = f"select branch, count(*), avg(net_km2_w52), avg(durable_5y) from '{folder}/members.csv' group by branch"
    found = {branch: numbers for branch, *numbers in duckdb.sql(query).fetchall()}
    for branch in run.manifest.branches:
        wanted = [998, run.column(branch, "net_km2_w52").mean(), run.column(branch, "durable_5y").mean()]
        np.testing.assert_allclose(found[branch], wanted, rtol=1e-5)
    draws = pl.read_csv(folder / "draws.csv")
    assert draws["draw"].to_list() == list(range(200))
    np.testing.assert_allclose(draws["accept_threat"], run.draw_column("accept_threat")[::5], rtol=1e-6)


def test_that_what_has_no_value_is_empty(run, folder: Path) -> None:
    read = pd.read_csv(folder / "members.csv")
    given = read["lasts_5y_given_ceasefire_by_w104"]
    week = np.concatenate([run.column(branch, "ceasefire_week") for branch in run.manifest.branches])
    assert (given.isna() == ~(week <= 104)).all() and set(given.dropna()) <= {0.0, 1.0}


def test_that_failed_members_are_left_out(failing, tmp_path: Path) -> None:
    said = write_csv_export(failing, tmp_path, members=500)
    read = pd.read_csv(tmp_path / "members.csv")
    assert not set(read["member"]) & {3, 410}
    assert read.groupby("branch").size().tolist() == [498] * 5
    assert any("2 members failed" in note for note in said.notes)


def test_that_a_hostile_name_is_no_formula(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    success = dict(run.experiment.success)
    bad = run.experiment.model_copy(update={"success": success})
    priors = dict(bad.priors)
    priors["accept_threat"] = priors["accept_threat"].model_copy(update={"about": '=HYPERLINK("x")', "source": "a\x1b"})
    monkeypatch.setitem(run.__dict__, "experiment", bad.model_copy(update={"priors": priors}))
    write_csv_export(run, tmp_path, members=5)
    text = (tmp_path / "columns.csv").read_text()
    assert "'=HYPERLINK" in text and "\x1b" not in text


def test_that_one_branch_with_one_replicate_is_enough(single, tmp_path: Path) -> None:
    said = write_csv_export(single, tmp_path, members=10)
    assert len(pd.read_csv(tmp_path / "members.csv")) == 10
    assert any("one branch" in note for note in said.notes) and any("one replicate" in note for note in said.notes)
