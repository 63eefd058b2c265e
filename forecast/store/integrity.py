"""Compares the files of a finished run with the hashes in its manifest: each when it is first read, or all at once."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from forecast.errors import ResultError
from forecast.store.atomic import LOG, FileEntry, entry_of, exhausted
from forecast.store.manifest import NAME, RunManifest
from forecast.store.plain_files import kind_problem, most_bytes

BESIDE = ("report.html", "figures", "hindcasts", "scores", "citation.json")
"""What commands write into the folder of a finished run. It is no part of the run."""

AGAIN = "run the experiment again, or restore the file"


class DamagedFile(NamedTuple):
    """A file that is not as it was written: its path relative to the run folder, and what is wrong."""

    path: str
    problem: str


class SealedFiles:
    """The files of a run. A file is compared with its hash when it is first needed, and not again.

    The files of an unfinished run have no hashes yet, so they are not compared.

    Attributes
    ----------
    root : Path
        The run folder.
    is_sealed : bool
        Whether the run is finished.
    entries : dict of str to FileEntry
        The files of the run by their path relative to the run folder.
    checked : set of str
        The files that were compared and are as they were written.
    """

    def __init__(self, root: Path, entries: Iterable[FileEntry], is_sealed: bool = True) -> None:
        self.root, self.is_sealed = root, is_sealed
        self.entries: dict[str, FileEntry] = {entry.path: entry for entry in entries}
        self.checked: set[str] = set()

    @classmethod
    def of_run(cls, root: Path, manifest: RunManifest) -> "SealedFiles":
        """The files that the manifest of a run lists, and its log."""
        log = [] if manifest.log_sha256 is None else [FileEntry(LOG, None, manifest.log_sha256)]
        return cls(root, (*manifest.files, *log), manifest.status == "complete")

    def require(self, name: str) -> Path:
        """Return the path of a file that is as it was written.

        Parameters
        ----------
        name : str
            Path of the file relative to the run folder.

        Raises
        ------
        ResultError
            If the file is missing, differs from what was written, is not part of the run, or is a symbolic link. The
            message names it.
        """
        path = self.root / name
        if name not in self.checked:
            problem = self._problem(name) if self.is_sealed else self._unsealed_problem(name)
            if problem is not None:
                raise ResultError.of(str(path), f"{problem}; {AGAIN}")
            self.checked.add(name)
        return path

    def damaged(self) -> Iterator[DamagedFile]:
        """Compare every file of a finished run, and yield those that are missing, changed or not part of it.

        Files that commands add to a finished run, such as `report.html`, are left out.
        """
        for name in self.entries:
            problem = self._problem(name)
            if problem is not None:
                yield DamagedFile(name, problem)
        for name in self._present():
            if name not in self.entries and name != NAME and name.split("/")[0] not in BESIDE:
                yield DamagedFile(name, "is no file of this run")

    def _problem(self, name: str) -> str | None:
        entry = self.entries.get(name)
        if entry is None:
            return "is no file of this run" if (self.root / name).exists() else "no such file"
        link = self._link(name)
        if link is not None:
            return link
        try:
            kind = kind_problem(self.root / name, most_bytes(entry.rows))
            if kind is not None:
                return kind
            found = entry_of(self.root, name).sha256
        except (FileNotFoundError, NotADirectoryError):
            return "no such file"
        except PermissionError:
            return "cannot be read: permission denied"
        except OSError as problem:
            if exhausted(problem):
                raise
            return f"cannot be read: {problem.strerror or problem}"
        if found == entry.sha256:
            return None
        other = next((e.path for e in self.entries.values() if e.sha256 == found), None)
        return "differs from what was written" if other is None else f"has the content of {other}"

    def _unsealed_problem(self, name: str) -> str | None:
        """Files of an unfinished run have no hashes; one that is missing is reported by its reader."""
        try:
            return self._link(name) or kind_problem(self.root / name)
        except OSError:
            return None

    def _link(self, name: str) -> str | None:
        """Say if a file, or a folder between it and the run folder, is a symbolic link: it may lead out of the run."""
        path = self.root
        for part in Path(name).parts:
            path = path / part
            if path.is_symlink():
                inside = path.relative_to(self.root).as_posix()
                return "is a symbolic link" if inside == name else f"lies behind the symbolic link {inside}"
        return None

    def _present(self) -> list[str]:
        found: list[str] = []
        for folder, folders, files in os.walk(self.root):
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            found += [(Path(folder) / name).relative_to(self.root).as_posix() for name in (*files, *links)]
        return sorted(found)
