import os
import time

import pytest

from forecast.runner import cache


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the session's own cache folder back afterwards."""
    from numba.core import config

    monkeypatch.setenv(cache.VARIABLE, os.environ[cache.VARIABLE])
    monkeypatch.setattr(config, "CACHE_DIR", config.CACHE_DIR)


def test_that_an_edit_in_any_kernel_source_changes_the_digest(tmp_path) -> None:
    (tmp_path / "lanes").mkdir()
    (tmp_path / "step.py").write_text("a = 1\n")
    (tmp_path / "lanes" / "war.py").write_text("b = 1\n")
    seen = {cache.source_digest(tmp_path)}
    (tmp_path / "lanes" / "war.py").write_text("b = 2\n")
    seen.add(cache.source_digest(tmp_path))
    (tmp_path / "lanes" / "war.py").rename(tmp_path / "lanes" / "peace.py")
    seen.add(cache.source_digest(tmp_path))
    (tmp_path / "notes.txt").write_text("not code")
    assert len(seen) == 3
    assert cache.source_digest(tmp_path) in seen


def test_that_every_kernel_source_is_looked_at() -> None:
    root = cache.kernel_sources()
    assert (root / "numeric" / "philox.py").is_file()
    assert (root / "layout" / "parameters.py").is_file()


@pytest.mark.parametrize(
    ("variable", "value"), [("NUMBA_CPU_NAME", "some-other-cpu"), ("NUMBA_CPU_FEATURES", "-avx2,-fma")]
)
def test_that_the_processor_is_part_of_the_key(variable, value, monkeypatch) -> None:
    before = cache.cache_key()
    monkeypatch.setenv(variable, value)
    assert cache.cache_key() != before


def test_that_a_version_is_part_of_the_key(monkeypatch) -> None:
    before = cache.cache_key()
    monkeypatch.setattr(cache, "version", lambda name: "0.0" if name == "numba" else "1.0")
    assert cache.cache_key() != before


@pytest.mark.usefixtures("kept")
def test_that_the_folder_is_below_the_users_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = cache.use_cache_folder()
    assert found.note == ""
    assert found.path == tmp_path / "frontcast" / "kernels" / cache.cache_key()
    assert os.environ[cache.VARIABLE] == str(found.path)
    assert found.path.stat().st_mode & 0o077 == 0


def test_that_a_relative_cache_home_is_not_used(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.cache_home() == tmp_path / ".cache" / "frontcast" / "kernels"


@pytest.mark.usefixtures("kept")
def test_that_an_unusable_home_is_a_note(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    found = cache.use_cache_folder(tmp_path / "file" / "kernels")
    assert str(tmp_path / "file") in found.note and not found.compiled
    assert os.environ[cache.VARIABLE] == str(found.path)


def test_that_old_folders_go_and_used_ones_stay(tmp_path) -> None:
    now = time.time()
    for age in range(8):
        folder = tmp_path / f"key{age}"
        folder.mkdir()
        (folder / "kernel.nbi").write_text("")
        os.utime(folder, (now - age * 86_400, now - age * 86_400))
    current = tmp_path / "key7"  # the one in use is the oldest
    gone = cache.prune(tmp_path, current)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"key0", "key1", "key2", "key7"}
    assert {path.name for path in gone} == {"key3", "key4", "key5", "key6"}


def test_that_folders_of_the_last_hour_stay(tmp_path) -> None:
    for number in range(8):
        (tmp_path / f"key{number}").mkdir()
    assert cache.prune(tmp_path, tmp_path / "key0") == []
