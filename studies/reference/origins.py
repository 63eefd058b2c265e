"""Where each input of an experiment was written: the file that holds it."""

import os
from pathlib import Path

from forecast.config.assemble import config_error, read
from forecast.config.tree import at, key_place, names


def files_of_inputs(path: str | Path) -> dict[str, list[str]]:
    """Names of the inputs by the file they stand in, both in the order of writing; files relative to that of `path`.

    The baseline's state comes first, then the priors. Raises ConfigError for a file that cannot be read.
    """
    root, files = read(path)
    if files.findings:
        raise config_error(files.findings)
    start = os.path.dirname(path) or os.curdir
    found: dict[str, list[str]] = {}
    for place in (("baseline", "state"), ("priors",)):
        for name in names(at(root, place)):
            shown = key_place(root, (*place, name)).source.shown
            found.setdefault(Path(os.path.relpath(shown, start)).as_posix(), []).append(name)
    return found
