"""Whole processes: killed, interrupted, and run again."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"
MEMBERS, CHUNK = 12_000, 250


def command(out: Path, *more: str) -> list[str]:
    words = ["run", str(out / "small.yaml"), "--quiet", "--members", str(MEMBERS), "--out", str(out), "--threads", "2"]
    (out / "small.yaml").write_text(
        f"extends: {CONFIG}\nexperiment: small\nhorizon: 104 weeks\nsuccess:\nreference: wait\n"
        "branches: {wait: {about: nothing is done}, muddle_through: , no_aid: , surge_offer: ,"
        " surge_bluff: , europe_led: }\n"
    )
    return [sys.executable, "-m", "forecast", *words, *more]


def interrupt(out: Path, number: int, finished: int) -> subprocess.CompletedProcess[str]:
    """Run until `finished` ranges are there, then send the signal."""
    process = subprocess.Popen(
        command(out, "--chunk-size", str(CHUNK)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(list(out.glob("*/*/.work/range-*.bin"))) < finished:
        assert process.poll() is None, "the run ended before it could be interrupted"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(process.pid, number)
    output, errors = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, digests) -> dict[str, str]:
    """The files of an undisturbed run."""
    out = tmp_path_factory.mktemp("whole")
    subprocess.run(command(out), check=True, timeout=120)
    (run,) = out.glob("small/*")
    found = digests(run)
    shutil.rmtree(out)
    return found


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_that_a_disturbed_run_is_continued_to_the_same_bytes(number, tmp_path, whole, digests) -> None:
    stopped = interrupt(tmp_path, number, 10)
    (run,) = tmp_path.glob("small/*")
    assert not (run / "manifest.json").exists()
    assert not list(run.rglob("*.parquet"))
    if number == signal.SIGKILL:
        assert stopped.returncode == -signal.SIGKILL
    else:
        assert stopped.returncode == 130
        (line,) = stopped.stderr.splitlines()
        assert "run the same command again" in line
        assert str(run) in line
        assert not list(run.rglob("tmp-*"))
    kept = len(list((run / ".work").glob("range-*.bin")))
    assert 10 <= kept < MEMBERS // CHUNK
    again = subprocess.run(command(tmp_path, "--json"), capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr
    assert '"resumed": true' in again.stdout
    assert f'"computed": {MEMBERS - kept * CHUNK},' in again.stdout
    assert [path.name for path in (tmp_path / "small").iterdir()] == [run.name]
    assert not (run / ".work").exists()
    assert digests(run) == whole


def test_that_two_processes_do_not_share_a_folder(tmp_path, whole, digests) -> None:
    together = [subprocess.Popen(command(tmp_path), stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.wait(120) for process in together] == [0, 0]
    runs = sorted(tmp_path.glob("small/*"))
    assert len(runs) == 2
    for run in runs:
        assert digests(run) == whole


@pytest.mark.parametrize("limit", [100_000, 300_000])
def test_that_a_write_that_fails_is_one_line_and_can_be_made_up_for(limit, tmp_path, whole, digests) -> None:
    """No file may grow beyond `limit` bytes: first the ranges fail, then the Parquet parts."""

    def restrict() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    failed = subprocess.run(
        command(tmp_path, "--chunk-size", "250"), capture_output=True, text=True, timeout=120, preexec_fn=restrict
    )
    assert failed.returncode == 4
    (line,) = failed.stderr.splitlines()
    assert str(tmp_path) in line
    assert "cannot write" in line
    (run,) = tmp_path.glob("small/*")
    assert not (run / "manifest.json").exists()
    assert not list(run.rglob("tmp-*"))
    for path in run.rglob("*.parquet"):
        pq.ParquetFile(path).read()
    again = subprocess.run(command(tmp_path), capture_output=True, text=True, timeout=120)
    assert (again.returncode, again.stderr) == (0, "")
    assert [path.name for path in (tmp_path / "small").iterdir()] == [run.name]
    assert digests(run) == whole
