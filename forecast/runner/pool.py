"""Runs tasks on threads. It submits few tasks at a time, so memory does not grow with the number of tasks."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

Task = Callable[[], None]


def run_tasks(tasks: Iterable[Task], threads: int, stop: threading.Event, after: Callable[[], Iterable[Task]]) -> None:
    """Run all tasks, at most threads + 1 submitted at a time.

    When `stop` is set or a task fails, no further task starts. Running tasks are finished, then the first failure is
    raised.

    Parameters
    ----------
    tasks : Iterable[Task]
        The tasks, in order. The next one is taken when a thread becomes free.
    threads : int
        Number of threads.
    stop : threading.Event
        Set it to end the work early.
    after : callable
        Called in the calling thread whenever a task has ended. It returns further tasks, which run before the others.
    """
    waiting = iter(tasks)
    urgent: list[Task] = []
    running: set[Future[None]] = set()
    with ThreadPoolExecutor(threads, thread_name_prefix="members") as pool:
        try:
            while True:
                while not stop.is_set() and len(running) <= threads and (task := _next(urgent, waiting)) is not None:
                    running.add(pool.submit(task))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                urgent.extend(after())
        finally:
            for future in running:
                future.cancel()


def _next(urgent: list[Task], waiting: Iterator[Task]) -> Task | None:
    return urgent.pop(0) if urgent else next(waiting, None)
