"""Parts that a Dask cluster computes give the bytes of one run."""

import threading
from pathlib import Path

import pytest

from forecast.api import execute
from forecast.errors import ConfigError, RunError
from forecast.runner.cluster import PartTask, cluster_client, compute_on, compute_part, run_on_cluster
from forecast.runner.merging import open_merged
from forecast.runner.request import RunRequest
from forecast.runner.stop import Interrupted

distributed = pytest.importorskip("distributed", reason="the extra 'dist' is not installed")

MEMBERS, WEEKS = 70_000, 5
TWO = "branches.surge_offer="
"""Leaves two branches, for speed."""


@pytest.fixture(scope="module")
def address():
    """A cluster of this process: one worker of two threads."""
    options = {"threads_per_worker": 2, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(n_workers=1, processes=False, protocol="tcp", **options) as cluster:
        yield cluster.scheduler_address


def nothing(*_: object) -> None:
    pass


def test_that_a_cluster_gives_the_bytes_of_one_process(address, experiment, start, digests, tmp_path) -> None:
    requests = [RunRequest.of(experiment(MEMBERS, WEEKS, TWO), tmp_path / "cluster", threads=2)]
    seen: list[tuple[int, int]] = []
    stop = threading.Event()
    folders = run_on_cluster(requests, address, stop, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (MEMBERS, MEMBERS)
    for folder, request in zip(folders, requests, strict=True):
        run = execute(
            request, None, stop, lambda asked, folder=folder: open_merged(folder, asked, stop, print, 0.0)
        ).run
        whole = start(request.experiment, tmp_path / f"whole-{request.experiment.design.seed}", chunk_size=8_192)
        assert digests(run.path) == digests(whole.path)


def test_that_ctrl_c_cancels_and_the_same_call_continues(address, experiment, tmp_path) -> None:
    request, stop = RunRequest.of(experiment(MEMBERS, WEEKS, TWO), tmp_path, threads=1), threading.Event()

    def at_first(done: int, _total: int) -> None:
        stop.set()

    with pytest.raises(Interrupted, match="run the same command again"):
        run_on_cluster([request], address, stop, at_first)
    (folder,) = run_on_cluster([request], address, threading.Event(), nothing)
    assert len(list((folder / ".work").glob("part-*.bin"))) == 2


def test_that_what_goes_wrong_on_a_worker_is_one_line(address, tmp_path) -> None:
    with distributed.Client(address) as client, pytest.raises(RunError) as failed:
        compute_on(client, [PartTask(tmp_path / "nowhere", part) for part in (0, 1)], threading.Event(), nothing)
    (line,) = str(failed.value).splitlines()
    assert "a worker does not see this folder" in line
    assert line.count("nowhere") == 1
    tmp_path.joinpath("empty").mkdir()
    assert "no such file" in compute_part(str(tmp_path / "empty"), 0)[0]


def test_that_a_scheduler_that_is_not_there_is_one_line(monkeypatch) -> None:
    monkeypatch.setattr("forecast.runner.cluster.CONNECT_S", 0.2)
    with pytest.raises(RunError, match=r"^--scheduler tcp://127.0.0.1:1: cannot be reached"):
        cluster_client("tcp://127.0.0.1:1", 1).__enter__()
    with pytest.raises(RunError, match="cannot be reached"):
        cluster_client("no address", 1).__enter__()


def test_that_a_missing_extra_is_named(monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ConfigError, match=r"needs the extra 'dist': pip install 'frontcast\[dist\]'"):
        cluster_client(None, 1).__enter__()


def test_that_the_key_of_a_task_follows_from_folder_and_part(tmp_path: Path) -> None:
    assert PartTask(tmp_path / "offer/shards-0-1", 3).key == "offer-shards-0-1-part-00003"
