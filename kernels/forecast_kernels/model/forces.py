"""Manpower: intake, losses, returns of the wounded, absence, separation. Both sides use the same functions."""

import math

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, F, clip, exp, fma, log, maximum
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

FLOOR = F(1.0)  # thousand persons: a numerical guard
MOST_INTAKE = F(math.log(k.INTAKE_MOST))  # no state drafts more than a few times its pace for long
ABSENCE_BOUND, REFORM_ABSENCE = F(k.ABSENCE_BOUND), F(k.REFORM_ABSENCE)
PUSH_LEAST, PUSH_MOST = F(math.log(k.PUSH_LEAST)), F(math.log(k.PUSH_MOST))
PER_DRIFT_WEEKS, PER_REARM_WEEKS = F(-1.0 / (52.0 * k.DRIFT_YEARS)), F(-1.0 / (52.0 * k.REARM_YEARS))
PEACE_LEAST, PEACE_MOST = F(k.PEACE_FORCE_LEAST), F(k.PEACE_FORCE_MOST)


@scalar
def intake(base, log_force, target, trend, years, pay):
    """Weekly intake, thousand persons: base (M/M0)^-target exp(trend years + pay), a third to threefold of base.

    Parameters
    ----------
    base : intake of week 0, thousand persons a week
    log_force : ln(M/M0)
    target : elasticity to the own force
    trend, years : drift of the log intake a year, and years that count
    pay : log effect of pay
    """
    return base * exp(clip(fma(trend, years, pay) - target * log_force, -MOST_INTAKE, MOST_INTAKE))


@scalar
def absence(base, return_frac, sensitivity, gain13, start_gain, reform, force_ratio):
    """Net weekly absence, thousand persons: rises with the recent loss of ground, falls with reform.

    Parameters
    ----------
    base, return_frac : absences a week at week 0, thousand persons, and the share that returns
    sensitivity : elasticity to recent over week-0 gain of side 1
    gain13, start_gain : km2 a week
    reform : manpower reform, 0 to 1
    force_ratio : own force over week 0
    """
    recent = clip(log(maximum(gain13, F(1e-3)) / maximum(start_gain, F(1.0))), -ABSENCE_BOUND, ABSENCE_BOUND)
    return base * (ONE - return_frac) * exp(sensitivity * recent) * (ONE - REFORM_ABSENCE * reform) * force_ratio


@scalar
def returns(wounded, per_lag):
    """Wounded that come back this week, thousand persons. per_lag: one over the mean time, per week."""
    return wounded * per_lag


@scalar
def wounded_step(wounded, loss, killed_frac, return_frac, back):
    """Wounded that will still return, thousand persons, after `loss` came in and `back` went out."""
    return fma((ONE - killed_frac) * return_frac, loss, wounded) - back


@scalar
def force_step(force, joined, back, loss, away, separation):
    """Force after a week, thousand persons: force + joined + back - loss - away - separation force/52."""
    return maximum(force + joined + back - loss - away - separation * WEEK * force, FLOOR)


@scalar
def push(gap, stress, window_effect, stress_effect):
    """Log assault intensity of side 1, bounded: it pushes in a window of short supply or under stress.

    Parameters
    ----------
    gap, stress : gap in side 0's supply (0 to 1), economic stress of side 1
    window_effect, stress_effect : log intensity for a unit of each
    """
    return clip(fma(window_effect, gap, stress_effect * stress), PUSH_LEAST, PUSH_MOST)


@scalar
def peace_ratio(force_ratio, drift, age):
    """Log force ratio after a week of peace: drifts toward side 1, fading over `drift_years`.

    Parameters
    ----------
    drift : per year
    age : weeks of peace
    """
    return fma(drift * WEEK, exp(age * PER_DRIFT_WEEKS), force_ratio)


@scalar
def peace_drift(neutral, drift, drift_neutral, relief, relief_drift):
    """Yearly drift of the log force ratio in peace, larger under neutrality; sanctions relief pays for arms."""
    return fma(relief, relief_drift, drift_neutral if neutral > F(0.0) else drift)


@scalar
def peace_force_1(force, rearm, age):
    """Force of side 1 after a week of peace, thousand persons: rearms, fading over `rearm_years`.

    Parameters
    ----------
    rearm : thousand persons a year
    age : weeks of peace
    """
    return maximum(fma(rearm * WEEK, exp(age * PER_REARM_WEEKS), force), FLOOR)


@scalar
def peace_force_0(force_1, force_ratio, ratio_t0, start):
    """Force of side 0 that belongs to a force ratio, thousand persons, bounded by multiples of its start."""
    return clip(force_1 * exp(-force_ratio - ratio_t0), PEACE_LEAST * start, PEACE_MOST * start)
