"""Events of a week, the regime after it, and what a signature or a return to war changes.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters P, L, V, S, R. An event comes in the first
week in which its integrated hazard exceeds a threshold that is drawn from a unit exponential.
"""

from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire, collapse, expectation, regime
from forecast_kernels.numeric.arithmetic import ONE, TWO, ZERO, F, exp, flag, fma, maximum, minimum, pick
from forecast_kernels.numeric.calendar import NO_DATE, WEEK
from forecast_kernels.numeric.draws import further_uniform
from forecast_kernels.numeric.jit import step
from forecast_kernels.steps import truces

HALF_YEAR = F(26.0)


@step
def collapses(P, V, S, fights, i):
    """Returns collapse of side 0 and disruption of side 1, each 1 in the week of the event, else 0.

    fights: whether the member is in war or resumed war.
    """
    fighting = flag(fights)
    cum_0 = pick(fights, fma(WEEK, S[s.COLLAPSE_HAZARD_0, i], S[s.CUM_COLLAPSE_0, i]), S[s.CUM_COLLAPSE_0, i])
    S[s.CUM_COLLAPSE_0, i] = cum_0
    collapsed = flag(cum_0 > V[s.NEED_COLLAPSE_0, i]) * fighting
    before = S[s.CUM_COLLAPSE_1, i]
    hazard_1 = collapse.hazard_1(P[p.COLLAPSE_RATE_1, i], S[s.STRESS, i], P[p.COLLAPSE_STRESS_1, i])
    cum_1 = pick(fights, fma(WEEK, hazard_1, before), before)
    S[s.CUM_COLLAPSE_1, i] = cum_1
    disrupted = flag((cum_1 > V[s.NEED_COLLAPSE_1, i]) & (before <= V[s.NEED_COLLAPSE_1, i])) * fighting
    return collapsed, disrupted


@step
def agreement(P, L, V, S, R, in_war, i):
    """Returns whether both sides agree this week, whether it would be verified, and what they sign; each 0 or 1.

    The last two say whether an agreement of this week is the branch's package, or the counter-offer; else it has the
    standing terms. The hazards of the week divide the chances.
    """
    agreed = in_war * flag(S[s.CUM_AGREE, i] > S[s.NEED_AGREE, i])
    part = further_uniform(V[s.U_ITEM, i], R[o.TRUCES_BROKEN, i]) * V[s.RATE_AGREE, i]
    package = flag((part <= V[s.RATE_PACKAGE, i]) & (V[s.RATE_PACKAGE, i] > ZERO))
    counter = flag((part <= V[s.RATE_PACKAGE, i] + V[s.RATE_COUNTER, i]) & (V[s.RATE_COUNTER, i] > ZERO))
    counter = counter * (ONE - package)
    chance = pick(package > ZERO, L[lv.VERIFICATION, i], P[p.STANDING_VERIFICATION, i])
    verified = flag(further_uniform(V[s.U_VERIFY, i], R[o.TRUCES_BROKEN, i]) < chance)
    return agreed, verified, package, counter


@step
def failures(P, V, S, holding, low, in_war2, i):
    """Returns whether large-scale war returned, and whether a resumed war ended; each 1 in its week, else 0.

    holding, low, in_war2: 1 in an agreement that holds, in low-intensity fighting, in a resumed war, else 0.
    """
    S[s.RETURN_HAZARD, i] = pick(holding > ZERO, S[s.RETURN_HAZARD, i], low * V[s.ESCALATE_RATE, i])
    cum_return = fma(WEEK, S[s.RETURN_HAZARD, i], S[s.CUM_RETURN, i])
    S[s.CUM_RETURN, i] = cum_return
    returned = maximum(holding, low) * flag(cum_return > S[s.NEED_RETURN, i])
    cum_end = fma(in_war2 * WEEK, P[p.WAR_END_HAZARD, i], S[s.CUM_END2, i])
    S[s.CUM_END2, i] = cum_end
    ended = in_war2 * flag(cum_end > V[s.NEED_END2, i])
    return returned, ended


@step
def sign(P, L, V, S, R, week, signed, verified, package, counter, i):
    """Applies what a signature changes: it calls off a surge that has not begun and fixes verification, land, terms.

    Parameters
    ----------
    P, L, S, R, i : see `steps`
    week : number of the week at the end of the step
    signed : 1 if an agreement was signed in this step, else 0
    verified : 1 if an agreement of this week has on-site verification, else 0
    package, counter : 1 if the branch's package, or the counter-offer, is what was signed, else 0
    """
    coming = (S[s.SURGE_START, i] > week - ONE) & (S[s.SURGE_START, i] < NO_DATE)
    called_off = (signed > ZERO) & coming
    S[s.CALLED_OFF, i] = maximum(S[s.CALLED_OFF, i], S[s.REFUSED, i] * flag(called_off))
    S[s.SURGE_START, i] = pick(called_off, NO_DATE, S[s.SURGE_START, i])
    S[s.VERIFIED, i] = pick(signed > ZERO, verified, S[s.VERIFIED, i])
    S[s.RATIO_SIGNED, i] = pick(signed > ZERO, S[s.FORCE_RATIO, i], S[s.RATIO_SIGNED, i])
    mismatch = P[p.MISMATCH_EFFECT, i] * expectation.mismatch(S[s.PROSPECT, i])
    S[s.MISMATCH, i] = pick(signed > ZERO, mismatch, S[s.MISMATCH, i])
    S[s.PACKAGE, i] = pick(signed > ZERO, package, S[s.PACKAGE, i])
    S[s.COUNTER_SIGNED, i] = pick(signed > ZERO, counter, S[s.COUNTER_SIGNED, i])
    belief = S[s.BELIEF, i]
    pressed = ceasefire.pressed_at_signature(V[s.TABLED, i] * L[lv.PRESSURE, i], belief)
    S[s.PRESSED, i] = pick(signed > ZERO, pressed, S[s.PRESSED, i])
    fixed = ceasefire.fixed_at_signature(
        belief, P[p.COERCED_EFFECT, i], S[s.REPUTATION, i], P[p.REPUTATION_EFFECT, i], package * L[lv.DMZ, i],
        P[p.DMZ_EFFECT, i],
    )  # fmt: skip
    S[s.AT_SIGNATURE, i] = pick(signed > ZERO, fixed, S[s.AT_SIGNATURE, i])
    swapped = signed * package * L[lv.SWAP, i] * flag(S[s.SALIENT, i] > bargaining.SALIENT_FLOOR)
    land_missing = maximum(P[p.HELD_REFERENCE, i] - P[p.HELD_T0, i] + S[s.NET, i] - S[s.TRANSFER, i], ZERO)
    land = minimum(S[s.SALIENT, i] * P[p.SALIENT_SWAP, i], land_missing)
    S[s.TRANSFER, i] = fma(swapped, land, S[s.TRANSFER, i])
    S[s.SALIENT, i] = (ONE - swapped) * S[s.SALIENT, i]
    R[o.CEDED, i] = maximum(R[o.CEDED, i], signed * package * L[lv.CESSION, i])
    recognised = fma(package, L[lv.RECOGNITION, i], counter * L[lv.COUNTER_RECOGNITION, i])
    S[s.RECOGNISED, i] = pick(signed > ZERO, recognised, S[s.RECOGNISED, i])
    neutral = fma(package, L[lv.NEUTRAL, i], counter * L[lv.COUNTER_NEUTRAL, i])
    S[s.NEUTRAL, i] = pick(signed > ZERO, neutral, S[s.NEUTRAL, i])
    relief = fma(package, L[lv.RELIEF, i], counter * L[lv.COUNTER_RELIEF, i])
    S[s.RELIEF, i] = pick(signed > ZERO, relief, S[s.RELIEF, i])


@step
def fresh_war(P, V, S, returned, i):
    """Resets the front when the war has just returned: no rupture under way, no loss shock.

    The lagged fires take the present value, and the 13-week gain takes the level of week 0.
    """
    S[s.POOL_0, i] = (ONE - returned) * S[s.POOL_0, i]
    S[s.POOL_1, i] = (ONE - returned) * S[s.POOL_1, i]
    S[s.LOSS_SHOCK, i] = (ONE - returned) * S[s.LOSS_SHOCK, i]
    lagged = S[s.FIRES, i] - V[s.LOG_FIRES_T0, i]
    S[s.FIRES_LAGGED, i] = pick(returned > ZERO, lagged, S[s.FIRES_LAGGED, i])
    S[s.GAIN13, i] = pick(returned > ZERO, P[p.LEVEL_T0, i], S[s.GAIN13, i])


@step
def note_peace(L, V, S, R, week, in_war, started, i):
    """Records the first ceasefire, and both readinesses when the package came on the table."""
    first = started * flag(R[o.CEASEFIRE_WEEK, i] < ZERO)
    R[o.CEASEFIRE_WEEK, i] = pick(first > ZERO, week, R[o.CEASEFIRE_WEEK, i])
    R[o.VERIFIED, i] = pick(first > ZERO, S[s.VERIFIED, i], R[o.VERIFIED, i])
    R[o.NEUTRAL, i] = pick(first > ZERO, S[s.NEUTRAL, i], R[o.NEUTRAL, i])
    R[o.RECOGNISED, i] = pick(first > ZERO, S[s.RECOGNISED, i], R[o.RECOGNISED, i])
    no_package = flag(L[lv.PACKAGE_WEEK, i] >= NO_DATE)  # the standing package counts then, in the first step
    first_time = in_war * maximum(V[s.TABLED, i], no_package) * flag(R[o.ACCEPT_1, i] < ZERO)
    R[o.ACCEPT_1, i] = pick(first_time > ZERO, ONE - exp(-HALF_YEAR * S[s.READY_1, i]), R[o.ACCEPT_1, i])
    R[o.ACCEPT_0, i] = pick(first_time > ZERO, S[s.READY_0, i], R[o.ACCEPT_0, i])


@step
def note_agreement(V, S, R, week, in_war, signed, i):
    """Records the first agreement and what it signed, and when side 1 was first ready for something.

    Side 1 cuts its losses if the war has lost value to it since week 0, and the terms give it no land and nothing in
    law.
    """
    first = signed * flag(R[o.AGREEMENT_WEEK, i] < ZERO)
    R[o.AGREEMENT_WEEK, i] = pick(first > ZERO, week, R[o.AGREEMENT_WEEK, i])
    item = ONE + S[s.PACKAGE, i] + TWO * S[s.COUNTER_SIGNED, i]
    R[o.AGREEMENT_ITEM, i] = pick(first > ZERO, item, R[o.AGREEMENT_ITEM, i])
    conceded = S[s.NEUTRAL, i] + S[s.RECOGNISED, i] + R[o.CEDED, i]
    cut = flag((S[s.BATTLE, i] > ZERO) & (conceded <= ZERO))
    R[o.CUT_LOSSES, i] = pick(first > ZERO, cut, R[o.CUT_LOSSES, i])
    first = signed * S[s.PACKAGE, i] * flag(R[o.PACKAGE_SIGNED_WEEK, i] < ZERO)
    R[o.PACKAGE_SIGNED_WEEK, i] = pick(first > ZERO, week, R[o.PACKAGE_SIGNED_WEEK, i])
    refused = in_war * flag(S[s.CUM_REFUSAL, i] > V[s.NEED_REFUSAL, i])
    first = maximum(signed, refused) * flag(R[o.READY_WEEK_1, i] < ZERO)
    R[o.READY_WEEK_1, i] = pick(first > ZERO, week, R[o.READY_WEEK_1, i])


@step
def note_events(R, week, collapsed, disrupted, ended, i):
    """Records the weeks of collapse and disruption, and of the end of a resumed war."""
    R[o.COLLAPSE_WEEK_0, i] = pick(collapsed > ZERO, week, R[o.COLLAPSE_WEEK_0, i])
    R[o.COLLAPSE_WEEK_1, i] = pick(disrupted > ZERO, week, R[o.COLLAPSE_WEEK_1, i])
    R[o.END2_WEEK, i] = pick(ended > ZERO, week, R[o.END2_WEEK, i])


@step
def note_guarantees(L, V, S, R, week, after, signed, returned, age, i):
    """Records membership, and ceasefires with the troops gone and membership not yet in force.

    after: regime after the step. age: weeks since the agreement, at the end of the step.
    """
    due = flag((S[s.AGE, i] >= V[s.ACCESSION_AGE, i]) & (R[o.MEMBER_WEEK, i] < ZERO))
    joined = flag(regime.in_ceasefire(after)) * S[s.PACKAGE, i] * due
    R[o.MEMBER_WEEK, i] = pick(joined > ZERO, week, R[o.MEMBER_WEEK, i])
    until = L[lv.TROOPS_ARRIVAL, i] + L[lv.TROOPS_DURATION, i]
    troops_gone = flag((L[lv.TROOPS, i] > ZERO) & (age - ONE >= until)) * (ONE - L[lv.TROOPS_STAY, i])
    gap = troops_gone * S[s.PACKAGE, i] * flag(R[o.MEMBER_WEEK, i] < ZERO)
    R[o.GAP_FAILURE, i] = pick(returned > ZERO, gap, R[o.GAP_FAILURE, i])
    R[o.GAP_WEEKS, i] = fma(flag(regime.in_ceasefire(after)) * (ONE - signed), gap, R[o.GAP_WEEKS, i])


@step
def turn(P, L, V, S, R, week, moves, i):
    """Computes the events of the week and the next regime, and applies what follows from them.

    moves: whether any member of the loop is in war or resumed war. Where it is the constant False, the compiler drops
    the events that cannot happen.
    """
    now = S[s.REGIME, i]
    in_war, in_war2 = flag(moves & regime.first_war(now)), flag(moves & regime.resumed_war(now))
    holding, low = flag(regime.holding(now)), flag(regime.low_intensity(now))
    in_truce, in_peace = flag(regime.in_truce(now)), flag(regime.in_ceasefire(now))
    had = flag(R[o.CEASEFIRE_WEEK, i] >= ZERO)
    collapsed, disrupted = collapses(P, V, S, moves & regime.fighting(now), i)
    agreed, verified, package, counter = agreement(P, L, V, S, R, in_war, i)
    returned, ended = failures(P, V, S, holding, low, in_war2, i)
    broken, settled = truces.breaks(V, S, holding, returned, i), truces.settles(V, S, low, returned, i)
    age, spell = S[s.AGE, i] + ONE, S[s.SPELL, i] + ONE
    after = regime.next_regime(
        now, collapsed, disrupted, V[s.U_DISRUPT, i], agreed, broken, spell, returned, ended, settled, had
    )
    signed = in_war * flag(regime.signed(after))
    started = flag(regime.in_ceasefire(after)) * (ONE - in_peace)
    second = in_war2 * flag(regime.second_peace(after))
    large = returned * had  # after a ceasefire
    S[s.REGIME, i] = after
    S[s.AGE, i] = pick(signed + second + collapsed > ZERO, ZERO, age)
    S[s.SPELL, i] = pick(signed + broken + settled > ZERO, ZERO, spell)
    S[s.AGE2, i] = pick(large > ZERO, ZERO, S[s.AGE2, i] + ONE)
    S[s.EVENT_RESUME, i] = returned
    S[s.EVENT_BROKEN, i] = maximum(broken, returned * in_truce)
    sign(P, L, V, S, R, week, signed, verified, package, counter, i)
    truces.quality(P, V, S, after, signed, i)
    land = collapse.land_lost(
        V[s.COLLAPSE_ODDS, i], collapse.helpless(S[s.USE, i], S[s.MEN_0, i], V[s.INV_FORCE_0, i]), P[p.DEFEAT_0, i],
        P[p.DEFEAT_HELPLESS_0, i], V[s.COLLAPSE_PARTIAL, i],
    )  # fmt: skip
    S[s.COLLAPSE_LOSS, i] = pick(collapsed > ZERO, land, S[s.COLLAPSE_LOSS, i])
    fresh_war(P, V, S, returned, i)
    truces.note(P, S, R, week, low, broken, after, large, i)
    note_peace(L, V, S, R, week, in_war, started, i)
    note_agreement(V, S, R, week, in_war, signed, i)
    note_events(R, week, collapsed, disrupted, second, i)
    note_guarantees(L, V, S, R, week, after, signed, large, age, i)
