"""Writes the folders of hindcasts and of scored runs: score files, then a record as JSON.

The record is written last, so a folder that has one is complete.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forecast.hindcast.calibration_table import pit_histograms
from forecast.hindcast.events import decompositions, event_scores
from forecast.hindcast.rolling import Results
from forecast.scores.files import write_run_scores, write_scores
from forecast.scores.records import MeanRow, QuantileRow, ScoreRow, SkillRow
from forecast.store.atomic import WORK, FileEntry, publish, put_bytes, writing
from forecast.store.drafts import temporary
from forecast.store.leftovers import sweep_unsealed
from forecast.store.plain_files import refuse_links
from forecast.store.run_ids import new_folder
from forecast.store.sealed_json import sealed_text

NAME, PARENT = "hindcast.json", "hindcasts"
RUN_NAME, RUN_PARENT = "score.json", "scores"


def all_scores(results: Results) -> list[ScoreRow]:
    """Join the score rows of sums, vectors and events."""
    return [*results.scores, *event_scores(results.events)]


def write_hindcast(
    root: Path, results: Results, means: Sequence[MeanRow], ratios: Sequence[SkillRow], record: dict[str, Any]
) -> Path:
    """Write a hindcast to a new folder `root/<experiment>/hindcasts/<utc>-<config hash>`. Raises RunError.

    Parameters
    ----------
    root : Path
        Folder for results.
    results, means, ratios
        Rows by origin, their means, and ratios to benchmarks.
    record : dict
        Written as `hindcast.json`.
    """
    folder = begin(root / str(record["experiment"]) / PARENT, str(record["config_hash"]))
    files = write_scores(folder, all_scores(results), results.quantiles, means, ratios)
    tables = {"events.json": decompositions(results.events), "pit.json": pit_histograms(results.scores)}
    for name, rows in tables.items():
        files.append(publish(folder, name, (json.dumps(rows, indent=1) + "\n").encode()))
    seal(folder, NAME, record, files)
    return folder


def write_run_score(
    parent: Path, rows: Sequence[ScoreRow], quantiles: Sequence[QuantileRow], record: dict[str, Any]
) -> Path:
    """Write the scores of a run to a new folder `parent/<utc>-<config hash>`. Raises RunError.

    Parameters
    ----------
    parent : Path
        Folder for scored runs. The folder of the run itself is not changed.
    rows, quantiles
        Rows with Monte Carlo errors.
    record : dict
        Written as `score.json`.
    """
    folder = begin(parent, str(record["config_hash"]))
    seal(folder, RUN_NAME, record, write_run_scores(folder, rows, quantiles))
    return folder


def begin(parent: Path, config_hash: str) -> Path:
    """Make a new folder `<utc>-<config hash>` in `parent`, with `.work` for temporary files.

    Folders that dead processes left unfinished are removed.

    Raises
    ------
    ResultError
        If `parent` is a symbolic link, which would lead out of the results folder.
    RunError
        If it cannot be made.
    """
    refuse_links(parent)
    with writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        sweep_unsealed(parent)
        folder = new_folder(parent, config_hash)
        (folder / WORK).mkdir()
        temporary(folder / WORK, "owner").touch()
    return folder


def seal(folder: Path, name: str, record: dict[str, Any], files: Sequence[FileEntry]) -> None:
    """Write the record of a folder, then remove its temporary files. Raises RunError.

    Parameters
    ----------
    folder : Path
        Folder that `begin` made.
    name : str
        File name of the record.
    record : dict
        Content of the record; the keys `status` and `files` are added.
    files : sequence of FileEntry
        All other files of the folder.
    """
    sealed = {**record, "status": "complete", "files": [entry._asdict() for entry in sorted(files)]}
    put_bytes(folder / name, sealed_text(sealed).encode(), folder / WORK)
    shutil.rmtree(folder / WORK, ignore_errors=True)


def digest(path: str) -> str:
    """Compute the SHA-256 of a file, as hexadecimal text."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
