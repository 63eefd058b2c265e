import csv
import io
import json
import os
import re

import numpy as np
import pyarrow.parquet as pq
import pytest


def test_that_run_ends_with_the_table_and_the_place(configs, tmp_path, call) -> None:
    done = call("run", configs / "smoke.yaml", "--members", 100, "--out", tmp_path)
    assert done.code == 0
    (run,) = (tmp_path / "smoke").iterdir()
    assert done.out.splitlines()[-1].split() == ["results", str(run)]
    assert "ceasefire by w52" in done.out
    assert "±" in done.out
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", run.name)


def test_that_quiet_prints_nothing(configs, tmp_path, call) -> None:
    done = call("run", configs / "smoke.yaml", "--members", 40, "--out", tmp_path, "--quiet")
    assert (done.code, done.out) == (0, "")
    assert [line for line in done.err.splitlines() if "compiling" not in line] == []


def test_that_a_finished_run_is_named_before_a_new_one(configs, tmp_path, call) -> None:
    words = ("run", configs / "smoke.yaml", "--members", 40, "--out", tmp_path)
    call(*words)
    (first,) = (tmp_path / "smoke").iterdir()
    done = call(*words)
    assert f"{first} is finished" in done.err
    assert len(list((tmp_path / "smoke").iterdir())) == 2


def test_that_seed_and_set_change_what_runs(configs, tmp_path, call) -> None:
    for more in ([], ["--seed", 5], ["--set", "design.seed=5"], ["--set", "design.replicates=5"]):
        call("run", configs / "smoke.yaml", "--members", 30, "--out", tmp_path, *more)
    assert len({path.name[-8:] for path in (tmp_path / "smoke").iterdir()}) == 3


def test_that_a_sweep_is_a_run_for_each_point(configs, tmp_path, call) -> None:
    key = "branches.surge_offer.offer.if_refused.surge.duration"
    config = tmp_path / "lengths.yaml"
    config.write_text(
        f"extends: {configs / 'smoke.yaml'}\nexperiment: lengths\nhorizon: 60 weeks\nsuccess:\n"
        f"sweep: {{{key}: [0 weeks, 26 weeks]}}\n"
    )
    planned = call("plan", config, "--members", 50, "--json")
    assert json.loads(planned.out)["runs"] == 2
    done = call("run", config, "--members", 50, "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert b"inputs and constants are judgments" in pq.read_schema(found["sweep"]).metadata[b"evidence"]
    table = pq.read_table(found["sweep"]).to_pandas()
    assert set(table[key]) == {"0 weeks", "26 weeks"}
    assert set(table["run_id"]) == {run["run_id"] for run in found["runs"]}
    for run in found["runs"]:
        own = pq.read_table(os.path.join(run["run"], "summary.parquet")).to_pandas()
        part = table[table["run_id"] == run["run_id"]].drop(columns=["run_id", key]).reset_index(drop=True)
        assert part.equals(own)
    # the swept lever acts on one branch only
    other = table[table["scenario_id"] == "no_aid"].groupby(key)["value"].sum()
    assert other.iloc[0] == other.iloc[1]
    listed = call("list", tmp_path / "out")
    assert listed.out.count("complete") == 2


def test_that_an_interrupted_sweep_keeps_its_finished_points(configs, tmp_path, call, monkeypatch) -> None:
    from forecast.cli import run as module

    config = tmp_path / "seeds.yaml"
    config.write_text(
        f"extends: {configs / 'smoke.yaml'}\nexperiment: seeds\nhorizon: 60 weeks\nsuccess:\n"
        "sweep: {design.seed: [1, 2, 3]}\n"
    )
    words = ("run", config, "--members", 30, "--out", tmp_path / "out", "--json")
    run_watched, begun = module.run_watched, []

    def twice(*arguments: object):
        if len(begun) == 2:
            raise KeyboardInterrupt
        begun.append(1)
        return run_watched(*arguments)

    monkeypatch.setattr(module, "run_watched", twice)
    assert call(*words).code == 130
    monkeypatch.undo()
    first = {path.name for path in (tmp_path / "out" / "seeds").iterdir() if path.is_dir()}
    unfinished = call("compare", tmp_path / "out" / "seeds")
    assert unfinished.code == 3
    assert "a sweep of 3 points is not finished; 1 is missing, the first is design.seed=3" in unfinished.err
    done = call(*words)
    assert done.code == 0
    assert done.err.count("finished before") == 2
    assert [run["computed"] for run in json.loads(done.out)["runs"]] == [0, 0, 30]
    runs = {path.name for path in (tmp_path / "out" / "seeds").iterdir() if path.is_dir()}
    assert first < runs
    assert len(runs) == 3
    assert "finished before" not in call(*words).err  # a finished sweep is run anew


def test_that_a_run_that_is_left_alone_is_named(configs, tmp_path, call, monkeypatch) -> None:
    from forecast.runner.kernel import Kernel

    words = ("run", configs / "smoke.yaml", "--members", 30, "--out", tmp_path)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(Kernel, "compute", fails)
    failed = call(*words)
    assert failed.code == 4
    assert failed.err.splitlines()[-1].startswith("somewhere: No space left on device; free the disk")
    monkeypatch.undo()
    assert "unfinished" in call("list", tmp_path).out
    (left,) = (tmp_path / "smoke").iterdir()
    monkeypatch.setattr("forecast.runner.folder.code_hash", lambda: "0" * 64)
    done = call(*words)
    assert f"{left} is unfinished" in done.err
    monkeypatch.undo()
    assert f"continuing {left}" in call(*words).err


def test_that_a_label_of_a_sweep_is_taken_apart() -> None:
    from forecast.store.sweep import settings

    assert settings("a.b=3 weeks, c={x: 1, y: 2}") == {"a.b": "3 weeks", "c": "{x: 1, y: 2}"}
    assert settings("") == {}


def test_that_plan_counts_and_writes_nothing(configs, tmp_path, monkeypatch, call) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("plan", configs / "offer.yaml", "--members", 200_000, "--threads", 3, "--json")
    found = json.loads(done.out)
    assert (found["members"], found["draws"], found["threads"], found["parts"]) == (200_000, 20_000, 3, 4)
    assert found["chunks"] == 3 * 8 + 1
    assert found["fits"] is True
    words = call("plan", configs / "offer.yaml")
    for label in ("members", "memory", "disk", "time"):
        assert re.search(rf"^{label} ", words.out, re.MULTILINE)
    assert list(tmp_path.iterdir()) == []


def test_that_a_short_disk_is_a_warning_of_plan_and_a_refusal_of_run(configs, tmp_path, monkeypatch, call) -> None:
    from forecast.runner import machine

    monkeypatch.setattr(machine, "free_bytes", lambda _: 1_000)
    planned = call("plan", configs / "smoke.yaml", "--out", tmp_path)
    assert planned.code == 0
    assert "warning" in planned.err
    done = call("run", configs / "smoke.yaml", "--out", tmp_path / "out", "--quiet")
    assert done.code == 4
    (line,) = [line for line in done.err.splitlines() if "compiling" not in line]
    assert "of disk are needed" in line
    assert not (tmp_path / "out").exists()


def test_that_list_shows_what_there_is(results, finished, call) -> None:
    for root in (results, results / "smoke"):
        done = call("list", root)
        assert finished.name in done.out
        assert "complete" in done.out


def test_that_a_run_is_found_from_any_folder_above_it(results, finished, call) -> None:
    texts = {call("summary", place).out for place in (finished, results / "smoke", results)}
    assert len(texts) == 1
    assert "oped_success" in texts.pop()


def test_that_info_has_question_grades_and_versions(finished, call) -> None:
    done = call("info", finished)
    for text in ("Does everything run?", "measured (A)", "judgment (C)", "numba", "muddle_through (reference)"):
        assert text in done.out


def test_that_replay_prints_the_weeks(finished, tmp_path, call) -> None:
    done = call("replay", finished, "--branch", "surge_offer", "--member", 11)
    assert done.code == 0
    table = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["week"] for row in table] == [str(week) for week in range(157)]
    assert "equals the stored row" in done.err
    for name in ("path.csv", "path.json", "path.parquet"):
        wrote = call("replay", finished, "--branch", "surge_offer", "--member", 11, "--out", tmp_path / name)
        assert (wrote.code, wrote.out) == (0, "")
    assert (tmp_path / "path.csv").read_text() == done.out
    weeks = pq.read_table(tmp_path / "path.parquet")
    assert np.allclose(weeks["net"].to_numpy(), [float(row["net"]) for row in table])
    assert json.loads((tmp_path / "path.json").read_text())["member"] == 11
    assert {path.name for path in tmp_path.iterdir()} == {"path.csv", "path.json", "path.parquet"}


def test_that_replay_notices_a_changed_result(finished, tmp_path, call, reseal) -> None:
    import shutil

    import pyarrow as pa

    copy = tmp_path / finished.name
    shutil.copytree(finished, copy)
    part = copy / "members" / "branch=no_aid" / "part-00000.parquet"
    table = pq.ParquetFile(part).read()
    place = table.column_names.index("net_km2_w52")
    changed = pa.array(table["net_km2_w52"].to_numpy() + np.float32(1))
    pq.write_table(table.set_column(place, "net_km2_w52", changed), part)
    words = ("replay", copy, "--branch", "no_aid", "--member", 3, "--quiet")
    done = call(*words)
    assert done.code == 3
    assert "part-00000.parquet: differs from what was written" in done.err
    reseal(copy)
    done = call(*words)
    assert done.code == 3
    assert "net_km2_w52" in done.err


def test_that_schema_is_a_schema(call) -> None:
    seen = set()
    for kind in ("experiment", "baseline", "priors", "branch"):
        schema = json.loads(call("schema", "--kind", kind).out)
        assert schema["$schema"].startswith("https://json-schema.org")
        seen.add(schema["$ref"])
    assert len(seen) == 4


def test_that_warmup_says_seconds_and_folder(call) -> None:
    done = call("warmup")
    assert done.code == 0
    assert re.search(r"in \d+\.\d s; kept in .*frontcast", done.out)


def test_that_report_writes_a_page(finished, tmp_path, call) -> None:
    page = tmp_path / "page.html"
    done = call("report", finished, "--out", page)
    assert done.code == 0, done.err
    assert done.out.split() == ["report", str(page)]
    assert page.read_text().lstrip().lower().startswith("<!doctype html>")


def test_that_no_color_is_written_to_a_pipe(finished, process) -> None:
    done = process("summary", finished, env={**os.environ, "FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert done.code == 0
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["run", "--help"]])
def test_that_help_and_version_are_on_stdout(words, call) -> None:
    done = call(*words)
    assert (done.code, done.err) == (0, "")
    assert done.out


@pytest.mark.parametrize("words", [["schema"], ["info", "RUN"], ["info", "RUN", "--json"]], ids=" ".join)
def test_that_a_closed_pipe_ends_it_quietly(words, finished) -> None:
    import subprocess
    import sys

    read, write = os.pipe()
    os.close(read)
    words = [str(finished) if word == "RUN" else word for word in words]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "forecast", *words], stdout=write, stderr=-1, text=True, timeout=60
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_that_an_error_that_nobody_reads_keeps_its_exit_code(tmp_path) -> None:
    import subprocess
    import sys

    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "forecast", "summary", str(tmp_path / "nowhere")]
    try:
        assert subprocess.run(words, stdout=write, stderr=write, timeout=60).returncode == 3
    finally:
        os.close(write)


def test_that_summary_shows_bands_and_values_when_asked(finished, call) -> None:
    bands, values = call("summary", finished, "--bands"), call("summary", finished, "--values")
    assert bands.code == values.code == 0
    assert "  draws" in bands.out and "casualty-first" not in bands.out
    assert "casualty-first" in values.out and "  draws" not in values.out
    both = call("summary", finished, "--bands", "--values").out
    assert "  draws" in both and "casualty-first" in both
    assert set(json.loads(call("summary", finished, "--values", "--json").out)["utilities"]) >= {"sets", "verdict"}


def test_that_spillover_without_values_is_one_line(finished, call) -> None:
    done = call("summary", finished, "--spillover")
    assert done.code == 2 and done.err.splitlines()[-1] == "--spillover: counts only in the ranking; add --values"
