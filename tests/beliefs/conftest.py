"""A made-up run of a Sobol design, whose draws and outcomes are known, and beliefs about its inputs."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.members import Members
from forecast.config.beliefs import Belief, BelievedInput
from forecast.config.prior import Distribution
from forecast.store.reader import Run

SEED = 11
Believe = Callable[..., Belief]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """9,600 members less two: 1,600 draws in 16 clusters, with 6 replicates, and five branches."""
    path = Path(__file__).parents[1] / "analysis" / "synthetic_run.py"
    spec = importlib.util.spec_from_file_location("synthetic_run", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print(f"seed of the made-up run: {SEED}")
    folder = tmp_path_factory.mktemp("made_up") / "run"
    opened: Run = module.write_run(folder, layout="sobol", draws=1600, replicates=6, seed=SEED)
    return opened


@pytest.fixture(scope="session")
def table(run: Run) -> DrawTable:
    return DrawTable(Members(run))


@pytest.fixture(scope="session")
def believe(run: Run) -> Believe:
    """believe(name=distribution, ...): a belief about inputs of the run."""

    def make(**inputs: Distribution) -> Belief:
        priors = run.experiment.priors
        believed = tuple(
            BelievedInput(priors[name], priors[name].model_copy(update={"distribution": distribution}))
            for name, distribution in inputs.items()
        )
        return Belief("mine", "what I believe", "the user's belief", "C", believed, "mine.yaml:1:1")

    return make
