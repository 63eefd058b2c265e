"""Losses of both sides: a mixed Lanchester law, scaled to the losses of week 0.

    loss_i = base_i exp(push + fires) (M_j/M_j0) (M_i/M_i0)^(1-w) exp(shock)

i is the side whose losses these are, j its enemy, M a force and M_0 the force at week 0. w = 1 is the square law, w = 0
the linear law. Losses do not depend on the ground gained, because the observed series show no fixed loss per
km2.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, F, exp, fma, minimum
from forecast_kernels.numeric.jit import scalar

KEEP, STEP = F(k.LOSS_KEEP), F(k.LOSS_STEP)
MAX_LOST = F(k.MOST_LOST)  # no army of this size has lost more in a week and fought on
OWN, COMMON = F(k.LOSS_OWN), F(k.LOSS_COMMON)


@scalar
def loss_shock(shock, z, z_level, sd):
    """Takes the log loss shock one week further: an autoregression that shares a normal with the level of the front.

        e' = keep e + sqrt(1 - keep^2) sd (own z + common z_level)

    Parameters
    ----------
    shock : log shock e before the week
    z, z_level : standard normals of the week, for the losses alone and for the level of the front
    sd : stationary standard deviation, log units
    """
    return fma(KEEP, shock, STEP * sd * fma(OWN, z, COMMON * z_level))


@scalar
def bounded(loss, force):
    """Limits the losses of a week to the share `most_lost` of the force. loss, force: thousand persons."""
    return minimum(loss, MAX_LOST * force)


@scalar
def losses(base, log_push, push_effect, log_fires, fires_effect, log_enemy, log_own, mix, shock):
    """Computes killed and wounded of side i in a week, thousand persons (mixed Lanchester law, j is the enemy).

        base exp(push_effect push + fires_effect fires + ln(M_j/M_j0) + (1 - mix) ln(M_i/M_i0) + shock)

    Parameters
    ----------
    base : losses of week 0, thousand persons a week
    log_push : log of side 1's assault intensity, relative to week 0
    log_fires : log of the fires against side i, relative to week 0: for side 0 the fires ratio, for side 1 the fires
        of side 0
    push_effect, fires_effect : change of the log losses for a unit of each
    log_enemy, log_own : ln(M/M0) of the enemy's force and of the own force
    mix : w, 1 for the square law, 0 for the linear law
    shock : log loss shock, see `loss_shock`
    """
    return base * exp(
        fma(push_effect, log_push, fma(fires_effect, log_fires, fma(ONE - mix, log_own, log_enemy))) + shock
    )
