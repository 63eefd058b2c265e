"""A sweep over switches, from the config to the conclusions, on the command line."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from forecast.store.reader import open_run
from forecast.store.sweep import settings


@pytest.fixture(scope="session")
def swept(configs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The experiment folder of a finished sweep over three settings."""
    from forecast.cli.app import main

    folder = tmp_path_factory.mktemp("switches")
    config = folder / "few.yaml"
    config.write_text(
        f"extends: {configs / 'smoke.yaml'}\nexperiment: few\n"
        # the package alone is on the table, so that many members have foreign troops
        "branches: {surge_offer: {offer: {freeze: withdrawn, if_refused: {counter: }}}}\n"
        "sweep: {switches: [{peacekeeper_school: sceptic}, {}, {neutrality_bonus: none, threat: none}]}\n"
    )
    with pytest.raises(SystemExit) as stop:
        main(["run", str(config), "--members", "1024", "--out", str(folder), "--quiet"])
    assert not stop.value.code
    return folder / "few"


def test_that_a_sweep_has_settings_to_read(swept: Path) -> None:
    table = pq.read_table(swept / "sweep.parquet")
    assert table.column_names[:3] == ["run_id", "switches", "origin_date"]
    assert table.column("switches").unique().to_pylist() == [
        "peacekeeper_school: sceptic",
        "default",
        "neutrality_bonus: none, threat: none",
    ]
    assert settings("switches={}, horizon=3 years") == {"switches": "default", "horizon": "3 years"}


def test_that_members_are_paired_over_the_settings(swept: Path) -> None:
    names = pq.read_table(swept / "sweep.parquet").column("run_id").unique().to_pylist()
    sceptic, default, blunt = (open_run(swept / name) for name in names)
    for run in (sceptic, blunt):
        assert run.draws.equals(default.draws)
    # to a branch without troops it is the same world whichever school is right
    for branch, is_same in (("muddle_through", True), ("no_aid", True), ("surge_offer", False)):
        assert sceptic.frame(branches=[branch]).equals(default.frame(branches=[branch])) is is_same
    assert not blunt.frame(branches=["no_aid"]).equals(default.frame(branches=["no_aid"]))
    assert not blunt.frame(branches=["surge_offer"]).equals(default.frame(branches=["surge_offer"]))


def test_that_compare_says_which_conclusions_survive(swept: Path, call) -> None:
    done = call("compare", swept)
    assert done.code == 0, done.err
    assert "peacekeeper_school: sceptic" in done.out
    assert "surge_offer versus no_aid: " in done.out
    assert max(map(len, done.out.splitlines())) <= 120
    found = json.loads(call("compare", swept, "--json").out)
    assert [setting["label"] for setting in found["settings"]] == [
        "peacekeeper_school: sceptic",
        "threat: none, neutrality_bonus: none",
    ]
    assert {one["branch"] for one in found["conclusions"]} == {"surge_offer"}
    for one in found["conclusions"]:
        assert one["sentence"].split(";")[0] in " ".join(done.out.split())


def test_that_branch_and_reference_choose_the_pairs(swept: Path, call) -> None:
    done = call("compare", swept, "--branch", "no_aid", "--reference", "europe_led", "--json")
    pairs = {(one["branch"], one["other"]) for one in json.loads(done.out)["conclusions"]}
    assert pairs == {("no_aid", "europe_led")}
    wrong = call("compare", swept, "--branch", "no_ad")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("--branch: unknown branch 'no_ad'; did you mean 'no_aid'?")


def test_that_one_run_of_the_sweep_is_compared_as_any_other(swept: Path, call) -> None:
    name = pq.read_table(swept / "sweep.parquet").column("run_id")[0].as_py()
    assert "surge_offer minus muddle_through" in call("compare", swept / name).out
    assert "switches   peacekeeper_school: sceptic" in call("info", swept / name).out.splitlines()
    assert json.loads(call("info", swept / name, "--json").out)["switches"] == {"peacekeeper_school": "sceptic"}


def test_that_a_run_that_was_deleted_is_named(swept: Path, tmp_path: Path, call) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "sweep.parquet").write_bytes((swept / "sweep.parquet").read_bytes())
    done = call("compare", tmp_path / "few")
    assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)
    (tmp_path / "few" / "sweep.parquet").write_bytes(b"nothing")
    done = call("compare", tmp_path / "few")
    assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)
    assert "sweep.parquet" in done.err


def test_that_decide_says_whether_the_best_branch_stays(swept: Path, call) -> None:
    done = call("decide", swept)
    assert done.code == 0, done.err
    assert "Stability over 2 settings of the switches" in done.out
    found = json.loads(call("decide", swept, "--json").out)
    assert [one["switches"] for one in found["stability"]["settings"]] == [
        {"peacekeeper_school": "sceptic"},
        {"neutrality_bonus": "none", "threat": "none"},
    ]
    names = pq.read_table(swept / "sweep.parquet").column("run_id").unique().to_pylist()
    assert found["run"] == str(swept / names[1])  # the run with every switch at its default
    for key, one in found["stability"]["actors"].items():
        assert one["default"] == found["actors"][key]["best"] and len(one["under"]) == 2
        stays = all(set(best) == set(one["default"]) for best in one["under"])
        assert (one["verdict"] == "same") == stays
        assert all(branch in best for branch in one["shared"] for best in one["under"])
