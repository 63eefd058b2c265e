"""Makes a new folder whole or not at all. Never over other files."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forecast.store.atomic import sync_names
from forecast.store.drafts import remove, sweep, temporary


def is_occupied(out: Path) -> bool:
    """Whether something is at `out` that is not an empty folder. OSError if the folder cannot be read.

    What a dead process left there while it made this folder is removed first.
    """
    if not out.exists() and not out.is_symlink():
        return False
    if not out.is_dir():
        return True
    sweep(out)
    return any(out.iterdir())


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give an empty folder on the same disk; at the end its content is in `out`. After an error nothing is left.

    Parameters
    ----------
    out : Path
        The new folder. If it exists it is empty and stays itself, since a shell may stand in it. Folders above it that
        are missing are made.

    Raises
    ------
    OSError
        If the disk is full or rights are missing.
    """
    is_there, parent = out.is_dir(), out.absolute().parent
    missing = [folder for folder in out.absolute().parents if not folder.exists()]
    draft = temporary(out if is_there else parent, out.absolute().name)
    moved: list[Path] = []
    done = False
    try:
        draft.mkdir(parents=True)
        yield draft
        for path in draft.rglob("*"):
            sync_names(path)
        if is_there:
            for path in sorted(draft.iterdir()):
                moved.append(out / path.name)
                os.replace(path, moved[-1])
            draft.rmdir()
            sync_names(out)
        else:
            os.replace(draft, out)
        sync_names(parent)
        done = True
    finally:
        if not done:
            shutil.rmtree(draft, ignore_errors=True)
            for path in moved:
                remove(path)
            for folder in missing:
                with contextlib.suppress(OSError):
                    folder.rmdir()
