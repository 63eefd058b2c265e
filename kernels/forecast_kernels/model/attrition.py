"""Losses. A mixed Lanchester law around the week-0 rates; no fixed price per km2, because the series show none.

loss_i = base_i exp(push + fires) (M_j/M_j0) (M_i/M_i0)^(1-w) exp(shock); w = 1 square law, w = 0 linear law.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, F, exp, fma, minimum
from forecast_kernels.numeric.jit import scalar

KEEP, STEP = F(k.LOSS_KEEP), F(k.LOSS_STEP)
MOST_LOST = F(k.MOST_LOST)  # no army of this size has lost more in a week and gone on
OWN, COMMON = F(k.LOSS_OWN), F(k.LOSS_COMMON)


@scalar
def loss_shock(shock, z, z_level, sd):
    """Log loss shock after a week: an autoregression, in part with the normal of the level.

        e' = keep e + sqrt(1 - keep^2) sd (own z + common z_level)

    Parameters
    ----------
    shock : log shock e before the week
    z, z_level : standard normals of the losses and of the level
    sd : stationary standard deviation, log units
    """
    return fma(KEEP, shock, STEP * sd * fma(OWN, z, COMMON * z_level))


@scalar
def bounded(loss, force):
    """Losses of a week, thousand persons, at most `most_lost` of the force (thousand persons)."""
    return minimum(loss, MOST_LOST * force)


@scalar
def losses(base, log_push, push_effect, log_fires, fires_effect, log_enemy, log_own, mix, shock):
    """Killed and wounded of one side in a week, thousand persons (mixed Lanchester law).

        base exp(push_effect push + fires_effect fires + ln(M_j/M_j0) + (1 - mix) ln(M_i/M_i0) + shock)

    Parameters
    ----------
    base : losses of week 0, thousand persons a week
    log_push, log_fires : log assault intensity of side 1 and log fires ratio against this side, over week 0
    push_effect, fires_effect : their elasticities
    log_enemy, log_own : ln(M/M0) of the enemy's and of the own force
    mix : 1 square law, 0 linear law
    shock : log loss shock
    """
    return base * exp(
        fma(push_effect, log_push, fma(fires_effect, log_fires, fma(ONE - mix, log_own, log_enemy))) + shock
    )
