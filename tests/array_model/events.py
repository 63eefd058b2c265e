"""Which of the week's hazards fire, in the page's order, and what a signature settles."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, LOW, PEACE2, TRUCE, WAR, WAR2
from tests.array_model.truces import break_hazard, truce_law


class Events(NamedTuple):
    """Flags of the week (n,), the next regime, weeks since signature, return to war, and the last change of a truce.

    `large`: large-scale war returned after the first ceasefire. `ended_truce`: the agreement broke, into low-intensity
    fighting or, in a truce, into war.
    """

    regime: Any
    age: Any
    war_age: Any
    spell: Any
    collapsed: Any
    disrupted: Any
    signed: Any
    broken: Any
    ended_truce: Any
    resumed: Any
    large: Any
    ended: Any
    hazard_agree: Any
    hazard_return: Any
    hazard_end: Any
    hazard_collapse_0: Any
    hazard_collapse_1: Any


def events(xp, inputs, once, s, rate, hazard_0, hazard_1, hazard_return, done_1) -> Events:
    """`rate`: weekly agreement hazard; the other hazards are yearly; `done_1`: side 1 has had its disruption."""
    p, law = inputs.p, truce_law(xp, inputs.p)
    war, truce, calm, war2, low = (s.regime == r for r in (WAR, TRUCE, CEASEFIRE, WAR2, LOW))
    had = s.ledger["ceasefire_week"] >= 0.0
    agree = s.hazard_agree + rate
    back = s.hazard_return + ((truce | calm) * hazard_return + low * law.escalate) / 52.0
    end = s.hazard_end + war2 * p.war_end_hazard / 52.0
    fall_0 = s.hazard_collapse_0 + hazard_0 / 52.0
    fall_1 = s.hazard_collapse_1 + hazard_1 / 52.0

    collapsed = (war | war2) & (fall_0 > once.collapse_0)
    disrupted = (war | war2) & (fall_1 > once.collapse_1) & ~done_1 & ~collapsed
    forced = war & disrupted & (once.disruption < 0.9)
    agreed = war & (agree > s.need_agree) & ~collapsed & ~forced
    resumed = (truce | calm | low) & (back > s.need_return)
    broken = (truce | calm) & (break_hazard(xp, p, law, s) > s.need_break) & ~resumed
    renewed = low & (law.settle * (s.spell + 1.0) / 52.0 > s.need_settle) & ~resumed
    ripe = truce & ~broken & ~resumed & (s.spell + 1.0 >= 4.0)
    ended = war2 & ~collapsed & ((end > once.end) | (disrupted & (once.disruption < 0.9)))
    signed = agreed | forced
    large = resumed & had

    regime = s.regime
    regime = xp.where(collapsed, COLLAPSED, regime)
    regime = xp.where(ripe, CEASEFIRE, regime)
    regime = xp.where(signed | renewed, TRUCE, regime)
    regime = xp.where(broken, LOW, regime)
    regime = xp.where(resumed, xp.where(had, WAR2, WAR), regime)
    regime = xp.where(ended, PEACE2, regime)
    return Events(
        regime=regime.astype(s.regime.dtype),
        age=xp.where(signed | ended | collapsed, 0.0, s.age + 1.0),
        war_age=xp.where(large, 0.0, s.war_age + 1.0),
        spell=xp.where(signed | renewed | broken, 0.0, s.spell + 1.0),
        collapsed=collapsed,
        disrupted=disrupted,
        signed=signed,
        broken=broken,
        ended_truce=broken | truce & resumed,
        resumed=resumed,
        large=large,
        ended=ended,
        hazard_agree=agree,
        hazard_return=back,
        hazard_end=end,
        hazard_collapse_0=fall_0,
        hazard_collapse_1=fall_1,
    )
