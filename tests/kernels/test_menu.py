"""Properties of the menu of deals and of what side 1 learns."""

import numpy as np
import pytest

from forecast_kernels.layout.levers import NEVER
from forecast_kernels.model.expectation import learned
from forecast_kernels.model.menu import rates
from tests.kernels.case import case, run

F = np.float32
N = 2000


def some(seed):
    """Values, readiness that rises with the value, and consents of three items, many times."""
    rng = np.random.default_rng(seed)
    value = rng.normal(size=(N, 3))
    return value, np.log1p(np.exp(value)) / 4, rng.random((N, 3))


def menu(value, ready, consent):
    return np.array([rates(*map(F, (*v, *r, *c))) for v, r, c in zip(value, ready, consent, strict=True)])


@pytest.mark.parametrize("item", [0, 1, 2])
def test_that_an_item_more_never_lowers_the_hazard_of_an_agreement(item, seed):
    value, ready, consent = some(seed)
    there = np.ones(3)
    there[item] = 0.0
    fewer, all_three = menu(value, ready * there, consent * there), menu(value, ready, consent)
    assert (all_three.sum(axis=1) >= fewer.sum(axis=1) * (1 - 1e-5)).all()
    assert (fewer[:, item] == 0).all() and (fewer >= 0).all()


def test_that_one_item_alone_is_signed_at_readiness_times_consent(seed):
    value, ready, consent = some(seed)
    alone = np.array([1.0, 0.0, 0.0])
    np.testing.assert_allclose(
        menu(value, ready * alone, consent * alone)[:, 0], ready[:, 0] * consent[:, 0], rtol=1e-5
    )


def test_that_the_sum_is_at_most_readiness_for_the_best_item(seed):
    value, ready, consent = some(seed)
    assert (menu(value, ready, consent).sum(axis=1) <= ready.max(axis=1) * (1 + 1e-5)).all()


def test_that_an_item_which_both_sides_like_less_is_never_signed():
    both_worse = rates(*map(F, (0.0, 1.0, 0.0, 0.2, 0.3, 0.0, 0.4, 0.5, 0.0)))
    assert both_worse[0] == 0 and both_worse[1] == pytest.approx(0.15)


def test_that_side_1_learns_the_size_of_its_error_from_losses_only():
    assert learned(F(0.3), F(0.01), F(0.0), F(900.0), F(100.0)) == F(0.3)
    slow, fast = (learned(F(0.3), F(0.01), F(1.0), F(pace), F(100.0)) for pace in (50.0, 150.0))
    assert slow == pytest.approx(0.295) and fast == pytest.approx(0.305)
    assert learned(F(0.3), F(5.0), F(9.0), F(1e6), F(100.0)) == F(2.0)


def test_that_offers_come_and_go_as_the_branch_says():
    c = case("surge_offer", 2048).lever(package_week=20, package_until=30, offer_week=20, freeze_withdrawn=1)
    c.lever(counter_chance=0)
    r = run(c, 104)
    package, item = r["package_signed_week"], r["agreement_item"]
    assert ((package == -1) | ((package > 20) & (package <= 30))).all() and (package > 0).any()
    gap = (r["agreement_week"] > 30) & (r["agreement_week"] <= 40) & (r["collapse_week_1"] == -1)
    assert not gap.any() and set(np.unique(item)) <= {0.0, 1.0, 2.0}
    ready, agreed = r["ready_week_1"], r["agreement_week"]
    assert (ready[agreed > 0] <= agreed[agreed > 0]).all() and (ready[agreed > 0] > 0).all()


def test_that_a_counter_offer_comes_after_a_refusal_only():
    c = case("surge_offer", 2048).lever(counter_chance=1, counter_neutral=1, counter_relief=1, package_until=NEVER)
    r = run(c, 104)
    countered = r["agreement_item"] == 3
    assert countered.any() and (r["refused_week"][countered] > 0).all()
    assert (r["agreement_week"][countered] >= r["refused_week"][countered]).all()
