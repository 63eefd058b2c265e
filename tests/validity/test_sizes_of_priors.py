"""Every input of grade A or B has the size that its printed figures give."""

from functools import cache

import pytest

from forecast.config import Prior, load_experiment
from forecast.config.prior import Beta, Fixed, Gamma, Lognormal, Normal, Triangular
from tests.kernels.case import ROOT
from tests.validity.printed_figures import ELSEWHERE, SIZES, Size


@cache
def study() -> dict[str, Prior]:
    return load_experiment(ROOT / "configs" / "offer.yaml").priors


def centre(prior: Prior) -> float:
    match prior.distribution:
        case Normal(mean=mean):
            return mean
        case Lognormal(median=median):
            return median
        case Beta(a=a, b=b):
            return a / (a + b)
        case Gamma(shape=shape, rate=rate):
            return shape / rate
        case Fixed(value=value):
            return float(value)
    raise AssertionError(f"{prior.name}: say what is compared")


def compared(prior: Prior, size: Size) -> float:
    if size.at == "centre":
        return centre(prior)
    d = prior.distribution
    assert isinstance(d, Triangular), size.name
    return d.mode if size.at == "mode" else (d.min + d.mode + d.max) / 3


def spread(prior: Prior) -> float:
    d = prior.distribution
    assert isinstance(d, Normal | Lognormal), prior.name
    return d.sd if isinstance(d, Normal) else d.sdlog


@pytest.mark.parametrize("size", SIZES, ids=lambda s: s.name)
def test_that_the_size_follows_from_the_printed_figures(size: Size) -> None:
    prior = study()[size.name]
    found = compared(prior, size)
    print(f"{size.name}: {found:.4g}, by the figures {size.size:.4g} (within {size.within:.2g})")
    assert abs(found - size.size) <= size.within + 1e-9
    if size.spread is not None:
        assert 0.8 * size.spread <= spread(prior) <= 2.5 * size.spread, "as wide as printed, or wider"


def test_that_every_input_of_grade_a_or_b_has_its_arithmetic() -> None:
    graded = {name for name, prior in study().items() if prior.grade in "AB"}
    listed = [size.name for size in SIZES]
    assert len(listed) == len(set(listed)) and not set(listed) & set(ELSEWHERE)
    assert graded - set(ELSEWHERE) == set(listed)


def test_that_a_size_off_by_a_fifth_would_be_found() -> None:
    """The tolerances are tight: all but a few would refuse a size that is a fifth larger."""
    loose = {size.name for size in SIZES if 0.2 * abs(size.size) <= size.within and size.size != 0}
    assert loose <= {"ua_weariness", "loghr_ln_deaths", "sanctions_surge_discount"}, loose
