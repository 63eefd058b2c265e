"""Begins and ends the process of the command line: streams, signals, warnings."""

import json
import os
import select
import sys
import warnings
from contextlib import suppress
from typing import Any

from forecast.cli.streams import mend_streams
from forecast.compat.quick_exit import begin_quickly, leave_quickly
from forecast.errors import ForecastWarning, Problem
from forecast.runner.stop import SignalWatch, watch_signals

INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"
_watch: list[SignalWatch] = []


def begin() -> list[str]:
    """Prepare the process, and return the words of its command line. Call it before anything that takes time."""
    words = sys.argv[1:]
    mend_streams()
    _watch.append(watch_signals(lambda: leave_interrupted("--json" in words)))
    begin_quickly()
    warnings.showwarning = _show
    warnings.filterwarnings("always", category=ForecastWarning)
    return words


def end(code: int, words: list[str]) -> None:
    """End the process with an exit code. Never returns."""
    for watch in _watch:
        watch.end()
    if "--debug" not in words:
        leave_quickly(code)
    sys.exit(code)


def leave_interrupted(as_json: bool) -> None:
    """End the process at once because of a signal (exit code 130). All files are complete or absent. Never returns."""
    drafts = sys.modules.get("forecast.store.drafts")
    if drafts is not None:
        drafts.discard_drafts()
    cursor = SHOW_CURSOR if os.isatty(2) else b""  # a progress bar hides it
    _say(2, cursor + b"interrupted\n")
    if as_json:
        content = {"status": "interrupted", "exit": INTERRUPTED, "problems": ["interrupted"]}
        _say(1, json.dumps(content).encode() + b"\n")
    os._exit(INTERRUPTED)


def _say(stream: int, text: bytes) -> None:
    """Write a few bytes, if the stream takes them now."""
    with suppress(OSError, ValueError):
        if select.select([], [stream], [], 0)[1]:
            os.write(stream, text)


def _show(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    """Print a warning for users as one line. Warnings of libraries to their programmers are not shown."""
    if issubclass(category, ForecastWarning):
        print(f"warning: {Problem('', str(message))}", file=sys.stderr, flush=True)
