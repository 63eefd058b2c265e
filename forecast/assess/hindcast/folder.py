"""The folder of a hindcast: files of scores, the fans, and `hindcast.json`, which is written last."""

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from forecast.assess.hindcast.events import decompositions, event_scores
from forecast.assess.hindcast.rolling import Results
from forecast.assess.scores.files import write_scores
from forecast.assess.scores.records import MeanRow, SkillRow
from forecast.store.atomic import WORK, publish, put_bytes, writing

NAME = "hindcast.json"
PARENT = "hindcasts"
FOLDER = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


def all_scores(results: Results) -> list[Any]:
    """Score rows of sums, vectors and events."""
    return [*results.scores, *event_scores(results.chances)]


def write_hindcast(
    root: Path, results: Results, means: Sequence[MeanRow], ratios: Sequence[SkillRow], record: dict[str, Any]
) -> Path:
    """Write everything to a new folder `root/<experiment>/hindcasts/<utc>-<config hash>`. Raises RunError."""
    parent = root / str(record["experiment"]) / PARENT
    with writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        folder = new_folder(parent, str(record["config_hash"]))
        (folder / WORK).mkdir()
    files = write_scores(folder, all_scores(results), results.quantiles, means, ratios)
    events = json.dumps(decompositions(results.chances), indent=1) + "\n"
    files.append(publish(folder, "events.json", events.encode()))
    sealed = {**record, "status": "complete", "files": [entry._asdict() for entry in sorted(files)]}
    put_bytes(folder / NAME, (json.dumps(sealed, indent=2, ensure_ascii=False) + "\n").encode(), folder / WORK)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    return folder


def digest(path: str) -> str:
    """SHA-256 of a file, hex."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def new_folder(parent: Path, config_hash: str) -> Path:
    """A new empty folder `<utc>-<config hash>` in `parent`."""
    moment = datetime.now(UTC)
    while True:
        path = parent / f"{moment:%Y%m%dT%H%M%SZ}-{config_hash[:8]}"
        try:
            path.mkdir()
        except FileExistsError:
            moment += timedelta(seconds=1)
        else:
            return path
