"""Politics of the donors: burden sharing, will to keep the aid flowing, and whether a threat is carried out."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, maximum, minimum, sigmoid
from forecast_kernels.numeric.jit import scalar

MIN_LAND_LOST, MAX_LAND_LOST = F(k.IMAGE_LEAST), F(k.IMAGE_MOST)
PLEDGE_PART, CAPABILITIES_PART, MISSIONS_PART = F(k.PLEDGE_PART), F(k.CAPABILITIES_PART), F(k.MISSIONS_PART)
FULL_PLEDGE, FULL_CAPABILITIES = F(k.FULL_PLEDGE), F(k.FULL_CAPABILITIES)
MIN_ROOM, MAX_PLEDGE = F(1e-4), F(2.0)  # numerical guards: spending near the full pledge, a pledge far above it
PER_TENTH = F(10.0)  # `will_burden` is given per 0.10 of burden share, so the share is multiplied by 10


@scalar
def burden_progress(years, midpoint, start):
    """Progress of the burden-sharing path, 0 to 1: a logistic curve in years, rescaled to be 0 at week 0.

    Parameters
    ----------
    years : years since week 0
    midpoint : years at which the logistic curve reaches one half
    start : value of the logistic curve at week 0
    """
    return (sigmoid(years - midpoint) - start) / (ONE - start)


@scalar
def will(start, logit_start, burden_effect, burden_gain, compact, image_effect, land_lost, refusal_effect, refused):
    """Willingness of a donor to keep its aid flowing, 0 to 1. It stays 1 if it is 1 (not in question) at week 0.

    Parameters
    ----------
    start, logit_start : will at week 0 and its log odds
    burden_effect : logits for 0.10 of burden share, or for a compact
    burden_gain, compact : change of the burden share since week 0; `compact_signal` if a compact is in force, else 0
    image_effect, land_lost : logits for each per cent of land that side 0 lost; per cent lost (the function bounds it)
    refusal_effect, refused : logits once side 1 has refused an offer; 1 if it has
    """
    x = fma(burden_effect, fma(PER_TENTH, burden_gain, compact), logit_start)
    x = fma(image_effect, clip(land_lost, MIN_LAND_LOST, MAX_LAND_LOST), x)
    return ONE if start >= ONE else sigmoid(fma(refusal_effect, refused, x))


@scalar
def compact_signal(pledge, spending, capabilities, missions):
    """Effect of a compact on the donor's will, relative to that of a full compact: the sum of its three parts.

        pledge_part clip((pledge - spending)/(full_pledge - spending), 0, 2) + capabilities_part capabilities/full
            + missions_part missions

    Parameters
    ----------
    pledge, spending : defence spending over output that it pledges, and that of week 0
    capabilities : share of the alliance's capabilities that it asks of the other allies
    missions : 1 if they take on all missions but collective defence, else 0
    """
    paid = clip((pledge - spending) / maximum(FULL_PLEDGE - spending, MIN_ROOM), ZERO, MAX_PLEDGE)
    return fma(PLEDGE_PART, paid, fma(CAPABILITIES_PART, capabilities_part(capabilities), MISSIONS_PART * missions))


@scalar
def capabilities_part(capabilities):
    """Capabilities that a compact asks of the other allies, relative to those of a full compact, at most 1."""
    return minimum(capabilities / FULL_CAPABILITIES, ONE)


@scalar
def cut_odds(image_effect, land_lost):
    """Factor on the odds of the donor's will when it decides on a cut: the leader sees the land that it would cost.

    Parameters
    ----------
    image_effect : logits for each per cent of land that side 0 loses
    land_lost : per cent of its land that side 0 is expected to lose in a year by the cut (the function bounds it)
    """
    return exp(image_effect * clip(land_lost, MIN_LAND_LOST, MAX_LAND_LOST))


@scalar
def execution_chance(execute, will_odds, will_odds_t0):
    """Chance that a threat is carried out: x r/(x r + 1 - x),  x = execute, r = will_odds/will_odds_t0.

    Parameters
    ----------
    execute : the chance if the will is that of week 0; 0 and 1 do not change with the will
    will_odds, will_odds_t0 : odds of the lead donor's will now and at week 0
    """
    r = will_odds / maximum(will_odds_t0, F(1e-6))
    drawn = execute * r / maximum(execute * r + (ONE - execute), F(1e-6))
    return ONE if execute >= ONE else (drawn if execute > ZERO else ZERO)
