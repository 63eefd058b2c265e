"""Before week 0: what side 1 expects, what packages are worth to each side, and how ready side 1 is at first.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters P, L, V, E. A package is the set of terms on
the table: the branch's own, the standing one that holds without it, or the reference offer that calibrates side 1.
"""

from forecast_kernels.layout import fitted as f
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import bargaining, ceasefire
from forecast_kernels.model import expectation as expect
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, flag, fma, log, maximum, minimum
from forecast_kernels.numeric.calendar import YEAR
from forecast_kernels.numeric.jit import step


@step
def expectation(P, V, E, i):
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
    V[s.EXPECTED_T0, i] = exp(minimum(V[s.EXPECT_BASE, i] + P[p.OPTIMISM_1, i], expect.MAX_LOG_GAIN))


@step
def values(P, L, V, i):
    """Computes the values of the packages to side 1, and the strength of their guarantees to side 0."""
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
        ONE, ONE, ONE, ZERO, ONE, ZERO, ONE, ZERO, ZERO,
        w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
    )  # fmt: skip
    V[s.PACKAGE_VALUE, i] = bargaining.package_value(
        troops, L[lv.BILATERAL, i], L[lv.ACCESSION_PATH, i], L[lv.ALLIANCE, i], L[lv.WEST_GERMAN, i],
        L[lv.NEUTRAL, i], L[lv.RELIEF, i], L[lv.RECOGNITION, i], L[lv.CESSION, i],
        w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
    )  # fmt: skip
    V[s.STANDING_GUARANTEE, i] = bargaining.guarantee(ZERO, standing, ZERO, ZERO)
    V[s.PACKAGE_GUARANTEE, i] = bargaining.guarantee(
        troops, L[lv.BILATERAL, i], L[lv.ACCESSION_PATH, i], L[lv.ALLIANCE, i]
    )


@step
def anchor(P, V, E, i):
    """Sets the intercept of side 1's readiness, and its type. One of three sub-models gives it, drawn by their weights.

    The sub-models (docs/model.md): reduced form, ultimatum, elicited from crowds. E: fitted[NF].
    """
    signs, lasts = E[f.SIGNS_0], E[f.LASTS_0]
    hazard = P[p.CEASEFIRE_HAZARD, i]
    agreed = hazard * signs / maximum(lasts, F(1e-3))  # crowds forecast agreements, whether or not these last
    pooled = bargaining.pooled_hazard(agreed, P[p.CROWD_CHANCE, i], P[p.CROWD_YEARS, i], P[p.CROWD_WEIGHT, i])
    scale, standing, reference = P[p.ACCEPT_LAMBDA, i], V[s.STANDING_VALUE, i], V[s.REFERENCE_VALUE, i]
    threat = P[p.ACCEPT_THREAT, i]
    V[s.ACCEPT_BASE, i] = bargaining.pick_anchor(
        P[p.SUBMODEL_PICK, i], P[p.WEIGHT_REDUCED, i], P[p.WEIGHT_ULTIMATUM, i], P[p.WEIGHT_ELICITED, i],
        bargaining.base_intercept(hazard, lasts, scale, standing, reference, threat),
        bargaining.ultimatum_intercept(P[p.ULTIMATUM_ACCEPT, i]),
        bargaining.base_intercept(pooled, signs, scale, standing, reference, threat),
    )  # fmt: skip
    V[s.TYPE, i] = ceasefire.type_of(V[s.ACCEPT_BASE, i], E[f.TYPE_MEAN], E[f.TYPE_SD])
