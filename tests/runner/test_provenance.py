import subprocess
from pathlib import Path

import pytest

from forecast.runner import provenance


def git(folder: Path, *words: str) -> str:
    settings = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *settings, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh checkout that the module believes to lie in."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    try:
        git(folder, "init", "-q", "-b", "main")
    except FileNotFoundError:
        pytest.skip("git is not installed")
    git(folder, "commit", "-q", "--allow-empty", "-m", "first")
    monkeypatch.setattr(provenance, "__file__", str(folder / "forecast" / "runner" / "provenance.py"))
    return folder


def test_that_the_commit_is_that_of_git(checkout) -> None:
    assert provenance.git_commit() == git(checkout, "rev-parse", "HEAD")
    git(checkout, "pack-refs", "--all")
    assert provenance.git_commit() == git(checkout, "rev-parse", "HEAD")
    git(checkout, "checkout", "-q", "--detach")
    assert provenance.git_commit() == git(checkout, "rev-parse", "HEAD")


def test_that_a_linked_work_tree_is_followed(checkout, tmp_path, monkeypatch) -> None:
    git(checkout, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    git(tmp_path / "side", "commit", "-q", "--allow-empty", "-m", "second")
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "side" / "forecast" / "runner" / "provenance.py"))
    assert provenance.git_commit() == git(tmp_path / "side", "rev-parse", "HEAD")


def test_that_no_checkout_has_no_commit(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "forecast" / "runner" / "provenance.py"))
    assert provenance.git_commit() is None


def test_that_a_checkout_without_commits_has_none(tmp_path, monkeypatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "forecast" / "runner" / "provenance.py"))
    assert provenance.git_commit() is None


def test_that_the_code_hash_follows_code_and_libraries(monkeypatch) -> None:
    seen = {provenance.code_hash()}
    provenance.code_hash.cache_clear()
    assert provenance.code_hash() in seen
    monkeypatch.setattr(provenance, "source_digest", lambda folder=None: "edited" if folder is None else "same")
    provenance.code_hash.cache_clear()
    seen.add(provenance.code_hash())
    monkeypatch.setattr(provenance, "versions", lambda: {"numpy": "0.0"})
    provenance.code_hash.cache_clear()
    seen.add(provenance.code_hash())
    monkeypatch.undo()
    provenance.code_hash.cache_clear()
    assert len(seen) == 3
    assert provenance.code_hash() in seen


def test_that_versions_name_what_results_depend_on() -> None:
    assert {"python", "numba", "numpy", "scipy", "pyarrow", "h5py"} <= set(provenance.versions())
    assert set(provenance.hardware()) == {"system", "machine", "processors"}


def test_that_every_folder_in_the_code_hash_is_there() -> None:
    home = Path(provenance.__file__).parents[1]
    assert [room for room in provenance.ROOMS if not list((home / room).glob("*.py"))] == []
