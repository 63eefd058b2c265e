"""One run with what the terminal shows of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.cli.output import Output
from forecast.cli.progress import Silent, progress
from forecast.runner.device import CPU, Device
from forecast.runner.folders import Opened
from forecast.runner.record import note_overrides
from forecast.runner.runner import RunResult, Watcher, run_experiment
from forecast.runner.stop import stop_on_signals

if TYPE_CHECKING:
    from forecast.analysis.members import Members
    from forecast.config import Experiment
    from forecast.store.atomic import FileEntry


class Shown(Watcher):
    """Passes on to the progress display what the runner tells, and puts `changed` on record."""

    def __init__(self, display: Silent, changed: Sequence[str]) -> None:
        self._display = display
        self._changed = changed

    def opened(self, opened: Opened) -> None:
        note_overrides(opened.folder, self._changed)
        if opened.left:
            self._display.phase(
                f"{opened.left} is unfinished, but in use or begun by another version or device; it is left alone"
            )
        if opened.resumed:
            self._display.phase(f"continuing {opened.folder.path}")
        elif opened.earlier:
            self._display.phase(f"{opened.earlier} is finished; starting a new run, {opened.folder.path}")
        else:
            self._display.phase(f"run folder {opened.folder.path}")

    def members(self, done: int, total: int) -> None:
        self._display(done, total)

    def phase(self, text: str) -> None:
        self._display.phase(text)


def run_point(
    exp: "Experiment",
    out: Path,
    threads: int,
    chunk_size: int | None,
    output: Output,
    changed: Sequence[str],
    device: Device = CPU,
) -> "tuple[RunResult, Members]":
    """Run one experiment below `out`; `changed` is how it differs from its config, for the record.

    With the result come the members with all that was estimated of them.

    Raises what `run_experiment` raises, RunError if the disk is too small.
    """
    from forecast.experiment.plan import make_plan

    plan = make_plan(exp, threads, chunk_size, gpu=device.is_gpu)
    estimated: list[Members] = []

    def finish(folder: Path) -> "list[FileEntry]":
        files, members = _finish(folder, exp, plan.threads)
        estimated.append(members)
        return files

    with progress(output.quiet) as display, stop_on_signals("" if output.quiet else "stopping ...\n") as stop:
        result = run_experiment(
            exp,
            out,
            threads=plan.threads,
            chunk_size=plan.chunk_size,
            need_bytes=plan.disk_bytes + plan.work_bytes,
            finish=finish,
            watcher=Shown(display, changed),
            stop=stop,
            device=device,
        )
    return result, estimated[0]


def _finish(folder: Path, exp: "Experiment", threads: int) -> "tuple[list[FileEntry], Members]":
    from forecast.analysis.members import Members
    from forecast.analysis.summary import write_summaries
    from forecast.store.reader import open_run

    run = open_run(folder, unfinished=True)
    run.experiment = exp  # saves reading it again
    members = Members(run)
    return write_summaries(members, threads), members
