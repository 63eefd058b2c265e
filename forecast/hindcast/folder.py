"""The folder of a hindcast: files of scores, the fans, and `hindcast.json`, which is written last."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forecast.hindcast.calibration_table import pit_histograms
from forecast.hindcast.events import decompositions, event_scores
from forecast.hindcast.rolling import Results
from forecast.scores.files import write_scores
from forecast.scores.records import MeanRow, SkillRow
from forecast.store.atomic import WORK, FileEntry, publish, put_bytes, writing
from forecast.store.folder import new_folder

NAME = "hindcast.json"
PARENT = "hindcasts"


def all_scores(results: Results) -> list[Any]:
    """Score rows of sums, vectors and events."""
    return [*results.scores, *event_scores(results.chances)]


def write_hindcast(
    root: Path, results: Results, means: Sequence[MeanRow], ratios: Sequence[SkillRow], record: dict[str, Any]
) -> Path:
    """Write everything to a new folder `root/<experiment>/hindcasts/<utc>-<config hash>`. Raises RunError."""
    folder = begin(root / str(record["experiment"]) / PARENT, str(record["config_hash"]))
    files = write_scores(folder, all_scores(results), results.quantiles, means, ratios)
    tables = {"events.json": decompositions(results.chances), "pit.json": pit_histograms(results.scores)}
    for name, rows in tables.items():
        files.append(publish(folder, name, (json.dumps(rows, indent=1) + "\n").encode()))
    seal(folder, NAME, record, files)
    return folder


def begin(parent: Path, config_hash: str) -> Path:
    """A new folder `<utc>-<config hash>` in `parent`, with room for temporary files. Raises RunError."""
    with writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        folder = new_folder(parent, config_hash)
        (folder / WORK).mkdir()
    return folder


def seal(folder: Path, name: str, record: dict[str, Any], files: Sequence[FileEntry]) -> None:
    """Write the record of a folder with its files as `name`, last, and clear the room. Raises RunError."""
    sealed = {**record, "status": "complete", "files": [entry._asdict() for entry in sorted(files)]}
    put_bytes(folder / name, (json.dumps(sealed, indent=2, ensure_ascii=False) + "\n").encode(), folder / WORK)
    shutil.rmtree(folder / WORK, ignore_errors=True)


def digest(path: str) -> str:
    """SHA-256 of a file, hex."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
