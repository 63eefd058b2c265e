"""Small runs of the shipped study: few weeks, few branches, so that a run takes a fraction of a second."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from forecast.api import execute
from forecast.config import Experiment, load_experiment, with_members
from forecast.runner.request import RunRequest
from forecast.store.reader import Run

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"

FEW = ("branches.surge_bluff=", "branches.europe_led=")
"""Leaves three branches, for speed."""

Make = Callable[..., Experiment]
Start = Callable[..., "Started"]


class Started(NamedTuple):
    """A run of this process."""

    run: Run
    path: Path
    resumed: bool
    computed: int
    seconds: dict[str, float]


def start_run(
    exp: Experiment, out: Path, threads: int = 2, chunk_size: int = 128, watcher: Any = None, stop: Any = None
) -> Started:
    """Run an experiment below `out`, with estimates."""
    result = execute(RunRequest.of(exp, out, threads=threads, chunk_size=chunk_size), watcher, stop)
    return Started(result.run, result.run.path, result.resumed, result.computed, result.seconds)


@pytest.fixture(scope="session")
def experiment() -> Make:
    """make(members, weeks, *overrides): the smoke study cut to `weeks` weeks, `members` members and three branches."""
    loaded: dict[tuple[str, ...], Experiment] = {}

    def make(members: int = 300, weeks: int = 12, *overrides: str) -> Experiment:
        texts = (f"horizon={weeks} weeks", "success=", *FEW, *overrides)
        if texts not in loaded:
            loaded[texts] = load_experiment(CONFIG, texts)
        return with_members(loaded[texts], members)

    return make


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """`start_run`, below the test's own folder unless another one is given."""

    def run(exp: Experiment, out: Path | None = None, **options: Any) -> Started:
        return start_run(exp, out or tmp_path / "results", **options)

    return run


@pytest.fixture(scope="session")
def start_below() -> Start:
    """`start_run`, for fixtures of a module."""
    return start_run


def data_files(run: Path) -> dict[str, str]:
    """Digest of every file whose bytes must not depend on how, when and where a run was made."""
    kept = (".parquet", ".nc", ".csv", ".yaml")
    return {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.suffix in kept
    }


@pytest.fixture(scope="session")
def digests() -> Callable[[Path], dict[str, str]]:
    return data_files
