"""Repetitions in turn, medians and ratios; shares of a run's wall time."""

import sys

import pytest

from benchmarks.measure import in_turn, median_of, ratio_of
from benchmarks.system.process import used
from benchmarks.system.writing import shares


def test_that_jobs_take_turns_in_both_orders():
    seen = []
    jobs = {name: lambda name=name: float(len(seen)) if seen.append(name) is None else 0.0 for name in ("a", "b")}
    found = in_turn(jobs, 3)
    assert seen == ["a", "b", "b", "a", "a", "b"]
    assert found == {"a": [1.0, 4.0, 5.0], "b": [2.0, 3.0, 6.0]}


def test_that_the_median_ignores_one_wild_repetition():
    one = median_of("x", [1.0, 1.1, 0.9, 1.0, 99.0], "s", scale=1000.0)
    assert one.value == 1000.0 and one.n == 5
    assert one.spread == pytest.approx(50.0)


def test_that_a_ratio_is_that_of_the_medians():
    one = ratio_of("x", [6.0, 8.0, 7.0], [2.0, 2.0, 2.0])
    assert one.value == 3.5 and one.spread > 0.0


def test_that_what_threads_do_beside_computing_counts_as_writing():
    """Ten seconds, one to start; two threads compute 4 and 3 CPU seconds, the rest is writing, 3 s of it alone."""
    ranges = [[1.0, 5.0, 4.0], [1.0, 4.0, 2.0], [6.0, 8.0, 1.0]]
    start, writing, alone = shares(ranges, 10.0, 2)
    assert start == pytest.approx(0.1)
    assert writing == pytest.approx((9.0 - 7.0 / 2.0) / 10.0)
    assert alone == pytest.approx((9.0 - 6.0) / 10.0)


def test_that_a_command_is_not_charged_the_memory_of_who_starts_it():
    ballast = bytearray(300 * 2**20)
    ballast[:: 2**12] = b"x" * len(ballast[:: 2**12])
    assert used((sys.executable, "-c", "pass")).memory < 100 * 2**20
    assert len(ballast) == 300 * 2**20


def test_that_a_command_that_fails_is_named_with_its_last_line():
    with pytest.raises(RuntimeError, match="no such thing"):
        used((sys.executable, "-c", "import sys; sys.exit('no such thing')"))
