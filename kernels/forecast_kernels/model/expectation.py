"""What side 1 (the attacker) expects of the war: its gain in the next year if nothing is signed.

    ln E = base + gain ln(max(g13, 5)/level_t0) + fires f + force r

An emulator gives it: a regression whose coefficients are fitted on a pilot run without talks, before the first member
(docs/model.md). Side 1 adds optimism, which moves as it learns from the fighting (Slantchev 2003).
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, log, maximum, minimum
from forecast_kernels.numeric.jit import scalar

MAX_LOG_GAIN = F(k.EXPECT_MOST)  # no front has moved further in a year of this kind of war
MIN_GAIN = F(k.EXPECT_SLOWEST)
AHEAD_FLOOR = F(k.AHEAD_FLOOR)
MAX_MISMATCH = F(k.MISMATCH_MOST)
LEARN_MOST, OPTIMISM_BOUND = F(k.LEARN_MOST), F(k.OPTIMISM_BOUND)
PER_MEMORY, MIN_PACE = F(1.0 / k.GAIN_MEMORY), F(k.EXPECT_SLOWEST)


@scalar
def log_gain(base, gain_effect, gain13, start_gain, fires_effect, fires_ahead, force_effect, force_ratio):
    """Log of the gain (km2) that the emulator predicts for the next year, without optimism.

        base + gain_effect ln(max(gain13, 5)/start_gain) + fires_effect fires_ahead + force_effect force_ratio

    Parameters
    ----------
    base : constant of the member, log km2
    gain13, start_gain : net gain of the last 13 weeks and of week 0, km2 a week
    fires_ahead : log fires ratio that follows from present commitments, relative to week 0
    force_ratio : log force ratio, relative to week 0
    gain_effect, fires_effect, force_effect : change of the log gain for a unit of each
    """
    x = fma(gain_effect, log(maximum(gain13, MIN_GAIN) / maximum(start_gain, ONE)), base)
    x = fma(fires_effect, fires_ahead, x)
    return fma(force_effect, force_ratio, x)


@scalar
def learned(optimism, learning, loss, pace, pace_expected):
    """Log optimism of side 1 after a week of war: it moves by the error of what side 1 expected (Slantchev 2003).

        optimism + min(learning loss, 1) clip((pace - expected)/max(expected, 5), -1, 3),  within -2 .. 2

    The more both sides fight, the faster it learns. The error is relative to what was expected, and not a log, so that
    an expectation which is right on average teaches nothing on average.

    Parameters
    ----------
    optimism : log of the factor by which side 1 overestimates its gain
    learning, loss : share of the error that it learns for each thousand lost, and its losses of the week
    pace, pace_expected : 13-week levels of the gain and of the gain that it expected, km2 a week
    """
    error = (pace - pace_expected) / maximum(pace_expected, MIN_PACE)
    step = minimum(learning * loss, ONE) * clip(error, -ONE, LEARN_MOST)
    return clip(optimism + step, -OPTIMISM_BOUND, OPTIMISM_BOUND)


@scalar
def remembered(pace_expected, yearly, week):
    """The 13-week moving level of the pace that side 1 expects. yearly: gain of a year, km2; week: in years."""
    return fma(fma(yearly, week, -pace_expected), PER_MEMORY, pace_expected)


@scalar
def fires_ahead(fires_1, rationing, lead_share, gap_ahead, ratio):
    """Log fires ratio, relative to week 0, that follows from the donors' present commitments.

        max(fires_1 - rationing ln(1 - lead_share gap_ahead), ratio)

    Deliveries lag behind commitments, so a cut changes beliefs before it changes the front.

    Parameters
    ----------
    fires_1 : log fires of side 1, relative to week 0
    rationing : log fires that side 0 loses for each log of supply lost
    lead_share : lead donor's share of supply
    gap_ahead : supply gap that follows from present commitments, 0 to 1
    ratio : log fires ratio of this week, relative to week 0
    """
    return maximum(fires_1 - rationing * log(maximum(ONE - lead_share * gap_ahead, AHEAD_FLOOR)), ratio)


@scalar
def surge_shift(fires_effect, gain, enabler, reform, ahead, strike_shift):
    """Change of the log expected gain if the surge comes, by its fires, by the shortage that it ends and by strikes.

    Parameters
    ----------
    fires_effect : elasticity of the gain to the fires ratio
    gain : log fires that a surge can add
    enabler, reform : share of that gain that needs manpower reform, and how far the reform has come, 0 to 1
    ahead : see `fires_ahead`
    strike_shift : change of the log expected gain by long-range strikes
    """
    log_fires = gain * (ONE - enabler * (ONE - reform)) + maximum(ahead, ZERO)
    return fma(-fires_effect, log_fires, strike_shift)


@scalar
def gain(log_gain_next, optimism):
    """Gain that side 1 expects of the next year without a surge, km2: exp(log_gain_next + optimism), bounded."""
    return exp(minimum(log_gain_next + optimism, MAX_LOG_GAIN))


@scalar
def expected(calm, log_gain_next, optimism, belief, shift):
    """Gain that side 1 expects of the next year, km2: a mean of its gain with the surge (weight `belief`) and without.

        (1 - belief) calm + belief exp(log_gain_next + optimism + shift),  the exponent is at most `expect_most`

    Parameters
    ----------
    calm : see `gain`
    log_gain_next : see `log_gain`
    optimism : log of the factor by which side 1 overestimates its gain
    belief : belief of side 1 in the threat of a surge, 0 to 1
    shift : see `surge_shift`
    """
    return fma(belief, gain(log_gain_next + shift, optimism), (ONE - belief) * calm)


@scalar
def mismatch(log_prospect):
    """Mismatch at signature: the gain that side 1 gives up by signing, 10,000 km2, at most `mismatch_most`."""
    return minimum(exp(log_prospect) * F(1e-4), MAX_MISMATCH)
