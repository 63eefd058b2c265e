"""A run from its request to its sealed folder: open, simulate, estimate, seal."""

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from forecast.errors import RunError
from forecast.experiment.plan import PART_MEMBERS
from forecast.runner.draw_cache import DrawCache
from forecast.runner.folder import open_folder
from forecast.runner.machine import release_memory
from forecast.runner.pool import Task, run_tasks
from forecast.runner.request import RunRequest
from forecast.runner.stop import Interrupted
from forecast.runner.timing import Timing, process_age

if TYPE_CHECKING:
    from forecast.runner.kernel import Kernel
    from forecast.store.atomic import FileEntry
    from forecast.store.reader import Run


class Watcher:
    """Is called as a run goes on, from the thread that runs it. The command line shows it; these methods do nothing."""

    def opened(self, session: "RunSession") -> None:
        """The folder is made or taken over, nothing is computed yet."""

    def members(self, done: int, total: int) -> None:
        """`done` of `total` members are finished in every branch."""

    def phase(self, text: str) -> None:
        """The run goes on to `text`."""


class RunSession:
    """One run of this process, a context manager that holds the run folder.

    Call `simulate`, write estimates inside `estimating`, then `seal`. An error inside is logged in `run.log`, and the
    folder can be continued.

    Parameters
    ----------
    request : RunRequest
        The newest unfinished run of the same configuration, code and device is continued.
    watcher : Watcher, optional
        Is called as the run goes on.
    stop : threading.Event, optional
        Once set, finished members are kept and Interrupted is raised.
    """

    def __init__(
        self, request: RunRequest, watcher: Watcher | None = None, stop: threading.Event | None = None
    ) -> None:
        self.request = request
        self.seconds: dict[str, float] = {}
        """Wall seconds of this process by phase, once sealed: total, computing, writing, summarising."""
        self._watcher = watcher or Watcher()
        self._stop = stop or threading.Event()
        self._timing = Timing()
        self._files: list[FileEntry] = []

    def __enter__(self) -> Self:
        from forecast.experiment.inputs import Sampler
        from forecast.experiment.sectors import sector_table

        exp, plan = self.request.experiment, self.request.plan
        self._sampler, self._sectors = Sampler(exp), sector_table(exp)  # first: a bad experiment makes no folder
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
        """Members that this process computes; the others were there."""
        return self.request.experiment.members - self._done_before

    def simulate(self) -> None:
        """Fit what is fitted before member 0, compute all missing members, write their Parquet parts.

        Raises
        ------
        RunError
            If something cannot be written or the pilot cannot be fitted.
        Interrupted
            If a stop was asked for.
        """
        from forecast.runner.fitting.emulator import fit_first
        from forecast.runner.kernel import Kernel
        from forecast.runner.warm import load

        load()
        exp = self.request.experiment
        fitted, entry = fit_first(exp, self.opened.folder, self._sectors)
        draws = DrawCache(self._sampler)
        kernel = Kernel(exp, self._sampler, self._sectors, fitted.array(), draws.keep, self.request.device.is_gpu)
        with self._timing.together():
            run_tasks(self._tasks(kernel, draws), self.request.plan.threads, self._stop, lambda: self._new_parts(draws))
        self._check_stop()
        self._files = [entry, *self.opened.work.files()]
        if exp.members > PART_MEMBERS:
            del kernel, draws
            release_memory()

    @contextmanager
    def estimating(self) -> "Iterator[Run]":
        """Give the run, not sealed yet, to estimate from; the weekly series are written meanwhile."""
        from forecast.store.reader import Run

        self._watcher.phase("writing weekly series and estimates")
        with self._timing.summarising(), ThreadPoolExecutor(1) as pool:
            series = pool.submit(self._write_series)
            yield Run(self.opened.path, self.opened.folder.manifest, self.request.experiment)
            self._files.append(series.result())

    def seal(self, estimates: "Iterable[FileEntry]") -> "Run":
        """Finish the folder; `manifest.json` is written last. `estimates`: the files written inside `estimating`."""
        from forecast.store.reader import Run

        self._check_stop()
        self.seconds = self._timing.seconds()
        plan = self.request.plan
        manifest = self.opened.seal([*self._files, *estimates], self.seconds, plan.threads, plan.chunk_size)
        return Run(self.opened.path, manifest, self.request.experiment)

    def _tasks(self, kernel: "Kernel", draws: DrawCache) -> Iterator[Task]:
        """First the parts that an earlier process left ready, then the missing members."""
        self._assembling: set[int] = set()
        self._first = threading.Lock()
        yield from self._new_parts(draws)
        for lo, hi in self.opened.work.missing(self.request.plan.chunk_size):
            yield self._compute(kernel, lo, hi)

    def _compute(self, kernel: "Kernel", lo: int, hi: int) -> Task:
        def task() -> None:
            with self._timing.busy("computing"):
                result = kernel.compute(lo, hi)
            if self._first.acquire(blocking=False):  # once a run
                cpu, age = time.process_time(), process_age()
                since_start = None if age is None else round(age, 2)
                self.opened.folder.log.write("first range", cpu_s=round(cpu, 3), since_start_s=since_start)
            with self._timing.busy("writing"):
                self.opened.work.put(result)

        return task

    def _new_parts(self, draws: DrawCache) -> Iterable[Task]:
        """Tasks that write the parts whose members are all there by now."""
        self._watcher.members(self._done(), self.request.experiment.members)
        parts = [part for part in self.opened.work.ready_parts() if part not in self._assembling]
        self._assembling.update(parts)
        return [self._assemble(part, draws) for part in parts]

    def _assemble(self, part: int, draws: DrawCache) -> Task:
        def task() -> None:
            with self._timing.busy("writing"):
                self.opened.work.assemble(part, draws.take)
            self.opened.folder.log.write("part", part=part)

        return task

    def _write_series(self) -> "FileEntry":
        from forecast.store.netcdf import write_timeseries  # imports h5py: in this thread, beside the estimates

        return write_timeseries(self.request.experiment, self.opened.work.totals(), self.opened.path)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted(f"interrupted: run the same command again to continue {self.opened.path}")

    def _done(self) -> int:
        """Members that need no more computing."""
        return sum(hi - lo for lo, hi in self.opened.work.covered())

    def _log_failure(self, error: BaseException) -> None:
        """Say in `run.log` why the run ended early; a full disk may refuse even that."""
        event = "interrupted" if isinstance(error, (Interrupted, KeyboardInterrupt)) else "failed"
        with contextlib.suppress(OSError, RunError):
            self.opened.folder.log.write(event, error=f"{type(error).__name__}: {error}", done=self._done())
