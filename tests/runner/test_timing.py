"""Seconds by phase, the first range in the log, and memory that goes back."""

import json
import time
from types import SimpleNamespace

import numpy as np
import pytest

from forecast.runner import timing as module
from forecast.runner.machine import release_memory
from forecast.runner.timing import Timing, process_age

NAMES = ["total", "computing", "writing", "summarising"]


def test_that_the_stretch_of_threads_is_shared_by_what_they_did(monkeypatch) -> None:
    now = 0.0
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now))
    phases = Timing()
    now = 1.0
    with phases.together(), phases.busy("computing"), phases.busy("writing"):
        now = 3.0
        with phases.busy("computing"):  # another thread
            now = 5.0
    with phases.summarising():
        now = 6.5
    assert phases.seconds() == {"total": 6.5, "computing": 2.4, "writing": 1.6, "summarising": 1.5}


def test_that_a_run_tells_its_phases_and_its_first_range(start, experiment) -> None:
    result = start(experiment(600), chunk_size=100)
    assert list(result.seconds) == NAMES
    assert all(spent > 0.0 for spent in result.seconds.values())
    assert sum(list(result.seconds.values())[1:]) <= result.seconds["total"] + 0.003
    events = [json.loads(line) for line in (result.path / "run.log").read_text().splitlines()]
    (first,) = (event for event in events if event["event"] == "first range")
    assert 0.0 < first["cpu_s"] <= time.process_time()
    assert events[-1]["seconds"] == result.seconds


def test_that_the_age_of_a_process_grows() -> None:
    age = process_age()
    if age is None:
        pytest.skip("the system does not say")
    time.sleep(0.05)
    later = process_age()
    assert later is not None
    assert 0.03 <= later - age < 5.0


def test_that_giving_memory_back_changes_nothing() -> None:
    kept = np.arange(1000)
    release_memory()
    assert kept.sum() == 499_500
