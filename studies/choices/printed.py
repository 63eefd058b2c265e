"""Runs a command of `forecast` in this process and keeps what it prints."""

import contextlib
import io
import os
import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from forecast.cli.app import main
from forecast.errors import RunError

COLUMNS = "118"


class Printed(NamedTuple):
    """A command and the lines that it printed."""

    command: str
    lines: tuple[str, ...]

    def folded(self, most: int) -> str:
        """Return the output as a block that a reader opens; of a longer one the first `most` lines."""
        shown = list(self.lines[:most])
        rest = len(self.lines) - len(shown)
        if rest > 0:
            shown.append(f"... and {rest} more lines")
        text = "\n".join(line.rstrip() for line in shown)
        return f"<details><summary>What it prints</summary>\n\n```text\n{text}\n```\n\n</details>"

    def paragraphs(self, *starts: str, wrapped: bool = False) -> list[str]:
        """Return the paragraphs that begin with a text, each as one line.

        Parameters
        ----------
        *starts : str
            Beginnings as regular expressions; the paragraphs come in this order.
        wrapped : bool
            Whether a paragraph goes on to the next blank line, not only over lines that are indented.
        """
        found: list[str] = []
        for start in starts:
            for number, line in enumerate(self.lines):
                if re.match(start, line):
                    rest = []
                    for after in self.lines[number + 1 :]:
                        if not after.strip() or re.match(r"\s*- ", after) or not (wrapped or after.startswith("  ")):
                            break
                        rest.append(after.strip())
                    found.append(" ".join([line.strip().removeprefix("- "), *rest]))
        return found


def printed(words: Sequence[str], shown: Sequence[str] = ()) -> Printed:
    """Run a command and return its output.

    Parameters
    ----------
    words : sequence of str
        The words after `forecast`.
    shown : sequence of str, optional
        The words that the page shows in their place, such as the usual folder of the run.

    Raises
    ------
    RunError
        If the command fails.
    """
    out, err = io.StringIO(), io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = COLUMNS
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main(list(words))
    except SystemExit as end:
        if end.code:
            raise RunError.of(shlex.join(words), err.getvalue().strip() or "failed") from None
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    return Printed(f"forecast {shlex.join(shown or words)}", tuple(out.getvalue().rstrip().splitlines()))
