"""Bargaining while the front moves, and the hazard of a return to war in a ceasefire.

Side 0 is the defender, side 1 the attacker. The letters P, L, V, S (parameters, levers, derived rows, state) are
explained in `steps`. The package is the set of terms that a branch offers; before its week, and in a branch without
one, the standing package holds.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire, collapse, expectation, regime
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, flag, fma, minimum, pick, sigmoid
from forecast_kernels.numeric.calendar import NO_DATE
from forecast_kernels.numeric.jit import step
from forecast_kernels.steps import resources

REFORM_YEARS, STRIKES_EXPECTED = F(k.REFORM_YEARS), F(k.STRIKES_EXPECTED)
TREND_YEARS = F(k.TREND_YEARS)
PER_TENTH = F(10.0)  # `shift_effect` is given per 0.1 of log force ratio, so it is multiplied by 10


@step
def bargain(P, L, V, S, t, years, fade2, i):
    """Computes side 0's hazard of collapse, and how ready each side is to accept the package on the table.

    fade2: see `clock.times`; TREND_YEARS times it are the years of weariness that count. Every term of the package
    counts for side 0 only once the branch's package is on the table.
    """
    resources.prospect(V, S, i)
    S[s.COLLAPSE_HAZARD_0, i] = collapse.hazard_0(
        P[p.COLLAPSE_RATE_0, i], S[s.GAP, i], P[p.COLLAPSE_GAP_0, i], S[s.FORCE_RATIO, i], P[p.COLLAPSE_DENSITY_0, i]
    )
    # log hazard ratio asserted for a resumed war after a neutral peace; 0 unless the switch `long_run_defeat` sets it
    neutral_effect = P[p.NEUTRAL_DEFEAT, i] * S[s.NEUTRAL, i] * flag(regime.resumed_war(S[s.REGIME, i]))
    S[s.COLLAPSE_HAZARD_0, i] = S[s.COLLAPSE_HAZARD_0, i] * exp(neutral_effect)
    war = flag(regime.first_war(S[s.REGIME, i]))
    on_table = flag(t >= L[lv.PACKAGE_WEEK, i])
    S[s.PACKAGE, i] = pick(war > ZERO, on_table, S[s.PACKAGE, i])
    # belief in the threat lasts from the ultimatum until the announced surge would be over; it ends for good when an
    # agreement calls off a surge that was decided
    threat_ends = L[lv.OFFER_WEEK, i] + L[lv.DEADLINE, i] + L[lv.APPROPRIATION_LAG, i] + L[lv.SURGE_DURATION, i]
    threatened = flag((t >= L[lv.OFFER_WEEK, i]) & (t < threat_ends))
    belief = sigmoid(S[s.CREDIBILITY, i]) * threatened * (ONE - S[s.CALLED_OFF, i])
    S[s.BELIEF, i] = belief
    collapse_chance = bargaining.collapse_hope(
        S[s.COLLAPSE_HAZARD_0, i], P[p.COLLAPSE_GAP_0, i], S[s.GAP_AHEAD, i], S[s.GAP, i], belief
    )
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
    S[s.EXPECTED, i] = expectation.expected(
        log_gain, expectation.optimism(P[p.OPTIMISM_1, i], P[p.LEARNING_TAU, i], t), belief, surge_shift
    )
    value = V[s.PACKAGE_VALUE, i] + bargaining.salient_value(S[s.SALIENT, i], L[lv.SWAP, i], P[p.ACCEPT_SALIENT, i])
    battle = bargaining.battlefield(
        S[s.EXPECTED, i], V[s.EXPECTED_T0, i], collapse_chance, V[s.HOPE_T0, i], S[s.LOSS_1, i], V[s.LOSS_BASE_1, i],
        S[s.STRESS, i], years, P[p.ACCEPT_MOMENTUM, i], P[p.ACCEPT_HOPE, i], P[p.ACCEPT_COST, i], P[p.ACCEPT_STRESS, i],
        P[p.ACCEPT_DURATION, i], P[p.ACCEPT_LAMBDA, i],
    )  # fmt: skip
    S[s.READY_1, i] = bargaining.readiness_1(
        V[s.ACCEPT_BASE, i], P[p.ACCEPT_LAMBDA, i], pick(on_table > ZERO, value, V[s.STANDING_VALUE, i]),
        V[s.REFERENCE_VALUE, i], battle, P[p.ACCEPT_THREAT, i], belief,
    )  # fmt: skip
    guaranteed = pick(on_table > ZERO, V[s.PACKAGE_GUARANTEE, i], V[s.STANDING_GUARANTEE, i])
    pressure_0 = bargaining.coercion(S[s.GAP, i], on_table * L[lv.PRESSURE, i], collapse_chance)
    S[s.READY_0, i] = bargaining.readiness_0(
        V[s.FREEZE_LOGIT, i], guaranteed, P[p.GUARANTEE_BONUS_0, i], pressure_0,
        P[p.COERCION_BONUS_0, i], on_table * L[lv.NEUTRAL, i], P[p.NEUTRALITY_PENALTY_0, i],
        on_table * L[lv.RECOGNITION, i], P[p.RECOGNITION_PENALTY_0, i],
        on_table * L[lv.CESSION, i], P[p.CESSION_PENALTY_0, i], P[p.WEARINESS_0, i], TREND_YEARS * fade2,
    )  # fmt: skip
    S[s.CUM_AGREE, i] = fma(war * S[s.READY_1, i], S[s.READY_0, i], S[s.CUM_AGREE, i])


@step
def danger(P, L, V, S, AS, i):
    """Computes the hazard of a return to war in the next week of a truce or ceasefire, per year.

    It is a baseline by the age of the agreement, from its signature, times exp(sum of log hazard ratios). AS: state of
    the lead donor.
    """
    age, package = S[s.AGE, i], S[s.PACKAGE, i]
    member = package * flag(age >= V[s.ACCESSION_AGE, i])
    accession = pick(package > ZERO, V[s.ACCESSION_AGE, i], NO_DATE)
    troops = package * ceasefire.troops_present(
        age, L[lv.TROOPS, i], L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i], L[lv.TROOPS_STAY, i], accession
    )
    bilateral = pick(package > ZERO, L[lv.BILATERAL, i], P[p.STANDING_BILATERAL, i])
    log_ratio = V[s.LOG_HAZARD, i] + S[s.MISMATCH, i] + S[s.AT_SIGNATURE, i]
    press = ceasefire.pressure_effect(age, P[p.PRESS_EARLY, i], P[p.PRESS_LATE, i])
    log_ratio = fma(S[s.PRESSED, i], press, log_ratio)
    log_ratio = fma(P[p.BACKING_EFFECT, i], ceasefire.backing(AS[s.COMMIT, i]), log_ratio)
    log_ratio = fma(S[s.VERIFIED, i], P[p.VERIFICATION_EFFECT, i], log_ratio)
    log_ratio = fma(troops, V[s.KEEPERS, i], log_ratio)
    log_ratio = log_ratio + ceasefire.guarantee_effect(
        member, bilateral, P[p.ALLIANCE_EFFECT, i], P[p.BILATERAL_EFFECT, i], P[p.ASSURANCE_EFFECT, i]
    )
    log_ratio = log_ratio + ceasefire.closing_window(age, accession, member, troops, P[p.WINDOW_EFFECT, i])
    log_ratio = fma(PER_TENTH * P[p.SHIFT_EFFECT, i], S[s.FORCE_RATIO, i] - S[s.RATIO_SIGNED, i], log_ratio)
    by_bands = ceasefire.band(
        age, P[p.HAZARD_0_1M, i], P[p.HAZARD_1_6M, i], P[p.HAZARD_6_12M, i], P[p.HAZARD_1_5Y, i],
        P[p.HAZARD_5_10Y, i], P[p.HAZARD_10Y, i],
    )  # fmt: skip
    by_weibull = ceasefire.weibull(age, V[s.WEIBULL_1Y, i], V[s.WEIBULL_SHAPE, i])
    S[s.RETURN_HAZARD, i] = pick(V[s.BASELINE, i] > ZERO, by_weibull, by_bands) * exp(log_ratio)
