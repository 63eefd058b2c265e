"""Standard streams that are closed, full, broken or can only spell ASCII."""

import json
import subprocess

import pytest

LATER = pytest.mark.validate
"""Further examples of a kind: each is a process or more."""

FULL = b"No space left on device"

CLOSED = {
    "stdout": ">&-",
    "stderr": "2>&-",
    "stdin": "<&-",
    "all": "<&- >&- 2>&-",
}


@pytest.mark.parametrize(
    "which", ["stdout", "all", pytest.param("stderr", marks=LATER), pytest.param("stdin", marks=LATER)]
)
def test_that_a_closed_stream_is_like_null(which, shell, results) -> None:
    done = shell(f'"$@" {CLOSED[which]}', "list", results)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (b"smoke" in done.stdout) == ("stdout" not in which and which != "all")


@LATER
def test_that_a_run_does_not_write_its_prints_into_its_files(shell, configs, tmp_path) -> None:
    """Without the streams, the first file that a run opens would be number 0, 1 or 2, where others print."""
    words = ("run", configs / "smoke.yaml", "--members", 8, "--out", tmp_path, "--set", "horizon=1 year")
    done = shell('"$@" <&- >&- 2>&-', *words, "--set", "success=")
    assert done.returncode == 0
    assert shell('"$@"', "verify", tmp_path / "smoke").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["summary", "RUN", "--json"],
        pytest.param(["summary", "RUN"], marks=LATER),
        pytest.param(["schema"], marks=LATER),
    ],
)
def test_that_a_full_stdout_is_one_line_and_exit_4(words, shell, finished) -> None:
    done = shell('"$@" >/dev/full', *(finished if word == "RUN" else word for word in words))
    assert done.returncode == 4
    assert done.stderr == b"stdout: cannot write: " + FULL + b"\n"


def test_that_lost_notes_change_nothing(shell, results) -> None:
    assert shell('"$@" 2>/dev/full', "summary", "nowhere").returncode == 3
    done = shell('"$@" >/dev/full', "summary", "nowhere", "--json")
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1
    done = shell('"$@" 2>/dev/full', "summary", results)
    assert done.returncode == 0 and b"Monte Carlo" in done.stdout


def test_that_nobody_reading_is_no_traceback(shell, finished) -> None:
    done = shell('"$@" | head -1 >/dev/null; exit ${PIPESTATUS[0]}', "summary", finished)
    assert done.returncode in (0, 141) and done.stderr == b""


ASCII = (
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    pytest.param({"PYTHONIOENCODING": "ascii"}, marks=LATER),
    pytest.param({"LC_ALL": "C"}, marks=LATER),
    pytest.param({"PYTHONIOENCODING": "latin-1:strict"}, marks=LATER),
)


@pytest.mark.parametrize("env", ASCII)
def test_that_letters_a_stream_lacks_are_replaced(env, shell, results) -> None:
    done = shell('"$@"', "summary", results, **env)
    assert done.returncode == 0 and b"Monte Carlo" in done.stdout and b"Traceback" not in done.stderr
    strange = shell('"$@"', "summary", "кафе", "--json", **env)
    assert strange.returncode == 3 and b"Traceback" not in strange.stderr
    assert json.loads(strange.stdout.decode("latin-1"))["exit"] == 3


@LATER
def test_that_a_reader_who_set_the_pipe_not_to_wait_gets_everything(results) -> None:
    """The other end of a terminal or pipe may be set not to block; then a write may take nothing at once."""
    import fcntl
    import os
    import sys
    import time

    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ if hasattr(fcntl, "F_SETPIPE_SZ") else fcntl.F_SETFL, 4096)
    os.set_blocking(write, False)
    words = [sys.executable, "-m", "forecast", "schema"]
    process = subprocess.Popen(words, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    time.sleep(1.0)
    with open(read, "rb") as stream:
        content = stream.read()
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    assert json.loads(content)
