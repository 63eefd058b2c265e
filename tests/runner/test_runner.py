import json
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from forecast.config import load_experiment, with_members
from forecast.errors import ConfigError, RunError
from forecast.runner import folder as folders
from forecast.runner import runner
from forecast.runner.kernel import Kernel
from forecast.runner.request import RunRequest
from forecast.runner.runner import RunSession, Watcher
from forecast.runner.stop import Interrupted
from forecast.store.reader import open_run

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"


class Seen(Watcher):
    """Keeps what a run tells, and stops or fails at the first sign of `at` finished members."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.stop = threading.Event()
        self.done: list[int] = []
        self.folder: folders.OpenedFolder | None = None

    def opened(self, session: RunSession) -> None:
        self.folder = session.opened

    def members(self, done: int, total: int) -> None:
        self.done.append(done)
        if self.at is not None and done >= self.at:
            self.stop.set()


def test_that_threads_and_chunk_size_change_no_byte(experiment, start, digests, tmp_path) -> None:
    exp = experiment(66_000, 5, "branches.surge_offer=")  # two parts, two branches
    one = start(exp, tmp_path / "one", threads=1, chunk_size=30_000)
    two = start(exp, tmp_path / "two", threads=2, chunk_size=4_097)
    expected = digests(one.path)
    assert len([name for name in expected if name.startswith("members/")]) == 2 * len(exp.branches)
    assert digests(two.path) == expected


def test_that_a_finished_run_is_sealed_and_clean(experiment, start) -> None:
    result = start(experiment(200))
    manifest = json.loads((result.path / "manifest.json").read_text())
    assert manifest["status"] == "complete"
    assert not (result.path / ".work").exists()
    listed = {entry["path"] for entry in manifest["files"]}
    there = {p.relative_to(result.path).as_posix() for p in result.path.rglob("*") if p.is_file()}
    assert there - listed == {"manifest.json", "run.log"}
    assert listed <= there
    open_run(result.path).verify()
    events = [json.loads(line)["event"] for line in (result.path / "run.log").read_text().splitlines()]
    assert events[0] == "start"
    assert events[-1] == "complete"


def test_that_a_stopped_run_continues_to_the_same_bytes(experiment, start, digests, tmp_path) -> None:
    exp = experiment(2_000)
    whole = start(exp, tmp_path / "whole")
    seen = Seen(at=600)
    with pytest.raises(Interrupted, match="run the same command again"):
        start(exp, chunk_size=100, watcher=seen, stop=seen.stop)
    assert not list(seen.folder.path.rglob("*.parquet"))
    again = start(exp, chunk_size=333)  # another chunk size than before
    assert again.path == seen.folder.path
    assert again.resumed
    assert 0 < again.computed <= 1_400
    assert digests(again.path) == digests(whole.path)


def test_that_a_run_stopped_after_its_last_member_only_writes_estimates(experiment, start, tmp_path) -> None:
    exp = experiment(200)
    seen = Seen(at=200)
    with pytest.raises(Interrupted):
        start(exp, watcher=seen, stop=seen.stop)
    again = start(exp)
    assert (again.resumed, again.computed) == (True, 0)


def test_that_a_finished_run_is_named_and_left_alone(experiment, start, digests) -> None:
    exp = experiment(100)
    first = start(exp)
    before = digests(first.path)
    seen = Seen()
    second = start(exp, watcher=seen)
    assert seen.folder.earlier == first.path
    assert second.path != first.path
    assert not second.resumed
    assert digests(first.path) == before == digests(second.path)


def test_that_a_run_in_use_is_not_taken_over(experiment, start, tmp_path) -> None:
    exp = experiment(100)
    held = folders.open_folder(RunRequest.of(exp, tmp_path / "results", threads=1, chunk_size=64))
    other = start(exp)
    assert other.path != held.path
    assert not other.resumed
    held.close()
    assert start(exp).path == held.path


@pytest.mark.parametrize("change", ["members", "code"])
def test_that_only_the_same_config_and_code_are_continued(change, experiment, start, monkeypatch) -> None:
    seen = Seen(at=100)
    with pytest.raises(Interrupted):
        start(experiment(400), watcher=seen, stop=seen.stop, chunk_size=50)
    if change == "code":
        monkeypatch.setattr("forecast.runner.folder.code_hash", lambda: "0" * 64)
    result = start(experiment(300 if change == "members" else 400))
    assert not result.resumed
    assert result.path != seen.folder.path


@pytest.mark.parametrize("layout", ["mc", "sobol"])
def test_that_a_small_run_is_the_beginning_of_a_larger_one(layout, experiment, start) -> None:
    small = open_run(start(experiment(203, 12, f"design.layout={layout}")).path)  # the last draw is short
    large = open_run(start(experiment(431, 12, f"design.layout={layout}")).path)
    assert small.draws.equals(large.draws.iloc[:203])
    a, b = small.frame(), large.frame()
    assert a["member"].max() == 202
    assert a.reset_index(drop=True).equals(b[b["member"] < 203].reset_index(drop=True))
    varying = [name for name in a.columns if a[name].nunique() > 3]
    assert {"ceasefire_week", "net_km2_w4"} <= set(varying)


def test_that_a_latin_hypercube_keeps_its_size(experiment) -> None:
    with pytest.raises(ConfigError, match="Latin hypercube"):
        experiment(100, 12, "design.layout=lhs")


def test_that_branches_that_do_the_same_have_the_same_members(tmp_path, start) -> None:
    config = tmp_path / "twins.yaml"
    config.write_text(
        f"extends: {CONFIG}\nexperiment: twins\nhorizon: 30 weeks\nsuccess:\nreference: one\n"
        "branches: {one: {about: first}, two: {about: second}, cut: {aid: {us: {keep: 0 %, change: 5 weeks}}}}\n"
    )
    run = open_run(start(with_members(load_experiment(config), 300)).path)

    def rows(branch: str) -> pd.DataFrame:
        return run.frame(branches=[branch]).drop(columns="branch").reset_index(drop=True)

    assert rows("one").equals(rows("two"))
    assert not rows("one").equals(rows("cut"))


def test_that_a_failure_is_raised_logged_and_survived(experiment, start, monkeypatch, digests, tmp_path) -> None:
    exp = experiment(600)
    compute = Kernel.compute

    def fails(self: Kernel, lo: int, hi: int):
        if lo >= 300:
            raise RunError.of("here", "no space")
        return compute(self, lo, hi)

    monkeypatch.setattr(Kernel, "compute", fails)
    seen = Seen()
    with pytest.raises(RunError, match="no space"):
        start(exp, chunk_size=100, watcher=seen)
    folder = seen.folder.path
    assert "no space" in (folder / "run.log").read_text()
    assert not list(folder.rglob("*.parquet"))
    monkeypatch.undo()
    assert digests(start(exp).path) == digests(start(exp, tmp_path / "whole").path)


def test_that_a_full_disk_is_refused_before_anything_is_made(experiment, start, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(RunRequest, "need_bytes", 10**18)
    with pytest.raises(RunError, match="of disk are needed"):
        start(experiment(100))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["file/below", "file"])
def test_that_an_unusable_folder_is_one_error(place, experiment, start, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError) as caught:
        start(experiment(100), tmp_path / place)
    assert len(str(caught.value).splitlines()) == 1
    assert str(tmp_path / "file") in str(caught.value)


def test_that_stored_draws_are_the_numbers_of_the_kernel(experiment, start) -> None:
    from forecast.experiment.inputs import Sampler

    exp = experiment(130)
    path = start(exp).path
    stored = pq.ParquetFile(path / "draws" / "part-00000.parquet").read()
    columns = Sampler(exp).inputs(0, 130).columns
    assert set(columns) | {"member", "draw", "replicate"} == set(stored.column_names)
    for name, values in columns.items():
        assert np.array_equal(stored[name].to_numpy(), values), name


def test_that_progress_grows_to_the_end(experiment, start) -> None:
    seen = Seen()
    start(experiment(1_000), chunk_size=100, watcher=seen)
    assert seen.done == sorted(seen.done)
    assert (seen.done[0], seen.done[-1]) == (0, 1_000)


def test_that_few_ranges_are_held_at_once(experiment, start, monkeypatch) -> None:
    held, most, lock = 0, 0, threading.Lock()
    compute = Kernel.compute

    def counted(self: Kernel, lo: int, hi: int):
        nonlocal held, most
        with lock:
            held += 1
            most = max(most, held)
        try:
            return compute(self, lo, hi)
        finally:
            with lock:
                held -= 1

    monkeypatch.setattr(Kernel, "compute", counted)
    start(experiment(2_000), threads=2, chunk_size=50)
    assert 1 <= most <= 2


def test_that_the_module_needs_no_analysis() -> None:
    assert "forecast.analysis" not in Path(runner.__file__).read_text()


def test_that_a_design_by_group_does_not_depend_on_threads_chunks_or_a_stop(
    experiment, start, digests, tmp_path
) -> None:
    exp = experiment(26 * 10 * 2, 12, "design.layout=sobol_groups")
    whole = start(exp, tmp_path / "whole", threads=1, chunk_size=520)
    seen = Seen(at=100)
    with pytest.raises(Interrupted):
        start(exp, chunk_size=77, watcher=seen, stop=seen.stop)
    again = start(exp, chunk_size=150)
    assert again.resumed
    assert digests(again.path) == digests(whole.path)
    values = open_run(whole.path).column("no_aid", "net_km2_w4").reshape(26, 20)
    assert np.array_equal(values[0], values[25])  # no input is of no group: the same inputs and random events
    assert not np.array_equal(values[0], values[2])
    with pytest.raises(ConfigError, match="whole rows of 260 members"):
        with_members(exp, 500)
