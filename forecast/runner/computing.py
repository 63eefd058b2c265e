"""Computes the missing members of an opened run folder and writes them to Parquet parts."""

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from forecast.errors import Problem, RunError
from forecast.experiment.plan import PART_MEMBERS
from forecast.runner.draw_cache import DrawCache
from forecast.runner.isolate import (
    FailedRange,
    compute_around,
    error_text,
    is_of_the_run,
    record_failure,
    recorded_failures,
)
from forecast.runner.machine import release_memory
from forecast.runner.pool import Task, run_tasks
from forecast.runner.timing import Timing, process_age
from forecast.store.atomic import WORK

if TYPE_CHECKING:
    from collections.abc import Callable

    from forecast.experiment.inputs import Sampler
    from forecast.runner.folder import OpenedFolder
    from forecast.runner.kernel import Kernel
    from forecast.runner.request import RunRequest
    from forecast.store.atomic import FileEntry
    from forecast.store.ranges import RangeResult


class Computing:
    """Computes members of a run, in ranges that threads take in turn.

    A range that raises an error is recorded and left out, and the others are computed.

    Parameters
    ----------
    request : RunRequest
        What to compute.
    sampler : Sampler
        Computes the inputs of any members.
    opened : OpenedFolder
        The run folder.
    timing : Timing
        Gets the seconds of computing and writing.
    stop : threading.Event
        Set it to stop between two ranges.
    progress : callable
        Called as `progress(done, total)` when more members are finished.
    """

    def __init__(
        self,
        request: "RunRequest",
        sampler: "Sampler",
        opened: "OpenedFolder",
        timing: Timing,
        stop: threading.Event,
        progress: "Callable[[int, int], None]",
    ) -> None:
        self._request, self._sampler, self._opened = request, sampler, opened
        self._timing, self._stop, self._progress = timing, stop, progress
        self._first_range_logged = threading.Lock()  # the first task takes this lock and keeps it
        self._failing = threading.Lock()
        self._failed: list[FailedRange] = []
        self._failed_before = recorded_failures(opened.path)
        self._draws = DrawCache(sampler)

    @cached_property
    def _fit(self) -> "tuple[Kernel, FileEntry]":
        from forecast.experiment.sectors import sector_table
        from forecast.runner.fitting.emulator import fit_first
        from forecast.runner.kernel import Kernel
        from forecast.runner.warm import load_compiled

        load_compiled()
        exp, opened = self._request.experiment, self._opened
        sectors = sector_table(exp)
        fitted, entry = fit_first(exp, opened.folder, sectors, opened.fitted)
        gpu, branches = self._request.device.is_gpu, opened.work.branches
        return Kernel(exp, self._sampler, sectors, fitted.array(), self._draws.keep, gpu, branches), entry

    def fit(self) -> "FileEntry":
        """Fit the emulator or read the fit. Return the entry of its file."""
        return self._fit[1]

    def compute(self, members: int, parts: Iterable[int] | None = None) -> None:
        """Compute what is missing of the first `members` members.

        Parameters
        ----------
        members : int
            Number of members, at most those of the request.
        parts : iterable of int, optional
            Only the members of these parts. Default: all.

        Raises
        ------
        RunError
            If something cannot be written, or a range could not be computed.
        """
        kernel, _ = self._fit
        self._opened.work.grow(members)
        chosen = None if parts is None else sorted(parts)
        with self._timing.together():
            tasks, threads = self._tasks(kernel, chosen), self._request.plan.threads
            run_tasks(tasks, threads, self._stop, lambda: self._part_tasks(chosen))
        if not self._stop.is_set():
            self._raise_failures()
        if members > PART_MEMBERS:  # for a small run, releasing memory takes longer than it helps
            release_memory()

    def done(self) -> int:
        """Number of members that are already computed."""
        return sum(hi - lo for lo, hi in self._opened.work.covered())

    def _tasks(self, kernel: "Kernel", parts: list[int] | None) -> Iterator[Task]:
        """Yield the tasks: first write the parts that an earlier process left ready, then compute missing members."""
        self._assembling: set[int] = set()
        yield from self._part_tasks(parts)
        for lo, hi in self._opened.work.missing(self._request.plan.chunk_size, parts):
            yield self._compute_task(kernel, lo, hi)

    def _compute_task(self, kernel: "Kernel", lo: int, hi: int) -> Task:
        def task() -> None:
            with self._timing.busy("computing"):
                result = self._compute(kernel, lo, hi)
            if result is None:
                return
            if self._first_range_logged.acquire(blocking=False):
                cpu, age = time.process_time(), process_age()
                since_start = None if age is None else round(age, 2)
                self._opened.folder.log.write("first range", cpu_s=round(cpu, 3), since_start_s=since_start)
            with self._timing.busy("writing"):
                self._opened.work.put(result)

        return task

    def _compute(self, kernel: "Kernel", lo: int, hi: int) -> "RangeResult | None":
        """Compute a range. None if that raised an error which no earlier try of the range had raised."""
        try:
            return kernel.compute(lo, hi)
        except Exception as error:
            if is_of_the_run(error):
                raise
            failed = FailedRange(lo, hi, error_text(error))
        if any(lo < other.hi and other.lo < hi and other.error == failed.error for other in self._failed_before):
            self._opened.folder.log.write("range failed again", first=lo, last=hi - 1, error=failed.error)
            return compute_around(kernel, lo, hi)
        self._opened.folder.log.write("range failed", first=lo, last=hi - 1, error=failed.error)
        record_failure(self._opened.path, failed, kernel)
        with self._failing:
            self._failed.append(failed)
        return None

    def _raise_failures(self) -> None:
        """Forget the failures of an earlier process, or raise a RunError with those of this one."""
        now = {(failed.lo, failed.hi) for failed in self._failed}
        for old in self._failed_before:
            if (old.lo, old.hi) not in now:
                with contextlib.suppress(FileNotFoundError):
                    (self._opened.path / WORK / f"failed-{old.lo:012d}-{old.hi:012d}.json").unlink()
        if self._failed:
            fix = (
                "all other members are computed; run the same command again to compute only these; "
                "members that fail again are left out"
            )
            raise RunError(
                Problem(f"members {failed.lo} to {failed.hi - 1}", f"{failed.error}; {fix}") for failed in self._failed
            )

    def _part_tasks(self, parts: list[int] | None) -> Iterable[Task]:
        """Report progress and return tasks that write the parts whose members are now all computed."""
        self._progress(self.done(), self._opened.work.members)
        ready = self._opened.work.ready_parts()
        new = [part for part in ready if part not in self._assembling and (parts is None or part in parts)]
        self._assembling.update(new)
        return [self._assemble_task(part) for part in new]

    def _assemble_task(self, part: int) -> Task:
        def task() -> None:
            with self._timing.busy("writing"):
                self._opened.work.assemble(part, self._draws.take)
            self._opened.folder.log.write("part", part=part)

        return task
