"""Ends a command: turns errors into an exit code and one line for each problem.

`forecast` and `python -m studies` share this.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Callable

from forecast.cli.output import print_failure
from forecast.errors import ForecastError, Problem, RunError

DONE, BAD_INPUT, FAILED, INTERRUPTED = 0, 2, 4, 130
ENVIRONMENT = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE)
"""Failures that have the same advice whatever was read or written."""

OUT_OF_MEMORY = (
    "out of memory: raise the limit (`ulimit -v`), or use fewer --threads, a smaller --chunk-size or fewer --members"
)
SIGNS_OF_IT = (
    "can't start new thread",
    "Failed to launch worker thread",
    "failed to map segment",
    os.strerror(errno.ENOMEM),
)
"""What libraries say that raise other errors."""

NOBODY_READS = 141  # what a shell reports if a closed pipe ended the program


def guarded(call: Callable[[list[str]], object], words: list[str]) -> int:
    """Run a command, print its errors on stderr, and return the exit code.

    Parameters
    ----------
    call : callable
        Runs the command with the words, without `--debug`. If it returns an int, that is the exit code.
    words : list of str
        Words of the command line. `--debug` prints the traceback of an error. `--json` also prints problems as JSON.

    Returns
    -------
    int
        The exit code: 0 done, 2 wrong input, 3 unusable results or observations, 4 failed, 130 interrupted, 141 nobody
        reads the output.
    """
    debug, words = _take_debug(words)
    as_json = "--json" in words
    try:
        result = call(words)
        sys.stdout.flush()
        code = result if isinstance(result, int) else DONE
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code
    except (BrokenPipeError, SystemExit):  # typer turns a closed pipe into an exit of its own
        _silence_stdout()
        return NOBODY_READS
    except BaseException as error:
        code, lines = _explain(error)
        if debug and code != INTERRUPTED:
            import traceback

            traceback.print_exc()
        with contextlib.suppress(BrokenPipeError, RunError):  # stdout of --json
            print_failure(lines, code, as_json)
        return code


def _take_debug(words: list[str]) -> tuple[bool, list[str]]:
    """Return whether `--debug` occurs before a bare `--`, and the words without it."""
    stop = words.index("--") if "--" in words else len(words)
    rest = [word for word in words[:stop] if word != "--debug"] + words[stop:]
    return len(rest) < len(words), rest


def _explain(error: BaseException) -> tuple[int, list[str]]:
    if isinstance(error, ForecastError):
        return error.exit_code, str(error).splitlines()
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        return INTERRUPTED, [str(error) or "interrupted"]
    if hasattr(error, "format_message"):  # typer's own errors, whose base class moved between its versions
        return BAD_INPUT, [_usage(error)]
    if _is_short_of_memory(error):
        return FAILED, [OUT_OF_MEMORY]
    if isinstance(error, OSError):
        return FAILED, [_os_error(error)]
    if os.strerror(errno.EMFILE) in str(error):
        return FAILED, [f"{os.strerror(errno.EMFILE)}; raise the limit on open files (`ulimit -n`)"]
    return FAILED, [f"internal error: {type(error).__name__}: {error} (repeat with --debug and report it)"]


def _is_short_of_memory(error: BaseException) -> bool:
    """Whether memory was missing for data, for a thread or for a library."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return isinstance(error, MemoryError) or any(sign in str(error) for sign in SIGNS_OF_IT)


def _usage(error: BaseException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "forecast"
    if type(error).__name__ == "NoArgsIsHelpError":
        return f"name a command: see {command} --help"
    message = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")  # type: ignore[attr-defined]
    return f"{command}: {message[:1].lower()}{message[1:]} (see {command} --help)"


def _os_error(error: OSError) -> str:
    from forecast.store.atomic import ADVICE

    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    advice = ADVICE[error.errno] if error.errno in ENVIRONMENT else ""
    return str(Problem(where, f"{error.strerror or error}{'; ' if advice else ''}{advice}"))


def _silence_stdout() -> None:
    """Send stdout to /dev/null, so that the flush at exit does not fail at the closed pipe again."""
    with contextlib.suppress(OSError, ValueError):  # a notebook's stdout is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
