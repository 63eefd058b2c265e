"""Manpower of both sides: intake, losses, return of the wounded, absence, separation; forces in peace."""

import math

from forecast_kernels.layout import constants as k
from forecast_kernels.model import delay
from forecast_kernels.numeric.arithmetic import ONE, F, clip, exp, fma, log, maximum
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

MIN_FORCE = F(1.0)  # thousand persons: a numerical guard
LOG_MAX_INTAKE = F(math.log(k.INTAKE_MOST))  # no state drafts at many times its usual pace for long
ABSENCE_BOUND, REFORM_ABSENCE = F(k.ABSENCE_BOUND), F(k.REFORM_ABSENCE)
MIN_LOG_PUSH, MAX_LOG_PUSH = F(math.log(k.PUSH_LEAST)), F(math.log(k.PUSH_MOST))
PER_DRIFT_WEEKS, PER_REARM_WEEKS = F(-1.0 / (52.0 * k.DRIFT_YEARS)), F(-1.0 / (52.0 * k.REARM_YEARS))
USUAL_FLOW = F(k.USUAL_FLOW)
MIN_PEACE, MAX_PEACE = F(k.PEACE_FORCE_LEAST), F(k.PEACE_FORCE_MOST)


@scalar
def intake(base, log_force, target, trend, years, pay):
    """Weekly intake, thousand persons: base (M/M0)^-target exp(trend years + pay), a third of base to three times base.

    Parameters
    ----------
    base : intake of week 0, thousand persons a week
    log_force : ln(M/M0), M the own force and M0 its value at week 0
    target : how strongly the intake rises when the force has shrunk
    trend, years : change of the log intake in a year, and years of it so far
    pay : change of the log intake by higher pay
    """
    return base * exp(clip(fma(trend, years, pay) - target * log_force, -LOG_MAX_INTAKE, LOG_MAX_INTAKE))


@scalar
def absence(base, return_frac, sensitivity, gain13, start_gain, reform, per_force):
    """Rate of net absence of side 0, 1/week. It rises with the recent loss of ground and falls with reform.

    Parameters
    ----------
    base : absences at week 0, thousand persons a week
    return_frac : share of the absent that returns
    sensitivity : elasticity to side 1's gain of the last 13 weeks, relative to week 0
    gain13, start_gain : side 1's gain of the last 13 weeks and of week 0, km2 a week
    reform : how far manpower reform has come, 0 to 1
    per_force : one over the own force at week 0, 1/thousand persons
    """
    recent = clip(log(maximum(gain13, F(1e-3)) / maximum(start_gain, F(1.0))), -ABSENCE_BOUND, ABSENCE_BOUND)
    return base * (ONE - return_frac) * exp(sensitivity * recent) * (ONE - REFORM_ABSENCE * reform) * per_force


@scalar
def will_return(loss, killed_frac, return_frac):
    """Wounded of the week that will return, thousand persons. They return after a first-order delay (`model.delay`).

    Parameters
    ----------
    loss : losses of the week, thousand persons
    killed_frac : share of the losses that is killed
    return_frac : share of the wounded that can return
    """
    return (ONE - killed_frac) * return_frac * loss


@scalar
def leaving(absence_rate, separation):
    """Share of the force that leaves in a week. absence_rate: 1/week; separation: 1/year."""
    return delay.moved(fma(separation, WEEK, absence_rate))


@scalar
def force_step(force, joined, back, loss, leaves):
    """Force after a week, thousand persons: force + joined + back - loss - leaves force. leaves: see `leaving`."""
    return maximum(force + joined + back - loss - leaves * force, MIN_FORCE)


@scalar
def push(gap, stress, window_effect, stress_effect):
    """Log assault intensity of side 1, relative to week 0 and bounded. It rises while side 0 is short of supply.

    Parameters
    ----------
    gap, window_effect : supply gap of side 0 (0 to 1), and the effect of a full gap
    stress, stress_effect : economic stress of side 1 relative to week 0, and the effect of a unit
    """
    return clip(fma(window_effect, gap, stress_effect * stress), MIN_LOG_PUSH, MAX_LOG_PUSH)


@scalar
def peace_ratio(force_ratio, drift, age):
    """Log force ratio after a week of peace. It drifts toward side 1, and the drift fades over `drift_years`.

    Parameters
    ----------
    force_ratio : log force ratio before the week, relative to week 0
    drift : change of the log force ratio a year, before it fades
    age : weeks of peace
    """
    return fma(drift * WEEK, exp(age * PER_DRIFT_WEEKS), force_ratio)


@scalar
def peace_drift(neutral, drift, drift_neutral, relief, relief_drift, aid, aid_drift):
    """Yearly drift of the log force ratio in peace. Sanctions relief adds to it, because it pays for arms of side 1.

    Aid that falls short of the usual flow adds to it too, except under neutrality, whose drift allows for that.

    Parameters
    ----------
    neutral, relief : whether the package in force includes neutrality and sanctions relief, 0 or 1
    drift, drift_neutral : yearly drift without and with neutrality
    relief_drift : yearly drift that relief adds
    aid, aid_drift : usual flow less aid delivered, in shares of week-0 supply, and the yearly drift per share
    """
    return fma(relief, relief_drift, drift_neutral if neutral > F(0.0) else fma(aid_drift, aid, drift))


@scalar
def aid_short(own_share, delivered):
    """Aid that peace lacks, in shares of week-0 supply: usual_flow (1 - own_share) - delivered. Negative if it is more.

    own_share: own production's share of week-0 supply. delivered: by all donors.
    """
    return fma(USUAL_FLOW, ONE - own_share, -delivered)


@scalar
def peace_force_1(force, rearm, age):
    """Force of side 1 after a week of peace, thousand persons. It rearms, and this fades over `rearm_years`.

    Parameters
    ----------
    force : force before the week, thousand persons
    rearm : growth before it fades, thousand persons a year
    age : weeks of peace
    """
    return maximum(fma(rearm * WEEK, exp(age * PER_REARM_WEEKS), force), MIN_FORCE)


@scalar
def peace_force_0(force_1, force_ratio, ratio_t0, start):
    """Force of side 0, thousand persons, that follows from the force of side 1 and the force ratio.

    Parameters
    ----------
    force_1 : force of side 1, thousand persons
    force_ratio, ratio_t0 : log force ratio relative to week 0, and its value at week 0
    start : force of side 0 at week 0, thousand persons; the result lies between two multiples of it
    """
    return clip(force_1 * exp(-force_ratio - ratio_t0), MIN_PEACE * start, MAX_PEACE * start)
