"""Groups of inputs: every input of the studies has one group, and each pattern serves some input."""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import forecast
from forecast.experiment.input_groups import GROUPS, OTHER, THEMES, inputs_by_group
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.parameters import PARAMETERS

ROWS = [c.name for c in PARAMETERS] + [f"donors.{c.name}" for c in DONOR_PARAMETERS]


@pytest.mark.parametrize("config", ["offer", "today", "ladder"])
def test_that_every_input_has_one_group(root: Path, config: str) -> None:
    experiment = forecast.load(root / "configs" / f"{config}.yaml")
    found = inputs_by_group(experiment, experiment.priors.values())
    assert OTHER not in found
    assert sorted(p.name for ps in found.values() for p in ps) == sorted(experiment.priors)


def test_that_an_input_of_a_user_is_among_the_others(root: Path) -> None:
    experiment = forecast.load(root / "configs" / "offer.yaml")
    prior = next(iter(experiment.priors.values())).model_copy(update={"name": "mine", "sets": None})
    assert list(inputs_by_group(experiment, [prior])) == [OTHER]


@pytest.mark.parametrize("row", ROWS)
def test_that_every_kernel_row_is_in_a_group(row: str) -> None:
    assert any(fnmatchcase(row, pattern) for group in GROUPS for pattern in group.rows)


def test_that_every_pattern_matches_a_kernel_row() -> None:
    unused = [p for group in GROUPS for p in group.rows if not any(fnmatchcase(row, p) for row in ROWS)]
    assert not unused


def test_that_names_are_unique_and_themes_have_labels() -> None:
    assert len({group.name for group in GROUPS}) == len(GROUPS)
    assert {group.theme for group in GROUPS} <= set(THEMES)
