"""A made-up run with its tables of estimates, and variants of it: failed members, one replicate, one branch."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from forecast.analysis.summary import write_summaries
from forecast.store.faults import Failed
from forecast.store.reader import Run

SEED = 5
FAILED = (3, 410)


def synthetic() -> Any:
    """The module of the made-up run, which test folders share without being packages."""
    path = Path(__file__).parents[1] / "analysis" / "synthetic_run.py"
    spec = importlib.util.spec_from_file_location("synthetic_run", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(folder: Path, branches: int = 5, **kinds: Any) -> Run:
    module = synthetic()
    module.BRANCHES = dict(list(module.BRANCHES.items())[:branches])
    run: Run = module.write_run(folder, seed=SEED, **kinds)
    write_summaries(run)
    return run


def changed(run: Run, **changes: Any) -> Run:
    """The same files with another manifest."""
    other = Run(run.path, run.manifest.model_copy(update=changes))
    other.__dict__["experiment"] = run.experiment
    return other


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """998 members (200 draws of five, two lack), five branches, 12 years."""
    print(f"seed of the made-up run: {SEED}")
    return made(tmp_path_factory.mktemp("export") / "run")


@pytest.fixture(scope="session")
def sobol(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """64 draws of two in a Sobol layout, of which a chain of 16 can be made; two years only."""
    return made(
        tmp_path_factory.mktemp("export") / "sobol", layout="sobol", draws=64, replicates=2, short=0, horizon=110
    )


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One replicate of 60 draws, one branch, 60 weeks."""
    folder = tmp_path_factory.mktemp("export") / "single"
    return made(folder, branches=1, draws=60, replicates=1, short=0, horizon=60)


@pytest.fixture(scope="session")
def failing(run: Run) -> Run:
    """The first run, in which two members count as failed in one branch."""
    return changed(run, failed=(Failed("no_aid", FAILED, "made up"),))
