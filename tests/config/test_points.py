"""All runs of a config at once are those that its sweep names one by one."""

from pathlib import Path

import pytest

from forecast.config import load_experiment, load_points, sweep_points
from forecast.errors import ConfigError


def test_that_a_config_without_a_sweep_is_one_run(minimal: Path) -> None:
    assert load_points(minimal, ["design.seed=9"]) == [("", load_experiment(minimal, ["design.seed=9"]))]


def test_that_a_sweep_is_every_point_of_it(minimal: Path) -> None:
    texts = ["sweep={design.seed: [1, 2], horizon: [8 years, 9 years]}"]
    found = load_points(minimal, texts)
    assert found == [(label, load_experiment(minimal, settings)) for label, settings in sweep_points(minimal, texts)]
    assert [(exp.design.seed, exp.horizon) for _, exp in found] == [(1, 416), (1, 468), (2, 416), (2, 468)]


@pytest.mark.parametrize("texts", [["design.seed=x"], ["sweep={design.seed: [1, x]}"], ["horizn=1 year"]])
def test_that_what_is_wrong_is_raised(minimal: Path, texts: list[str]) -> None:
    with pytest.raises(ConfigError):
        load_points(minimal, texts)
