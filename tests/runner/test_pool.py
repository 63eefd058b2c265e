import threading
import time

import pytest

from forecast.runner.pool import run_tasks


def nothing() -> list:
    return []


@pytest.mark.parametrize("threads", [1, 3])
def test_that_every_task_runs_once_and_few_are_taken_ahead(threads) -> None:
    taken, done, ahead = 0, [], []

    def task(number: int):
        return lambda: done.append(number)

    def tasks():
        nonlocal taken
        for number in range(50):
            taken += 1
            ahead.append(taken - len(done))
            yield task(number)

    run_tasks(tasks(), threads, threading.Event(), nothing)
    assert sorted(done) == list(range(50))
    assert max(ahead) <= threads + 2


def test_that_follow_up_tasks_go_first() -> None:
    order, given = [], []

    def after():
        if order and not given:
            given.append(1)
            return [lambda: order.append("urgent")]
        return []

    run_tasks((lambda n=n: order.append(n) for n in range(20)), 1, threading.Event(), after)
    assert order.index("urgent") <= 3
    assert len(order) == 21


def test_that_follow_up_tasks_of_the_last_task_are_run() -> None:
    order = []

    def after():
        return [lambda: order.append("last")] if order == ["first"] else []

    run_tasks([lambda: order.append("first")], 2, threading.Event(), after)
    assert order == ["first", "last"]


def test_that_a_stop_lets_running_work_end_and_begins_no_more() -> None:
    stop, begun, ended = threading.Event(), [], []

    def task() -> None:
        begun.append(1)
        stop.set()
        time.sleep(0.05)
        ended.append(1)

    run_tasks((task for _ in range(100)), 2, stop, nothing)
    assert 1 <= len(begun) <= 3
    assert len(begun) == len(ended)


def test_that_the_first_failure_is_raised_after_running_work_ended() -> None:
    begun, ended, failing = [], [], threading.Event()

    def slow() -> None:
        begun.append(1)
        failing.wait(5)
        ended.append(1)

    def fails() -> None:
        failing.set()
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        run_tasks(iter([slow, fails, *[slow] * 50]), 2, threading.Event(), nothing)
    assert len(begun) == len(ended) < 6
