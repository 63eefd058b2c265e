"""Opens files of a results folder, which somebody else may have prepared: regular files of a bounded size only.

A named pipe would make a reader wait for ever, a device or a huge sparse file would do the same more slowly, and a
symbolic link may lead out of the folder.
"""

import json
import os
import stat
from pathlib import Path
from typing import Any

from forecast.errors import ResultError

MAX_JSON_BYTES = 64 << 20
"""A manifest lists every file and every failed member of a run: some megabytes at most."""

MAX_BYTES = 1 << 30
_ROW_BYTES = 4096
_FEW_BYTES = 16 << 20


def kind_problem(path: Path, most: int = MAX_BYTES) -> str | None:
    """Say why a path is no regular file of at most `most` bytes; None if it is one. Raises OSError, not for a link."""
    info = os.lstat(path)
    if stat.S_ISLNK(info.st_mode):
        return "is a symbolic link"
    if not stat.S_ISREG(info.st_mode):
        return "is a folder" if stat.S_ISDIR(info.st_mode) else "is no regular file"
    return f"has {info.st_size:,} bytes, more than such a file can have" if info.st_size > most else None


def most_bytes(rows: int | None) -> int:
    """Bytes that no file of a run exceeds. `rows`: number of rows, if it is a table."""
    return MAX_BYTES if rows is None else _FEW_BYTES + rows * _ROW_BYTES


def read_plain(path: Path, most: int = MAX_JSON_BYTES) -> bytes:
    """Read a regular file of at most `most` bytes.

    Raises
    ------
    ResultError
        If it is something else, or longer. The message names it.
    OSError
        If it is missing or cannot be read.
    """
    problem = kind_problem(path, most)
    if problem is not None:
        raise ResultError.of(str(path), problem)
    with open(path, "rb") as stream:
        return stream.read(most + 1)


def refuse_links(*paths: Path) -> None:
    """Refuse places that are symbolic links, before anything is written or removed there.

    Raises
    ------
    ResultError
        If one is. The message names it.
    """
    for path in paths:
        if path.is_symlink():
            raise ResultError.of(str(path), "is a symbolic link, and nothing is written through one; remove it")


def links_below(folder: Path) -> list[Path]:
    """All symbolic links in a folder and its subfolders, sorted."""
    found = []
    for parent, folders, files in os.walk(folder):
        found += [path for path in (Path(parent, name) for name in (*folders, *files)) if path.is_symlink()]
    return sorted(found)


def strict_json(content: bytes) -> Any:
    """Parse JSON. Keys that occur twice, NaN, infinity and numbers beyond a double are refused.

    Raises
    ------
    ValueError
        If it is no such JSON.
    """
    try:
        return json.loads(
            content.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_short
        )
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("has a key twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"has {text}, which is no number")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"has {text[:40]}, which is beyond all numbers")
    return value


def _short(text: str) -> int:
    if len(text) > 20:
        raise ValueError(f"has {text[:40]}, which is beyond all whole numbers")
    return int(text)
