"""Truce quality: how much fighting goes on under an agreement, a clock of its own beside the return to war.

Violations may go on for years while large-scale war stays away: the two are different processes (docs/model.md). The
index is losses over those of week 0; it falls from `start` to a floor that on-site verification lowers.
"""

from forecast_kernels.numeric.arithmetic import LN2, exp, fma
from forecast_kernels.numeric.jit import scalar


@scalar
def keep(halflife):
    """Share of the excess of violations over their floor that is left after a week. halflife: weeks."""
    return exp(-LN2 / halflife)


@scalar
def after_week(now, rest, verified, verified_effect, persistence):
    """Violations after a week of truce or ceasefire, over the losses of week 0.

        f + persistence (now - f),  f = rest exp(verified_effect verified)

    Parameters
    ----------
    rest : floor without on-site verification
    verified, verified_effect : verification, 0 or 1, and its log effect on the floor
    persistence : see `keep`
    """
    floor = rest * exp(verified_effect * verified)
    return fma(persistence, now - floor, floor)
