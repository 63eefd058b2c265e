"""Losses. A mixed Lanchester law around the week-0 rates; no fixed price per km2, because the series show none.

loss_i = base_i exp(push + fires) (M_j/M_j0) (M_i/M_i0)^(1-w) exp(shock); w = 1 square law, w = 0 linear law.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, F, exp, fma, least
from forecast_kernels.numeric.jit import scalar

KEEP, STEP = F(k.LOSS_KEEP), F(k.LOSS_STEP)
MOST_LOST = F(k.MOST_LOST)  # no army of this size has lost more in a week and gone on
OWN, COMMON = F(k.LOSS_OWN), F(k.LOSS_COMMON)


@scalar
def loss_shock(shock, z, z_level, sd):
    """Weekly log loss shock; in part that of the level, so that losses and gains go together a little."""
    return fma(KEEP, shock, STEP * sd * fma(OWN, z, COMMON * z_level))


@scalar
def bounded(loss, force):
    """Losses of a week, thousand, at most a twentieth of the force."""
    return least(loss, MOST_LOST * force)


@scalar
def losses(base, log_push, push_effect, log_fires, fires_effect, log_enemy, log_own, mix, shock):
    """Killed and wounded of one side in a week, thousand; log_enemy and log_own are ln(M/M0)."""
    return base * exp(
        fma(push_effect, log_push, fma(fires_effect, log_fires, fma(ONE - mix, log_own, log_enemy))) + shock
    )
