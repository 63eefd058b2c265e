"""Small runs of the shipped study: few weeks, few branches, so that a run takes a fraction of a second."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forecast.config import Experiment, load_experiment, with_members
from forecast.runner.runner import RunResult, run_experiment
from forecast.store.atomic import FileEntry

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"

Make = Callable[..., Experiment]
Start = Callable[..., RunResult]


def estimates(folder: Path) -> list[FileEntry]:
    from forecast.analysis.summary import write_summaries
    from forecast.store.reader import open_run

    return write_summaries(open_run(folder, unfinished=True))


@pytest.fixture(scope="session")
def experiment() -> Make:
    """make(members, weeks, *overrides): the smoke study cut to `weeks` weeks and `members` members."""
    loaded: dict[tuple[str, ...], Experiment] = {}

    def make(members: int = 300, weeks: int = 12, *overrides: str) -> Experiment:
        texts = (f"horizon={weeks} weeks", "success=", *overrides)
        if texts not in loaded:
            loaded[texts] = load_experiment(CONFIG, texts)
        return with_members(loaded[texts], members)

    return make


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """run_experiment below the test's own folder."""

    def run(
        exp: Experiment, out: Path | None = None, threads: int = 2, chunk_size: int = 128, **rest: Any
    ) -> RunResult:
        rest.setdefault("finish", estimates)
        return run_experiment(exp, out or tmp_path / "results", threads=threads, chunk_size=chunk_size, **rest)

    return run


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
