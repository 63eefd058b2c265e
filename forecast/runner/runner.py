"""Executes one run: opens its folder, simulates, lets the caller write estimates, and seals the folder."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from forecast.errors import Problem, RunError
from forecast.runner.computing import Computing
from forecast.runner.folder import OpenedFolder, open_folder
from forecast.runner.request import RunRequest
from forecast.runner.stop import Interrupted
from forecast.runner.timing import Timing
from forecast.store.faults import as_failed, failed_in_any

if TYPE_CHECKING:
    from forecast.config.models import Experiment
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


class Precision(NamedTuple):
    """When a run may stop before its last member.

    checkpoints: numbers of members at which it is checked, in increasing order; the last is that of the experiment.
    check: called with the unsealed run of so many members; returns whether the run may stop, and why it stops here.
    """

    checkpoints: Sequence[int]
    check: "Callable[[Run], tuple[bool, str]]"


class NoValidMemberError(RunError):
    """No member of a run is valid in every branch, so that there is nothing to estimate."""


class RunSession:
    """Executes one run, as a context manager that locks the run folder.

    Inside the context, call `simulate`, write estimates inside `estimating`, then call `seal`. If an error ends the
    context early, `run.log` records it, and a later session can continue the run. Only a run without a valid member is
    removed: it would end in the same way again.

    Parameters
    ----------
    request : RunRequest
        What to compute and where to store it. If there is an unfinished run of the same configuration, code and device,
        the session continues the newest one.
    watcher : Watcher, optional
        Gets the progress reports.
    stop : threading.Event, optional
        Set it to stop the run: finished members stay stored and Interrupted is raised.
    open_ : callable, optional
        Opens the run folder. Default: an unfinished one of the same configuration, or a new one.
    """

    def __init__(
        self,
        request: RunRequest,
        watcher: Watcher | None = None,
        stop: threading.Event | None = None,
        open_: Callable[[RunRequest], OpenedFolder] = open_folder,
    ) -> None:
        self.request = request
        self.experiment: Experiment = request.experiment
        """The experiment with the members that were simulated; a run with `stopping` may need fewer."""
        self.seconds: dict[str, float] = {}
        """Wall seconds of this process by phase (total, computing, writing, summarising). Empty before `seal`."""
        self._watcher = watcher or Watcher()
        self._stop = stop or threading.Event()
        self._timing = Timing()
        self._files: list[FileEntry] = []
        self._open = open_

    def __enter__(self) -> Self:
        from forecast.experiment.inputs import Sampler
        from forecast.experiment.sectors import sector_table

        exp, plan = self.request.experiment, self.request.plan
        sampler = Sampler(self.request.largest)
        sector_table(exp)  # before the folder: a bad config makes none
        self.opened = self._open(self.request)
        try:
            self._computing = Computing(
                self.request, sampler, self.opened, self._timing, self._stop, self._watcher.members
            )
            self._watcher.opened(self)
            self._done_before = self._computing.done()
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
        if isinstance(error, NoValidMemberError):
            self.opened.discard()
            return
        if isinstance(error, Exception | KeyboardInterrupt):
            self._log_failure(error)
        self.opened.close()

    @property
    def computed(self) -> int:
        """Number of members that were missing when this session opened the run, so that it computes them."""
        return self.experiment.members - self._done_before

    def simulate(self, precision: Precision | None = None) -> None:
        """Fit the emulator, compute all missing members and write them to Parquet parts.

        Parameters
        ----------
        precision : Precision, optional
            Stop at the first checkpoint that is precise enough.

        Raises
        ------
        RunError
            If something cannot be written, a range of members could not be computed, or no member is valid in every
            branch.
        Interrupted
            If `stop` was set.
        """
        self._files = [self._computing.fit()]
        if precision is None:
            self._computing.compute(self.request.experiment.members)
            self._check_stop()
            self._note_failed()
        else:
            self._simulate_until(precision)
        self._files += self.opened.work.files()

    def simulate_parts(self, parts: Iterable[int]) -> None:
        """Fit the emulator and compute these parts of the run. Raises RunError and Interrupted as `simulate`."""
        self._computing.fit()
        self._computing.compute(self.request.experiment.members, parts)
        self._check_stop()

    def _simulate_until(self, precision: Precision) -> None:
        from forecast.config import with_members

        written = self.opened.work.written_members()
        for members in (number for number in precision.checkpoints if number >= written):
            self._computing.compute(members)
            self._check_stop()
            self.experiment = with_members(self.request.experiment, members)
            self.opened.resize(self.experiment)
            self._note_failed()
            stops, reason = precision.check(self._unsealed())
            self.opened.folder.log.write("precision", members=members, met=stops, reason=reason)
            self._watcher.phase(reason)
            if stops or members == precision.checkpoints[-1]:
                self.opened.stop_at(self.experiment, reason)
                return

    @contextmanager
    def estimating(self) -> "Iterator[Run]":
        """Yield the unsealed run, so that the caller can estimate from it.

        Another thread writes the weekly series at the same time.
        """
        self._watcher.phase("writing weekly series and estimates")
        with self._timing.summarising(), ThreadPoolExecutor(1) as pool:
            series = pool.submit(self._write_series)
            yield self._unsealed()
            self._files.append(series.result())

    def seal(self, estimates: "Iterable[FileEntry]") -> "Run":
        """Write `manifest.json`, which marks the run as finished. `estimates` are the files written in `estimating`."""
        from forecast.store.reader import Run

        self._check_stop()
        self.seconds = self._timing.seconds()
        plan = self.request.plan
        manifest = self.opened.seal([*self._files, *estimates], self.seconds, plan.threads, plan.chunk_size)
        return Run(self.opened.path, manifest, self.experiment)

    def _unsealed(self) -> "Run":
        from forecast.store.reader import Run

        return Run(self.opened.path, self.opened.folder.manifest, self.experiment)

    def _note_failed(self) -> None:
        """Record the failed members in the manifest. Raises NoValidMemberError."""
        faults = self.opened.work.faults()
        folder, members = self.opened.folder, self.experiment.members
        failed = as_failed(faults)
        if failed == folder.manifest.failed:
            return
        for entry in failed:
            folder.log.write("failed members", branch=entry.branch, members=len(entry.members), reason=entry.reason)
        if failed_in_any(failed, members).all():
            raise NoValidMemberError(
                Problem(
                    f"branch {entry.branch}",
                    f"{len(entry.members):,} of {members:,} members failed: {entry.reason}; nothing of the run is kept",
                )
                for entry in failed
            )
        folder.record(folder.manifest.model_copy(update={"failed": failed}))

    def _write_series(self) -> "FileEntry":
        from forecast.store.netcdf import write_timeseries  # imported here because loading h5py takes time

        return write_timeseries(self.experiment, self.opened.work.totals(), self.opened.path)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted(f"interrupted: run the same command again to continue {self.opened.path}")

    def _log_failure(self, error: BaseException) -> None:
        """Record in `run.log` why the run ended early. On a full disk this may fail too, which is ignored."""
        event = "interrupted" if isinstance(error, (Interrupted, KeyboardInterrupt)) else "failed"
        with contextlib.suppress(OSError, RunError):
            text = f"{type(error).__name__}: {error}"
            self.opened.folder.log.write(event, error=text, done=self._computing.done())
