"""The regimes of a member (`layout.regimes`): questions about a regime, and the regime that follows a week.

Regime numbers are float32 here. Every question returns a bool.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import regimes
from forecast_kernels.numeric.arithmetic import ZERO, F
from forecast_kernels.numeric.jit import scalar

WAR, TRUCE, CEASEFIRE = F(regimes.WAR), F(regimes.TRUCE), F(regimes.CEASEFIRE)
WAR2, PEACE2, COLLAPSED = F(regimes.WAR2), F(regimes.PEACE2), F(regimes.COLLAPSED)
TRUCE_WEEKS = F(k.TRUCE_WEEKS)
DISRUPTED_CEASEFIRE, DISRUPTED_AGREEMENT = F(k.DISRUPTED_CEASEFIRE), F(k.DISRUPTED_AGREEMENT)


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
    """Whether there is no large-scale war: truce, ceasefire, second peace, collapse."""
    return (regime != WAR) & (regime != WAR2)


@scalar
def front_moves(regime):
    """Whether the front moves: war, truce, resumed war. From a ceasefire on it rests."""
    return (regime == WAR) | (regime == TRUCE) | (regime == WAR2)


@scalar
def in_truce(regime):
    """Whether an unverified truce is in force."""
    return regime == TRUCE


@scalar
def in_ceasefire(regime):
    """Whether a ceasefire is in force."""
    return regime == CEASEFIRE


@scalar
def signed(regime):
    """Whether an agreement is in force: truce or ceasefire."""
    return (regime == TRUCE) | (regime == CEASEFIRE)


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
def next_regime(now, collapsed, disrupted, u_disrupt, agreed, verified, broken, age, returned, ended):
    """Regime after the week. A collapse comes before an agreement of the same week.

    Parameters
    ----------
    now : regime number before the week
    collapsed, disrupted, agreed, verified, broken, returned, ended : 0 or 1
        Events of the week: collapse of side 0, disruption of side 1, agreement, whether it would be verified, end of a
        truce, return to war, end of the resumed war.
    u_disrupt : uniform number that decides what a disruption of side 1 leads to
    age : age of the agreement after this week, weeks
    """
    agreement = CEASEFIRE if verified > ZERO else TRUCE
    undisturbed = agreement if agreed > ZERO else WAR
    after_disruption = (
        CEASEFIRE if u_disrupt < DISRUPTED_CEASEFIRE else (TRUCE if u_disrupt < DISRUPTED_AGREEMENT else undisturbed)
    )
    from_war = COLLAPSED if collapsed > ZERO else (after_disruption if disrupted > ZERO else undisturbed)
    from_truce = WAR if broken > ZERO else (CEASEFIRE if age >= TRUCE_WEEKS else TRUCE)
    from_ceasefire = WAR2 if returned > ZERO else CEASEFIRE
    war2_over = (ended > ZERO) | ((disrupted > ZERO) & (u_disrupt < DISRUPTED_AGREEMENT))
    from_war2 = COLLAPSED if collapsed > ZERO else (PEACE2 if war2_over else WAR2)
    after = now
    after = from_war if now == WAR else after
    after = from_truce if now == TRUCE else after
    after = from_ceasefire if now == CEASEFIRE else after
    return from_war2 if now == WAR2 else after
