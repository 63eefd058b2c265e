"""The set-up: the interpreter check of the Makefile, its targets, the installed packages."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHECK = ROOT / "requirements" / "check_python.py"
OWN = {key: value for key, value in os.environ.items() if not key.startswith("MAKE") and key != "MFLAGS"}


@pytest.fixture
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_python", CHECK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_this_interpreter_is_accepted(check: ModuleType) -> None:
    assert check.problem() == ""


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13), (3, 15, 0)])
def test_that_another_version_is_refused_by_name(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(check.sys, "version_info", version)
    assert "CPython 3.11 to 3.14 is needed" in check.problem()


def test_that_a_python_without_venv_is_told_which_package_to_install(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "lacks the venv module" in check.problem() and "-venv" in check.problem()


def test_that_windows_is_sent_to_wsl(check: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check.sys, "platform", "win32")
    assert "WSL" in check.problem()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_that_make_says_what_is_wrong_with_the_interpreter_in_one_line(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "pyproject.toml").touch()
    old = tmp_path / "old python"
    old.write_text('#!/bin/sh\necho "frontcast: too old" >&2\nexit 1\n')
    old.chmod(0o755)
    for name, said in ((str(old), "too old"), ("no-such-python", "'no-such-python' was not found")):
        done = subprocess.run(
            ["make", "run", f"PYTHON={name}"], cwd=tmp_path, env=OWN, capture_output=True, text=True, check=False
        )
        lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
        assert done.returncode != 0 and len(lines) == 1 and said in lines[0], done.stderr
        assert not (tmp_path / ".venv").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_that_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, env=OWN, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(targets) >= 8
    assert not [name for name in targets if name != "help" and f"make {name}" not in listed]


def test_that_importing_kernels_by_that_name_finds_no_module_of_ours(tmp_path: Path) -> None:
    code = "import importlib.util as u; s = u.find_spec('kernels'); print(s.origin if s else None)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert not done.stdout.startswith(str(ROOT))
