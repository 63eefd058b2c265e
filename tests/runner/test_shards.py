"""Shards of any number, in any order, give the bytes of one run."""

import shutil
import threading

import pytest

from forecast.api import execute
from forecast.errors import ConfigError, ResultError, RunError
from forecast.runner import merging
from forecast.runner.cluster import compute_part
from forecast.runner.fitting.given import given_fit
from forecast.runner.merging import open_merged, read_shared, shared_folders
from forecast.runner.request import RunRequest
from forecast.runner.runner import RunSession
from forecast.runner.shards import Shard, finished_run, missing_shards, open_shared
from forecast.store.atomic import WORK
from forecast.store.reader import open_run

MEMBERS, WEEKS = 140_000, 5


def compute(request: RunRequest, shard: Shard):
    (parts,) = shard.parts([request])
    if not parts:
        return None
    with RunSession(request, open_=open_shared) as session:
        session.simulate_parts(parts)
        return session.opened.path


def merged(folder, wait: float = 0.0):
    _, exp = read_shared(folder)
    request = RunRequest.of(exp, folder.parent.parent, threads=2)
    stop = threading.Event()
    return execute(request, None, stop, lambda asked: open_merged(folder, asked, stop, print, wait)).run


@pytest.fixture(scope="module")
def exp(experiment):
    return experiment(MEMBERS, WEEKS, "branches.surge_offer=")  # leaves two branches


@pytest.fixture(scope="module")
def whole(exp, start_below, digests, tmp_path_factory):
    """The files of a run by one process."""
    return digests(start_below(exp, tmp_path_factory.mktemp("whole"), chunk_size=16_384).path)


@pytest.fixture(scope="module")
def computed(exp, tmp_path_factory):
    """A results folder with all shards of a run, not merged."""
    out = tmp_path_factory.mktemp("computed")
    request = RunRequest.of(exp, out, threads=2)
    for number in (3, 1, 2):
        compute(request, Shard(number, 3))
    return out


@pytest.fixture
def shards(computed, tmp_path):
    """A copy of the folder of shards."""
    out = tmp_path / "results"
    shutil.copytree(computed, out)
    (folder,) = shared_folders(out)
    return folder


def test_that_merged_shards_are_the_run(shards, whole, digests) -> None:
    run = merged(shards)
    assert digests(run.path) == whole
    open_run(run.path).verify()
    assert not shards.exists()
    assert shared_folders(run.path.parent.parent) == []


@pytest.mark.parametrize("count", [1, 2, 64, 1_001])
def test_that_every_part_is_in_one_shard(count, exp, tmp_path) -> None:
    request = RunRequest.of(exp, tmp_path)
    chosen = [part for number in range(1, count + 1) for part in Shard(number, count).parts([request, request])]
    runs = [sorted(part for parts in chosen[run::2] for part in parts) for run in (0, 1)]
    assert runs == [[0, 1, 2], [0, 1, 2]]


def test_that_missing_shards_are_named_until_they_are_computed(exp, tmp_path, digests, whole) -> None:
    request = RunRequest.of(exp, tmp_path, threads=2)
    assert missing_shards([request], 1_001) == [1, 2, 3]
    folder = compute(request, Shard(2, 1_001))
    assert missing_shards([request], 1_001) == [1, 3]
    assert missing_shards([request], 1) == [1]
    with pytest.raises(ResultError, match=r"part 0: is not computed yet; part 2: is not computed yet; .*--missing"):
        merged(folder)
    for number in missing_shards([request], 2):  # another division than before
        compute(request, Shard(number, 2))
    assert missing_shards([request], 7) == []
    run = merged(folder)
    assert digests(run.path) == whole
    assert missing_shards([request], 7) == []
    assert finished_run(request) == run.path


def test_that_shards_may_use_the_fit_of_another_run(experiment, start, digests, tmp_path) -> None:
    other = start(experiment(100, WEEKS, "design.seed=3")).run
    exp = experiment(200, WEEKS)
    fit = given_fit(other, exp)
    whole = execute(RunRequest.of(exp, tmp_path / "whole", threads=1, fit=fit)).run
    folder = compute(RunRequest.of(exp, tmp_path / "shards", threads=1, fit=fit), Shard(1, 1))
    assert compute_part(str(folder), 0) == []  # as a worker does, which knows the folder only
    run = merged(folder)
    assert digests(run.path) == digests(whole.path)
    assert run.manifest.fit_from == other.manifest.run_id


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "1", "1/2/3", "-1/3", "1/9999999", "١/3", " 1/3"])
def test_that_a_wrong_shard_is_refused(text) -> None:
    with pytest.raises(ConfigError, match="must be K/N"):
        Shard.parse(text)
    assert Shard.parse("1001/1001") == Shard(1_001, 1_001)


def test_that_files_may_come_late(shards, whole, digests, monkeypatch) -> None:
    """A file of each kind is not there yet when the merge begins; one is there in part."""
    monkeypatch.setattr(merging, "LOOK_S", 0.05)
    branch = shards / "members/branch=no_aid/part-00001.parquet"
    late = [shards / WORK / "part-00000.bin", branch, shards / "draws/part-00002.parquet", shards / "fitted.json"]
    contents = {path: path.read_bytes() for path in late}
    for path in late:
        path.unlink()
    branch.write_bytes(contents[branch][:1_000])
    lines: list[str] = []

    def come(text: str) -> None:
        lines.append(text)
        for path, content in contents.items():
            path.write_bytes(content)

    _, exp = read_shared(shards)
    request, stop = RunRequest.of(exp, shards.parent.parent, threads=2), threading.Event()
    run = execute(request, None, stop, lambda asked: open_merged(shards, asked, stop, come, 60.0)).run
    assert "waiting for" in lines[0]
    assert digests(run.path) == whole


def test_that_a_damaged_part_is_found_and_computed_again(shards, exp, whole, digests) -> None:
    path = shards / "members/branch=no_aid/part-00001.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ResultError, match=r"part 1: members/branch=no_aid/part-00001.parquet differs from what"):
        merged(shards)
    request = RunRequest.of(exp, shards.parent.parent, threads=2)
    assert missing_shards([request], 3) == [2]
    compute(request, Shard(2, 3))
    assert digests(merged(shards).path) == whole


def test_that_other_shards_are_refused(shards, exp, experiment, tmp_path, monkeypatch) -> None:
    other = compute(RunRequest.of(experiment(MEMBERS, WEEKS, "design.seed=9"), tmp_path / "other"), Shard(1, 3))
    assert other.name != shards.name
    kept = (shards / WORK / "part-00000.bin").read_bytes()
    shutil.copy(other / WORK / "part-00000.bin", shards / WORK)
    with pytest.raises(ResultError, match=r"part-00000.bin: is of another config or code"):
        merged(shards)
    (shards / WORK / "part-00001.bin").write_bytes(kept)
    (shards / WORK / "part-00000.bin").write_bytes(kept)
    with pytest.raises(ResultError, match=r"part-00001.bin: has members 0 to 65535, not 65536 to 131071"):
        merged(shards)
    monkeypatch.setattr(merging, "code_hash", lambda: "0" * 64)
    with pytest.raises(ResultError, match="other code computed its shards"):
        merged(shards)


def test_that_a_running_shard_is_not_merged(shards, exp) -> None:
    opened = open_shared(RunRequest.of(exp, shards.parent.parent))
    with pytest.raises(RunError, match="another process still computes a shard"):
        merged(shards)
    again = open_shared(RunRequest.of(exp, shards.parent.parent))  # shards do not wait for each other
    again.close()
    opened.close()
    merged(shards)
