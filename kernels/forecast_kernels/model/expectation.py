"""What side 1 expects of the war: next year's gain from an emulator fitted on a pilot, with optimism that it unlearns.

ln E = base + gain ln(max(g13, 5)/level_t0) + fires f + force r; the coefficients are fitted on runs without talks
before the first member (docs/model.md). Optimism shrinks with fighting (Slantchev 2003).
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, fma, log, maximum, minimum
from forecast_kernels.numeric.jit import scalar

MAX_LOG_GAIN = F(k.EXPECT_MOST)  # more than any front has moved in a year of this kind of war
SLOWEST = F(k.EXPECT_SLOWEST)
AHEAD_FLOOR = F(k.AHEAD_FLOOR)
MISMATCH_MOST = F(k.MISMATCH_MOST)


@scalar
def log_gain(base, gain_effect, gain13, start_gain, fires_effect, fires_ahead, force_effect, force_ratio):
    """Log of the gain that side 1 expects of the next year, km2, without optimism (emulator).

        base + gain_effect ln(max(gain13, 5)/start_gain) + fires_effect fires_ahead + force_effect force_ratio

    Parameters
    ----------
    base : constant of the member, log km2
    gain13, start_gain : recent and week-0 net gain, km2 a week
    fires_ahead, force_ratio : log fires ratio to come and log force ratio, over week 0
    """
    x = fma(gain_effect, log(maximum(gain13, SLOWEST) / maximum(start_gain, ONE)), base)
    x = fma(fires_effect, fires_ahead, x)
    return fma(force_effect, force_ratio, x)


@scalar
def optimism(start, tau, t):
    """Log of side 1's over-estimate after t weeks of fighting: start tau/(tau + t) (Slantchev 2003)."""
    return start * tau / (tau + t)


@scalar
def fires_ahead(fires_1, rationing, lead_share, gap_ahead, ratio):
    """Log fires ratio over week 0 that commitments foretell. Beliefs feel a cut before the front does.

        max(fires_1 - rationing ln(1 - lead_share gap_ahead), ratio)

    Parameters
    ----------
    fires_1 : log fires of side 1 over week 0
    rationing : log fires lost for a log supply missing
    lead_share, gap_ahead : lead donor's share of supply, and the gap that commitments foretell, 0 to 1
    ratio : log fires ratio of this week over week 0
    """
    return maximum(fires_1 - rationing * log(maximum(ONE - lead_share * gap_ahead, AHEAD_FLOOR)), ratio)


@scalar
def surge_shift(fires_effect, gain, enabler, reform, ahead, strike_shift):
    """Change of the log expected gain if the surge comes: its fires, the shortage that it ends, strikes.

    Parameters
    ----------
    fires_effect : elasticity of the gain to the fires ratio
    gain, enabler, reform : log fires that a surge brings, the share that needs reform, reform reached (0 to 1)
    ahead : log fires ratio to come, over week 0
    strike_shift : change through long-range strikes
    """
    helped = gain * (ONE - enabler * (ONE - reform)) + maximum(ahead, ZERO)
    return fma(-fires_effect, helped, strike_shift)


@scalar
def expected(log_gain_next, hope, belief, shift):
    """Gain expected of the next year, km2: with the surge by `belief`, without it otherwise.

    (1 - belief) exp(x) + belief exp(x + shift),  x = log_gain_next + hope, each at most `expect_most`
    """
    x = log_gain_next + hope
    return fma(belief, exp(minimum(x + shift, MAX_LOG_GAIN)), (ONE - belief) * exp(minimum(x, MAX_LOG_GAIN)))


@scalar
def mismatch(log_prospect):
    """How much more of the war side 1 expects at signature than it signs for: its expected gain, 10,000 km2."""
    return minimum(exp(log_prospect) * F(1e-4), MISMATCH_MOST)
