"""The command line, called in this process or as a process of its own, and one small finished run."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from forecast.cli import main

CONFIGS = Path(__file__).resolve().parents[2] / "configs"


class Done(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """call(words...): run the command in this process."""

    def run(*words: object) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Done(int(stop.value.code or 0), out, err)

    return run


@pytest.fixture
def process() -> Call:
    """The same as a process of its own, with neither terminal nor input."""

    def run(*words: object, **more: object) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "forecast", *map(str, words)],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            **more,  # type: ignore[call-overload]
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder with one finished run of the smoke study."""
    folder = tmp_path_factory.mktemp("cli") / "results"
    with pytest.raises(SystemExit) as stop:
        main(["run", str(CONFIGS / "smoke.yaml"), "--members", "300", "--out", str(folder), "--quiet"])
    assert not stop.value.code
    return folder


@pytest.fixture(scope="session")
def finished(results: Path) -> Path:
    """The folder of that run."""
    (run,) = (results / "smoke").iterdir()
    return run


@pytest.fixture(scope="session")
def configs() -> Path:
    return CONFIGS
