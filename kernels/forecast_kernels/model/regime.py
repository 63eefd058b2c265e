"""The regimes and what leads from one to the next: war, truce, ceasefire, resumed war, second peace, collapsed."""

from forecast_kernels.numeric.arithmetic import ZERO, F
from forecast_kernels.numeric.jit import portable

WAR, TRUCE, CEASEFIRE, WAR2, PEACE2, COLLAPSED = F(0.0), F(1.0), F(2.0), F(3.0), F(4.0), F(5.0)
TRUCE_WEEKS = F(4.0)  # after these an unverified truce counts as a ceasefire
DISRUPTED_CEASEFIRE, DISRUPTED_TRUCE = F(0.6), F(0.9)


@portable
def next_regime(now, collapsed, disrupted, u_disrupt, agreed, verified, broken, age, returned, ended):
    """Regime after the week; flags are 0 or 1. Collapse comes before an agreement of the same week."""
    settled = CEASEFIRE if verified > ZERO else TRUCE
    fallen = settled if agreed > ZERO else WAR
    shaken = CEASEFIRE if u_disrupt < DISRUPTED_CEASEFIRE else (TRUCE if u_disrupt < DISRUPTED_TRUCE else fallen)
    from_war = COLLAPSED if collapsed > ZERO else (shaken if disrupted > ZERO else fallen)
    from_truce = WAR if broken > ZERO else (CEASEFIRE if age >= TRUCE_WEEKS else TRUCE)
    from_ceasefire = WAR2 if returned > ZERO else CEASEFIRE
    over = (ended > ZERO) | ((disrupted > ZERO) & (u_disrupt < DISRUPTED_TRUCE))
    from_war2 = COLLAPSED if collapsed > ZERO else (PEACE2 if over else WAR2)
    after = now
    after = from_war if now == WAR else after
    after = from_truce if now == TRUCE else after
    after = from_ceasefire if now == CEASEFIRE else after
    return from_war2 if now == WAR2 else after
