"""Steps 6 to 8 of a week: collapse, bargaining, truce, ceasefire, return to war, and the regime that follows."""

from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire, collapse, expectation, regime, violations
from forecast_kernels.numeric.arithmetic import HALF, ONE, ZERO, F, exp, flag, fma, least, most, pick, sigmoid
from forecast_kernels.numeric.calendar import NO_DATE, WEEK
from forecast_kernels.numeric.draws import further_uniform
from forecast_kernels.numeric.jit import step
from forecast_kernels.steps import resources


@step
def bargain(P, L, V, S, t, years, fade2, i):
    """Hazards of collapse and the readiness of both sides under the package now on the table."""
    resources.prospect(V, S, i)
    S[s.COLLAPSE_HAZARD_0, i] = collapse.hazard_0(
        P[p.COLLAPSE_RATE_0, i], S[s.GAP, i], P[p.COLLAPSE_GAP_0, i], S[s.FORCE_RATIO, i], P[p.COLLAPSE_DENSITY_0, i]
    )
    typed_in = P[p.NEUTRAL_DEFEAT, i] * S[s.NEUTRAL, i] * flag(regime.resumed_war(S[s.REGIME, i]))
    S[s.COLLAPSE_HAZARD_0, i] = S[s.COLLAPSE_HAZARD_0, i] * exp(typed_in)
    war = flag(regime.first_war(S[s.REGIME, i]))
    here = flag(t >= L[lv.PACKAGE_WEEK, i])
    S[s.PACKAGE, i] = pick(war > ZERO, here, S[s.PACKAGE, i])
    last = L[lv.OFFER_WEEK, i] + L[lv.DEADLINE, i] + L[lv.APPROPRIATION_LAG, i] + L[lv.SURGE_DURATION, i]
    offered = flag((t >= L[lv.OFFER_WEEK, i]) & (t < last))
    belief = sigmoid(S[s.CREDIBILITY, i]) * offered * (ONE - S[s.CALLED_OFF, i])
    S[s.BELIEF, i] = belief
    hope = bargaining.collapse_hope(
        S[s.COLLAPSE_HAZARD_0, i], P[p.COLLAPSE_GAP_0, i], S[s.GAP_AHEAD, i], S[s.GAP, i], belief
    )
    prospect = expectation.log_gain(
        V[s.EXPECT_BASE, i], V[s.EXPECT_GAIN, i], S[s.GAIN13, i], P[p.LEVEL_T0, i], V[s.EXPECT_FIRES, i],
        S[s.FIRES_AHEAD, i], V[s.EXPECT_FORCE, i], S[s.FORCE_RATIO, i],
    )  # fmt: skip
    S[s.PROSPECT, i] = prospect
    reform = P[p.REFORM_LEVEL_0, i] * least(years, ONE)
    shift = expectation.surge_shift(
        V[s.EXPECT_FIRES, i], P[p.SURGE_FIRE_GAIN, i], P[p.SURGE_ENABLER, i], reform, S[s.FIRES_AHEAD, i],
        HALF * P[p.STRIKE_EFFECT, i] * (ONE - P[p.STRIKE_SPENT, i] - S[s.STRIKES, i]),
    )  # fmt: skip
    S[s.EXPECTED, i] = expectation.expected(
        prospect, expectation.optimism(P[p.OPTIMISM_1, i], P[p.LEARNING_TAU, i], t), belief, shift
    )
    value = V[s.PACKAGE_VALUE, i] + bargaining.salient_value(S[s.SALIENT, i], L[lv.SWAP, i], P[p.ACCEPT_SALIENT, i])
    battle = bargaining.battlefield(
        S[s.EXPECTED, i], V[s.EXPECTED_T0, i], hope, V[s.HOPE_T0, i], S[s.LOSS_1, i], V[s.LOSS_BASE_1, i],
        S[s.STRESS, i], years, P[p.ACCEPT_MOMENTUM, i], P[p.ACCEPT_HOPE, i], P[p.ACCEPT_COST, i], P[p.ACCEPT_STRESS, i],
        P[p.ACCEPT_DURATION, i], P[p.ACCEPT_LAMBDA, i],
    )  # fmt: skip
    S[s.READY_1, i] = bargaining.readiness_1(
        V[s.ACCEPT_BASE, i], P[p.ACCEPT_LAMBDA, i], pick(here > ZERO, value, V[s.STANDING_VALUE, i]),
        V[s.REFERENCE_VALUE, i], battle, P[p.ACCEPT_THREAT, i], belief,
    )  # fmt: skip
    guaranteed = pick(here > ZERO, V[s.PACKAGE_GUARANTEE, i], V[s.STANDING_GUARANTEE, i])
    pressed = bargaining.coercion(S[s.GAP, i], here * L[lv.PRESSURE, i], hope)
    S[s.READY_0, i] = bargaining.readiness_0(
        V[s.FREEZE_LOGIT, i], guaranteed, P[p.GUARANTEE_BONUS_0, i], pressed,
        P[p.COERCION_BONUS_0, i], here * L[lv.NEUTRAL, i], P[p.NEUTRALITY_PENALTY_0, i], here * L[lv.RECOGNITION, i],
        P[p.RECOGNITION_PENALTY_0, i], here * L[lv.CESSION, i], P[p.CESSION_PENALTY_0, i], P[p.WEARINESS_0, i],
        fade2 + fade2,
    )  # fmt: skip
    S[s.CUM_AGREE, i] = fma(war * S[s.READY_1, i], S[s.READY_0, i], S[s.CUM_AGREE, i])


@step
def danger(P, L, V, S, i):
    """Hazard of a return to war in the week ahead of a ceasefire."""
    age, size, package = S[s.AGE, i], L[lv.TROOPS, i], S[s.PACKAGE, i]
    member = package * flag(age >= V[s.ACCESSION_AGE, i])
    due = pick(package > ZERO, V[s.ACCESSION_AGE, i], NO_DATE)
    here = package * ceasefire.troops_present(
        age, size, L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i], L[lv.TROOPS_STAY, i], due
    )
    bilateral = pick(package > ZERO, L[lv.BILATERAL, i], P[p.STANDING_BILATERAL, i])
    x = V[s.LOG_HAZARD, i] + S[s.MISMATCH, i]
    x = x + ceasefire.pressure_effect(age, P[p.PRESS_EARLY, i], P[p.PRESS_LATE, i])
    x = fma(S[s.VERIFIED, i], P[p.VERIFICATION_EFFECT, i], x)
    x = fma(here, V[s.KEEPERS, i], x)
    x = x + ceasefire.guarantee_effect(
        member, bilateral, P[p.ALLIANCE_EFFECT, i], P[p.BILATERAL_EFFECT, i], P[p.ASSURANCE_EFFECT, i]
    )
    x = x + ceasefire.closing_window(age, due, member, here, P[p.WINDOW_EFFECT, i])
    x = fma(F(10.0) * P[p.SHIFT_EFFECT, i], S[s.FORCE_RATIO, i] - S[s.RATIO_SIGNED, i], x)
    base = ceasefire.band(
        age, P[p.HAZARD_0_1M, i], P[p.HAZARD_1_6M, i], P[p.HAZARD_6_12M, i], P[p.HAZARD_1_5Y, i],
        P[p.HAZARD_5_10Y, i], P[p.HAZARD_10Y, i],
    )  # fmt: skip
    law = ceasefire.weibull(age, V[s.WEIBULL_1Y, i], V[s.WEIBULL_SHAPE, i])
    S[s.RETURN_HAZARD, i] = pick(V[s.BASELINE, i] > ZERO, law, base) * exp(x)


@step
def turn(P, L, V, S, R, week, moves, i):
    """Events of the week and the regime after it; signatures, fresh state of a resumed war, event weeks.

    moves: False, a constant, where no member of the loop is in war, truce or resumed war; the compiler then leaves out
    what cannot happen.
    """
    now = S[s.REGIME, i]
    in_war, in_truce = flag(moves & (now == regime.WAR)), flag(moves & (now == regime.TRUCE))
    in_peace, in_war2 = flag(now == regime.CEASEFIRE), flag(moves & (now == regime.WAR2))
    fights = moves & ((now == regime.WAR) | (now == regime.WAR2))
    fighting = flag(fights)
    cum = pick(fights, fma(WEEK, S[s.COLLAPSE_HAZARD_0, i], S[s.CUM_COLLAPSE_0, i]), S[s.CUM_COLLAPSE_0, i])
    S[s.CUM_COLLAPSE_0, i] = cum
    fell = flag(cum > V[s.NEED_COLLAPSE_0, i]) * fighting
    old = S[s.CUM_COLLAPSE_1, i]
    hazard_1 = collapse.hazard_1(P[p.COLLAPSE_RATE_1, i], S[s.STRESS, i], P[p.COLLAPSE_STRESS_1, i])
    cum = pick(fights, fma(WEEK, hazard_1, old), old)
    S[s.CUM_COLLAPSE_1, i] = cum
    shaken = flag((cum > V[s.NEED_COLLAPSE_1, i]) & (old <= V[s.NEED_COLLAPSE_1, i])) * fighting
    agreed = in_war * flag(S[s.CUM_AGREE, i] > S[s.NEED_AGREE, i])
    chance = pick(S[s.PACKAGE, i] > ZERO, L[lv.VERIFICATION, i], P[p.STANDING_VERIFICATION, i])
    verified = flag(further_uniform(V[s.U_VERIFY, i], R[o.TRUCES_BROKEN, i]) < chance)
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
    age = S[s.AGE, i] + ONE
    after = regime.next_regime(now, fell, shaken, V[s.U_DISRUPT, i], agreed, verified, broken, age, returned, ended)
    signed = in_war * flag((after == regime.TRUCE) | (after == regime.CEASEFIRE))
    started = flag(after == regime.CEASEFIRE) * (ONE - in_peace)
    S[s.REGIME, i] = after
    second = in_war2 * flag(after == regime.PEACE2)
    S[s.AGE, i] = pick(signed + second + fell > ZERO, ZERO, age)
    S[s.AGE2, i] = pick(returned > ZERO, ZERO, S[s.AGE2, i] + ONE)
    S[s.EVENT_RESUME, i] = returned
    again = R[o.TRUCES_BROKEN, i] + broken
    need = S[s.CUM_AGREE, i] + ceasefire.further_need(V[s.U_AGREE, i], again)
    S[s.NEED_AGREE, i] = pick(broken > ZERO, need, S[s.NEED_AGREE, i])
    need = S[s.CUM_TRUCE, i] + ceasefire.further_need(V[s.U_TRUCE, i], again)
    S[s.NEED_TRUCE, i] = pick(broken > ZERO, need, S[s.NEED_TRUCE, i])
    R[o.TRUCES_BROKEN, i] = again
    coming = (S[s.SURGE_START, i] > week - ONE) & (S[s.SURGE_START, i] < NO_DATE)
    called_off = (signed > ZERO) & coming
    S[s.CALLED_OFF, i] = most(S[s.CALLED_OFF, i], S[s.REFUSED, i] * flag(called_off))
    S[s.SURGE_START, i] = pick(called_off, NO_DATE, S[s.SURGE_START, i])
    S[s.VERIFIED, i] = pick(signed > ZERO, verified * started, S[s.VERIFIED, i])
    S[s.RATIO_SIGNED, i] = pick(signed > ZERO, S[s.FORCE_RATIO, i], S[s.RATIO_SIGNED, i])
    expected = least(exp(S[s.PROSPECT, i]) * F(1e-4), F(1.5))
    S[s.MISMATCH, i] = pick(signed > ZERO, P[p.MISMATCH_EFFECT, i] * expected, S[s.MISMATCH, i])
    swapped = signed * S[s.PACKAGE, i] * L[lv.SWAP, i] * flag(S[s.SALIENT, i] > bargaining.SALIENT_FLOOR)
    room = most(P[p.HELD_REFERENCE, i] - P[p.HELD_T0, i] + S[s.NET, i] - S[s.TRANSFER, i], ZERO)
    land = least(S[s.SALIENT, i] * P[p.SALIENT_SWAP, i], room)
    S[s.TRANSFER, i] = fma(swapped, land, S[s.TRANSFER, i])
    S[s.SALIENT, i] = (ONE - swapped) * S[s.SALIENT, i]
    package = signed * S[s.PACKAGE, i]
    R[o.CEDED, i] = most(R[o.CEDED, i], package * L[lv.CESSION, i])
    S[s.RECOGNISED, i] = pick(signed > ZERO, package * L[lv.RECOGNITION, i], S[s.RECOGNISED, i])
    S[s.NEUTRAL, i] = pick(signed > ZERO, package * L[lv.NEUTRAL, i], S[s.NEUTRAL, i])
    calm = flag((after == regime.TRUCE) | (after == regime.CEASEFIRE)) * (ONE - signed)
    quieter = violations.after_week(
        S[s.VIOLATIONS, i], P[p.VIOLATION_REST, i], S[s.VERIFIED, i], P[p.VIOLATION_VERIFIED, i], V[s.VIOLATION_KEEP, i]
    )
    S[s.VIOLATIONS, i] = pick(signed > ZERO, P[p.VIOLATION_START, i], calm * quieter)
    S[s.COLLAPSE_LOSS, i] = pick(
        fell > ZERO, collapse.land_lost(V[s.U_COLLAPSE, i], P[p.COLLAPSE_SETTLE_0, i]), S[s.COLLAPSE_LOSS, i]
    )
    S[s.POOL_0, i] = (ONE - returned) * S[s.POOL_0, i]
    S[s.POOL_1, i] = (ONE - returned) * S[s.POOL_1, i]
    S[s.LOSS_SHOCK, i] = (ONE - returned) * S[s.LOSS_SHOCK, i]
    lagged = S[s.FIRES, i] - V[s.LOG_FIRES_T0, i]
    S[s.FIRES_LAGGED, i] = pick(returned > ZERO, lagged, S[s.FIRES_LAGGED, i])
    S[s.GAIN13, i] = pick(returned > ZERO, P[p.LEVEL_T0, i], S[s.GAIN13, i])
    first = started * flag(R[o.CEASEFIRE_WEEK, i] < ZERO)
    R[o.CEASEFIRE_WEEK, i] = pick(first > ZERO, week, R[o.CEASEFIRE_WEEK, i])
    R[o.VERIFIED, i] = pick(first > ZERO, S[s.VERIFIED, i], R[o.VERIFIED, i])
    R[o.NEUTRAL, i] = pick(first > ZERO, S[s.PACKAGE, i] * L[lv.NEUTRAL, i], R[o.NEUTRAL, i])
    R[o.RECOGNISED, i] = pick(first > ZERO, S[s.RECOGNISED, i], R[o.RECOGNISED, i])
    none = flag(L[lv.PACKAGE_WEEK, i] >= NO_DATE)  # then the standing package, in the first step
    tabled = in_war * most(S[s.PACKAGE, i], none) * flag(R[o.ACCEPT_1, i] < ZERO)
    R[o.ACCEPT_1, i] = pick(tabled > ZERO, ONE - exp(F(-26.0) * S[s.READY_1, i]), R[o.ACCEPT_1, i])
    R[o.ACCEPT_0, i] = pick(tabled > ZERO, S[s.READY_0, i], R[o.ACCEPT_0, i])
    R[o.AGREEMENT_WEEK, i] = pick((signed > ZERO) & (R[o.AGREEMENT_WEEK, i] < ZERO), week, R[o.AGREEMENT_WEEK, i])
    R[o.RESUMED_WEEK, i] = pick(returned > ZERO, week, R[o.RESUMED_WEEK, i])
    R[o.COLLAPSE_WEEK_0, i] = pick(fell > ZERO, week, R[o.COLLAPSE_WEEK_0, i])
    R[o.COLLAPSE_WEEK_1, i] = pick(shaken > ZERO, week, R[o.COLLAPSE_WEEK_1, i])
    R[o.END2_WEEK, i] = pick(second > ZERO, week, R[o.END2_WEEK, i])
    due = flag((S[s.AGE, i] >= V[s.ACCESSION_AGE, i]) & (R[o.MEMBER_WEEK, i] < ZERO))
    joined = flag(after == regime.CEASEFIRE) * S[s.PACKAGE, i] * due
    R[o.MEMBER_WEEK, i] = pick(joined > ZERO, week, R[o.MEMBER_WEEK, i])
    until = L[lv.TROOPS_ARRIVAL, i] + L[lv.TROOPS_DURATION, i]
    gone = flag((L[lv.TROOPS, i] > ZERO) & (age - ONE >= until)) * (ONE - L[lv.TROOPS_STAY, i])
    gap = gone * S[s.PACKAGE, i] * flag(R[o.MEMBER_WEEK, i] < ZERO)
    R[o.GAP_FAILURE, i] = pick(returned > ZERO, gap, R[o.GAP_FAILURE, i])
    R[o.GAP_WEEKS, i] = fma(flag(after == regime.CEASEFIRE) * (ONE - signed), gap, R[o.GAP_WEEKS, i])
