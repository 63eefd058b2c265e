"""A run from an experiment to a sealed folder: ranges on threads, parts as they fill, then series, estimates, seal."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.errors import RunError
from forecast.runner.device import CPU, Device
from forecast.runner.drawn import Drawn
from forecast.runner.folders import Opened, open_folder
from forecast.runner.memory import give_back
from forecast.runner.phases import Phases, process_age
from forecast.runner.pool import Task, run_tasks
from forecast.runner.stop import Interrupted
from forecast.store.parts import PART_ROWS

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.runner.kernel import Kernel
    from forecast.store.atomic import FileEntry
    from forecast.store.log import RunLog
    from forecast.store.work import WorkArea

Finish = Callable[[Path], "list[FileEntry]"]


class Watcher:
    """Told how a run goes; the command line shows it. Called from the main thread only."""

    def opened(self, opened: Opened) -> None:
        """The folder is made or taken over, nothing is computed yet."""

    def members(self, done: int, total: int) -> None:
        """`done` of `total` members are finished in every branch."""

    def phase(self, text: str) -> None:
        """The run goes on to `text`."""


@dataclass(frozen=True)
class RunResult:
    """A finished run. computed: members of this process, the others were there.

    seconds: of this process, by phase: total, computing, writing, summarising (`Phases`).
    """

    path: Path
    run_id: str
    members: int
    computed: int
    branches: tuple[str, ...]
    resumed: bool
    seconds: dict[str, float]


def run_experiment(
    exp: "Experiment",
    out_root: Path,
    *,
    threads: int,
    chunk_size: int,
    finish: Finish,
    need_bytes: int = 0,
    watcher: Watcher | None = None,
    stop: threading.Event | None = None,
    device: Device = CPU,
) -> RunResult:
    """Run all members in all branches; the folder is `out_root/<experiment>/<run-id>/`.

    The newest unfinished run of the same configuration, code and device is continued. need_bytes: disk that a whole run
    takes. finish: writes the summaries into the folder before it is sealed and returns their entries. stop: once set,
    the work under way is kept and Interrupted raised. Raises RunError when something cannot be written, ConfigError
    when the experiment does not fit the kernel.
    """
    from forecast.experiment.inputs import Sampler
    from forecast.experiment.sectors import sector_table
    from forecast.runner.fitting.first import fit_first
    from forecast.runner.kernel import Kernel
    from forecast.runner.warm import load

    phases = Phases()
    watcher = watcher or Watcher()
    stop = stop or threading.Event()
    sampler, sectors = Sampler(exp), sector_table(exp)
    with open_folder(exp, out_root, threads, chunk_size, need_bytes, device) as opened:
        watcher.opened(opened)
        log, work = opened.folder.log, opened.work
        before = members_done(work)
        log.write("start", resumed=opened.resumed, members=exp.members, done=before, threads=threads, chunk=chunk_size)
        try:
            load()
            fitted, entry = fit_first(exp, opened.folder, sectors)
            drawn = Drawn(sampler)
            kernel = Kernel(exp, sampler, sectors, fitted.array(), drawn.keep, device.is_gpu)
            with phases.together():
                _simulate(kernel, drawn, work, log, threads, chunk_size, watcher, stop, phases)
            check(stop, opened)
            del kernel, drawn
            if exp.members > PART_ROWS:
                give_back()
            watcher.phase("writing weekly series and estimates")
            with phases.summarising(), ThreadPoolExecutor(1) as pool:
                series = pool.submit(_series, exp, work, opened.folder.path)
                summaries = finish(opened.folder.path)
            files = [entry, *work.files(), *series.result(), *summaries]
            check(stop, opened)
        except (Exception, KeyboardInterrupt) as error:
            log_failure(opened, error, members_done(work))
            raise
        seconds = phases.seconds()
        opened.seal(files, seconds, threads, chunk_size)
        return RunResult(
            opened.folder.path,
            opened.folder.path.name,
            exp.members,
            exp.members - before,
            tuple(exp.branches),
            opened.resumed,
            seconds,
        )


def _simulate(
    kernel: "Kernel",
    drawn: Drawn,
    work: "WorkArea",
    log: "RunLog",
    threads: int,
    chunk_size: int,
    watcher: Watcher,
    stop: threading.Event,
    phases: Phases,
) -> None:
    """Compute what is missing and assemble every part."""
    total = kernel.exp.members
    assembling: set[int] = set()
    first = threading.Lock()

    def compute(lo: int, hi: int) -> Task:
        def one() -> None:
            with phases.busy("computing"):
                result = kernel.compute(lo, hi)
            if first.acquire(blocking=False):  # once a run
                cpu, age = time.process_time(), process_age()
                log.write("first range", cpu_s=round(cpu, 3), since_start_s=None if age is None else round(age, 2))
            with phases.busy("writing"):
                work.put(result)

        return one

    def assemble(part: int) -> Task:
        def write() -> None:
            with phases.busy("writing"):
                work.assemble(part, drawn.take)
            log.write("part", part=part)

        return write

    def new_parts() -> Iterable[Task]:
        watcher.members(members_done(work), total)
        parts = [part for part in work.ready_parts() if part not in assembling]
        assembling.update(parts)
        return [assemble(part) for part in parts]

    def all_tasks() -> Iterator[Task]:
        yield from new_parts()
        for lo, hi in work.missing(chunk_size):
            yield compute(lo, hi)

    run_tasks(all_tasks(), threads, stop, new_parts)


def check(stop: threading.Event, opened: Opened) -> None:
    """Raise Interrupted if a stop was asked for."""
    if stop.is_set():
        raise Interrupted(f"interrupted: run the same command again to continue {opened.folder.path}")


def members_done(work: "WorkArea") -> int:
    """Members that need no more computing."""
    return sum(hi - lo for lo, hi in work.covered())


def _series(exp: "Experiment", work: "WorkArea", folder: Path) -> "list[FileEntry]":
    from forecast.store.netcdf import write_timeseries

    return [write_timeseries(exp, work.totals(), folder)]


def log_failure(opened: Opened, error: BaseException, done: int) -> None:
    """Say in `run.log` why the run ended early; a full disk may refuse even that."""
    event = "interrupted" if isinstance(error, (Interrupted, KeyboardInterrupt)) else "failed"
    with contextlib.suppress(OSError, RunError):
        opened.folder.log.write(event, error=f"{type(error).__name__}: {error}", done=done)
