"""First bargaining rule: one index for side 1, one for side 0, an integrated weekly hazard of agreement.

hazard a week = softplus(x1)/4 * sigmoid(x0). The intercept is set so that ceasefires under the standing package on the
week-0 battlefield come at the all-channel base hazard. All terms are logits; sources and grades in docs/model.md.
"""

from forecast_kernels.arithmetic import ONE, TWO, ZERO, F, clip, exp, fma, inverse_softplus, least, sigmoid, softplus
from forecast_kernels.portable import portable

SALIENT_FLOOR = F(100.0)  # km2 below which a salient is no chip


@portable
def intercept(base_hazard, chance_0, chance_holds):
    """x1 at which ceasefires come at `base_hazard` a year: side 0 signs with `chance_0`, what is signed holds.

    chance_holds: chance that an agreement under the standing package becomes a ceasefire and not a broken truce.
    """
    return inverse_softplus(base_hazard * F(1.0 / 13.0) / (chance_0 * chance_holds))


@portable
def package_value(
    troops, bilateral, path, alliance, neutral, relief,
    w_troops, w_bilateral, w_alliance, path_weight, w_neutral, w_relief,
):  # fmt: skip
    """Value of a package to side 1, logits."""
    joining = alliance + (ONE - alliance) * path * path_weight
    v = fma(troops, w_troops, bilateral * w_bilateral)
    v = fma(joining, w_alliance, v)
    return fma(neutral, w_neutral, fma(relief, w_relief, v))


@portable
def guarantee(troops, bilateral, path, alliance):
    """Strength of a guarantee to side 0, 0 to 1."""
    return ONE - (ONE - alliance) * (ONE - F(0.5) * troops) * (ONE - F(0.15) * bilateral) * (ONE - F(0.15) * path)


@portable
def salient_value(area, swap, weight):
    """Value of a salient swap to side 1, logits; perishable with the salient."""
    return swap * weight * (area if area > SALIENT_FLOOR else ZERO) * F(1.0 / 500.0)


@portable
def collapse_hope(hazard, gap_effect, gap_ahead, gap, belief):
    """Chance, as side 1 sees it, that side 0 collapses within two years."""
    ahead = gap_ahead - gap
    return ONE - exp(-TWO * hazard * exp(gap_effect * (ahead if ahead > ZERO else ZERO)) * (ONE - F(0.5) * belief))


@portable
def battlefield(
    gain13, start_gain, hope, hope_t0, loss, loss_t0, stress, years,
    w_momentum, w_hope, w_cost, w_stress, w_duration, scale,
):  # fmt: skip
    """Change of side 1's index since week 0 through the war itself, before scaling, within -3 and 3."""
    v = w_momentum * (gain13 - start_gain) * F(0.01)
    v = fma(w_hope, hope - hope_t0, v)
    v = fma(w_cost, (loss - loss_t0) * F(1000.0 / 7.0 / 500.0), v)
    v = fma(w_stress, stress, v)
    return clip(fma(w_duration, least(years, F(5.0)) / scale, v), F(-3.0), F(3.0))


@portable
def readiness_1(base, scale, value, standing, battle, threat, belief):
    """Weekly hazard that side 1 is ready to sign."""
    return softplus(fma(scale, value - standing + battle + threat * belief, base)) * F(0.25)


@portable
def coercion(gap, pressure, hope):
    """How hard side 0 is pressed, 0 to 1: cut-off, donor pressure, danger of collapse."""
    return ONE - (ONE - F(0.5) * gap) * (ONE - F(0.5) * pressure) * (ONE - hope)


@portable
def readiness_0(start, guaranteed, bonus, pressed, pressed_bonus, neutral, penalty, weariness, fade_years):
    """Chance that side 0 signs when side 1 is ready."""
    x = fma(bonus, guaranteed, start)
    x = fma(pressed_bonus, pressed, x)
    x = fma(neutral, penalty, x)
    return sigmoid(fma(weariness, fade_years, x))
