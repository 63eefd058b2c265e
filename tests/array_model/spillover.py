"""Integrated hazards of what the war does elsewhere; nothing in the war depends on them."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, WAR, WAR2

ABANDONED_BELOW = 0.25


class Spillover(NamedTuple):
    spill_neighbour: Any
    spill_nato: Any
    spill_taiwan: Any
    regain: Any


def abandoned(s, war):
    """Whether the lead donor leaves side 0 alone in the war, or did when the fighting stopped."""
    return war & (s.lead_commit < ABANDONED_BELOW) | ~war & s.abandoned


def spillover(xp, p, s, pol, regime, age, left, recognised) -> Spillover:
    """`regime`, `age`, `left` (abandoned) and `recognised` (the loss of land, in law) are those after the step."""
    fights = (regime == WAR) | (regime == WAR2)
    depleted = fights | (age < 52.0 * p.reconstitute_years)
    emboldened = left | (regime == COLLAPSED)
    ratio = xp.exp(p.depleted_effect * depleted + p.emboldened_effect * emboldened)
    hotter = 1.0 + fights * xp.maximum(pol.surge, pol.strikes) * (xp.exp(p.escalation_effect) - 1.0)
    return Spillover(
        spill_neighbour=s.spill_neighbour + p.neighbour_hazard / 52.0 * ratio,
        spill_nato=s.spill_nato + p.nato_hazard / 52.0 * ratio * hotter,
        spill_taiwan=s.spill_taiwan + p.taiwan_hazard / 52.0 * xp.exp(p.taiwan_effect * left),
        regain=s.regain + p.regain_hazard / 52.0 * ((regime == CEASEFIRE) & ~recognised),
    )
