"""Events of a week, the regime after it, and what a signature or a return to war changes."""

from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire, collapse, expectation, regime, violations
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, flag, fma, maximum, minimum, pick
from forecast_kernels.numeric.calendar import NO_DATE, WEEK
from forecast_kernels.numeric.draws import further_uniform
from forecast_kernels.numeric.jit import step

HALF_YEAR = F(26.0)


@step
def collapses(P, V, S, fights, i):
    """Collapse of side 0 and disruption of side 1, each 1 in the week of the event. fights: in war or resumed war."""
    fighting = flag(fights)
    cum = pick(fights, fma(WEEK, S[s.COLLAPSE_HAZARD_0, i], S[s.CUM_COLLAPSE_0, i]), S[s.CUM_COLLAPSE_0, i])
    S[s.CUM_COLLAPSE_0, i] = cum
    fell = flag(cum > V[s.NEED_COLLAPSE_0, i]) * fighting
    before = S[s.CUM_COLLAPSE_1, i]
    hazard_1 = collapse.hazard_1(P[p.COLLAPSE_RATE_1, i], S[s.STRESS, i], P[p.COLLAPSE_STRESS_1, i])
    cum = pick(fights, fma(WEEK, hazard_1, before), before)
    S[s.CUM_COLLAPSE_1, i] = cum
    shaken = flag((cum > V[s.NEED_COLLAPSE_1, i]) & (before <= V[s.NEED_COLLAPSE_1, i])) * fighting
    return fell, shaken


@step
def agreement(P, L, V, S, R, in_war, i):
    """Whether both sides agree this week, and whether an agreement would be verified; 0 or 1."""
    agreed = in_war * flag(S[s.CUM_AGREE, i] > S[s.NEED_AGREE, i])
    chance = pick(S[s.PACKAGE, i] > ZERO, L[lv.VERIFICATION, i], P[p.STANDING_VERIFICATION, i])
    verified = flag(further_uniform(V[s.U_VERIFY, i], R[o.TRUCES_BROKEN, i]) < chance)
    return agreed, verified


@step
def failures(P, V, S, in_truce, in_peace, in_war2, i):
    """Truce broken, war returned, resumed war ended; each 1 in the week of the event."""
    cum = fma(in_truce, V[s.TRUCE_RATE, i], S[s.CUM_TRUCE, i])
    S[s.CUM_TRUCE, i] = cum
    broken = in_truce * flag(cum > S[s.NEED_TRUCE, i])
    S[s.RETURN_HAZARD, i] = pick(in_peace > ZERO, S[s.RETURN_HAZARD, i], ZERO)
    cum = fma(WEEK, S[s.RETURN_HAZARD, i], S[s.CUM_RETURN, i])
    S[s.CUM_RETURN, i] = cum
    returned = in_peace * flag(cum > V[s.NEED_RETURN, i])
    cum = fma(in_war2 * WEEK, P[p.WAR_END_HAZARD, i], S[s.CUM_END2, i])
    S[s.CUM_END2, i] = cum
    ended = in_war2 * flag(cum > V[s.NEED_END2, i])
    return broken, returned, ended


@step
def renew_thresholds(V, S, R, broken, i):
    """After a broken truce both integrated hazards start afresh, each against a further unit exponential."""
    count = R[o.TRUCES_BROKEN, i] + broken
    need = S[s.CUM_AGREE, i] + ceasefire.further_need(V[s.U_AGREE, i], count)
    S[s.NEED_AGREE, i] = pick(broken > ZERO, need, S[s.NEED_AGREE, i])
    need = S[s.CUM_TRUCE, i] + ceasefire.further_need(V[s.U_TRUCE, i], count)
    S[s.NEED_TRUCE, i] = pick(broken > ZERO, need, S[s.NEED_TRUCE, i])
    R[o.TRUCES_BROKEN, i] = count


@step
def sign(P, L, S, R, week, signed, verified_ceasefire, i):
    """What a signature changes: a surge still to come, verification, mismatch, land, terms."""
    coming = (S[s.SURGE_START, i] > week - ONE) & (S[s.SURGE_START, i] < NO_DATE)
    called_off = (signed > ZERO) & coming
    S[s.CALLED_OFF, i] = maximum(S[s.CALLED_OFF, i], S[s.REFUSED, i] * flag(called_off))
    S[s.SURGE_START, i] = pick(called_off, NO_DATE, S[s.SURGE_START, i])
    S[s.VERIFIED, i] = pick(signed > ZERO, verified_ceasefire, S[s.VERIFIED, i])
    S[s.RATIO_SIGNED, i] = pick(signed > ZERO, S[s.FORCE_RATIO, i], S[s.RATIO_SIGNED, i])
    mismatch = P[p.MISMATCH_EFFECT, i] * expectation.mismatch(S[s.PROSPECT, i])
    S[s.MISMATCH, i] = pick(signed > ZERO, mismatch, S[s.MISMATCH, i])
    swapped = signed * S[s.PACKAGE, i] * L[lv.SWAP, i] * flag(S[s.SALIENT, i] > bargaining.SALIENT_FLOOR)
    room = maximum(P[p.HELD_REFERENCE, i] - P[p.HELD_T0, i] + S[s.NET, i] - S[s.TRANSFER, i], ZERO)
    land = minimum(S[s.SALIENT, i] * P[p.SALIENT_SWAP, i], room)
    S[s.TRANSFER, i] = fma(swapped, land, S[s.TRANSFER, i])
    S[s.SALIENT, i] = (ONE - swapped) * S[s.SALIENT, i]
    package = signed * S[s.PACKAGE, i]
    R[o.CEDED, i] = maximum(R[o.CEDED, i], package * L[lv.CESSION, i])
    S[s.RECOGNISED, i] = pick(signed > ZERO, package * L[lv.RECOGNITION, i], S[s.RECOGNISED, i])
    S[s.NEUTRAL, i] = pick(signed > ZERO, package * L[lv.NEUTRAL, i], S[s.NEUTRAL, i])


@step
def truce_quality(P, V, S, after, signed, i):
    """Violations after the week."""
    calm = flag(regime.signed(after)) * (ONE - signed)
    quieter = violations.after_week(
        S[s.VIOLATIONS, i], P[p.VIOLATION_REST, i], S[s.VERIFIED, i], P[p.VIOLATION_VERIFIED, i], V[s.VIOLATION_KEEP, i]
    )
    S[s.VIOLATIONS, i] = pick(signed > ZERO, P[p.VIOLATION_START, i], calm * quieter)


@step
def fresh_war(P, V, S, returned, i):
    """State of a war that has just returned: no rupture under way, no loss shock, fires and gain of the start."""
    S[s.POOL_0, i] = (ONE - returned) * S[s.POOL_0, i]
    S[s.POOL_1, i] = (ONE - returned) * S[s.POOL_1, i]
    S[s.LOSS_SHOCK, i] = (ONE - returned) * S[s.LOSS_SHOCK, i]
    lagged = S[s.FIRES, i] - V[s.LOG_FIRES_T0, i]
    S[s.FIRES_LAGGED, i] = pick(returned > ZERO, lagged, S[s.FIRES_LAGGED, i])
    S[s.GAIN13, i] = pick(returned > ZERO, P[p.LEVEL_T0, i], S[s.GAIN13, i])


@step
def note_peace(L, S, R, week, in_war, signed, started, i):
    """Outcomes of the first ceasefire, of the first week with the package on the table, of the first agreement."""
    first = started * flag(R[o.CEASEFIRE_WEEK, i] < ZERO)
    R[o.CEASEFIRE_WEEK, i] = pick(first > ZERO, week, R[o.CEASEFIRE_WEEK, i])
    R[o.VERIFIED, i] = pick(first > ZERO, S[s.VERIFIED, i], R[o.VERIFIED, i])
    R[o.NEUTRAL, i] = pick(first > ZERO, S[s.PACKAGE, i] * L[lv.NEUTRAL, i], R[o.NEUTRAL, i])
    R[o.RECOGNISED, i] = pick(first > ZERO, S[s.RECOGNISED, i], R[o.RECOGNISED, i])
    none = flag(L[lv.PACKAGE_WEEK, i] >= NO_DATE)  # then the standing package, in the first step
    tabled = in_war * maximum(S[s.PACKAGE, i], none) * flag(R[o.ACCEPT_1, i] < ZERO)
    R[o.ACCEPT_1, i] = pick(tabled > ZERO, ONE - exp(-HALF_YEAR * S[s.READY_1, i]), R[o.ACCEPT_1, i])
    R[o.ACCEPT_0, i] = pick(tabled > ZERO, S[s.READY_0, i], R[o.ACCEPT_0, i])
    R[o.AGREEMENT_WEEK, i] = pick((signed > ZERO) & (R[o.AGREEMENT_WEEK, i] < ZERO), week, R[o.AGREEMENT_WEEK, i])


@step
def note_events(R, week, returned, fell, shaken, second, i):
    """Weeks of the return to war, of collapse and disruption, and of the end of a resumed war."""
    R[o.RESUMED_WEEK, i] = pick(returned > ZERO, week, R[o.RESUMED_WEEK, i])
    R[o.COLLAPSE_WEEK_0, i] = pick(fell > ZERO, week, R[o.COLLAPSE_WEEK_0, i])
    R[o.COLLAPSE_WEEK_1, i] = pick(shaken > ZERO, week, R[o.COLLAPSE_WEEK_1, i])
    R[o.END2_WEEK, i] = pick(second > ZERO, week, R[o.END2_WEEK, i])


@step
def note_guarantees(L, V, S, R, week, after, signed, returned, age, i):
    """Membership, and the gap between the last troops and membership. age: of the agreement after the week."""
    due = flag((S[s.AGE, i] >= V[s.ACCESSION_AGE, i]) & (R[o.MEMBER_WEEK, i] < ZERO))
    joined = flag(regime.in_ceasefire(after)) * S[s.PACKAGE, i] * due
    R[o.MEMBER_WEEK, i] = pick(joined > ZERO, week, R[o.MEMBER_WEEK, i])
    until = L[lv.TROOPS_ARRIVAL, i] + L[lv.TROOPS_DURATION, i]
    gone = flag((L[lv.TROOPS, i] > ZERO) & (age - ONE >= until)) * (ONE - L[lv.TROOPS_STAY, i])
    gap = gone * S[s.PACKAGE, i] * flag(R[o.MEMBER_WEEK, i] < ZERO)
    R[o.GAP_FAILURE, i] = pick(returned > ZERO, gap, R[o.GAP_FAILURE, i])
    R[o.GAP_WEEKS, i] = fma(flag(regime.in_ceasefire(after)) * (ONE - signed), gap, R[o.GAP_WEEKS, i])


@step
def turn(P, L, V, S, R, week, moves, i):
    """Events of the week and the regime after it, with all that follows from them.

    moves: False, a constant, where no member of the loop is in war, truce or resumed war; the compiler then drops the
    events that cannot happen.
    """
    now = S[s.REGIME, i]
    in_war, in_truce = flag(moves & regime.first_war(now)), flag(moves & regime.in_truce(now))
    in_peace, in_war2 = flag(regime.in_ceasefire(now)), flag(moves & regime.resumed_war(now))
    fell, shaken = collapses(P, V, S, moves & regime.fighting(now), i)
    agreed, verified = agreement(P, L, V, S, R, in_war, i)
    broken, returned, ended = failures(P, V, S, in_truce, in_peace, in_war2, i)
    age = S[s.AGE, i] + ONE
    after = regime.next_regime(now, fell, shaken, V[s.U_DISRUPT, i], agreed, verified, broken, age, returned, ended)
    signed = in_war * flag(regime.signed(after))
    started = flag(regime.in_ceasefire(after)) * (ONE - in_peace)
    second = in_war2 * flag(regime.second_peace(after))
    S[s.REGIME, i] = after
    S[s.AGE, i] = pick(signed + second + fell > ZERO, ZERO, age)
    S[s.AGE2, i] = pick(returned > ZERO, ZERO, S[s.AGE2, i] + ONE)
    S[s.EVENT_RESUME, i] = returned
    renew_thresholds(V, S, R, broken, i)
    sign(P, L, S, R, week, signed, verified * started, i)
    truce_quality(P, V, S, after, signed, i)
    land = collapse.land_lost(V[s.U_COLLAPSE, i], P[p.COLLAPSE_SETTLE_0, i])
    S[s.COLLAPSE_LOSS, i] = pick(fell > ZERO, land, S[s.COLLAPSE_LOSS, i])
    fresh_war(P, V, S, returned, i)
    note_peace(L, S, R, week, in_war, signed, started, i)
    note_events(R, week, returned, fell, shaken, second, i)
    note_guarantees(L, V, S, R, week, after, signed, returned, age, i)
