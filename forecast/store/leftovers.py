"""Removes what is not needed any more: work areas of finished runs, and what dead processes left of runs."""

import contextlib
import os
import shutil
import time
import warnings
from pathlib import Path

from forecast.errors import ForecastWarning
from forecast.store import manifest as record
from forecast.store.atomic import WORK
from forecast.store.drafts import TEMPORARY, is_abandoned, remove
from forecast.store.lock import LOCK, Lock
from forecast.store.run_ids import entries, run_names


def remove_work(work: Path) -> None:
    """Remove the work area of a finished run. If that fails, warn: the run is complete."""
    for pause in (0.05, 0.2, None):
        try:
            shutil.rmtree(work)
        except FileNotFoundError:
            return
        except OSError as problem:
            if pause is None:
                reason = problem.strerror or str(problem)
                text = f"{work}: cannot be removed: {reason}; the run is finished, remove this folder by hand"
                warnings.warn(text, ForecastWarning, stacklevel=3)
                return
            time.sleep(pause)  # another process may have looked at the lock
        else:
            return


def sweep_runs(parent: Path) -> None:
    """Remove what dead processes left in an experiment folder: work areas of finished runs, and runs without a record.

    Runs of other users, and all runs where the file system has no locks, stay as they are.
    """
    for path in (parent / name for name in run_names(parent)):
        work = path / WORK
        is_finished = os.path.isfile(path / record.NAME)
        if os.path.islink(work) or not ((is_finished and os.path.isdir(work)) or _is_empty(path)):
            continue
        with contextlib.suppress(OSError):
            if not os.path.isdir(work):
                path.rmdir()
                continue
            lock = Lock.take(work, warn=False)
            if lock is not None:
                if lock.is_real and (is_finished or _is_empty(path)):
                    remove(work if is_finished else path)
                lock.release()


def sweep_unsealed(parent: Path) -> None:
    """Remove the folders in `parent` that a dead process left unfinished, for folders that are never continued.

    The process that works on such a folder has a draft in its `.work`.
    """
    for path in (parent / name for name in run_names(parent)):
        with contextlib.suppress(OSError):
            if not path.is_symlink() and (path / WORK).is_dir() and is_abandoned(path / WORK):
                remove(path)


def _is_empty(path: Path) -> bool:
    """Whether a run folder has neither a record nor results."""
    if os.path.islink(path) or not os.path.isdir(path):
        return False
    inside = [name for name in entries(path) if name != WORK]
    return not inside and all(name.startswith((LOCK, TEMPORARY)) for name in entries(path / WORK))
