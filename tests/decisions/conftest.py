"""Made-up draws whose best branch, regret and ties are known by hand, and the made-up run of the analysis tests."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters
from forecast.store.reader import Run


class Made:
    """make(columns) gives members with some values a branch, make.table(draws, replicates) the draws alone."""

    @staticmethod
    def table(draws: int, replicates: int, clusters: int | None = None) -> SimpleNamespace:
        index = np.repeat(np.arange(draws), replicates)
        cluster = np.arange(draws) % (clusters or draws)
        members = SimpleNamespace(clusters=Clusters(cluster[index]), draw=index)
        return SimpleNamespace(index=index, count=draws, cluster=cluster, clusters=Clusters(cluster), members=members)

    def __call__(self, columns: dict[str, dict[str, np.ndarray]], replicates: int) -> SimpleNamespace:
        branches = tuple(next(iter(columns.values())))
        count = next(iter(columns.values()))[branches[0]].size
        table = self.table(count // replicates, replicates)
        members = table.members
        members.__dict__.update(
            count=count,
            manifest=SimpleNamespace(branches=branches, sides=("ua", "ru"), donors=("us", "europe"), seed=3),
            values=lambda branch, name: np.asarray(columns[name][branch], dtype=np.float64),
        )
        return table


@pytest.fixture(scope="session")
def make() -> Made:
    return Made()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """1,000 members less two, five branches, 12 years; no_aid has a package, two branches make an offer."""
    path = Path(__file__).parents[1] / "analysis" / "synthetic_run.py"
    spec = importlib.util.spec_from_file_location("synthetic_run_of_decisions", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    opened: Run = module.write_run(tmp_path_factory.mktemp("made_up") / "run", seed=5)
    return opened
