"""Prints the output of a command: results to stdout, all else to stderr. With --json stdout has one object only."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from forecast.errors import printable

NO_TERMINAL = 200
"""Columns to print if stdout is not a terminal."""


def width() -> int:
    """Return the number of columns to print: those of the terminal, or NO_TERMINAL."""
    return shutil.get_terminal_size((100, 40)).columns if sys.stdout.isatty() else NO_TERMINAL


class Output:
    """Prints what a command has to say, depending on --json and --quiet.

    Parameters
    ----------
    as_json : bool
        Print the result as one JSON object.
    quiet : bool
        Print no text and no notes.
    """

    def __init__(self, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json = as_json
        self.quiet = quiet

    def text(self, *lines: str) -> None:
        """Print lines of the result, except with --json or --quiet."""
        if not (self.as_json or self.quiet):
            print(*(printable(line, "\n") for line in lines), sep="\n", flush=True)

    def note(self, *lines: str) -> None:
        """Print lines about the work to stderr, except with --quiet."""
        if not self.quiet:
            print(*(printable(line, "\n") for line in lines), sep="\n", file=sys.stderr, flush=True)

    def result(self, content: Mapping[str, Any]) -> None:
        """Print the result as one JSON object on one line, only with --json."""
        if self.as_json:
            print(one_line(content), flush=True)

    def colour(self) -> bool:
        """Return whether text on stdout may have colour."""
        return "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def one_line(content: Mapping[str, Any]) -> str:
    """Write JSON on one line. NaN and infinity become null, because strict readers refuse them.

    Letters that a terminal would obey, or not show, are written as escapes: the same text for a reader of JSON.
    """
    text = json.dumps(_plain(content), ensure_ascii=False, allow_nan=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:  # an ASCII-only stream, or a path that is not UTF-8
        return json.dumps(_plain(content), allow_nan=False)
    return text if text.isprintable() else "".join(c if c.isprintable() else _json_escape(c) for c in text)


def _json_escape(letter: str) -> str:
    number = ord(letter)
    return f"\\u{number:04x}" if number < 0x10000 else json.dumps(letter)[1:-1]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (bool, str, int)) or value is None:
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if hasattr(value, "item"):
        return _plain(value.item())
    return str(value)


def print_failure(lines: Iterable[str], code: int, as_json: bool) -> None:
    """Print why a command stopped: one line per problem on stderr, and with --json one object on stdout.

    Parameters
    ----------
    lines : iterable of str
        The problems.
    code : int
        The exit code.
    as_json : bool
        Whether to print the object on stdout.
    """
    lines = list(lines)
    for line in lines:
        print(printable(line), file=sys.stderr, flush=True)
    if as_json:
        print(
            one_line({"status": "interrupted" if code == 130 else "error", "exit": code, "problems": lines}), flush=True
        )
