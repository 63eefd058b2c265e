"""Every kernel row from exactly one prior; sides by role, donors by id."""

from collections.abc import Callable

import numpy as np
import pytest

from forecast.config.models import Experiment, Prior
from forecast.errors import ConfigError
from forecast.experiment import Binding
from forecast.experiment.rows import RowSource
from forecast_kernels.layout import donors as d
from forecast_kernels.layout import parameters as p

NORMAL = {"mean": 5.0, "sd": 1.0}


def test_that_sides_go_by_role_and_donors_by_id(
    make_experiment: Callable[..., Experiment], make_prior: Callable[..., Prior]
) -> None:
    priors = [
        make_prior("red_force", "force.red", "persons", 0.001, normal=NORMAL, dimension=1),
        make_prior("blue_force", "force.blue", "thousand persons", normal=NORMAL, dimension=2),
        make_prior("small_lag", "donors.small.lag_stock", "months", 52 / 12, normal=NORMAL, dimension=3),
        make_prior("big_lag", "donors.big.lag_stock", "weeks", fixed=6.0),
        make_prior("unused", None, "weeks", normal=NORMAL, dimension=4),
    ]
    binding = Binding.from_experiment(make_experiment(priors))
    assert len(binding.params) == p.N_PARAMETERS
    assert [len(rows) for rows in binding.donors] == [d.N_DONOR_PARAMETERS] * 2
    assert binding.params[p.FORCE_1] == RowSource("red_force", np.float32(0.001))
    assert binding.params[p.FORCE_0] == RowSource("blue_force", np.float32(1.0))
    assert binding.donors[1][d.LAG_STOCK] == RowSource("small_lag", np.float32(52 / 12))
    assert binding.donors[0][d.LAG_STOCK] == RowSource(None, np.float32(6.0))
    assert "unused" not in {row.prior for row in binding.params}
    fixed = [row for number, row in enumerate(binding.params) if number not in (p.FORCE_0, p.FORCE_1)]
    others = [number for number in range(p.N_PARAMETERS) if number not in (p.FORCE_0, p.FORCE_1)]
    assert fixed == [RowSource(None, np.float32(number)) for number in others]


def test_that_missing_unknown_and_doubled_rows_are_all_named(
    make_experiment: Callable[..., Experiment], make_prior: Callable[..., Prior]
) -> None:
    priors = [
        make_prior("first", "force.red", fixed=1.0),
        make_prior("second", "force_1", fixed=1.0),
        make_prior("astray", "force.green", fixed=1.0),
    ]
    exp = make_experiment(priors)
    lost = next(item.name for item in exp.priors.values() if item.sets == "donors.small.cost")
    exp = exp.model_copy(update={"priors": {name: item for name, item in exp.priors.items() if name != lost}})
    with pytest.raises(ConfigError) as caught:
        Binding.from_experiment(exp)
    assert caught.value.exit_code == 2
    assert str(caught.value).splitlines() == [
        "priors.second.sets: 'force.red' is already set by 'first'; remove one of them",
        "priors.astray.sets: unknown kernel row 'force.green'",
        "priors: no entry sets the kernel row 'donors.small.cost'",
    ]
