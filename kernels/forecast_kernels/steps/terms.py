"""Before week 0: what side 1 expects, what items are worth to each side, and how ready side 1 is at first.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters P, L, V, E. An item is a set of terms: the
standing terms, the package of the branch, the counter-offer, or the reference offer that calibrates side 1.
"""

from forecast_kernels.layout import fitted as f
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire
from forecast_kernels.model import expectation as expect
from forecast_kernels.numeric.arithmetic import ONE, ZERO, flag, fma, log, maximum
from forecast_kernels.numeric.calendar import WEEK, YEAR
from forecast_kernels.numeric.jit import step


@step
def expectation(P, V, S, E, i):
    """Multiplies the emulator's coefficients by the member's own responses, and computes the gain expected of year 1.

    E: fitted[NF], see `layout.fitted`, which has the emulator's equation.
    """
    start = log(YEAR * maximum(P[p.LEVEL_T0, i], ONE))
    drift = log(maximum(P[p.LEVEL_MEAN, i], ONE) / maximum(P[p.LEVEL_T0, i], ONE))
    drift = fma(E[f.EXPECT_MEAN], drift, E[f.EXPECT_TREND] * P[p.TREND, i])
    V[s.EXPECT_BASE, i] = start + (E[f.EXPECT_CONST] + drift)
    V[s.EXPECT_GAIN, i] = E[f.EXPECT_GAIN]
    V[s.EXPECT_FIRES, i] = E[f.EXPECT_FIRES] * P[p.BETA_FIRES, i]
    V[s.EXPECT_FORCE, i] = E[f.EXPECT_FORCE] * P[p.BETA_FORCE, i]
    V[s.EXPECTED_T0, i] = expect.gain(V[s.EXPECT_BASE, i], P[p.OPTIMISM_1, i])
    S[s.OPTIMISM, i] = P[p.OPTIMISM_1, i]
    S[s.PACE_EXPECTED, i] = V[s.EXPECTED_T0, i] * WEEK
    V[s.LEARNING, i] = ONE / (P[p.LEARNING_TAU, i] * V[s.LOSS_BASE_1, i])


@step
def values(P, L, V, i):
    """Computes the values of the items to side 1."""
    troops = flag(L[lv.TROOPS, i] > ZERO)
    w_troops, w_bilateral, w_alliance = P[p.ACCEPT_TROOPS, i], P[p.ACCEPT_BILATERAL, i], P[p.ACCEPT_ALLIANCE, i]
    path_weight, clause = P[p.ACCEPT_PATH_WEIGHT, i], P[p.CLAUSE_ACCEPT, i]
    w_neutral, w_relief = P[p.ACCEPT_NEUTRALITY, i], P[p.ACCEPT_RELIEF, i]
    w_recognition, w_cession = P[p.ACCEPT_RECOGNITION, i], P[p.ACCEPT_CESSION, i]
    standing = P[p.STANDING_BILATERAL, i]
    V[s.STANDING_VALUE, i] = bargaining.package_value(
        ZERO, standing, ZERO, ZERO, ONE, ZERO, ZERO, ZERO, ZERO,
        w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
    )  # fmt: skip
    V[s.REFERENCE_VALUE, i] = bargaining.package_value(
        ONE, ONE, ONE, ZERO, ONE, ZERO, ZERO, ZERO, ZERO,
        w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
    )  # fmt: skip
    V[s.PACKAGE_VALUE, i] = bargaining.package_value(
        troops, L[lv.BILATERAL, i], L[lv.ACCESSION_PATH, i], L[lv.ALLIANCE, i], L[lv.WEST_GERMAN, i],
        L[lv.NEUTRAL, i], L[lv.RELIEF, i], L[lv.RECOGNITION, i], L[lv.CESSION, i],
        w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
    )  # fmt: skip
    V[s.COUNTER_VALUE, i] = bargaining.package_value(
        ZERO, standing, ZERO, ZERO, ONE,
        L[lv.COUNTER_NEUTRAL, i], L[lv.COUNTER_RELIEF, i], L[lv.COUNTER_RECOGNITION, i], ZERO,
        w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
    )  # fmt: skip


@step
def consents(P, L, V, i):
    """Computes what the terms of each item mean to side 0."""
    troops = flag(L[lv.TROOPS, i] > ZERO)
    bonus, neutral, law = P[p.GUARANTEE_BONUS_0, i], P[p.NEUTRALITY_PENALTY_0, i], P[p.RECOGNITION_PENALTY_0, i]
    land = P[p.CESSION_PENALTY_0, i]
    standing = bargaining.guarantee(ZERO, P[p.STANDING_BILATERAL, i], ZERO, ZERO)
    package = bargaining.guarantee(troops, L[lv.BILATERAL, i], L[lv.ACCESSION_PATH, i], L[lv.ALLIANCE, i])
    V[s.STANDING_TERMS_0, i] = bargaining.terms_0(standing, bonus, ZERO, neutral, ZERO, law, ZERO, land)
    V[s.PACKAGE_TERMS_0, i] = bargaining.terms_0(
        package, bonus, L[lv.NEUTRAL, i], neutral, L[lv.RECOGNITION, i], law, L[lv.CESSION, i], land
    )
    V[s.COUNTER_TERMS_0, i] = bargaining.terms_0(
        standing, bonus, L[lv.COUNTER_NEUTRAL, i], neutral, L[lv.COUNTER_RECOGNITION, i], law, ZERO, land
    )


@step
def anchor(P, V, E, i):
    """Sets the intercept of side 1's readiness, and its type. One of three anchors gives it, drawn by their weights.

    The anchors (docs/model.md): base rate, ultimatum, crowd. None uses a number of another. E: fitted[NF].
    """
    signs = E[f.SIGNS_0]
    crowd = bargaining.crowd_hazard(P[p.CROWD_CHANCE, i], P[p.CROWD_YEARS, i], P[p.CROWD_RECORD, i])
    scale, standing, reference = P[p.ACCEPT_LAMBDA, i], V[s.STANDING_VALUE, i], V[s.REFERENCE_VALUE, i]
    threat = P[p.ACCEPT_THREAT, i]
    V[s.ACCEPT_BASE, i] = bargaining.pick_anchor(
        P[p.SUBMODEL_PICK, i], P[p.WEIGHT_BASE_RATE, i], P[p.WEIGHT_ULTIMATUM, i], P[p.WEIGHT_CROWD, i],
        bargaining.rate_intercept(P[p.AGREEMENT_HAZARD, i], signs, scale, standing, reference, threat),
        bargaining.ultimatum_intercept(P[p.ULTIMATUM_ACCEPT, i]),
        bargaining.rate_intercept(crowd, signs, scale, standing, reference, threat),
    )  # fmt: skip
    V[s.TYPE, i] = ceasefire.type_of(V[s.ACCEPT_BASE, i], E[f.TYPE_MEAN], E[f.TYPE_SD])
