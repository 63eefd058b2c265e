"""Names drafts, the files that are renamed when they are complete, and removes those of dead processes."""

import contextlib
import functools
import hashlib
import os
import platform
import re
import shutil
import threading
import time
from pathlib import Path

TEMPORARY = "tmp-"
ABANDONED_S = 86_400.0
"""Age at which a draft of another machine, whose processes cannot be asked for, counts as left behind."""

_DRAFT = re.compile(rf"{TEMPORARY}(?P<host>[0-9a-f]{{8}})-(?P<pid>\d+)-\d+-.*", re.DOTALL)
_places: set[Path] = set()


@functools.cache
def host() -> str:
    """8 hex digits that stand for this machine, or for this container of it, in the names of drafts."""
    name = platform.node()
    with contextlib.suppress(OSError):  # not on macOS
        name += os.readlink("/proc/self/ns/pid")
    return hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]


def temporary(work: Path, name: str) -> Path:
    """Return a path in the folder `work` that no other thread, process or machine uses.

    The first time, what dead processes left in that folder is removed.
    """
    if work not in _places:
        sweep(work)
        _places.add(work)
    return work / f"{TEMPORARY}{host()}-{os.getpid()}-{threading.get_ident()}-{name}"


def sweep(folder: Path) -> None:
    """Remove the drafts that dead processes left in a folder.

    Drafts of a process that is alive on this machine stay, and so do those of other machines for a day.
    """
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            draft = _DRAFT.fullmatch(name)
            if draft is not None and _is_abandoned(folder / name, draft["host"], int(draft["pid"])):
                remove(folder / name)


def is_abandoned(folder: Path) -> bool:
    """Whether no process that is alive has a draft in a folder."""
    drafts = [draft for draft in map(_DRAFT.fullmatch, os.listdir(folder)) if draft is not None]
    return all(_is_abandoned(folder / draft[0], draft["host"], int(draft["pid"])) for draft in drafts)


def _is_abandoned(path: Path, machine: str, pid: int) -> bool:
    if machine != host():
        with contextlib.suppress(OSError):
            return time.time() - path.lstat().st_mtime > ABANDONED_S
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:  # alive, of another user
        return False
    return False


def remove(path: Path) -> None:
    """Remove a draft, a file or a folder, if that is possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def discard_drafts() -> None:
    """Remove all drafts of this process, which is about to end."""
    for folder in list(_places):
        with contextlib.suppress(OSError):
            for name in os.listdir(folder):
                if name.startswith(f"{TEMPORARY}{host()}-{os.getpid()}-"):
                    remove(folder / name)


def clean(work: Path) -> None:
    """Remove the drafts of earlier processes. Only the holder of the run folder's lock may call this."""
    for path in work.glob(f"{TEMPORARY}*"):
        remove(path)
