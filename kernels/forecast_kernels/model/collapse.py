"""Collapse of side 0 (defender) and disruption of the war effort of side 1 (attacker): hazards, and the land lost.

How much land a collapse costs depends on what is left and who still helps (docs/collapses.md).
"""

import math

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, maximum
from forecast_kernels.numeric.jit import scalar

PER_TENTH = F(1.0 / 0.105)  # one over the log of a tenth less force density: -ln 0.9 = 0.105
MIN_DENSITY, MAX_DENSITY = F(k.DENSITY_LEAST), F(k.DENSITY_MOST)
LEAST_LAND, LOG_RANGE = F(k.COLLAPSE_LAND), F(math.log(k.COLLAPSE_MOST / k.COLLAPSE_LAND))


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
def partial_loss(u, settle):
    """Draws the share of held land lost in a collapse short of complete defeat: none if settled, else log-uniform.

        0 if u < settle, else least (most/least)^v, v = (u - settle)/(1 - settle)

    Parameters
    ----------
    u : uniform number
    settle : chance of a settlement on the line
    """
    v = (u - settle) / maximum(ONE - settle, F(1e-6))
    return ZERO if u < settle else LEAST_LAND * exp(LOG_RANGE * v)


@scalar
def helpless(use, force, per_start):
    """How helpless side 0 is, 0 to 1: one minus supply used times force left, both relative to week 0 and at most 1.

    Parameters
    ----------
    use : supply used, relative to week 0
    force, per_start : force (thousand persons), and one over the force at week 0
    """
    return ONE - clip(use, ZERO, ONE) * clip(force * per_start, ZERO, ONE)


@scalar
def land_lost(odds, helpless_now, defeat, defeat_helpless, partial):
    """Share of held land lost in a collapse: all of it in a complete defeat, else `partial`.

    A collapse is a complete defeat with probability sigmoid(defeat + defeat_helpless helpless_now).

    Parameters
    ----------
    odds : log odds of a uniform number, which decides
    helpless_now : see `helpless`
    defeat, defeat_helpless : log odds of complete defeat with full supply and force, and what helplessness adds
    partial : see `partial_loss`
    """
    return ONE if odds < fma(defeat_helpless, helpless_now, defeat) else partial
