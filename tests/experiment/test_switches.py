"""Switches in the kernel's arrays: constants in the rows that they replace, and nothing else moves."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from forecast.config import Switches
from forecast.config.models import Experiment, Prior
from forecast.config.switches import REPLACED
from forecast.experiment import Sampler
from forecast_kernels.layout import parameters as p
from forecast_kernels.model.bargaining import pick_anchor

ROWS = [column.name for column in p.PARAMETERS]
CHOICES = [(switch, choice) for switch, choices in REPLACED.items() for choice in choices]


@pytest.fixture
def make(make_experiment: Callable[..., Experiment], make_prior: Callable[..., Prior]) -> Callable[..., Experiment]:
    """make(**switches): an experiment with every row of `params` drawn, and one prior drawn for a lever."""

    def build(**switches: Any) -> Experiment:
        sides = {"_0": ".blue", "_1": ".red"}
        names = [name[:-2] + sides[name[-2:]] if name[-2:] in sides else name for name in ROWS]
        shape = {"uniform": {"low": 2.0, "high": 3.0}}
        priors = [
            make_prior(f"drawn_{number}", name, p.PARAMETERS[number].unit, dimension=number + 1, **shape)
            for number, name in enumerate(names)
        ]
        priors.append(make_prior("week", None, "weeks", dimension=900, **shape))
        branches = {"quiet": {}, "loud": {"offer": {"announced": {"prior": "week"}, "deadline": "8 weeks"}}}
        exp = make_experiment(priors, branches, draws=32, replicates=3)
        return exp.model_copy(update={"switches": Switches.model_validate(switches)})

    return build


@pytest.mark.parametrize(("switch", "choice"), CHOICES)
def test_that_two_settings_differ_in_the_replaced_rows_only(make: Callable[..., Experiment], switch, choice) -> None:
    assert set(REPLACED[switch][choice]) <= set(ROWS)
    plain, switched = Sampler(make()), Sampler(make(**{switch: choice}))
    before, after = plain.inputs(0, 96), switched.inputs(0, 96)
    assert switched.names == plain.names
    assert list(after.columns) == list(before.columns)
    assert all(np.array_equal(after.columns[name], before.columns[name]) for name in before.columns)
    assert np.array_equal(after.donors, before.donors)
    for branch in ("quiet", "loud"):
        for one, other in zip(plain.levers(branch, before), switched.levers(branch, after), strict=True):
            assert np.array_equal(one, other)
    for number, name in enumerate(ROWS):
        if name in REPLACED[switch][choice]:
            assert np.all(after.params[number] == np.float32(REPLACED[switch][choice][name]))
            assert np.all(before.params[number] >= 2.0)
        else:
            assert np.array_equal(after.params[number], before.params[number]), name


def test_that_several_switches_act_together(make: Callable[..., Experiment]) -> None:
    params = Sampler(make(threat="none", peacekeeper_school="sceptic")).inputs(5, 20).params
    assert not params[p.ACCEPT_THREAT].any() and not params[p.KEEPERS_WEIGHT].any()
    assert params[p.ACCEPT_NEUTRALITY].all()


@pytest.mark.parametrize(("choice", "anchor"), [("base_rate", 1.0), ("ultimatum", 2.0), ("crowd", 3.0)])
def test_that_the_kernel_takes_the_anchor_of_the_choice(choice: str, anchor: float) -> None:
    rows = REPLACED["bargaining"][choice]
    names = ("submodel_pick", "weight_base_rate", "weight_ultimatum", "weight_crowd")
    numbers = [np.float32(rows[name]) for name in names]
    assert pick_anchor(*numbers, np.float32(1.0), np.float32(2.0), np.float32(3.0)) == anchor
