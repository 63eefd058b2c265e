"""A small complete config. Its entry for every kernel row is made from the layout, so it follows the layout."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.errors import ConfigError
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.parameters import PARAMETERS

DONORS = ("lead", "rest")
BOUND_ELSEWHERE = {"force_1"}


def row_entries() -> str:
    """YAML of one fixed entry for every row that the minimal baseline does not set."""
    lines = ["priors:"]
    names = {column.name: column.unit for column in PARAMETERS if column.name not in BOUND_ELSEWHERE}
    for donor in DONORS:
        names |= {f"donors.{donor}.{column.name}": column.unit for column in DONOR_PARAMETERS}
    for name, unit in names.items():
        head = f"  row_{name.replace('.', '_')}: {{about: a row, sets: {name}, unit: {unit!r}, "
        value = "uniform: {low: 0, high: 1}, dimension: 9" if name == "keepers_school" else "fixed: 0.5"
        lines.append(f"{head}{value}, source: invented, grade: C}}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def make_minimal() -> Callable[[Path], Path]:
    """Writes the minimal config into a folder that is not there yet; gives the path of its experiment file."""

    def make(folder: Path) -> Path:
        shutil.copytree(Path(__file__).parent / "minimal", folder)
        (folder / "priors" / "rows.yaml").write_text(row_entries(), encoding="utf-8")
        return folder / "experiment.yaml"

    return make


@pytest.fixture
def minimal(make_minimal: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Path `experiment.yaml` in a fresh copy that is the working folder."""
    monkeypatch.chdir(make_minimal(tmp_path / "minimal").parent)
    return Path("experiment.yaml")


Refusal = Callable[..., list[str]]


@pytest.fixture
def refusal(minimal: Path) -> Refusal:
    """Loads the minimal config after replacing text in one of its files; gives the lines of the ConfigError."""

    def load(file: str = "", old: str = "", new: str = "", overrides: tuple[str, ...] = ()) -> list[str]:
        if file:
            text = Path(file).read_text(encoding="utf-8")
            assert old in text
            Path(file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            load_experiment(minimal, overrides)
        return str(caught.value).splitlines()

    return load
