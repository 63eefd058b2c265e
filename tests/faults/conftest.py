"""Processes of their own, in an environment that is not ours."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
FORECAST = [sys.executable, "-m", "forecast"]

Shell = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def shell() -> Shell:
    """shell(text, words, **env): run a shell command in which `"$@"` is the command line of forecast with `words`."""

    def run(text: str, *words: object, **env: str) -> "subprocess.CompletedProcess[bytes]":
        command = [*FORECAST, *(word if isinstance(word, bytes) else str(word) for word in words)]
        environment = {**os.environ, **env}
        return subprocess.run(
            ["bash", "-c", text, "bash", *command], capture_output=True, timeout=240, env=environment, check=False
        )

    return run


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder with one finished run."""
    from forecast.api import load, run

    folder = tmp_path_factory.mktemp("faults") / "results"
    experiment = load(CONFIGS / "smoke.yaml", set={"horizon": "1 year", "success": None})
    run(experiment, members=20, threads=1, out=folder)
    return folder


@pytest.fixture(scope="session")
def finished(results: Path) -> Path:
    """The folder of that run."""
    (path,) = (results / "smoke").iterdir()
    return path


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


@pytest.fixture(scope="session")
def configs() -> Path:
    return CONFIGS
