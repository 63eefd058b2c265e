"""What all tests share: a printed seed, the training series if they are there, compiled kernels kept between runs."""

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from forecast.runner.cache import use_cache_folder

ROOT = Path(__file__).resolve().parents[1]

use_cache_folder()  # before any test imports Numba

settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")


def _base_seed() -> int:
    return int(os.environ.get("FRONTCAST_SEED", "20241220"))


def pytest_report_header() -> str:
    return f"seed: {_base_seed()} (set FRONTCAST_SEED for another one)"


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """A seed of this test's own, the same in every session; printed, so that a failure shows it."""
    value = (_base_seed() + zlib.crc32(request.node.nodeid.encode())) % 2**32
    print(f"seed = {value}")
    return value


def reseal(folder: Path) -> None:
    """Give a run folder a manifest that fits its present files, as if it had been written so."""
    from forecast.store.atomic import LOG, entry_of
    from forecast.store.faults import Failed
    from forecast.store.manifest import NAME, RunManifest

    content = json.loads((folder / NAME).read_text())
    files = [entry for entry in content["files"] if (folder / entry["path"]).exists()]
    content["files"] = [entry_of(folder, entry["path"], entry["rows"]) for entry in files]
    content["log_sha256"] = entry_of(folder, LOG).sha256 if (folder / LOG).exists() else None
    content["failed"] = [Failed(*entry.values()) for entry in content.get("failed", [])]
    (folder / NAME).write_text(RunManifest.model_validate(content).text())


@pytest.fixture(name="reseal", scope="session")
def reseal_fixture() -> Callable[[Path], None]:
    """`reseal(folder)` gives a run folder a manifest that fits its present files."""
    return reseal


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def training_data() -> Path:
    """The folder of the training series, named by FRONTCAST_DATA or beside the checkout."""
    folder = Path(os.environ.get("FRONTCAST_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "territory_daily_sector.csv").is_file():
        pytest.skip("training series not present (set FRONTCAST_DATA)")
    return folder
