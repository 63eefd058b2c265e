"""The configs from which the fuzz starts, each a folder of files of which one is changed at a time."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "tests" / "config" / "minimal"
SHIPPED_FILES = (
    "smoke.yaml", "study.yaml", "sweep_surge.yaml", "switches.yaml", "branches/surge_offer.yaml",
    "branches/no_aid.yaml", "baselines/ukraine-2024-12-20.yaml", "baselines/ukraine-2024-12-20/sectors.yaml",
    "baselines/ukraine-2024-12-20/land.yaml", "priors/default/levers.yaml", "priors/default/bargaining.yaml",
)  # fmt: skip


class Base(NamedTuple):
    """A config. path: its experiment file. files: the files that are changed."""

    path: Path
    files: tuple[Path, ...]


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
    files = tuple(sorted(file for file in folder.rglob("*.yaml") if file.name != "rows.yaml"))
    return Base(folder / "experiment.yaml", files)


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
        yield
    finally:
        file.write_bytes(original)
