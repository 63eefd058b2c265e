"""The made-up run of the analysis tests and its report, written once."""

import importlib.util
from pathlib import Path

import pytest

from forecast.report.write import write_report
from forecast.store.reader import Run


@pytest.fixture(scope="session")
def synthetic():  # type: ignore[no-untyped-def]
    """The module that makes runs up; it lies with the analysis tests."""
    path = Path(__file__).parents[1] / "analysis" / "synthetic_run.py"
    spec = importlib.util.spec_from_file_location("synthetic_run", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def run(synthetic, tmp_path_factory: pytest.TempPathFactory) -> Run:  # type: ignore[no-untyped-def]
    """1,998 members of five branches, 12 years."""
    opened: Run = synthetic.write_run(tmp_path_factory.mktemp("made_up") / "run", draws=400, sectors=13)
    return opened


@pytest.fixture(scope="session")
def page(run: Run) -> str:
    """Text of the report."""
    return write_report(run).read_text(encoding="utf-8")
