"""Limits on memory, open files and the size of files: one line, exit 4, and the same command goes on later."""

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="macOS has no limit on address space")


def one_line(done, code: int = 4) -> str:
    assert done.returncode == code, done
    (line,) = done.stderr.decode().splitlines()
    assert "Traceback" not in line and "internal error" not in line
    return line


@pytest.mark.parametrize(("limit", "verb"), [(150, "summary"), (450, "summary"), (600, "run"), (800, "warmup")])
def test_that_a_memory_limit_is_one_line(limit, verb, shell, configs, finished, tmp_path) -> None:
    words = {"summary": [finished], "run": [configs / "smoke.yaml", "--quiet", "--out", tmp_path], "warmup": []}[verb]
    assert "ulimit -v" in one_line(shell(f'ulimit -v {limit}000; "$@"', verb, *words))
    assert os.listdir(tmp_path) == []


@pytest.mark.validate
def test_that_too_many_open_files_are_not_called_damage(shell, finished, tmp_path) -> None:
    done = shell('ulimit -n 6; "$@"', "report", finished, "--quiet", "--out", tmp_path / "page.html")
    assert "Too many open files" in one_line(done)
    assert "ulimit -n" in done.stderr.decode() and "again" not in done.stderr.decode()


@pytest.mark.validate
def test_that_a_file_that_may_not_grow_is_one_line(shell, finished, tmp_path) -> None:
    done = shell('ulimit -f 4; "$@"', "report", finished, "--quiet", "--out", tmp_path / "page.html")
    assert "File too large" in one_line(done) and "ulimit -f" in done.stderr.decode()
    assert not list(tmp_path.rglob("tmp-*"))
