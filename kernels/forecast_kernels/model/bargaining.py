"""Bargaining: how ready side 1 (the attacker) is for an item on the table, and whether side 0 (the defender) signs it.

softplus(x1) is the hazard that side 1 is ready within four weeks; sigmoid(x0) is the chance that side 0 signs then. An
item is a set of terms; `model.menu` says what several of them on one table make of it. The standing terms hold without
an offer; the reference offer is the package with which side 1 is calibrated. Effects on x1 are logits relative to the
reference offer on the battlefield of week 0 (quantal response; Fearon 1995, Slantchev 2003, Powell 2006). Sources and
grades are in docs/model.md.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import (
    ONE,
    ZERO,
    F,
    clip,
    exp,
    fma,
    inverse_softplus,
    log,
    maximum,
    minimum,
    sigmoid,
    softplus,
)
from forecast_kernels.numeric.jit import scalar

SALIENT_FLOOR = F(k.SALIENT_FLOOR)
GUARANTEE_TROOPS, GUARANTEE_BILATERAL = F(k.GUARANTEE_TROOPS), F(k.GUARANTEE_BILATERAL)
GUARANTEE_PATH = F(k.GUARANTEE_PATH)
HOPE_YEARS, HOPE_THREAT = F(k.HOPE_YEARS), F(k.HOPE_THREAT)
WEARY_YEARS, BATTLEFIELD_BOUND = F(k.WEARY_YEARS), F(k.BATTLEFIELD_BOUND)
PRESSED_GAP, PRESSED_DONORS = F(k.PRESSED_GAP), F(k.PRESSED_DONORS)
# one over the units of weights: 10,000 km2; 500 km2 of salient; 5,200 km2 (100 a week for a year); 500 persons a day
PER_LAND, PER_SALIENT, PER_GAIN, PER_LOSS = F(1e-4), F(1.0 / 500.0), F(1.0 / 5200.0), F(1000.0 / 7.0 / 500.0)
FOUR_WEEKS_A_YEAR, PER_FOUR_WEEKS = F(1.0 / 13.0), F(0.25)
HALF_YEAR = F(6.5)  # periods of four weeks


@scalar
def rate_intercept(hazard, share, scale, standing, reference, threat):
    """Computes x1 of the reference offer such that the standing terms lead to agreements at a given hazard.

        isp(hazard / 13 / share) - scale (standing - reference - threat),  isp: inverse of softplus

    Parameters
    ----------
    hazard : agreements a year
    share : of the weeks in which side 1 is ready, the share in which side 0 signs
    scale : logits for a unit of value
    standing, reference : values of the standing terms and of the reference offer to side 1
    threat : value to side 1 of avoiding a threat that it fully believes; part of the reference offer only
    """
    index = inverse_softplus(maximum(hazard * FOUR_WEEKS_A_YEAR / maximum(share, F(1e-3)), F(1e-12)))
    return index - scale * (standing - reference - threat)


@scalar
def ultimatum_intercept(chance):
    """Computes x1 such that side 1 accepts the reference offer within 26 weeks with probability `chance`."""
    return inverse_softplus(maximum(-log(ONE - chance) / HALF_YEAR, F(1e-12)))


@scalar
def crowd_hazard(chance, years, record):
    """Hazard of an agreement a year that a crowd forecasts, cut by its record: -record ln(1 - chance)/years.

    Parameters
    ----------
    chance : the crowd's chance of a ceasefire within `years`
    record : hazard of peace in the record of such forecasts over the hazard that they had named
    """
    return record * -log(maximum(ONE - chance, F(1e-6))) / years


@scalar
def pick_anchor(u, w_base, w_ultimatum, w_crowd, base, ultimatum, crowd):
    """Picks one of three intercepts by their weights w_... and a uniform number u. The weights need not sum to one."""
    position = u * (w_base + w_ultimatum + w_crowd)
    return base if position < w_base else (ultimatum if position < w_base + w_ultimatum else crowd)


@scalar
def acceptance(index):
    """Chance that side 1 accepts within 26 weeks if its index stays constant: 1 - exp(-6.5 softplus(index))."""
    return ONE - exp(-HALF_YEAR * softplus(index))


@scalar
def package_value(
    troops, bilateral, path, alliance, west_german, neutral, relief, recognition, cession,
    w_troops, w_bilateral, w_alliance, path_weight, clause, w_neutral, w_relief, w_recognition, w_cession,
):  # fmt: skip
    """Value of a package to side 1: the sum of its terms times their weights.

    Parameters
    ----------
    troops, bilateral, path, alliance, west_german, neutral, relief, recognition : terms, 0 (absent) to 1
    cession : land that side 0 leaves, km2
    w_... : value of each term; w_cession for 10,000 km2
    path_weight : weight of a path to membership, relative to membership
    clause : extra share of the value of membership if it covers all land (west_german = 0), not only the land held
    """
    joining = alliance + (ONE - alliance) * path * path_weight
    joining = joining * fma(ONE - west_german, clause, ONE)
    v = fma(troops, w_troops, bilateral * w_bilateral)
    v = fma(joining, w_alliance, v)
    v = fma(recognition, w_recognition, fma(cession * PER_LAND, w_cession, v))
    return fma(neutral, w_neutral, fma(relief, w_relief, v))


@scalar
def guarantee(troops, bilateral, path, alliance):
    """Strength of the guarantees to side 0, 0 to 1: one minus the product of (1 - strength) over the terms."""
    return ONE - (ONE - alliance) * (ONE - GUARANTEE_TROOPS * troops) * (ONE - GUARANTEE_BILATERAL * bilateral) * (
        ONE - GUARANTEE_PATH * path
    )


@scalar
def salient_value(area, swap, weight):
    """Value of a salient swap to side 1: swap weight area/500, zero below `salient_floor`. area: km2."""
    return swap * weight * (area if area > SALIENT_FLOOR else ZERO) * PER_SALIENT


@scalar
def collapse_hope(hazard, gap_effect, gap_ahead, gap, belief):
    """Computes the chance that side 0 collapses within `hope_years`, as side 1 sees it.

        1 - exp(-years hazard exp(gap_effect max(gap_ahead - gap, 0)) (1 - hope_threat belief))

    Parameters
    ----------
    hazard : hazard of collapse a year
    gap, gap_ahead : supply gap of side 0 now, and the one that follows from present commitments, 0 to 1
    gap_effect : change of the log hazard for a full gap
    belief : belief of side 1 in the threat, 0 to 1
    """
    increase = gap_ahead - gap
    return ONE - exp(
        -HOPE_YEARS * hazard * exp(gap_effect * (increase if increase > ZERO else ZERO)) * (ONE - HOPE_THREAT * belief)
    )


@scalar
def battlefield(
    expected, expected_t0, hope, hope_t0, loss, loss_t0, stress, years,
    w_momentum, w_hope, w_cost, w_stress, w_duration, scale,
):  # fmt: skip
    """Computes how far the war itself has changed side 1's value of peace since week 0, limited to -3 .. 3.

    Parameters
    ----------
    expected, expected_t0 : gain that side 1 expects of the next year if nothing is signed, now and at week 0, km2
    hope, hope_t0 : chance of a collapse of side 0 now and at week 0, see `collapse_hope`
    loss, loss_t0 : losses of side 1 now and at week 0, thousand persons a week
    stress : economic stress of side 1 minus its value at week 0
    years : years since week 0
    w_momentum, w_hope, w_cost, w_stress : value for 5,200 km2, a chance of 1, 500 persons a day, and stress of 1
    w_duration : change of the index for a year of war, logits
    scale : logits for a unit of value; converts w_duration
    """
    v = w_momentum * (expected - expected_t0) * PER_GAIN
    v = fma(w_hope, hope - hope_t0, v)
    v = fma(w_cost, (loss - loss_t0) * PER_LOSS, v)
    v = fma(w_stress, stress, v)
    return clip(fma(w_duration, minimum(years, WEARY_YEARS) / scale, v), -BATTLEFIELD_BOUND, BATTLEFIELD_BOUND)


@scalar
def readiness_1(base, scale, value, reference, battle, threat, belief, wait):
    """Weekly hazard that side 1 is ready to sign: a quarter of the softplus of its index (quantal response).

        softplus(base + scale (value - reference + battle + threat (belief - 1) - wait)) / 4

    Parameters
    ----------
    base : index for the reference offer with a fully believed threat on the battlefield of week 0, logits
    scale : logits for a unit of value
    value, reference : values of the item and of the reference offer
    battle : see `battlefield`
    threat : value to side 1 of avoiding a threat that it fully believes
    belief : belief of side 1 in the threat, 0 to 1
    wait : value to side 1 of waiting for a decision abroad, 0 once it has fallen
    """
    x = fma(scale, value - reference + battle + threat * (belief - ONE) - wait, base)
    return softplus(x) * PER_FOUR_WEEKS


@scalar
def coercion(gap, pressure, hope):
    """How hard side 0 is pressed to sign, 0 to 1: 1 - (1 - gap/2)(1 - pressure/2)(1 - hope).

    Parameters
    ----------
    gap : supply gap of side 0, 0 to 1
    pressure : pressure of the donors on side 0 to settle, 0 to 1
    hope : chance of a collapse of side 0, see `collapse_hope`
    """
    return ONE - (ONE - PRESSED_GAP * gap) * (ONE - PRESSED_DONORS * pressure) * (ONE - hope)


@scalar
def terms_0(guaranteed, bonus, neutral, neutral_penalty, recognition, recognition_penalty, cession, cession_penalty):
    """What the terms of an item mean to side 0: a sum of effects, log odds.

    Parameters
    ----------
    guaranteed, bonus : strength of the guarantee (0 to 1), and the effect of a full one
    neutral, neutral_penalty : 1 if the item includes neutrality, and its (negative) effect
    recognition, recognition_penalty : 1 if it recognises the losses in law, and the (negative) effect
    cession, cession_penalty : land to leave (km2), and the (negative) effect of 10,000 km2
    """
    x = fma(neutral, neutral_penalty, bonus * guaranteed)
    return fma(recognition, recognition_penalty, fma(cession * PER_LAND, cession_penalty, x))


@scalar
def mood_0(start, pressed, pressed_bonus, weariness, fade_years):
    """Log odds that side 0 signs anything, before it looks at the terms.

    Parameters
    ----------
    start : log odds at week 0
    pressed, pressed_bonus : how hard side 0 is pressed (see `coercion`), and the effect of 1
    weariness, fade_years : effect of a year of war, and years of war so far, of which later ones count less
    """
    return fma(weariness, fade_years, fma(pressed_bonus, pressed, start))


@scalar
def readiness_0(mood, terms):
    """Chance that side 0 signs an item when side 1 is ready: the logistic function of `mood_0` plus `terms_0`."""
    return sigmoid(mood + terms)
