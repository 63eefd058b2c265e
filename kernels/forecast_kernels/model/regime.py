"""The regimes of a member (`layout.regimes`): questions about a regime, and the regime that follows a week.

Regime numbers are float32 here. Every question returns a bool.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import regimes
from forecast_kernels.layout.outcomes import SNAPSHOT_WEEKS
from forecast_kernels.numeric.arithmetic import ZERO, F
from forecast_kernels.numeric.jit import scalar

WAR, TRUCE, CEASEFIRE = F(regimes.WAR), F(regimes.TRUCE), F(regimes.CEASEFIRE)
WAR2, PEACE2, COLLAPSED, LOW = F(regimes.WAR2), F(regimes.PEACE2), F(regimes.COLLAPSED), F(regimes.LOW)
TRUCE_WEEKS = F(k.TRUCE_WEEKS)
DISRUPTED_AGREEMENT = F(k.DISRUPTED_AGREEMENT)
AID_WEEKS = F(SNAPSHOT_WEEKS[-1])  # to which deliveries of aid are counted


@scalar
def first_war(regime):
    """Whether the war of week 0 goes on."""
    return regime == WAR


@scalar
def fighting(regime):
    """Whether there is large-scale war: the war of week 0 or a resumed one."""
    return (regime == WAR) | (regime == WAR2)


@scalar
def not_fighting(regime):
    """Whether there is no large-scale war: any regime but war and resumed war."""
    return (regime != WAR) & (regime != WAR2)


@scalar
def front_moves(regime):
    """Whether the front moves: war and resumed war. From a signature on it rests."""
    return (regime == WAR) | (regime == WAR2)


@scalar
def in_truce(regime):
    """Whether a truce is in force: an agreement in its first weeks."""
    return regime == TRUCE


@scalar
def in_ceasefire(regime):
    """Whether a ceasefire is in force."""
    return regime == CEASEFIRE


@scalar
def signed(regime):
    """Whether the terms of an agreement count: truce, ceasefire, and the low-intensity fighting that breaks them."""
    return (regime == TRUCE) | (regime == CEASEFIRE) | (regime == LOW)


@scalar
def holding(regime):
    """Whether an agreement holds: truce or ceasefire."""
    return (regime == TRUCE) | (regime == CEASEFIRE)


@scalar
def low_intensity(regime):
    """Whether there is low-intensity fighting after an agreement broke."""
    return regime == LOW


@scalar
def resumed_war(regime):
    """Whether the war has returned after a ceasefire."""
    return regime == WAR2


@scalar
def second_peace(regime):
    """Whether a resumed war has ended."""
    return regime == PEACE2


@scalar
def fallen(regime):
    """Whether side 0 has collapsed."""
    return regime == COLLAPSED


@scalar
def at_rest(regime, t):
    """Whether a member keeps its forces, supply and fires: its war is over for good, and all aid is counted.

    Parameters
    ----------
    regime : regime number
    t : weeks since week 0 when the step begins
    """
    return ((regime == PEACE2) | (regime == COLLAPSED)) & (t >= AID_WEEKS)


@scalar
def next_regime(now, collapsed, disrupted, u_disrupt, agreed, broken, spell, returned, ended, settled, had_ceasefire):
    """Regime after the week. A collapse comes before an agreement of the same week.

    Parameters
    ----------
    now : regime number before the week
    collapsed, disrupted, agreed, broken, returned, ended, settled : 0 or 1
        Events of the week: collapse of side 0, disruption of side 1, agreement, break of an agreement, return to
        large-scale war, end of the resumed war, renewed truce.
    u_disrupt : uniform number that decides what a disruption of side 1 leads to
    spell : weeks that the truce has held after this week
    had_ceasefire : 1 if there has been a ceasefire before this week, else 0
    """
    undisturbed = TRUCE if agreed > ZERO else WAR
    after_disruption = TRUCE if u_disrupt < DISRUPTED_AGREEMENT else undisturbed
    from_war = COLLAPSED if collapsed > ZERO else (after_disruption if disrupted > ZERO else undisturbed)
    held = CEASEFIRE if spell >= TRUCE_WEEKS else TRUCE
    war_again = WAR2 if had_ceasefire > ZERO else WAR
    from_truce = war_again if returned > ZERO else (LOW if broken > ZERO else held)
    from_ceasefire = war_again if returned > ZERO else (LOW if broken > ZERO else CEASEFIRE)
    from_low = war_again if returned > ZERO else (TRUCE if settled > ZERO else LOW)
    war2_over = (ended > ZERO) | ((disrupted > ZERO) & (u_disrupt < DISRUPTED_AGREEMENT))
    from_war2 = COLLAPSED if collapsed > ZERO else (PEACE2 if war2_over else WAR2)
    after = now
    after = from_war if now == WAR else after
    after = from_truce if now == TRUCE else after
    after = from_ceasefire if now == CEASEFIRE else after
    after = from_low if now == LOW else after
    return from_war2 if now == WAR2 else after
