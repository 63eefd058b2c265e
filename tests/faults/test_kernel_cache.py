"""Compiled code on disk that is damaged, not readable or gone: compiled again, never executed, never an end."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from forecast.compat import checked_cache
from forecast.runner import cache

CODE = "from numba import njit\n\n@njit(cache=True)\ndef plus(x):\n    return x + 1\n"


class Trial:
    """A compiled function with a cache of its own."""

    def __init__(self, folder: Path, notes: list[str]) -> None:
        self.folder, self.notes = folder, notes
        self.source = folder.parent / "source.py"
        self.source.write_text(CODE)

    def call(self) -> Any:
        """Import the module anew, as another process would, and call the function. Return its statistics."""
        spec = importlib.util.spec_from_file_location("source", self.source)
        assert spec is not None and spec.loader is not None
        module: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert module.plus(41) == 42
        return module.plus.stats

    def file(self, ending: str) -> Path:
        (path,) = self.folder.rglob(f"*{ending}")
        return path


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    from numba.core import config

    folder, notes = tmp_path / "kernels", []
    folder.mkdir()
    monkeypatch.setattr(config, "CACHE_DIR", str(folder))
    checked_cache.keep_checked(str(folder), notes.append)
    return Trial(folder, notes)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "one bit": flip,
    "cut": lambda path: os.truncate(path, 20),
    "empty": lambda path: os.truncate(path, 0),
    "garbage": lambda path: path.write_bytes(b"\x00garbage" * 50),
    "another pickle": lambda path: path.write_bytes(b"\x80\x04}\x94."),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("ending", checked_cache.ENDINGS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_that_a_damaged_file_is_a_miss(damage: str, ending: str, trial: Trial) -> None:
    assert not trial.call().cache_hits
    assert trial.call().cache_hits
    DAMAGE[damage](trial.file(ending))
    assert not trial.call().cache_hits
    assert trial.call().cache_hits, "the file was not written again"
    assert trial.notes == []


@pytest.mark.parametrize("ending", checked_cache.ENDINGS)
def test_that_what_cannot_be_replaced_is_a_note(ending: str, trial: Trial) -> None:
    trial.call()
    replace_by_folder(trial.file(ending))
    assert not trial.call().cache_hits
    (note,) = trial.notes
    assert str(trial.folder) in note and "\n" not in note


def test_that_a_folder_that_cannot_be_written_is_read(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only file system, where also root cannot write."""
    import tempfile

    trial.call()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    assert trial.call().cache_hits
    (trial.file(".nbi")).unlink()
    assert not trial.call().cache_hits
    assert [os.strerror(30) in note for note in trial.notes] == [True]


def test_that_a_folder_that_goes_is_no_end(trial: Trial) -> None:
    trial.call()
    shutil.rmtree(trial.folder)
    trial.folder.write_text("a file is in its place")
    assert not trial.call().cache_hits
    assert len(trial.notes) == 1


def test_that_a_disk_that_fills_is_a_note(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert not trial.call().cache_hits
    assert [os.strerror(28) in note for note in trial.notes] == [True]
    assert not list(trial.folder.rglob("*.tmp.*"))
    assert not trial.call().cache_hits
    assert trial.call().cache_hits


def test_that_caches_of_others_are_left_as_numba_makes_them(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from numba.core import config

    other = tmp_path / "of somebody else"
    monkeypatch.setattr(config, "CACHE_DIR", str(other))
    trial.call()
    assert trial.call().cache_hits
    assert not checked_cache.is_whole(str(next(other.rglob("*.nbi"))))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for cache folders; the session's own folder is put back afterwards."""
    from numba.core import config

    monkeypatch.setenv(cache.VARIABLE, os.environ[cache.VARIABLE])
    monkeypatch.setattr(config, "CACHE_DIR", config.CACHE_DIR)
    return tmp_path / "home"


def test_that_damaged_files_are_removed_and_said(home: Path) -> None:
    folder = cache.use_cache_folder(home).path
    for name in ("a.nbi", "a.1.nbc"):
        (folder / name).write_bytes(b"garbage")
    found = cache.use_cache_folder(home)
    assert found.note.startswith("2 damaged files") and str(folder) in found.note
    assert not found.compiled and not list(folder.iterdir())
    assert cache.use_cache_folder(home).note == ""


def test_that_a_readable_cache_that_cannot_be_written_is_no_note(
    home: Path, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.call()
    folder = cache.use_cache_folder(home).path
    shutil.copytree(trial.folder, folder, dirs_exist_ok=True)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr(cache.tempfile, "TemporaryFile", refuse)
    found = cache.use_cache_folder(home)
    assert found.compiled and found.note == ""
    shutil.rmtree(folder)
    folder.mkdir()
    found = cache.use_cache_folder(home)
    assert not found.compiled and os.strerror(30) in found.note


@pytest.mark.parametrize("value", ["", "somewhere/else"])
def test_that_no_home_is_a_note(value: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", value)
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.chdir(home.parent)
    found = cache.use_cache_folder()
    assert "no home directory" in found.note and not found.compiled
    assert list(home.parent.iterdir()) == []
