"""Signals at random moments of real processes, from the import of the program on: exit 130, nothing damaged."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

FORECAST = [sys.executable, "-m", "forecast"]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
READY = "import sys, forecast.cli.process as process; begin = process.begin\n"
"""Python itself starts first, for which no program can answer. So a trial begins when ours does."""

STARTED = (
    "def begun():\n    words = begin()\n    print('ready', file=sys.stderr, flush=True)\n    return words\n"
    "process.begin = begun; from forecast.cli import main; main()"
)


class Ended(NamedTuple):
    code: int
    errors: str
    seconds: float


def start(words: list[str]) -> "subprocess.Popen[str]":
    """Start a command and return when it can be asked to stop."""
    command = [sys.executable, "-c", READY + STARTED, *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None and process.stderr.readline() == "ready\n"
    return process


def stopped(words: list[str], number: int, after: float) -> Ended:
    """Send a signal some seconds after the start, and wait for the end."""
    process = start(words)
    time.sleep(after)
    begun = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    return Ended(process.returncode, errors, time.monotonic() - begun)


def commands(run: Path, configs: Path, out: Path) -> dict[str, list[str]]:
    smoke = str(configs / "smoke.yaml")
    return {
        "validate": ["validate", smoke],
        "summary": ["summary", str(run), "--json"],
        "report": ["report", str(run), "--out", str(out / "page" / "report.html")],
        "export": ["export", str(run), "--to", "csv", "--out", str(out / "tables")],
        "run": ["run", smoke, "--members", "400", "--out", str(out / "results"), "--threads", "2"],
    }


def check(ended: Ended, out: Path, label: str) -> None:
    """What must hold whenever the signal came."""
    assert ended.code in (0, 130), f"{label}: {ended}"
    assert "Traceback" not in ended.errors and "Exception" not in ended.errors, f"{label}: {ended.errors}"
    assert not list(out.rglob("tmp-*")), label
    assert not (out / "tables").exists() or (out / "tables" / "citation.json").exists(), label
    for folder in out.glob("results/smoke/*"):
        record = folder / ("manifest.json" if ended.code == 0 else ".work/manifest.json")
        assert record.exists() or (folder / "manifest.json").exists(), label


def trials(count: int, seed: int, run: Path, configs: Path, out: Path) -> list[tuple[str, int, Ended]]:
    """Stop `count` processes, in turn over the commands and the signals, at random moments of their usual time."""
    chance = random.Random(seed)
    usual: dict[str, float] = {}
    for name, words in list(commands(run, configs, out).items())[:count]:
        begun = time.monotonic()
        start(words).communicate(timeout=240)
        usual[name] = time.monotonic() - begun
        shutil.rmtree(out, ignore_errors=True)
    found = []
    for k in range(count):
        out.mkdir(exist_ok=True)
        name = list(usual)[k % len(usual)]
        number, after = SIGNALS[k % 3], chance.uniform(0, usual[name])
        ended = stopped(commands(run, configs, out)[name], number, after)
        label = f"trial {k}, {name}, signal {number} after {after:.3f} of {usual[name]:.1f} s"
        check(ended, out, label)
        found.append((name, number, ended))
        shutil.rmtree(out)
    return found


def test_that_a_signal_at_the_very_start_is_exit_130(finished, configs, tmp_path) -> None:
    """While the program imports its commands and before it reads anything."""
    for number in SIGNALS:
        ended = stopped(commands(finished, configs, tmp_path)["validate"], number, 0.0)
        assert (ended.code, ended.errors) == (130, "interrupted\n")


def test_that_json_says_it_too(finished) -> None:
    command = [sys.executable, "-c", READY + STARTED, "summary", str(finished), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None and process.stderr.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert output == '{"status": "interrupted", "exit": 130, "problems": ["interrupted"]}\n'


def test_that_some_random_signals_damage_nothing(finished, configs, tmp_path, seed) -> None:
    trials(3, seed, finished, configs, tmp_path / "out")


@pytest.mark.validate
def test_that_random_signals_damage_nothing(finished, configs, tmp_path, seed) -> None:
    found = trials(60, seed, finished, configs, tmp_path / "out")
    codes = [ended.code for _, _, ended in found]
    slowest = max(found, key=lambda trial: trial[2].seconds)
    print(f"{codes.count(130)} of {len(codes)} with exit 130, {codes.count(0)} done before; slowest to end: {slowest}")
    assert codes.count(130) > len(codes) // 2


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGHUP, marks=pytest.mark.validate)])
def test_that_a_signal_that_is_ignored_from_the_start_stays_ignored(number, configs, tmp_path) -> None:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        process = start(["validate", str(configs / "smoke.yaml")])
    finally:
        signal.signal(number, before)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


@pytest.mark.validate
def test_that_the_second_signal_ends_a_run_at_once_and_it_goes_on_later(configs, tmp_path) -> None:
    out = tmp_path / "out"
    words = ["run", str(configs / "smoke.yaml"), "--out", str(out), "--quiet", "--threads", "2"]
    words += ["--members", "40000", "--chunk-size", "4000"]
    process = start(words)
    while not list(out.glob("smoke/*/.work/range-*")):
        assert process.poll() is None
        time.sleep(0.01)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in errors
    (run,) = out.glob("smoke/*")
    assert (run / ".work" / "manifest.json").exists() and not list(out.rglob("tmp-*"))
    assert os.listdir(out / "smoke") == [run.name]
