"""The configs from which the fuzz starts, each a folder of files of which one is changed at a time."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from forecast.config import files
from forecast.config.documents import read_document
from forecast.config.tree import Finding, Node, Place, Source

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "tests" / "config" / "minimal"
SHIPPED_FILES = (
    "smoke.yaml", "study.yaml", "sweep_surge.yaml", "switches.yaml", "branches/surge_offer.yaml",
    "branches/no_aid.yaml", "baselines/ukraine-2024-12-20.yaml", "baselines/ukraine-2024-12-20/sectors.yaml",
    "baselines/ukraine-2024-12-20/land.yaml", "priors/default/levers.yaml", "priors/default/bargaining.yaml",
)  # fmt: skip


class Base(NamedTuple):
    """A config. path: its experiment file. changeable: the files that are changed."""

    path: Path
    changeable: tuple[Path, ...]


def _row_entries() -> str:
    spec = importlib.util.spec_from_file_location("minimal_rows", MINIMAL.parent / "conftest.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.row_entries())


def light(folder: Path) -> Base:
    """The small config without its file of kernel rows: it is always refused, and checked in a few milliseconds."""
    shutil.copytree(MINIMAL, folder)
    (folder / "priors" / "rows.yaml").write_text("priors: {row: {fixed: 1}}\n", encoding="utf-8")
    changeable = tuple(sorted(file for file in folder.rglob("*.yaml") if file.name != "rows.yaml"))
    return Base(folder / "experiment.yaml", changeable)


def small(folder: Path) -> Base:
    """The small complete config."""
    base = light(folder)
    (folder / "priors" / "rows.yaml").write_text(_row_entries(), encoding="utf-8")
    return base


def shipped(folder: Path) -> Base:
    """The shipped smoke run, with the files that it names."""
    shutil.copytree(ROOT / "configs", folder)
    return Base(folder / "smoke.yaml", tuple(folder / name for name in SHIPPED_FILES))


@contextmanager
def changed(file: Path, content: bytes) -> Iterator[None]:
    """Give a file another content for a while."""
    original = file.read_bytes()
    try:
        file.write_bytes(content)
        _others.changed = os.path.realpath(file)
        yield
    finally:
        file.write_bytes(original)
        _others.changed = ""


class _Others:
    """Remembers the trees of the files that are not changed, so that only the changed one is parsed each time."""

    def __init__(self) -> None:
        self.changed = ""
        self.trees: dict[tuple[str, Source], Node] = {}

    def read(self, path: str, source: Source, findings: list[Finding], named_at: Place | None = None) -> Node:
        name = os.path.realpath(path) if "\0" not in path else path
        if name == self.changed or not self.changed or name.endswith("again.yaml"):
            return read_document(path, source, findings, named_at)
        if (path, source) not in self.trees:
            before = len(findings)
            node = read_document(path, source, findings, named_at)
            if len(findings) > before:
                return node
            self.trees[path, source] = node
        return self.trees[path, source]


_others = _Others()


@contextmanager
def remembered() -> Iterator[None]:
    """Parse each file that is not changed once, for speed."""
    _others.trees.clear()
    files.read_document = _others.read
    try:
        yield
    finally:
        files.read_document = read_document
