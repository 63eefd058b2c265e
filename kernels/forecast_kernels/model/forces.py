"""Manpower: intake, losses, returns of the wounded, absence, separation. Both sides use the same functions."""

from forecast_kernels.numeric.arithmetic import ONE, F, clip, exp, fma, log, most
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

FLOOR = F(1.0)  # thousand persons
MOST_INTAKE = F(1.0986123)  # ln 3: no state drafts more than a few times its pace for long


@scalar
def intake(base, log_force, target, trend, years, pay):
    """Weekly intake, thousand: falls as the force grows above its start, drifts, follows pay; a third to threefold."""
    return base * exp(clip(fma(trend, years, pay) - target * log_force, -MOST_INTAKE, MOST_INTAKE))


@scalar
def absence(base, return_frac, sensitivity, gain13, start_gain, reform, force_ratio):
    """Net weekly absence, thousand: rises with the recent loss of ground, falls with reform."""
    recent = clip(log(most(gain13, F(1e-3)) / most(start_gain, F(1.0))), F(-2.0), F(2.0))
    return base * (ONE - return_frac) * exp(sensitivity * recent) * (ONE - F(0.5) * reform) * force_ratio


@scalar
def returns(wounded, per_lag):
    """Wounded that come back this week, thousand."""
    return wounded * per_lag


@scalar
def wounded_step(wounded, loss, killed_frac, return_frac, back):
    """Wounded that will still return, thousand."""
    return fma((ONE - killed_frac) * return_frac, loss, wounded) - back


@scalar
def force_step(force, joined, back, loss, away, separation):
    """Force after a week, thousand: change = intake + returns - losses - absence - separation."""
    return most(force + joined + back - loss - away - separation * WEEK * force, FLOOR)


@scalar
def push(gap, stress, window_effect, stress_effect):
    """Log assault intensity of side 1, within ln 0.5 and ln 1.5."""
    return clip(fma(window_effect, gap, stress_effect * stress), F(-0.6931472), F(0.4054651))


@scalar
def peace_ratio(force_ratio, drift, age):
    """Log force ratio after a week of peace: drifts toward side 1, fading over ten years."""
    return fma(drift * WEEK, exp(age * F(-1.0 / 520.0)), force_ratio)


@scalar
def peace_drift(neutral, drift, drift_neutral, relief, relief_drift):
    """Yearly drift of the log force ratio in peace; sanctions relief pays for arms."""
    return fma(relief, relief_drift, drift_neutral if neutral > F(0.0) else drift)


@scalar
def peace_force_1(force, rearm, age):
    """Force of side 1 after a week of peace, thousand: rearms, fading over three years."""
    return most(fma(rearm * WEEK, exp(age * F(-1.0 / 156.0)), force), FLOOR)


@scalar
def peace_force_0(force_1, force_ratio, ratio_t0, start):
    """Force of side 0 that belongs to a force ratio, thousand, at most twice its start."""
    return clip(force_1 * exp(-force_ratio - ratio_t0), F(0.3) * start, F(2.0) * start)
