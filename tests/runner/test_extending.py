"""An extended run has the bytes of one that was made so at once."""

import json
import threading
from pathlib import Path

import pytest

from forecast.api import execute
from forecast.config import load_experiment, with_members
from forecast.errors import ConfigError, ResultError
from forecast.runner import extending
from forecast.runner.extending import check_extendable, more_members, one_more_branch, open_extended
from forecast.runner.kernel import Kernel
from forecast.runner.request import RunRequest
from forecast.runner.stop import Interrupted
from forecast.store import faults
from forecast.store.reader import open_run
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout.bounds import BOUNDS, Bounds

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"


def extended(run, exp, out, stop=None, chunk_size=128):
    request = RunRequest.of(exp, out, threads=2, chunk_size=chunk_size)
    return execute(request, None, stop, lambda asked: open_extended(run, asked)).run


@pytest.mark.parametrize(
    ("first", "then"), [(203, 431), (65_530, 65_541), pytest.param(65_536, 70_000, marks=pytest.mark.validate)]
)
def test_that_more_members_give_the_bytes_of_one_run(first, then, experiment, start, digests, tmp_path) -> None:
    few = ["branches.surge_offer="] if first > 1_000 else []
    small = start(experiment(first, 5, *few)).run
    before = digests(small.path)
    large = extended(small, more_members(small, then), tmp_path / "results")
    assert digests(large.path) == digests(start(experiment(then, 5, *few), tmp_path / "whole").path)
    assert digests(small.path) == before
    assert large.manifest.extended_from == small.manifest.run_id
    small.verify()
    open_run(large.path).verify()


def test_that_only_new_members_are_computed(experiment, start, tmp_path, monkeypatch) -> None:
    small = start(experiment(300)).run
    compute, computed = Kernel.compute, []

    def noted(self, lo: int, hi: int):
        computed.append((lo, hi))
        return compute(self, lo, hi)

    monkeypatch.setattr(Kernel, "compute", noted)
    extended(small, more_members(small, 500), tmp_path / "results", chunk_size=100)
    assert sorted(computed) == [(300, 400), (400, 500)]


def test_that_an_interrupted_extension_is_continued(experiment, start, digests, tmp_path, monkeypatch) -> None:
    small = start(experiment(300)).run
    stop, compute = threading.Event(), Kernel.compute

    def stopping(self, lo: int, hi: int):
        if lo >= 500:
            stop.set()
        return compute(self, lo, hi)

    with monkeypatch.context() as patch:
        patch.setattr(Kernel, "compute", stopping)
        with pytest.raises(Interrupted):
            extended(small, more_members(small, 1_000), tmp_path / "results", stop)
    large = extended(small, more_members(small, 1_000), tmp_path / "results")
    assert digests(large.path) == digests(start(experiment(1_000), tmp_path / "whole").path)
    assert len(list((tmp_path / "results" / "smoke").iterdir())) == 2


@pytest.mark.parametrize("name", ["europe_led", "surge_offer"])
def test_that_a_new_branch_gives_the_bytes_of_one_run(name, start, digests, tmp_path) -> None:
    texts = ["horizon=12 weeks", "success="]
    exp = with_members(load_experiment(CONFIG, texts), 300)
    fewer = exp.model_copy(update={"branches": {key: value for key, value in exp.branches.items() if key != name}})
    small = execute(RunRequest.of(fewer, tmp_path / "results", threads=1, changes=texts)).run
    whole = one_more_branch(small, name, CONFIG)
    assert list(whole.branches) == list(exp.branches)
    large = extended(small, whole, tmp_path / "results")
    assert digests(large.path) == digests(start(exp, tmp_path / "whole").path)


def test_that_failed_members_are_kept(experiment, start, digests, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(BOUNDS, o.NET_W4, Bounds(-1e6, 500.0))
    faults._limits.cache_clear()
    try:
        small = start(experiment(300)).run
        assert small.manifest.failed
        large = extended(small, more_members(small, 600), tmp_path / "results")
        whole = start(experiment(600), tmp_path / "whole").run
        assert large.manifest.failed == whole.manifest.failed
        assert digests(large.path) == digests(whole.path)
    finally:
        monkeypatch.undo()
        faults._limits.cache_clear()


def test_that_what_cannot_be_extended_is_refused(experiment, start, monkeypatch, tmp_path) -> None:
    run = start(experiment(100)).run
    with pytest.raises(ConfigError, match="must be more than the 100 members"):
        more_members(run, 100)
    with pytest.raises(ConfigError, match="is a branch of"):
        one_more_branch(run, "no_aid", CONFIG)
    with pytest.raises(ConfigError, match="something else than branches has changed"):
        one_more_branch(run, "muddle", _with_a_branch(tmp_path, "question: another one"))
    monkeypatch.setattr(extending, "code_hash", lambda: "0" * 64)
    with pytest.raises(ResultError, match="other code made this run"):
        check_extendable(run)


def _with_a_branch(folder: Path, line: str) -> Path:
    path = folder / "more.yaml"
    path.write_text(
        f"extends: {json.dumps(str(CONFIG))}\n{line}\nhorizon: 12 weeks\nsuccess:\nbranches: {{muddle: {{about: x}}}}\n"
    )
    return path
