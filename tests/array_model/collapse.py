"""Yearly hazards of a collapse of side 0 and a disruption of side 1."""

from forecast_kernels.layout.regimes import WAR2
from tests.array_model.curves import sigmoid


def hazard_0(xp, inputs, s, war, gap, ratio):
    p = inputs.p
    thin = xp.clip(ratio / 0.105, -3.0, 8.0)
    again = p.neutral_defeat * ((s.regime == WAR2) & s.signed_neutral)
    return war * p.collapse_rate_0 * xp.exp(p.collapse_gap_0 * gap + p.collapse_density_0 * thin + again)


def hazard_1(xp, inputs, war, stress):
    p = inputs.p
    return war * p.collapse_rate_1 * xp.exp(p.collapse_stress_1 * stress)


def helpless(xp, p, use, force_0):
    """How far side 0 is without supply and force, 0 to 1."""
    return 1.0 - xp.clip(use, 0.0, 1.0) * xp.clip(force_0 / p.force_0, 0.0, 1.0)


def land_lost(xp, p, once, use, force_0):
    """Share of held land that side 0 loses if it collapses: all of it, nothing if it settles on the line, or a part."""
    defeat = sigmoid(xp, p.defeat_0 + p.defeat_helpless_0 * helpless(xp, p, use, force_0))
    short = xp.where(once.settle < p.collapse_settle_0, 0.0, 0.1 * 8.0**once.land)
    return xp.where(once.defeat < defeat, 1.0, short)
