"""Bargaining while the front moves: what side 1 expects of the war, what is on the table, and who would sign what.

Side 0 is the defender, side 1 the attacker. The letters P, L, V, S (parameters, levers, derived rows, state) are
explained in `steps`. Three items can be on the table: the standing terms, the package of the branch, and a
counter-offer of side 1 after it refused.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, collapse, expectation, menu, regime
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, flag, fma, maximum, minimum, pick, sigmoid
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import step
from forecast_kernels.steps import resources

REFORM_YEARS, STRIKES_EXPECTED = F(k.REFORM_YEARS), F(k.STRIKES_EXPECTED)
TREND_YEARS = F(k.TREND_YEARS)


@step
def danger_of_collapse(P, V, S, i):
    """Computes side 0's hazard of collapse."""
    S[s.COLLAPSE_HAZARD_0, i] = collapse.hazard_0(
        P[p.COLLAPSE_RATE_0, i], S[s.GAP, i], P[p.COLLAPSE_GAP_0, i], S[s.FORCE_RATIO, i], P[p.COLLAPSE_DENSITY_0, i]
    )
    # log hazard ratio asserted for a resumed war after a neutral peace; 0 unless the switch `long_run_defeat` sets it
    neutral_effect = P[p.NEUTRAL_DEFEAT, i] * S[s.NEUTRAL, i] * flag(regime.resumed_war(S[s.REGIME, i]))
    S[s.COLLAPSE_HAZARD_0, i] = S[s.COLLAPSE_HAZARD_0, i] * exp(neutral_effect)


@step
def outlook(P, L, V, S, war, t, years, i):
    """Computes the belief of side 1 in the threat, the gain that it expects, and what it learns from this week.

    war: 1 in the war of week 0, in which side 1 learns; else 0. The belief lasts from the ultimatum until the announced
    surge would be over; it ends for good when an agreement calls off a surge that was decided.
    """
    threat_ends = L[lv.OFFER_WEEK, i] + L[lv.DEADLINE, i] + L[lv.APPROPRIATION_LAG, i] + L[lv.SURGE_DURATION, i]
    threatened = flag((t >= L[lv.OFFER_WEEK, i]) & (t < threat_ends)) * (ONE - S[s.CALLED_OFF, i])
    belief = sigmoid(S[s.CREDIBILITY, i]) * threatened
    S[s.BELIEF, i] = belief
    log_gain = expectation.log_gain(
        V[s.EXPECT_BASE, i], V[s.EXPECT_GAIN, i], S[s.GAIN13, i], P[p.LEVEL_T0, i], V[s.EXPECT_FIRES, i],
        S[s.FIRES_AHEAD, i], V[s.EXPECT_FORCE, i], S[s.FORCE_RATIO, i],
    )  # fmt: skip
    S[s.PROSPECT, i] = log_gain
    reform = P[p.REFORM_LEVEL_0, i] * minimum(years, REFORM_YEARS)
    surge_shift = expectation.surge_shift(
        V[s.EXPECT_FIRES, i], P[p.SURGE_FIRE_GAIN, i], P[p.SURGE_ENABLER, i], reform, S[s.FIRES_AHEAD, i],
        STRIKES_EXPECTED * P[p.STRIKE_EFFECT, i] * (ONE - P[p.STRIKE_SPENT, i] - S[s.STRIKES, i]),
    )  # fmt: skip
    optimism, remembered = S[s.OPTIMISM, i], S[s.PACE_EXPECTED, i]
    calm = expectation.gain(log_gain, optimism)
    S[s.EXPECTED, i] = expectation.expected(calm, log_gain, optimism, belief, surge_shift)
    learned = expectation.learned(optimism, V[s.LEARNING, i], S[s.LOSS_1, i], S[s.GAIN13, i], remembered)
    S[s.OPTIMISM, i] = pick(war > ZERO, learned, optimism)
    S[s.PACE_EXPECTED, i] = pick(war > ZERO, expectation.remembered(remembered, calm, WEEK), remembered)
    return threatened


@step
def bargain(P, L, V, S, t, years, fade2, i):
    """Computes side 0's hazard of collapse, and the hazards that the items on the table are signed.

    fade2: see `clock.times`; TREND_YEARS times it are the years of weariness that count. The donors press side 0 while
    the package is on the table.
    """
    resources.prospect(V, S, i)
    danger_of_collapse(P, V, S, i)
    war = flag(regime.first_war(S[s.REGIME, i]))
    threatened = outlook(P, L, V, S, war, t, years, i)
    tabled = flag((t >= L[lv.PACKAGE_WEEK, i]) & (t < L[lv.PACKAGE_UNTIL, i]))
    V[s.TABLED, i] = tabled
    standing = ONE - L[lv.FREEZE_WITHDRAWN, i] * threatened
    countered = S[s.REFUSED, i] * flag(V[s.U_COUNTER, i] < L[lv.COUNTER_CHANCE, i])
    hope = bargaining.collapse_hope(
        S[s.COLLAPSE_HAZARD_0, i], P[p.COLLAPSE_GAP_0, i], S[s.GAP_AHEAD, i], S[s.GAP, i], S[s.BELIEF, i]
    )
    battle = bargaining.battlefield(
        S[s.EXPECTED, i], V[s.EXPECTED_T0, i], hope, V[s.HOPE_T0, i], S[s.LOSS_1, i], V[s.LOSS_BASE_1, i],
        S[s.STRESS, i], years, P[p.ACCEPT_MOMENTUM, i], P[p.ACCEPT_HOPE, i], P[p.ACCEPT_COST, i], P[p.ACCEPT_STRESS, i],
        P[p.ACCEPT_DURATION, i], P[p.ACCEPT_LAMBDA, i],
    )  # fmt: skip
    S[s.BATTLE, i] = battle
    base, scale, reference = V[s.ACCEPT_BASE, i], P[p.ACCEPT_LAMBDA, i], V[s.REFERENCE_VALUE, i]
    threat, belief = P[p.ACCEPT_THREAT, i], S[s.BELIEF, i]
    wait = P[p.ACCEPT_WAIT, i] * flag(t < L[lv.WAIT_UNTIL, i])
    salient = bargaining.salient_value(S[s.SALIENT, i], L[lv.SWAP, i], P[p.ACCEPT_SALIENT, i])
    value_1, value_2, value_3 = V[s.STANDING_VALUE, i], V[s.PACKAGE_VALUE, i] + salient, V[s.COUNTER_VALUE, i]
    ready_1 = bargaining.readiness_1(base, scale, value_1, reference, battle, threat, belief, wait)
    ready_2 = bargaining.readiness_1(base, scale, value_2, reference, battle, threat, belief, wait)
    ready_3 = bargaining.readiness_1(base, scale, value_3, reference, battle, threat, belief, wait)
    pressed = bargaining.coercion(S[s.GAP, i], tabled * L[lv.PRESSURE, i], hope)
    mood = bargaining.mood_0(
        V[s.FREEZE_LOGIT, i], pressed, P[p.COERCION_BONUS_0, i], P[p.WEARINESS_0, i], TREND_YEARS * fade2
    )
    consent_1 = bargaining.readiness_0(mood, V[s.STANDING_TERMS_0, i])
    consent_2 = bargaining.readiness_0(mood, V[s.PACKAGE_TERMS_0, i])
    consent_3 = bargaining.readiness_0(mood, V[s.COUNTER_TERMS_0, i])
    S[s.READY_1, i] = pick(tabled > ZERO, ready_2, ready_1)
    S[s.READY_0, i] = pick(tabled > ZERO, consent_2, consent_1)
    ready_1, ready_2, ready_3 = standing * ready_1, tabled * ready_2, countered * ready_3
    rate_1, rate_2, rate_3 = menu.rates(
        value_1, value_2, value_3, ready_1, ready_2, ready_3,
        standing * consent_1, tabled * consent_2, countered * consent_3,
    )  # fmt: skip
    rate = rate_1 + rate_2 + rate_3
    best = maximum(ready_1, maximum(ready_2, ready_3))
    V[s.RATE_AGREE, i] = rate
    V[s.RATE_PACKAGE, i] = rate_2
    V[s.RATE_COUNTER, i] = rate_3
    S[s.CUM_AGREE, i] = fma(war, rate, S[s.CUM_AGREE, i])
    S[s.CUM_REFUSAL, i] = fma(war, maximum(best - rate, ZERO), S[s.CUM_REFUSAL, i])
