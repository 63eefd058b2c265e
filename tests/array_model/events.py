"""Which of the week's hazards fire, in the page's order, and what a signature settles."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, PEACE2, TRUCE, WAR, WAR2


class Events(NamedTuple):
    """Flags of the week (n,), the next regime, weeks since signature and return to war, integrated hazards."""

    regime: Any
    age: Any
    war_age: Any
    collapsed: Any
    disrupted: Any
    signed: Any
    broken: Any
    resumed: Any
    ended: Any
    hazard_agree: Any
    hazard_truce: Any
    hazard_return: Any
    hazard_end: Any
    hazard_collapse_0: Any
    hazard_collapse_1: Any


def events(xp, inputs, once, s, rate, hazard_0, hazard_1, hazard_return, verified, done_1) -> Events:
    """`rate`: weekly agreement hazard; the other hazards are yearly; `done_1`: side 1 has had its disruption."""
    p = inputs.p
    war, truce, calm, war2 = (s.regime == r for r in (WAR, TRUCE, CEASEFIRE, WAR2))
    agree = s.hazard_agree + rate
    broken_rate = -xp.log(1.0 - p.truce_abandon) * 7.0 / 30.0
    abandon = s.hazard_truce + truce * broken_rate
    back = s.hazard_return + calm * hazard_return / 52.0
    end = s.hazard_end + war2 * p.war_end_hazard / 52.0
    fall_0 = s.hazard_collapse_0 + hazard_0 / 52.0
    fall_1 = s.hazard_collapse_1 + hazard_1 / 52.0

    collapsed = (war | war2) & (fall_0 > once.collapse_0)
    disrupted = (war | war2) & (fall_1 > once.collapse_1) & ~done_1 & ~collapsed
    forced_calm = war & disrupted & (once.disruption < 0.6)
    forced_truce = war & disrupted & (once.disruption >= 0.6) & (once.disruption < 0.9)
    agreed = war & (agree > s.need_agree) & ~collapsed & ~forced_calm & ~forced_truce
    broken = truce & (abandon > s.need_truce)
    ripe = truce & ~broken & (s.age + 1.0 >= 4.0)
    resumed = calm & (back > once.resume)
    ended = war2 & ~collapsed & ((end > once.end) | (disrupted & (once.disruption < 0.9)))
    signed = agreed | forced_calm | forced_truce

    regime = s.regime
    regime = xp.where(collapsed, COLLAPSED, regime)
    regime = xp.where(forced_calm | (agreed & verified) | ripe, CEASEFIRE, regime)
    regime = xp.where(forced_truce | (agreed & ~verified), TRUCE, regime)
    regime = xp.where(broken, WAR, regime)
    regime = xp.where(resumed, WAR2, regime)
    regime = xp.where(ended, PEACE2, regime)
    return Events(
        regime=regime.astype(s.regime.dtype),
        age=xp.where(signed | ended | collapsed, 0.0, s.age + 1.0),
        war_age=xp.where(resumed, 0.0, s.war_age + 1.0),
        collapsed=collapsed,
        disrupted=disrupted,
        signed=signed,
        broken=broken,
        resumed=resumed,
        ended=ended,
        hazard_agree=xp.where(broken, 0.0, agree),
        hazard_truce=xp.where(broken, 0.0, abandon),
        hazard_return=back,
        hazard_end=end,
        hazard_collapse_0=fall_0,
        hazard_collapse_1=fall_1,
    )
