"""How a run's config was changed on the command line: kept in its manifest, shown by `info` and `list`."""

import json
from pathlib import Path

import pytest

SHORT = ("--set", "horizon=60 weeks", "--set", "success=")


def record(run: Path) -> dict:
    return json.loads((run / "manifest.json").read_text())


def test_that_a_run_says_what_was_changed(configs, tmp_path, call) -> None:
    words = ("run", configs / "smoke.yaml", *SHORT, "--members", 30, "--seed", 5, "--out", tmp_path, "--quiet")
    assert call(*words).code == 0
    (run,) = (tmp_path / "smoke").iterdir()
    expected = ["horizon=60 weeks", "success=", "--members 30", "--seed 5"]
    assert record(run)["overrides"] == expected
    assert f"changed    {', '.join(expected)}" in call("info", run).out.splitlines()
    assert json.loads(call("info", run, "--json").out)["overrides"] == expected
    head, row = call("list", tmp_path).out.splitlines()
    assert head.split()[-1] == "changed"
    assert row[head.index("changed") :] == ", ".join(expected)
    assert json.loads(call("list", tmp_path, "--json").out)["runs"][0]["overrides"] == expected


def test_that_an_unchanged_run_and_an_older_one_are_told_apart(configs, tmp_path, call, reseal) -> None:
    assert call("run", configs / "smoke.yaml", "--out", tmp_path, "--quiet").code == 0
    (run,) = (tmp_path / "smoke").iterdir()
    assert record(run)["overrides"] == []
    assert call("list", tmp_path).out.splitlines()[1].endswith("  -")
    content = record(run)
    del content["overrides"]
    (run / "manifest.json").write_text(json.dumps(content))
    reseal(run)
    assert call("list", tmp_path).out.splitlines()[1].endswith("  not recorded")
    assert json.loads(call("info", run, "--json").out)["overrides"] is None


def test_that_each_point_of_a_sweep_has_its_value(configs, tmp_path, call) -> None:
    sweep = "sweep={design.seed: [3, 4]}"
    done = call("run", configs / "smoke.yaml", *SHORT, "--set", sweep, "--members", 20, "--out", tmp_path, "--json")
    assert done.code == 0, done.err
    runs = [record(Path(run["run"]))["overrides"] for run in json.loads(done.out)["runs"]]
    assert [texts[-1] for texts in runs] == ["design.seed=3", "design.seed=4"]
    assert runs[0][:-1] == runs[1][:-1] == ["horizon=60 weeks", "success=", sweep, "--members 20"]


def test_that_a_resumed_run_keeps_its_first_ones(configs, tmp_path, call, monkeypatch) -> None:
    from forecast.runner.kernel import Kernel

    words = ("run", configs / "smoke.yaml", *SHORT, "--members", 30, "--out", tmp_path, "--json")

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Kernel, "compute", fails)
        assert call(*words, "--seed", 7).code == 130
    assert "--seed 7" in call("list", tmp_path).out  # unfinished runs say it too
    done = json.loads(call(*words, "--set", "design.seed=7").out)
    assert done["resumed"] is True
    assert record(Path(done["run"]))["overrides"] == ["horizon=60 weeks", "success=", "--members 30", "--seed 7"]


def test_that_data_files_do_not_depend_on_how_it_was_said(configs, tmp_path, call) -> None:
    for name, more in (("a", ("--seed", 7)), ("b", ("--set", "design.seed=7"))):
        words = ("run", configs / "smoke.yaml", *SHORT, "--members", 30, "--out", tmp_path / name, "--quiet")
        assert call(*words, *more).code == 0
    one, two = (record(next((tmp_path / name / "smoke").iterdir())) for name in "ab")
    assert one["overrides"] != two["overrides"]
    assert one["files"] == two["files"]


def test_that_info_counts_the_inputs_of_the_table(finished, call) -> None:
    found = json.loads(call("info", finished, "--json").out)
    table = call("summary", finished).out
    total = sum(found["grades"].values())
    judged = found["grades"]["C"] + found["constant_grades"]["C"]
    everything = total + sum(found["constant_grades"].values())
    assert f"{judged} of {everything} inputs and constants" in table
    assert sum(found["sector_grades"].values()) == len(found["sectors"])
    lines = {line.split()[0]: line for line in call("info", finished).out.splitlines()}
    assert lines["inputs"].split()[1] == f"{total},"
    assert lines["sectors"].split()[1] == f"{len(found['sectors'])}:"


@pytest.mark.parametrize("verb", ["summary", "compare", "info"])
def test_that_a_run_found_below_a_folder_is_named(verb, results, finished, call) -> None:
    for place in (results, results / "smoke"):
        assert call(verb, place).err == f"newest finished run below {place}: {finished}\n"
        assert call(verb, place, "--quiet").err == ""
    assert call(verb, f"{finished}/").err == ""
