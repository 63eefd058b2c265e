"""Politics of the donors and credibility of a threat."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, fma, maximum, sigmoid
from forecast_kernels.numeric.jit import scalar

IMAGE_LEAST, IMAGE_MOST = F(k.IMAGE_LEAST), F(k.IMAGE_MOST)
PER_TENTH = F(10.0)  # unit of `will_burden`: a tenth of burden share


@scalar
def burden_progress(years, midpoint, start):
    """Progress of the burden-sharing path: a logistic in years, moved so that week 0 is 0.

    Parameters
    ----------
    years, midpoint : years since week 0, and years at half way
    start : the logistic at week 0
    """
    return (sigmoid(years - midpoint) - start) / (ONE - start)


@scalar
def will(start, logit_start, burden_effect, burden_gain, compact, image_effect, land_lost, refusal_effect, refused):
    """Willingness of a donor to keep the flow, 0 to 1; 1 where it is not in question at week 0.

    Parameters
    ----------
    start, logit_start : will at week 0 and its log odds
    burden_effect, burden_gain, compact : logits for a tenth of burden share; change of that share; pledge adopted
    image_effect, land_lost : logits for a per cent of land lost; per cent lost, bounded
    refusal_effect, refused : logits after side 1 refused an offer; whether it did
    """
    x = fma(burden_effect, fma(PER_TENTH, burden_gain, compact), logit_start)
    x = fma(image_effect, clip(land_lost, IMAGE_LEAST, IMAGE_MOST), x)
    return ONE if start >= ONE else sigmoid(fma(refusal_effect, refused, x))


@scalar
def execution_chance(execute, will_odds, will_odds_t0):
    """Chance that a threat is carried out: `execute` at unchanged will. 0 and 1 stay what they are.

    x r/(x r + 1 - x),  x = execute, r = will_odds/will_odds_t0
    """
    r = will_odds / maximum(will_odds_t0, F(1e-6))
    drawn = execute * r / maximum(execute * r + (ONE - execute), F(1e-6))
    return ONE if execute >= ONE else (drawn if execute > ZERO else ZERO)
