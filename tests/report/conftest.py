"""The made-up run of the analysis tests and its report, written once."""

import importlib.util
from pathlib import Path

import pytest

from forecast.report.geography.drawing import read_drawing
from forecast.report.write import write_report
from forecast.store.reader import Run


def load(path: Path):  # type: ignore[no-untyped-def]
    """A module of the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic():  # type: ignore[no-untyped-def]
    """The module that makes runs up; it lies with the analysis tests."""
    return load(Path(__file__).parents[1] / "analysis" / "synthetic_run.py")


@pytest.fixture(scope="session")
def run(synthetic, tmp_path_factory: pytest.TempPathFactory) -> Run:  # type: ignore[no-untyped-def]
    """1,998 members of five branches, 12 years."""
    opened: Run = synthetic.write_run(tmp_path_factory.mktemp("made_up") / "run", draws=400, sectors=13)
    return opened


@pytest.fixture(scope="session")
def front(run: Run) -> Run:
    """The same run with the sectors that the package can draw on a map."""
    names = {key: name for key, (name, _) in read_drawing().sectors.items()}
    baseline = run.experiment.baseline
    sectors = {key: sector.model_copy(update={"name": names[key]}) for key, sector in baseline.sectors.items()}
    mapped = Run(run.path, run.manifest)
    mapped.__dict__["experiment"] = run.experiment.model_copy(
        update={"baseline": baseline.model_copy(update={"sectors": sectors})}
    )
    return mapped


@pytest.fixture(scope="session")
def page(run: Run) -> str:
    """Text of the report."""
    return write_report(run).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def made_hindcast():  # type: ignore[no-untyped-def]
    """The module that makes hindcasts up."""
    return load(Path(__file__).parent / "made_hindcast.py")
