"""Finds runs in a results folder. What this user may not read, and what is no run, is passed over."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from forecast.errors import Problem, ResultError
from forecast.store import manifest as record
from forecast.store.atomic import WORK
from forecast.store.manifest import RunManifest, find_manifest, read_manifest
from forecast.store.paths import text_problem
from forecast.store.plain_files import links_below, refuse_links
from forecast.store.run_ids import SHARED, entries, moment_of, run_names


def _runs(parent: Path) -> Iterator[Path]:
    """Run folders of an experiment, newest first."""
    return (parent / name for name in reversed(run_names(parent)))


def unsealed(
    root: Path, experiment: str, config_hash: str, code_hash: str, fit: str
) -> Iterator[tuple[Path, RunManifest]]:
    """Yield the unsealed runs of a configuration and their manifests, newest first.

    Parameters
    ----------
    root : Path
        Results folder.
    experiment, config_hash, code_hash : str
        Name of the experiment, hash of its configuration and hash of the code; an empty code hash fits any code.
    fit : str
        Hash of the fit of another run that the run uses; empty for runs with a fit of their own.
    """
    for path in _runs(root / experiment):
        if os.path.lexists(path / record.NAME):
            continue
        refuse_links(path, *links_below(path))
        manifest = find_manifest(path)
        if (
            manifest
            and (manifest.asked, manifest.fit_sha256) == (config_hash, fit)
            and code_hash in ("", manifest.code_hash)
        ):
            yield path, manifest


def find_unsealed(root: Path, experiment: str, config_hash: str, code_hash: str = "", fit: str = "") -> Path | None:
    """Return the newest unsealed run of a configuration (and of this code, if its hash is given), or None.

    Parameters
    ----------
    root : Path
        Results folder.
    experiment, config_hash, code_hash : str
        Name of the experiment, hash of its configuration and hash of the code.
    fit : str
        Hash of the fit of another run that the run uses; empty for runs with a fit of their own.
    """
    return next((path for path, _ in unsealed(root, experiment, config_hash, code_hash, fit)), None)


def find_sealed(root: Path, experiment: str, config_hash: str, fit: str = "") -> Path | None:
    """Return the newest finished run of a configuration, or None.

    Parameters
    ----------
    root : Path
        Results folder.
    experiment, config_hash : str
        Name of the experiment and hash of its configuration.
    fit : str
        Hash of the fit of another run that the run uses; empty for runs with a fit of their own.
    """
    for path in _runs(root / experiment):
        try:
            manifest = read_manifest(path / record.NAME)
        except ResultError:
            continue
        if (manifest.asked, manifest.fit_sha256) == (config_hash, fit):
            return path
    return None


def list_runs(root: Path) -> tuple[list[tuple[Path, RunManifest]], list[Problem]]:
    """All runs below a results folder, sealed or not, oldest first, and why the records of others cannot be read.

    Runs that this user may not read are left out.
    """
    readable: list[tuple[Path, RunManifest]] = []
    problems: list[Problem] = []
    for path in (root / name / inside for name in entries(root) for inside in entries(root / name)):
        if not (moment_of(path.name) or SHARED.fullmatch(path.name)):
            continue
        is_sealed = os.path.lexists(path / record.NAME)
        place = path / record.NAME if is_sealed else path / WORK / record.NAME
        if not _may_read(path, place):
            continue
        try:
            readable.append((path, read_manifest(place)))
        except ResultError as problem:
            if is_sealed or entries(path):  # a folder without anything was left by a run that never began
                problems += problem.problems
    return sorted(readable, key=lambda pair: (pair[1].run_id, pair[1].experiment)), problems


def _may_read(path: Path, place: Path) -> bool:
    """Whether this user may read a run folder, and its record if that is there."""
    return os.access(path, os.R_OK | os.X_OK) and (not os.path.exists(place) or os.access(place, os.R_OK))


def _has_lost_its_record(folder: Path) -> bool:
    """Whether a run folder has results, but neither a manifest nor the work area of an unfinished run."""
    return os.path.isdir(folder / "members") and not os.path.lexists(folder / WORK)


def find_run(path: Path, unfinished: bool = False) -> tuple[Path, RunManifest]:
    """Return the run folder at `path`, or the newest finished run below a folder, and its manifest.

    Parameters
    ----------
    path : Path
        A run folder, an experiment folder or a results folder.
    unfinished : bool
        Also accept a run folder that is not sealed.

    Raises
    ------
    ResultError
        If there is no such run.
    """
    if not os.path.isdir(path):
        what = "is not a folder" if os.path.exists(path) else "no such folder"
        raise ResultError.of(str(path), f"{what}; `forecast list` shows the runs that there are")
    problem = text_problem(path)
    if problem:
        raise ResultError.of(str(path), problem)
    if os.path.lexists(path / record.NAME) or _has_lost_its_record(path):
        return path, read_manifest(path / record.NAME)  # says what is wrong with it
    if os.path.isfile(path / WORK / record.NAME):
        if unfinished:
            return path, read_manifest(path / WORK / record.NAME)
        raise ResultError.of(str(path), "this run is not finished; finish it with the `forecast run` that began it")
    if not os.access(path, os.R_OK | os.X_OK):
        raise ResultError.of(str(path), f"cannot be read: {os.strerror(errno.EACCES)}")
    runs = [parent / name for parent in (path, *(path / name for name in entries(path))) for name in run_names(parent)]
    for run in sorted(runs, key=lambda run: (run.name, str(run)), reverse=True):
        has_begun = os.path.lexists(run / record.NAME) or _has_lost_its_record(run)
        if has_begun and _may_read(run, run / record.NAME):
            return run, read_manifest(run / record.NAME)
    raise ResultError.of(str(path), "holds no finished run; make one with `forecast run CONFIG`")
