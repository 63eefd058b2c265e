"""Writes and reads `sweep_points.json`, the points of a sweep that has begun and not ended.

With it an unfinished sweep can be told from a single run. The file has a hash of what it says.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from forecast.errors import ResultError
from forecast.store.atomic import put_bytes, writing
from forecast.store.plain_files import read_plain, strict_json
from forecast.store.run_ids import entries
from forecast.store.search import find_sealed

POINTS = "sweep_points.json"
AGAIN = "run the sweep again"


def begin_sweep(labels: Sequence[str], hashes: Sequence[str], experiment: str, out: Path) -> None:
    """Write which points a sweep has, before its first run. `write_sweep` removes the file. Raises RunError.

    Parameters
    ----------
    labels, hashes : Sequence[str]
        For each point its label and the hash of its configuration.
    experiment : str
        Name of the experiment.
    out : Path
        Results folder.
    """
    path = out / experiment / POINTS
    points = [[label, value] for label, value in zip(labels, hashes, strict=True)]
    text = json.dumps({"points": points, "seal": seal(points)}, ensure_ascii=False)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(path, text.encode(), path.parent)


@contextmanager
def begun(labels: Sequence[str], hashes: Sequence[str], experiment: str, out: Path) -> Iterator[None]:
    """Begin a sweep for the time in which its runs are made. If that fails before the first run, nothing is left.

    Parameters
    ----------
    labels, hashes : sequence of str
        Label of each point, and hash of its configuration.
    experiment : str
        Name of the experiment.
    out : Path
        Folder of results.
    """
    missing = [folder for folder in (out / experiment, out) if not folder.exists()]
    try:
        begin_sweep(labels, hashes, experiment, out)
        yield
    except BaseException:
        marks = tuple(value[:8] for value in hashes)
        if not any(name.endswith(marks) or name.startswith("shards-") for name in entries(out / experiment)):
            with suppress(OSError):
                (out / experiment / POINTS).unlink(missing_ok=True)
                for folder in missing:
                    folder.rmdir()
        raise


def unfinished_points(folder: Path) -> list[tuple[str, bool]]:
    """List the points of a sweep that has begun and not ended: label, and whether its run is finished. Else empty.

    Raises
    ------
    ResultError
        If the list of points cannot be read, or differs from what was written.
    """
    points = begun_points(folder)
    return [(label, find_sealed(folder.parent, folder.name, value) is not None) for label, value in points]


def begun_points(folder: Path) -> list[tuple[str, str]]:
    """List the points of a sweep that has begun and not ended: label, and hash of its configuration. Else empty.

    Raises
    ------
    ResultError
        If the list of points cannot be read.
    """
    path = folder / POINTS
    try:
        content = strict_json(read_plain(path))
        if content["seal"] != seal(content["points"]):
            raise ValueError("differs from what was written")
        return [(str(label), str(value)) for label, value in content["points"]]
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        return []
    except (ValueError, TypeError, KeyError, OSError):
        raise ResultError.of(
            str(path), f"is damaged or of an older version; {AGAIN}, or remove this file if no sweep is running"
        ) from None


def seal(points: object) -> str:
    """SHA-256 of a list of points."""
    return hashlib.sha256(json.dumps(points, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
