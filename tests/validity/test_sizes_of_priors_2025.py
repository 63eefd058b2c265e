"""Every input of grade A or B that the second baseline has of its own has the size that its printed figures give."""

from functools import cache

import pytest

from forecast.config import Prior, load_experiment
from tests.kernels.case import ROOT
from tests.validity.printed_figures_2025 import SIZES_2025
from tests.validity.test_sizes_of_priors import compared, spread, study

POSTERIOR = "Posterior of `forecast calibrate`"


@cache
def today() -> dict[str, Prior]:
    return load_experiment(ROOT / "configs" / "today.yaml").priors


@pytest.mark.parametrize("size", SIZES_2025, ids=lambda s: s.name)
def test_that_the_size_follows_from_the_printed_figures(size) -> None:  # type: ignore[no-untyped-def]
    prior = today()[size.name]
    assert abs(compared(prior, size) - size.size) <= size.within + 1e-9
    if size.spread is not None:
        assert 0.8 * size.spread <= spread(prior) <= 2.5 * size.spread


def test_that_every_input_of_its_own_of_grade_a_or_b_has_its_arithmetic() -> None:
    """Of its own: neither the first study's, unchanged, nor fitted to the maps."""
    first = {(p.distribution, p.source) for p in study().values()}
    own = {
        name
        for name, prior in today().items()
        if prior.grade in "AB" and POSTERIOR not in prior.source and (prior.distribution, prior.source) not in first
    }
    assert own - {size.name for size in SIZES_2025} <= {"area_held_pre2022"}
    assert {size.name for size in SIZES_2025} <= {name for name, prior in today().items() if prior.grade in "AB"}
