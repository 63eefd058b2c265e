"""A run that stops at a precision has the bytes of one of that size, however it got there."""

import json
import threading
from pathlib import Path

import pytest

from forecast.api import execute
from forecast.config import load_experiment, with_members
from forecast.errors import ConfigError
from forecast.runner.extending import open_extended, until_precise
from forecast.runner.kernel import Kernel
from forecast.runner.request import RunRequest
from forecast.runner.shards import open_shared
from forecast.runner.stop import Interrupted
from forecast.store.reader import open_run

SMOKE = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"


@pytest.fixture
def config(tmp_path) -> Path:
    path = tmp_path / "stop.yaml"
    path.write_text(
        f"extends: {json.dumps(str(SMOKE))}\nexperiment: stop\nhorizon: 26 weeks\nsuccess:\ndesign: {{draws: 256}}\n"
        "stopping:\n  net_km2_w26: {mcse: 36}\n  surge_offer - muddle_through: {net_km2_w26: {mcse: 10}}\n"
        "  max_members: 25_000\n"
    )
    return path


def run(exp, out, stop=None, open_=None):
    return execute(RunRequest.of(exp, out, threads=2, chunk_size=500), None, stop, open_).run


def test_that_a_stopped_run_has_the_bytes_of_its_size(config, digests, tmp_path) -> None:
    exp = load_experiment(config)
    stopped = run(exp, tmp_path / "stopped")
    record = stopped.manifest
    assert record.members in (5_120, 10_240, 20_480)
    assert record.stopped.startswith(f"stopped at {record.members:,} members: all standard errors are as asked")
    plain = run(with_members(exp, record.members), tmp_path / "plain")
    assert digests(stopped.path) == digests(plain.path)
    assert record.config_hash == plain.manifest.config_hash != record.asked_hash
    reopened = open_run(stopped.path)
    reopened.verify()
    assert reopened.experiment.members == record.members


def test_that_the_last_check_ends_the_run_and_says_what_is_missing(config, tmp_path) -> None:
    exp = load_experiment(config, ["stopping.net_km2_w26.mcse=0.1", "stopping.max_members=6000"])
    ended = run(exp, tmp_path)
    assert ended.manifest.members == 5_120
    assert "the last check within max_members 6,000" in ended.manifest.stopped


def test_that_a_rule_may_be_tightened_later(config, digests, tmp_path) -> None:
    first = run(load_experiment(config, ["stopping.net_km2_w26.mcse=60"]), tmp_path / "results")
    before = digests(first.path)
    exp = until_precise(first, config, [])
    second = run(exp, tmp_path / "results", open_=lambda request: open_extended(first, request))
    assert second.manifest.members > first.manifest.members
    assert digests(second.path) == digests(run(load_experiment(config), tmp_path / "at_once").path)
    assert digests(first.path) == before
    third = until_precise(second, config, ["stopping.net_km2_w26.mcse=9"])
    assert third.members == second.manifest.members
    with pytest.raises(ConfigError, match="allows no check"):
        until_precise(second, config, ["stopping.max_members=2560"])
    with pytest.raises(ConfigError, match="something else than `stopping` has changed"):
        until_precise(second, config, ["horizon=30 weeks"])


@pytest.mark.parametrize("at", [3_000, 9_900])
def test_that_an_interrupted_run_stops_at_the_same_place(at, config, digests, tmp_path, monkeypatch) -> None:
    exp = load_experiment(config, ["stopping.net_km2_w26.mcse=27"])
    stop, compute = threading.Event(), Kernel.compute

    def stopping(self, lo: int, hi: int):
        if lo >= at:
            stop.set()
        return compute(self, lo, hi)

    with monkeypatch.context() as patch:
        patch.setattr(Kernel, "compute", stopping)
        with pytest.raises(Interrupted):
            run(exp, tmp_path / "results", stop)
    again = run(exp, tmp_path / "results")
    assert len(list((tmp_path / "results/stop").iterdir())) == 1
    whole = run(exp, tmp_path / "whole")
    assert again.manifest.stopped == whole.manifest.stopped
    assert digests(again.path) == digests(whole.path)


def test_that_a_rule_needs_one_process(config, tmp_path) -> None:
    with pytest.raises(ConfigError, match="a run that stops by itself has no shards"):
        open_shared(RunRequest.of(load_experiment(config), tmp_path))
    assert not (tmp_path / "stop").exists()
