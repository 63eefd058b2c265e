"""Which hindcasts a report shows: the newest of each observation file."""

from collections.abc import Sequence
from pathlib import Path

from forecast.errors import ResultError
from forecast.report.past.read import NAME, Hindcast, read_hindcast

PARENT = "hindcasts"


def beside(run: Path) -> list[Hindcast]:
    """Those that lie beside a run, in `hindcasts/` of its experiment; one that cannot be read is left out."""
    found = []
    for folder in _inside(run.resolve().parent / PARENT):
        try:
            found.append(read_hindcast(folder))
        except ResultError:
            continue
    return newest(found)


def named(folders: Sequence[Path]) -> list[Hindcast]:
    """Those in folders that a user names, each a hindcast or a folder of some. Raises ResultError."""
    found: list[Hindcast] = []
    for folder in folders:
        inside = [folder] if (folder / NAME).is_file() else _inside(folder)
        if not inside:
            raise ResultError.of(str(folder), "holds no finished hindcast; `forecast hindcast` makes one")
        found.extend(read_hindcast(path) for path in inside)
    return newest(found)


def newest(found: Sequence[Hindcast]) -> list[Hindcast]:
    """The newest of each scored file, by name of the file."""
    kept = {hindcast.file: hindcast for hindcast in sorted(found, key=lambda h: h.path.name)}
    return [kept[file] for file in sorted(kept, key=str.lower)]


def _inside(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{NAME}"))
