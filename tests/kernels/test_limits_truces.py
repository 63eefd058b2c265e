"""Analytic limits of truces: when an agreement breaks, and how the low-intensity fighting after it ends and counts."""

import numpy as np
import pytest

from tests.kernels.case import Case, case, quiet, run
from tests.kernels.test_limits_peace import binomial_se, flat_bargaining, reference

N = 20_000
BANDS = ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y")
AT_ONCE = {"truce_30d_states": 1.0, "truce_30d_proxies": 1.0, "truce_shape_states": 0.01, "truce_shape_proxies": 0.01}
"""Every truce breaks in its first week."""
IN_WEEK_5 = {"truce_30d_states": 0.5, "truce_30d_proxies": 0.5, "truce_shape_states": 1e3, "truce_shape_proxies": 1e3}
"""Every truce breaks in its fifth week, as a ceasefire."""


def signed(n: int = N, settle: float = 0.0, escalate: float = 0.0, **rows: float) -> Case:
    """Signed in week 1; no return to war from an agreement that holds."""
    c = reference(flat_bargaining(quiet(case("muddle_through", n)), 1e6)).lever(verification=0)
    c.set(**dict.fromkeys(BANDS, 0.0), low_settle_states=settle, low_settle_proxies=settle)
    return c.set(low_escalate_states=escalate, low_escalate_proxies=escalate, low_deaths=900, **rows)


@pytest.mark.parametrize("effect", [0.0, -0.5])
def test_that_a_truce_breaks_at_its_chance_in_thirty_days(effect):
    """And less often with verification, from the same law; each class of truces has its own."""
    chances = np.array([0.7, 0.2])
    c = signed(verification_effect=effect, truce_30d_states=chances[0], truce_30d_proxies=chances[1])
    c.set(truce_shape_states=1.0, truce_shape_proxies=0.5, truce_class_weight=0.5)
    states = np.arange(N) % 2 == 0
    c.set(truce_class_pick=np.where(states, 0.25, 0.75))
    r = run(c.lever(verification=1), 5)
    for of_class, chance, shape in ((states, 0.7, 1.0), (~states, 0.2, 0.5)):
        want = np.exp(np.log(1 - chance) * (28 / 30) ** shape * np.exp(effect))
        held = np.mean(r["truces_broken"][of_class] == 0)
        assert abs(held - want) < 3 * binomial_se(want, N / 2), (held, want)
    assert ((r["ceasefire_week"] == 5) == (r["truces_broken"] == 0)).all()


@pytest.mark.parametrize("rate", [1.0, 4.0])
def test_that_low_intensity_fighting_ends_in_a_renewed_truce_at_its_rate(rate):
    """Signed in week 1, broken in week 2; a renewed truce breaks in its first week too."""
    r = run(signed(settle=rate, **AT_ONCE), 40)
    want = 1 - np.exp(-rate * 37 / 52)
    assert abs(np.mean(r["truces_broken"] >= 2) - want) < 3 * binomial_se(want, N)
    assert (r["ceasefire_week"] == -1).all() and (r["broken_week"] == -1).all()  # both count from a ceasefire on


def test_that_low_intensity_fighting_grows_to_a_war_at_its_rate():
    """Before a ceasefire that is the war of week 0, and side 1 signs again at once; after one it is a resumed war."""
    rate, weeks = 2.0, 40
    before = run(signed(escalate=rate, **AT_ONCE), weeks)
    want = 1 - np.exp(-rate * (weeks - 4) / 52)  # broken in week 2, war, signed and broken again two weeks later
    assert abs(np.mean(before["truces_broken"] >= 2) - want) < 3 * binomial_se(want, N)
    assert (before["large_war_week"] == -1).all()
    after = run(signed(escalate=rate, **IN_WEEK_5), weeks)
    assert (after["ceasefire_week"] == 5).all() and (after["broken_week"] == 6).all()
    want = 1 - np.exp(-rate * (weeks - 6) / 52)
    assert abs(np.mean(after["large_war_week"] > 0) - want) < 3 * binomial_se(want, N)
    assert (after["resumed_week"] == after["large_war_week"]).all()


@pytest.mark.parametrize(("deaths", "resumed"), [(900, -1), (2100, 31), (1040, 103)])
def test_that_low_intensity_fighting_counts_as_war_once_it_kills_enough_in_a_year(deaths, resumed):
    """Broken in week 6. 2,100 a year are more than 1,000 after 25 weeks; 1,040 are so only in the second year."""
    r = run(signed(n=64, **IN_WEEK_5).set(low_deaths=deaths), 120)
    assert (r["broken_week"] == 6).all() and (r["large_war_week"] == -1).all()
    assert (r["resumed_week"] == resumed).all()
    assert (r["low_weeks"] == 115).all()
