"""What side 1 (the attacker) expects of the war: its gain in the next year if nothing is signed.

    ln E = base + gain ln(max(g13, 5)/level_t0) + fires f + force r

An emulator gives it: a regression whose coefficients are fitted on a pilot run without talks, before the first member
(docs/model.md). Side 1 adds optimism, which shrinks as it learns from the fighting (Slantchev 2003).
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, fma, log, maximum, minimum
from forecast_kernels.numeric.jit import scalar

MAX_LOG_GAIN = F(k.EXPECT_MOST)  # no front has moved further in a year of this kind of war
MIN_GAIN = F(k.EXPECT_SLOWEST)
AHEAD_FLOOR = F(k.AHEAD_FLOOR)
MAX_MISMATCH = F(k.MISMATCH_MOST)


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
def optimism(start, tau, t):
    """Log of the factor by which side 1 overestimates its gain after t weeks: start tau/(tau + t) (Slantchev 2003)."""
    return start * tau / (tau + t)


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
def expected(log_gain_next, hope, belief, shift):
    """Gain that side 1 expects of the next year, km2: a mean of its gain with the surge (weight `belief`) and without.

        (1 - belief) exp(x) + belief exp(x + shift),  x = log_gain_next + hope;  exponents are at most `expect_most`

    Parameters
    ----------
    log_gain_next : see `log_gain`
    hope : see `optimism`
    belief : belief of side 1 in the threat of a surge, 0 to 1
    shift : see `surge_shift`
    """
    x = log_gain_next + hope
    return fma(belief, exp(minimum(x + shift, MAX_LOG_GAIN)), (ONE - belief) * exp(minimum(x, MAX_LOG_GAIN)))


@scalar
def mismatch(log_prospect):
    """Mismatch at signature: the gain that side 1 gives up by signing, 10,000 km2, at most `mismatch_most`."""
    return minimum(exp(log_prospect) * F(1e-4), MAX_MISMATCH)
