"""Violations: how much fighting goes on under an agreement.

Violations and the return to war are separate processes: violations may go on for years without large-scale war
(docs/model.md). The index of violations is losses divided by the losses of week 0. It falls from its value at the
signature, or from the level of the low-intensity fighting that a renewed truce ends, to a floor, which on-site
verification lowers.
"""

from forecast_kernels.numeric.arithmetic import LN2, exp, fma
from forecast_kernels.numeric.jit import scalar


@scalar
def keep(halflife):
    """Share of the violations above their floor that is left after a week. halflife: weeks."""
    return exp(-LN2 / halflife)


@scalar
def after_week(now, rest, verified, verified_effect, persistence):
    """Violations after a week of truce or ceasefire, relative to the losses of week 0.

        f + persistence (now - f),  f = rest exp(verified_effect verified)

    Parameters
    ----------
    now : violations before the week
    rest : floor without on-site verification
    verified, verified_effect : 1 with on-site verification, else 0, and its effect on the log of the floor
    persistence : see `keep`
    """
    floor = rest * exp(verified_effect * verified)
    return fma(persistence, now - floor, floor)
