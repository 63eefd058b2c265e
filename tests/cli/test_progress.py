import contextlib
import os
import pty
import subprocess
import sys
import threading

import pytest

from forecast.cli import progress as module
from forecast.cli.progress import Bar, Lines, Notices, Silent, progress


@pytest.mark.parametrize(
    ("terminal", "environment", "quiet", "kind"),
    [
        (True, {}, False, Bar),
        (True, {"CI": "1"}, False, Lines),
        (True, {"TERM": "dumb"}, False, Lines),
        (False, {}, False, Notices),
        (True, {}, True, Silent),
    ],
)
def test_that_the_display_fits_the_place(terminal, environment, quiet, kind, monkeypatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    assert type(progress(quiet)) is kind


def test_that_lines_come_now_and_then_and_count_this_process_only(monkeypatch, capsys) -> None:
    now = 100.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    with Lines(every=5.0) as shown:
        for second, done in enumerate(range(50_000, 100_000, 1_000)):
            now = 100.0 + second
            shown(done, 100_000)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "55,000 of 100,000 members, 1,000/s, 45 s left"
    assert len(lines) == 9


def read_all(screen: int, seen: bytearray) -> None:
    """Until the other end is closed: a terminal that nobody reads would stop the writer."""
    with contextlib.suppress(OSError):
        while piece := os.read(screen, 65_536):
            seen += piece


def test_that_a_terminal_has_a_bar_and_no_file_has_one(configs, tmp_path) -> None:
    command = [
        sys.executable,
        "-m",
        "forecast",
        "run",
        str(configs / "smoke.yaml"),
        "--members",
        "64",
        "--out",
        str(tmp_path),
    ]
    screen, side = pty.openpty()
    environment = {**{k: v for k, v in os.environ.items() if k != "CI"}, "TERM": "xterm", "COLUMNS": "60"}
    reader = threading.Thread(target=read_all, args=(screen, seen := bytearray()))
    reader.start()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=side, env=environment, timeout=120, check=True)
    os.close(side)
    reader.join(30)
    os.close(screen)
    assert b"\x1b[" in seen
    assert b"64/64" in seen
    (run,) = (tmp_path / "smoke").iterdir()
    assert str(run).encode() in seen  # a long path is not broken
    assert b"\x1b" not in done.stdout
    piped = subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert b"\x1b" not in piped.stderr + piped.stdout
    assert b"\r" not in piped.stderr
