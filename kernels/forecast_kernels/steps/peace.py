"""Bargaining in war, and the hazard of a return to war in a ceasefire."""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire, collapse, expectation, regime
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, flag, fma, least, pick, sigmoid
from forecast_kernels.numeric.calendar import NO_DATE
from forecast_kernels.numeric.jit import step
from forecast_kernels.steps import resources

REFORM_YEARS, STRIKES_EXPECTED = F(k.REFORM_YEARS), F(k.STRIKES_EXPECTED)
PER_TENTH = F(10.0)  # unit of `shift_effect`: a tenth of the log force ratio


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
    tabled = flag(t >= L[lv.PACKAGE_WEEK, i])
    S[s.PACKAGE, i] = pick(war > ZERO, tabled, S[s.PACKAGE, i])
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
    reform = P[p.REFORM_LEVEL_0, i] * least(years, REFORM_YEARS)
    shift = expectation.surge_shift(
        V[s.EXPECT_FIRES, i], P[p.SURGE_FIRE_GAIN, i], P[p.SURGE_ENABLER, i], reform, S[s.FIRES_AHEAD, i],
        STRIKES_EXPECTED * P[p.STRIKE_EFFECT, i] * (ONE - P[p.STRIKE_SPENT, i] - S[s.STRIKES, i]),
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
        V[s.ACCEPT_BASE, i], P[p.ACCEPT_LAMBDA, i], pick(tabled > ZERO, value, V[s.STANDING_VALUE, i]),
        V[s.REFERENCE_VALUE, i], battle, P[p.ACCEPT_THREAT, i], belief,
    )  # fmt: skip
    guaranteed = pick(tabled > ZERO, V[s.PACKAGE_GUARANTEE, i], V[s.STANDING_GUARANTEE, i])
    pressed = bargaining.coercion(S[s.GAP, i], tabled * L[lv.PRESSURE, i], hope)
    S[s.READY_0, i] = bargaining.readiness_0(
        V[s.FREEZE_LOGIT, i], guaranteed, P[p.GUARANTEE_BONUS_0, i], pressed,
        P[p.COERCION_BONUS_0, i], tabled * L[lv.NEUTRAL, i], P[p.NEUTRALITY_PENALTY_0, i],
        tabled * L[lv.RECOGNITION, i], P[p.RECOGNITION_PENALTY_0, i],
        tabled * L[lv.CESSION, i], P[p.CESSION_PENALTY_0, i], P[p.WEARINESS_0, i], fade2 + fade2,
    )  # fmt: skip
    S[s.CUM_AGREE, i] = fma(war * S[s.READY_1, i], S[s.READY_0, i], S[s.CUM_AGREE, i])


@step
def danger(P, L, V, S, i):
    """Hazard of a return to war in the week ahead of a ceasefire."""
    age, size, package = S[s.AGE, i], L[lv.TROOPS, i], S[s.PACKAGE, i]
    member = package * flag(age >= V[s.ACCESSION_AGE, i])
    due = pick(package > ZERO, V[s.ACCESSION_AGE, i], NO_DATE)
    troops = package * ceasefire.troops_present(
        age, size, L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i], L[lv.TROOPS_STAY, i], due
    )
    bilateral = pick(package > ZERO, L[lv.BILATERAL, i], P[p.STANDING_BILATERAL, i])
    x = V[s.LOG_HAZARD, i] + S[s.MISMATCH, i]
    x = x + ceasefire.pressure_effect(age, P[p.PRESS_EARLY, i], P[p.PRESS_LATE, i])
    x = fma(S[s.VERIFIED, i], P[p.VERIFICATION_EFFECT, i], x)
    x = fma(troops, V[s.KEEPERS, i], x)
    x = x + ceasefire.guarantee_effect(
        member, bilateral, P[p.ALLIANCE_EFFECT, i], P[p.BILATERAL_EFFECT, i], P[p.ASSURANCE_EFFECT, i]
    )
    x = x + ceasefire.closing_window(age, due, member, troops, P[p.WINDOW_EFFECT, i])
    x = fma(PER_TENTH * P[p.SHIFT_EFFECT, i], S[s.FORCE_RATIO, i] - S[s.RATIO_SIGNED, i], x)
    base = ceasefire.band(
        age, P[p.HAZARD_0_1M, i], P[p.HAZARD_1_6M, i], P[p.HAZARD_6_12M, i], P[p.HAZARD_1_5Y, i],
        P[p.HAZARD_5_10Y, i], P[p.HAZARD_10Y, i],
    )  # fmt: skip
    law = ceasefire.weibull(age, V[s.WEIBULL_1Y, i], V[s.WEIBULL_SHAPE, i])
    S[s.RETURN_HAZARD, i] = pick(V[s.BASELINE, i] > ZERO, law, base) * exp(x)
