"""Writes the folder of an export whole or not at all, and never over other files."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from forecast.errors import ConfigError
from forecast.export.citation import CITATION_FILE, README_FILE, Written, citation, json_text, readme
from forecast.store.atomic import entry_of, writing
from forecast.store.new_folder import is_occupied, staged
from forecast.store.reader import Run

Writer = Callable[[Run, Path], Written]
"""(run, empty folder) -> what was written there."""


class Exported(NamedTuple):
    """A finished export.

    folder: where it is. files: path -> bytes. notes: sentences for the reader. is_new: False if the same export was
    there already, file by file; then nothing was written.
    """

    folder: Path
    files: dict[str, int]
    notes: tuple[str, ...]
    is_new: bool


def write_export(run: Run, form: str, out: Path, options: Mapping[str, str], writer: Writer) -> Exported:
    """Write an export with its `citation.json` and `README.md`.

    Parameters
    ----------
    run : Run
        The run that is exported.
    form : str
        Name of the format.
    out : Path
        The new folder. It may exist if it is empty, or if it holds this very export.
    options : mapping of str to str
        Options that change the files, for `citation.json`.
    writer : callable
        Writes the files of the format.

    Raises
    ------
    ConfigError
        If `out` holds something else, or lies in the run folder.
    RunError
        If the disk is full or rights are missing. Nothing is left behind.
    """
    cited = citation(run, form, options)
    if out.absolute().resolve().is_relative_to(run.path.absolute().resolve()):
        raise ConfigError.of(
            f"--out {out}", "lies in the folder of the run, which stays as it was written; choose another"
        )
    with writing(out):
        occupied = is_occupied(out)
    if occupied:
        notes = _same_export(out, cited)
        if notes is None:
            raise ConfigError.of(
                f"--out {out}",
                "is not empty, and nothing is overwritten; choose a new folder, or empty this one yourself",
            )
        return Exported(out, _sizes(out), notes, is_new=False)
    with writing(out), staged(out) as draft:
        written = writer(run, draft)
        (draft / README_FILE).write_text(readme(cited, written), encoding="utf-8")
        hashes = {name: entry_of(draft, name).sha256 for name in sorted(_sizes(draft))}
        whole = {**cited, "notes": list(written.notes), "files": hashes}
        (draft / CITATION_FILE).write_text(json_text(whole), encoding="utf-8")
    return Exported(out, _sizes(out), tuple(written.notes), is_new=True)


def _same_export(out: Path, cited: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the notes of the export in `out` if it is the one that would be written, file by file; else None."""
    try:
        found = json.loads((out / CITATION_FILE).read_text(encoding="utf-8"))
        files, notes = found.pop("files"), found.pop("notes")
        same = found == cited and set(_sizes(out)) == {*files, CITATION_FILE}
        same = same and all(entry_of(out, name).sha256 == digest for name, digest in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return tuple(notes) if same else None


def _sizes(folder: Path) -> dict[str, int]:
    """Path relative to the folder -> bytes, of every file in it."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()
    }
