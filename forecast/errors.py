"""Errors that a user can act on. Each has a list of problems with their places, and the exit code of the command."""

from collections.abc import Iterable
from typing import NamedTuple, Self
from unicodedata import category


def printable(text: str, keep: str = "") -> str:
    r"""Replace what must not reach a terminal or a page by `\xNN`, `\uNNNN` or `\UNNNNNNNN`.

    These are control characters, escape sequences, marks of writing direction, and letters that cannot be seen.

    Parameters
    ----------
    text : str
        A text that may come from a config, a manifest or an observation file.
    keep : str
        Control characters that stay, such as line breaks.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep or category(c) == "Zs" else _escaped(c) for c in text)


def _escaped(letter: str) -> str:
    number = ord(letter)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


class Problem(NamedTuple):
    """One thing that is wrong. `where` is `file:line:col`, an option with its value, a path, or empty."""

    where: str
    message: str

    def __str__(self) -> str:
        line = f"{self.where}: {self.message}" if self.where else self.message
        return "".join(c if c.isprintable() else _escaped(c) for c in line)


class ForecastWarning(UserWarning):
    """What a user should know although the work goes on. The command line prints it as one line on stderr."""


class ForecastError(Exception):
    """An error that the user can act on. `str()` gives one line per problem and never a control character."""

    def __init__(self, exit_code: int, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.exit_code = exit_code
        self.problems = list(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class _CodedError(ForecastError):
    code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(self.code, problems)

    @classmethod
    def of(cls, where: str, message: str) -> Self:
        """Return the error with one problem."""
        return cls([Problem(where, message)])


class ConfigError(_CodedError):
    """A mistake in the command line or in a config, including a file that it names (exit code 2)."""

    code = 2


class ObservationError(_CodedError):
    """Observations that cannot be used (exit code 3)."""

    code = 3


class ResultError(_CodedError):
    """A run folder that cannot be used (exit code 3)."""

    code = 3


class RunError(_CodedError):
    """A failure during a run or while writing, such as a full disk or missing rights (exit code 4)."""

    code = 4
