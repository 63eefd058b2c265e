"""The hazard of a return to war in a ceasefire.

The letters P, L, V, S (parameters, levers, derived rows, state) are explained in `steps`. The package is the set of
terms that a branch offers; without it the standing terms hold.
"""

from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import ceasefire
from forecast_kernels.numeric.arithmetic import ZERO, F, exp, flag, fma, pick
from forecast_kernels.numeric.calendar import NO_DATE
from forecast_kernels.numeric.jit import step

PER_TENTH = F(10.0)  # `shift_effect` is given per 0.1 of log force ratio, so it is multiplied by 10


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
