"""Hazards of a military collapse of side 0 (defender) and of a disruption of the war effort of side 1 (attacker)."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, minimum
from forecast_kernels.numeric.jit import scalar

PER_TENTH = F(1.0 / 0.105)  # one over the log of a tenth less force density: -ln 0.9 = 0.105
MIN_DENSITY, MAX_DENSITY = F(k.DENSITY_LEAST), F(k.DENSITY_MOST)
MIN_LAND = F(k.COLLAPSE_LAND)


@scalar
def hazard_0(base, gap, gap_effect, force_ratio, density_effect):
    """Hazard of collapse of side 0 per year.

        base exp(gap_effect gap + density_effect clip(force_ratio/0.105, -3, 8))

    Parameters
    ----------
    base : hazard at week 0, per year
    gap, gap_effect : supply gap of side 0 (0 to 1), and the change of the log hazard for a full gap
    force_ratio : log of side 1's force divided by side 0's, minus its value at week 0
    density_effect : change of the log hazard when side 0's force density falls by a tenth (0.105 in logs)
    """
    return base * exp(fma(gap_effect, gap, density_effect * clip(force_ratio * PER_TENTH, MIN_DENSITY, MAX_DENSITY)))


@scalar
def hazard_1(base, stress, stress_effect):
    """Hazard of disruption of side 1 per year: base exp(stress_effect stress)."""
    return base * exp(stress_effect * stress)


@scalar
def land_lost(u, settle):
    """Draws the share of held land lost in a collapse of side 0: none in a forced settlement, else min(0.1/v, 1).

    Parameters
    ----------
    u : uniform number. Below `settle` the collapse ends in a forced settlement; else v is u rescaled to 0..1
    settle : chance of a forced settlement
    """
    rescaled = (u - settle) / (ONE - settle) if u > settle else ONE
    return minimum(MIN_LAND / rescaled, ONE) if u > settle else ZERO
