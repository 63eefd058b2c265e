"""The sector table."""

from collections.abc import Callable

import numpy as np
import pytest

from forecast.config.models import Experiment
from forecast.errors import ConfigError
from forecast.experiment import sector_table
from forecast_kernels.layout import sectors as s

Maker = Callable[..., Experiment]


@pytest.fixture
def three() -> dict:
    shared = {"name": "x", "contact": "10 km", "source": "invented", "grade": "C", "active_stay": 0.8}
    one = {"share": 0.1, "active_open": 0.2, "active_t0": True, "stake": "100 km2", "stake_defender": "10 km2"}
    two = {"share": 0.3, "active_open": 0.4, "active_t0": False, "stake": "200 km2", "stake_defender": "20 km2"}
    three = {"share": 0.1, "active_open": 0.6, "active_t0": True, "stake": "300 km2", "stake_defender": "30 km2"}
    counter = [{"counter_share": x, "counter_active": y} for x, y in ((0.2, 0.5), (0.0, 0.25), (0.2, 0.125))]
    return {f"S{i}": {**shared, **a, **b} for i, (a, b) in enumerate(zip((one, two, three), counter, strict=True))}


def test_that_columns_hold_what_the_baseline_says(make_experiment: Maker, three: dict) -> None:
    table = sector_table(make_experiment(sectors=three))
    assert table.shape == (3, s.N_SECTOR_COLUMNS) and table.dtype == np.float32 and table.flags.c_contiguous
    wanted = {
        s.SHARE: [0.2, 0.6, 0.2],
        s.ACTIVE_STAY: [0.8, 0.8, 0.8],
        s.ACTIVE_OPEN: [0.2, 0.4, 0.6],
        s.ACTIVE_T0: [1, 0, 1],
        s.STAKE_1: [100, 200, 300],
        s.STAKE_0: [10, 20, 30],
        s.COUNTER_SHARE: [0.5, 0, 0.5],
        s.COUNTER_ACTIVE: [0.5, 0.25, 0.125],
    }
    assert set(wanted) == set(range(s.N_SECTOR_COLUMNS))
    for column, values in wanted.items():
        np.testing.assert_allclose(table[:, column], values, rtol=1e-6, err_msg=s.SECTOR_COLUMNS[column].name)


@pytest.mark.parametrize("kind", ["share", "counter_share"])
def test_that_shares_of_zero_are_refused(make_experiment: Maker, three: dict, kind: str) -> None:
    flat = {name: {**sector, kind: 0.0} for name, sector in three.items()}
    with pytest.raises(ConfigError, match=f"every '{kind}' is 0"):
        sector_table(make_experiment(sectors=flat))
