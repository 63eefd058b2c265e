"""What all tests share: a printed seed, the training series if they are there, compiled kernels kept between runs."""

import json
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="session", autouse=True)
def fitted_once() -> Iterator[None]:
    """Runs with the same inputs and seed share the fit of the emulator, which takes half of the time of a small run.

    Tests of the fit call it themselves, or replace a part of it: then nothing is remembered. Nor in other processes.
    """
    from forecast.runner.fitting import emulator, pilot

    real, known = emulator.fit_experiment, dict[tuple[str, bytes], Any]()
    parts = [(module, name, value) for module in (emulator, pilot) for name, value in vars(module).items()]

    def fit_experiment(exp: Any, sectors: Any) -> Any:
        if any(getattr(module, name) is not value for module, name, value in parts if name != "fit_experiment"):
            return real(exp, sectors)
        key = repr((exp.design.seed, exp.priors, exp.baseline, exp.switches)), sectors.tobytes()
        if key not in known:
            known[key] = real(exp, sectors)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(emulator, "fit_experiment", fit_experiment)
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """A config file without a finding is parsed once for each content; that is half of the time of loading a config."""
    from forecast.config import files

    real, known = files.read_document, dict[tuple[str, bytes, Any], Any]()

    def read_document(path: str, source: Any, findings: list[Any], named_at: Any = None) -> Any:
        content = None
        try:
            if os.path.isfile(path):
                with open(path, "rb") as file:  # the function that tests replace
                    content = file.read()
        except (OSError, ValueError):
            pass
        if content is None:
            return real(path, source, findings, named_at)
        key = path, content, source
        if key not in known:
            before = len(findings)
            tree = real(path, source, findings, named_at)
            if len(findings) > before:
                return tree
            known[key] = tree
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "read_document", read_document)
        yield


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
