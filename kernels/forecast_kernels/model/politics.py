"""Politics of the donors and credibility of a threat."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, fma, most, sigmoid
from forecast_kernels.numeric.jit import scalar

IMAGE_LEAST, IMAGE_MOST = F(k.IMAGE_LEAST), F(k.IMAGE_MOST)
PER_TENTH = F(10.0)  # unit of `will_burden`: a tenth of burden share


@scalar
def burden_progress(years, midpoint, start):
    """Progress of the burden-sharing path, 0 at week 0; `start` is the logistic at week 0."""
    return (sigmoid(years - midpoint) - start) / (ONE - start)


@scalar
def will(start, logit_start, burden_effect, burden_gain, compact, image_effect, land_lost, refusal_effect, refused):
    """Willingness to keep the flow: burden sharing, image (land lost, per cent) and a refused offer move its logit."""
    x = fma(burden_effect, fma(PER_TENTH, burden_gain, compact), logit_start)
    x = fma(image_effect, clip(land_lost, IMAGE_LEAST, IMAGE_MOST), x)
    return ONE if start >= ONE else sigmoid(fma(refusal_effect, refused, x))


@scalar
def execution_chance(execute, will_odds, will_odds_t0):
    """Chance that a threat is carried out: `execute` at unchanged will, 0 and 1 stay what they are."""
    r = will_odds / most(will_odds_t0, F(1e-6))
    drawn = execute * r / most(execute * r + (ONE - execute), F(1e-6))
    return ONE if execute >= ONE else (drawn if execute > ZERO else ZERO)
