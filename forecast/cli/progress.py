"""Shows the progress of a run on stderr: a bar on a terminal, lines on a plain terminal, else notices only."""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from forecast.runner.runner import Watcher

if TYPE_CHECKING:
    from forecast.runner.runner import RunSession

EVERY_S = 5.0
"""Seconds between two lines of progress on a plain terminal."""


class Silent:
    """The display of --quiet, which shows nothing, and the base of the other displays."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` members are finished in every branch."""

    def phase(self, text: str) -> None:
        """Show what the run does next."""

    def close(self) -> None:
        """Remove the display."""


class Notices(Silent):
    """Prints the phases of a run without counts, because stderr is not a terminal."""

    def phase(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


class Lines(Notices):
    """Prints a line every few seconds: `12,288 of 100,000 members, 3,010/s, 29 s left`."""

    def __init__(self, every: float = EVERY_S) -> None:
        self._every = every
        self._begun = self._last_line = time.monotonic()
        self._first: int | None = None

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first, self._begun = done, now
        elif now - self._last_line < self._every:
            return
        else:
            print(_line(done, total, (done - self._first) / max(now - self._begun, 1e-9)), file=sys.stderr, flush=True)
        self._last_line = now


def _line(done: int, total: int, rate: float) -> str:
    left = f", {(total - done) / rate:,.0f} s left" if rate > 0 else ""
    return f"{done:,} of {total:,} members, {rate:,.0f}/s{left}"


class Bar(Silent):
    """Draws a bar with members per second and the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: Any = None
        self._first = 0
        self._begun = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._task is None:
            self._first, self._begun = done, now
            self._task = self._bar.add_task("members", total=total, rate="")
            self._bar.start()
        rate = (done - self._first) / max(now - self._begun, 1e-9)
        self._bar.update(self._task, completed=done, rate=f"{rate:,.0f}/s" if done > self._first else "")

    def phase(self, text: str) -> None:
        self._bar.console.print(text, highlight=False, markup=False, soft_wrap=True)

    def close(self) -> None:
        self._bar.stop()


def progress(quiet: bool) -> Silent:
    """Return the display for the stderr of this process."""
    if quiet:
        return Silent()
    if not sys.stderr.isatty():
        return Notices()
    return Lines() if os.environ.get("TERM") == "dumb" or os.environ.get("CI") else Bar()


class DisplayingWatcher(Watcher):
    """Passes what a run reports to a display."""

    def __init__(self, display: Silent) -> None:
        self._display = display

    def opened(self, session: "RunSession") -> None:
        opened = session.opened
        if opened.left_alone:
            self._display.phase(
                f"{opened.left_alone} is unfinished and left alone: another process uses it, or another version or "
                "device began it"
            )
        if opened.resumed:
            self._display.phase(f"continuing {opened.path}")
        elif opened.earlier:
            self._display.phase(f"{opened.earlier} is finished; starting a new run, {opened.path}")
        else:
            self._display.phase(f"run folder {opened.path}")

    def members(self, done: int, total: int) -> None:
        self._display(done, total)

    def phase(self, text: str) -> None:
        self._display.phase(text)
