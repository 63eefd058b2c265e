"""Executes one run: opens its folder, simulates, lets the caller write estimates, and seals the folder."""

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from forecast.errors import Problem, RunError
from forecast.experiment.plan import PART_MEMBERS
from forecast.runner.draw_cache import DrawCache
from forecast.runner.folder import open_folder
from forecast.runner.machine import release_memory
from forecast.runner.pool import Task, run_tasks
from forecast.runner.request import RunRequest
from forecast.runner.stop import Interrupted
from forecast.runner.timing import Timing, process_age
from forecast.store.faults import as_failed, failed_in_any

if TYPE_CHECKING:
    from forecast.runner.kernel import Kernel
    from forecast.store.atomic import FileEntry
    from forecast.store.reader import Run


class Watcher:
    """Base class for progress reports. Its methods are called from the thread that runs the run and do nothing here."""

    def opened(self, session: "RunSession") -> None:
        """Called once the run folder is open, before anything is computed."""

    def members(self, done: int, total: int) -> None:
        """Called when more members are finished: `done` of `total`, in every branch."""

    def phase(self, text: str) -> None:
        """Called when the run begins its next phase; `text` says what it does."""


class RunSession:
    """Executes one run, as a context manager that locks the run folder.

    Inside the context, call `simulate`, write estimates inside `estimating`, then call `seal`. If an error ends the
    context early, `run.log` records it, and a later session can continue the run.

    Parameters
    ----------
    request : RunRequest
        What to compute and where to store it. If there is an unfinished run of the same configuration, code and device,
        the session continues the newest one.
    watcher : Watcher, optional
        Gets the progress reports.
    stop : threading.Event, optional
        Set it to stop the run: finished members stay stored and Interrupted is raised.
    """

    def __init__(
        self, request: RunRequest, watcher: Watcher | None = None, stop: threading.Event | None = None
    ) -> None:
        self.request = request
        self.seconds: dict[str, float] = {}
        """Wall seconds of this process by phase (total, computing, writing, summarising). Empty before `seal`."""
        self._watcher = watcher or Watcher()
        self._stop = stop or threading.Event()
        self._timing = Timing()
        self._files: list[FileEntry] = []

    def __enter__(self) -> Self:
        from forecast.experiment.inputs import Sampler
        from forecast.experiment.sectors import sector_table
        from forecast.runner.fitting.emulator import fit_new

        exp, plan = self.request.experiment, self.request.plan
        self._sampler, self._sectors = Sampler(exp), sector_table(exp)
        self._fitted = fit_new(self.request, self._sectors)  # before the folder: a config that cannot be run makes none
        self.opened = open_folder(self.request)
        try:
            self._watcher.opened(self)
            self._done_before = self._done()
            self.opened.folder.log.write(
                "start",
                resumed=self.opened.resumed,
                members=exp.members,
                done=self._done_before,
                threads=plan.threads,
                chunk=plan.chunk_size,
            )
        except BaseException:
            self.opened.close()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception | KeyboardInterrupt):
            self._log_failure(error)
        self.opened.close()

    @property
    def computed(self) -> int:
        """Number of members that were missing when this session opened the run, so that it computes them."""
        return self.request.experiment.members - self._done_before

    def simulate(self) -> None:
        """Fit the emulator, compute all missing members and write them to Parquet parts.

        Raises
        ------
        RunError
            If something cannot be written, or no member is valid in every branch.
        Interrupted
            If `stop` was set.
        """
        from forecast.runner.fitting.emulator import fit_first
        from forecast.runner.kernel import Kernel

        exp = self.request.experiment
        fitted, entry = fit_first(exp, self.opened.folder, self._sectors, self._fitted)
        draws = DrawCache(self._sampler)
        kernel = Kernel(exp, self._sampler, self._sectors, fitted.array(), draws.keep, self.request.device.is_gpu)
        with self._timing.together():
            tasks, threads = self._tasks(kernel, draws), self.request.plan.threads
            run_tasks(tasks, threads, self._stop, lambda: self._part_tasks(draws))
        self._check_stop()
        self._note_failed()
        self._files = [entry, *self.opened.work.files()]
        if exp.members > PART_MEMBERS:  # for a small run, releasing memory takes longer than it helps
            del kernel, draws
            release_memory()

    @contextmanager
    def estimating(self) -> "Iterator[Run]":
        """Yield the unsealed run, so that the caller can estimate from it.

        Another thread writes the weekly series at the same time.
        """
        from forecast.store.reader import Run

        self._watcher.phase("writing weekly series and estimates")
        with self._timing.summarising(), ThreadPoolExecutor(1) as pool:
            series = pool.submit(self._write_series)
            yield Run(self.opened.path, self.opened.folder.manifest, self.request.experiment)
            self._files.append(series.result())

    def seal(self, estimates: "Iterable[FileEntry]") -> "Run":
        """Write `manifest.json`, which marks the run as finished. `estimates` are the files written in `estimating`."""
        from forecast.store.reader import Run

        self._check_stop()
        self.seconds = self._timing.seconds()
        plan = self.request.plan
        manifest = self.opened.seal([*self._files, *estimates], self.seconds, plan.threads, plan.chunk_size)
        return Run(self.opened.path, manifest, self.request.experiment)

    def _note_failed(self) -> None:
        """Record the failed members in the manifest. Raises RunError if no member is valid in every branch."""
        faults = self.opened.work.faults()
        if not faults:
            return
        folder, members = self.opened.folder, self.request.experiment.members
        failed = as_failed(faults)
        for entry in failed:
            folder.log.write("failed members", branch=entry.branch, members=len(entry.members), reason=entry.reason)
        if failed_in_any(failed, members).all():
            raise RunError(
                Problem(
                    f"branch {entry.branch}", f"{len(entry.members):,} of {members:,} members failed: {entry.reason}"
                )
                for entry in failed
            )
        folder.record(folder.manifest.model_copy(update={"failed": failed}))

    def _tasks(self, kernel: "Kernel", draws: DrawCache) -> Iterator[Task]:
        """Yield the tasks: first write the parts that an earlier process left ready, then compute missing members."""
        self._assembling: set[int] = set()
        self._first_range_logged = threading.Lock()  # the first task takes this lock and keeps it
        yield from self._part_tasks(draws)
        for lo, hi in self.opened.work.missing(self.request.plan.chunk_size):
            yield self._compute_task(kernel, lo, hi)

    def _compute_task(self, kernel: "Kernel", lo: int, hi: int) -> Task:
        def task() -> None:
            with self._timing.busy("computing"):
                result = kernel.compute(lo, hi)
            if self._first_range_logged.acquire(blocking=False):
                cpu, age = time.process_time(), process_age()
                since_start = None if age is None else round(age, 2)
                self.opened.folder.log.write("first range", cpu_s=round(cpu, 3), since_start_s=since_start)
            with self._timing.busy("writing"):
                self.opened.work.put(result)

        return task

    def _part_tasks(self, draws: DrawCache) -> Iterable[Task]:
        """Report progress and return tasks that write the parts whose members are now all computed."""
        self._watcher.members(self._done(), self.request.experiment.members)
        parts = [part for part in self.opened.work.ready_parts() if part not in self._assembling]
        self._assembling.update(parts)
        return [self._assemble_task(part, draws) for part in parts]

    def _assemble_task(self, part: int, draws: DrawCache) -> Task:
        def task() -> None:
            with self._timing.busy("writing"):
                self.opened.work.assemble(part, draws.take)
            self.opened.folder.log.write("part", part=part)

        return task

    def _write_series(self) -> "FileEntry":
        from forecast.store.netcdf import write_timeseries  # imported here because loading h5py takes time

        return write_timeseries(self.request.experiment, self.opened.work.totals(), self.opened.path)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted(f"interrupted: run the same command again to continue {self.opened.path}")

    def _done(self) -> int:
        """Number of members that are already computed."""
        return sum(hi - lo for lo, hi in self.opened.work.covered())

    def _log_failure(self, error: BaseException) -> None:
        """Record in `run.log` why the run ended early. On a full disk this may fail too, which is ignored."""
        event = "interrupted" if isinstance(error, (Interrupted, KeyboardInterrupt)) else "failed"
        with contextlib.suppress(OSError, RunError):
            self.opened.folder.log.write(event, error=f"{type(error).__name__}: {error}", done=self._done())
