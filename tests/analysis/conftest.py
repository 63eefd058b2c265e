"""A made-up run, written once for all tests of this folder."""

from pathlib import Path

import pytest

from forecast.store.reader import Run

SEED = 5


def load_synthetic(folder: Path):  # type: ignore[no-untyped-def]
    """The module beside this file, which test folders share without being packages."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("synthetic_run", folder / "synthetic_run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic():  # type: ignore[no-untyped-def]
    """`synthetic.write_run(folder, ...)` writes a run."""
    print(f"seed of the made-up run: {SEED}")
    return load_synthetic(Path(__file__).parent)


@pytest.fixture(scope="session")
def run(synthetic, tmp_path_factory: pytest.TempPathFactory) -> Run:  # type: ignore[no-untyped-def]
    """1,000 members less two, five branches, 12 years."""
    opened: Run = synthetic.write_run(tmp_path_factory.mktemp("made_up") / "run", seed=SEED)
    return opened
