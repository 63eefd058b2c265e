"""An invented front: a level about 60 km2 a week on two maps, as no real one was."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from forecast.hindcast.front_only import ROW
from studies.worlds.front_law import INPUTS

VALUES = {
    "turnover": 30.0, "season_amp": 0.2, "season_peak": 47.0, "fort_t0": 0.5, "fort_effect": -0.7, "fort_build": 0.01,
    "rupture_min": 150.0, "rupture_tail": 1.3, "rupture_max": 12_000.0,
}  # fmt: skip


@pytest.fixture(scope="session")
def inputs() -> Callable[..., np.ndarray]:
    """params f32[NP, n] of a front; other values by name."""
    assert set(VALUES) == set(INPUTS)

    def parameters(n: int, **values: float) -> np.ndarray:
        params = np.zeros((len(ROW), n), np.float32)
        for name, value in (VALUES | values).items():
            params[ROW[name]] = value
        return params

    return parameters


@pytest.fixture(scope="session")
def invented() -> np.ndarray:
    """Weekly totals (weeks, maps)."""
    rng = np.random.Generator(np.random.PCG64(20))
    level, net = 2.0, np.empty((90, 2))
    for t in range(len(net)):
        level = 3.0 + 0.97 * (level - 3.0) + 0.3 * rng.standard_normal()
        net[t] = 15.0 * ((1.0 + (level + 0.3 * rng.standard_normal() + 0.3 * rng.standard_normal(2)) / 3.0) ** 3 - 1.0)
    return net


@pytest.fixture(scope="session")
def invented_files(invented: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same as observation files."""
    folder, paths = tmp_path_factory.mktemp("invented"), []
    days = np.datetime64("2031-01-04") + 7 * np.arange(len(invented))
    for k, column in enumerate(invented.T):
        rows = [f"{day},net_km2,total,{value:.3f}" for day, value in zip(days, column, strict=True)]
        path = folder / f"map_{k}.csv"
        path.write_text("target_end_date,target,location,observation\n" + "\n".join(rows) + "\n")
        paths.append(path)
    return paths
