"""What the war costs side 1, who supplies it, and what arming side 0 risks: each effect by its sign."""

import numpy as np
import pytest

from tests.kernels.case import PARAMETER, Case, by_hazard
from tests.validity.paired import average, difference, draws, members, moves, run, said
from tests.validity.peace_paths import signed_at_once, traced


def war(n: int = 1024, **rows: float) -> Case:
    """A war without talks or collapse."""
    c = by_hazard(members("muddle_through", n), 0.0)
    return c.set(collapse_rate_0=1e-9, collapse_rate_1=1e-9, **rows)


def test_that_a_war_footing_costs_the_fund_and_raises_stress():
    """C15: the path is off against drawn; the footing grows by a year a year, five at most, and fades in peace."""
    drawn, none = (traced(war(**rows), 312, ("fund", "stress", "footing")) for rows in ({}, {"war_cost_growth": 0}))
    assert np.allclose(drawn["footing"][[52, 260, 312]], np.array([1, 5, 5])[:, None], atol=1e-3)
    for name, sign in (("fund", -1), ("stress", 1)):
        found = difference(drawn[name][156], none[name][156])
        print(said(f"{name} after three years", found))
        assert moves(found, 4) and np.sign(found.value) == sign
    peace = traced(signed_at_once(members("muddle_through", 256)).set(hazard_0_1m=0, hazard_1_6m=0), 26, ("footing",))
    assert (np.diff(peace["footing"][2:26], axis=0) < 0).all()


def test_that_a_supplier_that_gives_more_raises_fires_and_eases_stress():
    """C16: in each draw by the sign of its growth, and in the mean as drawn."""
    more, none = (
        traced(war(**rows), 156, ("log_fires_1", "stress", "supplier")) for rows in ({}, {"supplier_growth": 0})
    )
    growth = war().params[PARAMETER["supplier_growth"]].astype(float)
    uncut = none["supplier"][156] == 1
    assert np.allclose(np.log(more["supplier"][156][uncut]), 155 / 52 * growth[uncut], atol=1e-4)
    grew = growth > 0
    assert 0.55 < grew.mean() < 0.75, "support can grow and can shrink"
    assert (more["stress"][156][grew] <= none["stress"][156][grew] + 1e-6).all()
    found = difference(more["log_fires_1"][104], none["log_fires_1"][104])
    print(said("log fires of side 1 after two years", found))
    assert moves(found, 4) and found.value > 0


@pytest.mark.parametrize(("effect", "sign"), [(0.7, 1), (-0.7, -1), (0.0, 0)])
def test_that_surge_and_strikes_move_the_danger_to_an_ally_either_way(effect, sign):
    """Side 1's force on an ally, in the war that goes on after a refusal: with the effect against without."""
    c = members("surge_offer", 1024)
    found = difference(run(c.set(escalation_effect=effect), 520)["spill_nato_w520"],
                       run(members("surge_offer", 1024).set(escalation_effect=0), 520)["spill_nato_w520"])  # fmt: skip
    print(said(f"attack on an ally by week 520, effect {effect:g}", found))
    assert (moves(found, 4) and np.sign(found.value) == sign) if sign else found.value == 0
    quiet = [run(war(256, escalation_effect=e), 520)["spill_nato_w520"] for e in (0.0, effect)]
    assert np.array_equal(*quiet), "without a surge or strikes nothing changes"


def test_that_the_prior_of_escalation_has_both_signs():
    drawn = average(draws(4096)["escalation_effect"] > 0)
    assert abs(drawn.value - 0.5) < 4 * drawn.mcse
