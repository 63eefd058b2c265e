"""A file is there whole or not at all, and a run is held by one process or by none."""

import fcntl
import shutil
from pathlib import Path
from typing import Any

import pytest

from forecast.store import lock as locks
from forecast.store.atomic import entry_of, publish
from forecast.store.drafts import clean
from forecast.store.folder import RunFolder


def test_that_a_killed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".work").mkdir()
    old = publish(tmp_path, "deep/file", b"old content")
    write = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        write(path, data[:3])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", half)
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path, "deep/file", b"new content")
    assert entry_of(tmp_path, "deep/file") == old
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["file"]
    assert len(list((tmp_path / ".work").iterdir())) == 1
    clean(tmp_path / ".work")
    assert list((tmp_path / ".work").iterdir()) == []


def test_that_a_lock_on_a_removed_area_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / ".work"
    work.mkdir()
    flock = fcntl.flock

    def sealed_meanwhile(handle: int, operation: int) -> None:
        shutil.rmtree(work)
        work.mkdir()
        (work / locks.LOCK).touch()
        flock(handle, operation)

    with monkeypatch.context() as patch:
        patch.setattr(locks.fcntl, "flock", sealed_meanwhile)
        assert locks.Lock.take(work) is None
    taken = locks.Lock.take(work)
    assert taken is not None
    taken.release()
    taken.release()


def test_that_a_run_sealed_meanwhile_is_not_adopted(
    making: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RunFolder.create(tmp_path, making.manifest(making.experiment())) as run:
        path = run.path
    take = locks.Lock.take

    def sealed_meanwhile(work: Path) -> Any:
        shutil.copy(work / "manifest.json", path / "manifest.json")
        return take(work)

    monkeypatch.setattr(locks.Lock, "take", sealed_meanwhile)
    assert RunFolder.adopt(tmp_path, "trial", "0123456789abcdef") is None
    assert take(path / ".work") is not None
