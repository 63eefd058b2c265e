"""Truces: the break of an agreement, the low-intensity fighting after it, and its renewal.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters P, V, S, R.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import ceasefire, regime, truce, violations
from forecast_kernels.numeric.arithmetic import I32, ONE, ZERO, F, flag, fma, maximum, pick
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import step

WAR_DEATHS = F(k.WAR_DEATHS)
WEEKS_OF_YEAR = I32(52)


@step
def begin(P, V, S, i):
    """Sets the law of a break, the rates out of low-intensity fighting and its losses, by the class of the war.

    It runs after `start.once`: it replaces the raw threshold in BREAK_AGE by the age.
    """
    states = P[p.TRUCE_CLASS_PICK, i] < P[p.TRUCE_CLASS_WEIGHT, i]
    chance = pick(states, P[p.TRUCE_30D_STATES, i], P[p.TRUCE_30D_PROXIES, i])
    shape = pick(states, P[p.TRUCE_SHAPE_STATES, i], P[p.TRUCE_SHAPE_PROXIES, i])
    V[s.LOG_BREAK_SCALE, i] = truce.log_scale(chance, shape)
    V[s.INV_BREAK_SHAPE, i] = ONE / shape
    V[s.BREAK_VERIFIED, i] = truce.verified_factor(P[p.VERIFICATION_EFFECT, i], shape)
    V[s.SETTLE_RATE, i] = WEEK * pick(states, P[p.LOW_SETTLE_STATES, i], P[p.LOW_SETTLE_PROXIES, i])
    V[s.ESCALATE_RATE, i] = pick(states, P[p.LOW_ESCALATE_STATES, i], P[p.LOW_ESCALATE_PROXIES, i])
    V[s.LOW_INDEX, i] = truce.low_index(
        P[p.LOW_DEATHS, i], P[p.KILLED_FRAC_0, i], V[s.LOSS_BASE_0, i], P[p.KILLED_FRAC_1, i], V[s.LOSS_BASE_1, i]
    )
    V[s.VIOLATION_KEEP, i] = violations.keep(P[p.VIOLATION_HALFLIFE, i])
    S[s.BREAK_AGE, i] = truce.break_age(S[s.BREAK_AGE, i], V[s.LOG_BREAK_SCALE, i], V[s.INV_BREAK_SHAPE, i])


@step
def breaks(V, S, holding, returned, i):
    """Returns 1 if the agreement breaks into low-intensity fighting this week, else 0.

    holding, returned: 1 if an agreement holds before the week, and if large-scale war returns in it, else 0.
    """
    factor = fma(S[s.VERIFIED, i], V[s.BREAK_VERIFIED, i] - ONE, ONE)
    over = flag(S[s.SPELL, i] + ONE > S[s.BREAK_AGE, i] * factor)
    return holding * (ONE - returned) * over


@step
def settles(V, S, low, returned, i):
    """Returns 1 if low-intensity fighting ends in a renewed truce this week, else 0.

    low, returned: 1 with low-intensity fighting before the week, and if large-scale war returns in it, else 0.
    """
    over = flag((S[s.SPELL, i] + ONE) * V[s.SETTLE_RATE, i] > S[s.NEED_SETTLE, i])
    return low * (ONE - returned) * over


@step
def renew(V, S, R, i):
    """Draws the thresholds that hold after an agreement broke: of its renewal, the next break, a return, an agreement.

    It broke into low-intensity fighting or, in a truce, into war. The new thresholds of a return and of an agreement
    lie a unit exponential above the integrated hazard of this week.
    """
    broken = S[s.EVENT_BROKEN, i]
    count = R[o.TRUCES_BROKEN, i] + broken
    need = S[s.CUM_AGREE, i] + ceasefire.further_need(V[s.U_AGREE, i], count)
    S[s.NEED_AGREE, i] = pick(broken > ZERO, need, S[s.NEED_AGREE, i])
    need = S[s.CUM_RETURN, i] + ceasefire.further_need(V[s.U_RETURN, i], count)
    S[s.NEED_RETURN, i] = pick(broken > ZERO, need, S[s.NEED_RETURN, i])
    need = ceasefire.further_need(V[s.U_SETTLE, i], count)
    S[s.NEED_SETTLE, i] = pick(broken > ZERO, need, S[s.NEED_SETTLE, i])
    need = ceasefire.further_need(V[s.U_TRUCE, i], count)
    age = truce.break_age(need, V[s.LOG_BREAK_SCALE, i], V[s.INV_BREAK_SHAPE, i])
    S[s.BREAK_AGE, i] = pick(broken > ZERO, age, S[s.BREAK_AGE, i])
    R[o.TRUCES_BROKEN, i] = count


@step
def quality(P, V, S, after, signed, i):
    """Updates the index of violations: it starts at the signature and fades while the agreement holds.

    In low-intensity fighting it is that of the fighting. after, signed: regime after the step, and 1 at a signature.
    """
    faded = violations.after_week(
        S[s.VIOLATIONS, i], P[p.VIOLATION_REST, i], S[s.VERIFIED, i], P[p.VIOLATION_VERIFIED, i], V[s.VIOLATION_KEEP, i]
    )
    index = pick(regime.low_intensity(after), V[s.LOW_INDEX, i], flag(regime.holding(after)) * faded)
    S[s.VIOLATIONS, i] = pick(signed > ZERO, P[p.VIOLATION_START, i], index)


@step
def note(P, S, R, week, low, broken, after, large, i):
    """Records the return to war, the first break after a ceasefire, and the weeks of low-intensity fighting.

    Low-intensity fighting counts as a war once it has killed WAR_DEATHS in a year. Years count from week 0.

    Parameters
    ----------
    P, S, R, week, i : see `steps` and `events.turn`
    low, broken : 1 with low-intensity fighting in this week, and if an agreement broke in it, else 0
    after : regime after the step
    large : 1 if large-scale war returned after a ceasefire, else 0
    """
    had = flag(R[o.CEASEFIRE_WEEK, i] >= ZERO)
    new_year = (I32(week) - I32(1)) % WEEKS_OF_YEAR == I32(0)
    killed = truce.killed_so_far(S[s.KILLED_LOW, i], new_year, low * had * WEEK * P[p.LOW_DEATHS, i])
    S[s.KILLED_LOW, i] = killed
    again = maximum(large, low * had * flag(killed > WAR_DEATHS))
    R[o.RESUMED_WEEK, i] = pick((again > ZERO) & (R[o.RESUMED_WEEK, i] < ZERO), week, R[o.RESUMED_WEEK, i])
    R[o.LARGE_WAR_WEEK, i] = pick(large > ZERO, week, R[o.LARGE_WAR_WEEK, i])
    first_break = (broken * had > ZERO) & (R[o.BROKEN_WEEK, i] < ZERO)
    R[o.BROKEN_WEEK, i] = pick(first_break, week, R[o.BROKEN_WEEK, i])
    R[o.LOW_WEEKS, i] = R[o.LOW_WEEKS, i] + flag(regime.low_intensity(after))
