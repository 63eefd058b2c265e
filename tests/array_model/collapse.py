"""Yearly hazards of a collapse of side 0 and a disruption of side 1."""

from forecast_kernels.layout.regimes import WAR2


def hazard_0(xp, inputs, s, war, gap, ratio):
    p = inputs.p
    thin = xp.clip(ratio / 0.105, -3.0, 8.0)
    again = p.neutral_defeat * ((s.regime == WAR2) & s.signed_neutral)
    return war * p.collapse_rate_0 * xp.exp(p.collapse_gap_0 * gap + p.collapse_density_0 * thin + again)


def hazard_1(xp, inputs, war, stress):
    p = inputs.p
    return war * p.collapse_rate_1 * xp.exp(p.collapse_stress_1 * stress)


def land_lost(xp, p, once):
    """Share of held land that side 0 loses if it collapses; nothing if it is made to settle on the line."""
    return xp.where(once.settle < p.collapse_settle_0, 0.0, xp.minimum(0.1 / once.land, 1.0))
