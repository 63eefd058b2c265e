"""From a path that a user gives to a run folder."""

from pathlib import Path

from forecast.errors import ResultError
from forecast.store.atomic import WORK
from forecast.store.folder import RUN_ID
from forecast.store.manifest import NAME, RunManifest, read_manifest


def find_run(path: Path, unfinished: bool = False) -> tuple[Path, RunManifest]:
    """The run folder at `path`, or the newest finished one below an experiment or results folder.

    unfinished: also accept a run folder that is not sealed. Raises ResultError.
    """
    if not path.is_dir():
        what = "is not a folder" if path.exists() else "no such folder"
        raise ResultError.of(str(path), f"{what}; `forecast list` shows the runs that there are")
    if (path / NAME).is_file():
        return path, read_manifest(path / NAME)
    if (path / WORK / NAME).is_file():
        if unfinished:
            return path, read_manifest(path / WORK / NAME)
        raise ResultError.of(str(path), "this run is not finished; finish it with the `forecast run` that began it")
    found = [inside.parent for depth in ("*", "*/*") for inside in path.glob(f"{depth}/{NAME}")]
    runs = sorted((run for run in found if RUN_ID.fullmatch(run.name)), key=lambda run: (run.name, str(run)))
    if runs:
        return runs[-1], read_manifest(runs[-1] / NAME)
    raise ResultError.of(str(path), "holds no finished run; `forecast run CONFIG` makes one")
