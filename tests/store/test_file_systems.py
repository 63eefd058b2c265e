"""File systems that lack an operation: fsync of a folder, locks, renaming folders or between folders."""

import errno
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forecast.errors import ForecastWarning, RunError
from forecast.store import atomic, lock
from forecast.store.atomic import publish, sync_names
from forecast.store.folder import RunFolder
from forecast.store.search import find_sealed

HASH = "0123456789abcdef"
LACKING = [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """failing(owner, name, number, when): let a function of the system fail with this error number."""

    def install(owner: Any, name: str, number: int, when: Callable[..., bool] = lambda *_: True) -> None:
        real = getattr(owner, name)

        def call(*arguments: Any, **options: Any) -> Any:
            if when(*arguments):
                raise OSError(number, os.strerror(number))
            return real(*arguments, **options)

        monkeypatch.setattr(owner, name, call)

    return install


def sealed(making: Any, root: Path) -> Path:
    with RunFolder.create(root, making.manifest(making.experiment())) as run:
        entry = run.write_text("deep/config.yaml", "experiment: trial\n")
        run.log.write("start")
        run.seal(run.manifest, [entry])
        return run.path


@pytest.mark.parametrize("number", LACKING)
def test_that_a_file_system_without_fsync_is_no_failure(number: int, making: Any, tmp_path: Path, failing: Any) -> None:
    failing(atomic.os, "fsync", number)
    path = sealed(making, tmp_path)
    assert find_sealed(tmp_path, "trial", HASH) == path


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_that_a_disk_that_fails_still_counts(number: int, making: Any, tmp_path: Path, failing: Any) -> None:
    failing(atomic.os, "fsync", number, lambda handle: os.path.isdir(f"/proc/self/fd/{handle}"))
    with pytest.raises(RunError, match=os.strerror(number)):
        sealed(making, tmp_path)
    assert find_sealed(tmp_path, "trial", HASH) is None


def test_that_a_folder_that_cannot_be_listed_is_no_failure(tmp_path: Path, failing: Any) -> None:
    failing(atomic.os, "open", errno.EACCES)
    sync_names(tmp_path)


@pytest.mark.parametrize("number", [*LACKING, errno.ENOLCK])
def test_that_missing_locks_are_one_warning(number: int, making: Any, tmp_path: Path, failing: Any) -> None:
    failing(lock.fcntl, "flock", number)
    with pytest.warns(ForecastWarning, match="two processes must not run") as caught:
        path = sealed(making, tmp_path)
        sealed(making, tmp_path)
    assert len(caught) == 1 and str(tmp_path / "trial") in str(caught[0].message)
    assert find_sealed(tmp_path, "trial", HASH) != path


def test_that_without_locks_a_run_is_continued_and_none_is_swept(making: Any, tmp_path: Path, failing: Any) -> None:
    failing(lock.fcntl, "flock", errno.ENOLCK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ForecastWarning)
        with RunFolder.create(tmp_path, making.manifest(making.experiment())) as run:
            path = run.path
        (path / ".work" / "manifest.json").unlink()  # what the process of another machine may be about to write
        with RunFolder.create(tmp_path, making.manifest(making.experiment())) as second:
            assert path.exists()
        adopted = RunFolder.adopt(tmp_path, "trial", HASH)
    assert adopted is not None and adopted.path == second.path


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM, errno.ENOTSUP])
def test_that_folders_that_cannot_be_renamed_are_made(number: int, making: Any, tmp_path: Path, failing: Any) -> None:
    failing(os, "rename", number)
    path = sealed(making, tmp_path)
    assert os.listdir(tmp_path / "trial") == [path.name]
    assert find_sealed(tmp_path, "trial", HASH) == path


def test_that_a_work_area_on_another_disk_is_copied_from(tmp_path: Path, failing: Any) -> None:
    work = tmp_path / ".work"
    work.mkdir()
    failing(os, "replace", errno.EXDEV, lambda old, new: Path(old).parent != Path(new).parent)
    entry = publish(tmp_path, "deep/file", b"content")
    assert atomic.entry_of(tmp_path, "deep/file") == entry
    assert os.listdir(tmp_path / "deep") == ["file"] and os.listdir(work) == []
