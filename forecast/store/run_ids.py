"""Names run folders `<utc>-<config hash>`, so that the newest run has the last name whatever the clock says."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
SHARED = re.compile(r"shards-[0-9a-f]{8}-[0-9a-f]{8}")
"""Name of a folder that shards compute and that is not merged yet."""

SECOND = timedelta(seconds=1)
_LAST = datetime(9999, 1, 1, tzinfo=UTC)


def moment_of(name: str) -> datetime | None:
    """The time in a run id. None if `name` is none."""
    if not RUN_ID.fullmatch(name):
        return None
    try:
        moment = datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment < _LAST else None


def entries(folder: Path) -> list[str]:
    """Names in a folder in order. Empty if it is missing, no folder, or not readable for this user."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def run_names(folder: Path) -> list[str]:
    """Run ids in a folder, oldest first."""
    return [name for name in entries(folder) if moment_of(name) is not None]


def next_moment(folders: Iterable[Path]) -> datetime:
    """Now, or the second after the newest run id in `folders`: a clock may have been ahead, or may go back."""
    now = datetime.now(UTC).replace(microsecond=0)
    newest = [names[-1] for names in map(run_names, folders) if names]
    return max([now, *(moment + SECOND for moment in map(moment_of, newest) if moment is not None)])


def id_of(moment: datetime, config_hash: str) -> str:
    """The run id of a time and a configuration."""
    return f"{moment:%Y%m%dT%H%M%SZ}-{config_hash[:8]}"


def new_folder(parent: Path, config_hash: str) -> Path:
    """Create a folder in `parent` whose name comes after those of all others there. Raises OSError."""
    moment = next_moment([parent])
    while True:
        path = parent / id_of(moment, config_hash)
        try:
            path.mkdir()
        except FileExistsError:  # another process made it
            moment += SECOND
            continue
        return path
