"""Hazards beyond the war, per year: reported apart, never part of another outcome.

Force against another neighbour of side 1, an attack on an ally of the donors, force over Taiwan. Side 1 is held back
while it fights or recovers and emboldened after the defender was abandoned or fell (claims C03 to C05 of the op-ed;
Press 2005 doubts that reputation travels, so the effect over Taiwan has a mean near zero and a wide spread).
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, flag, maximum
from forecast_kernels.numeric.calendar import WEEK, YEAR
from forecast_kernels.numeric.jit import scalar

ALONE = F(k.ABANDONED_FLOW)


@scalar
def abandoned(before, fighting, commitment):
    """1 while the lead donor's flow is below `abandoned_flow` in war; after the fighting the last value stays."""
    return flag(commitment < ALONE) if fighting > ZERO else before


@scalar
def held_back(fighting, age, years):
    """1 while side 1 fights, and for `years` after it stopped. age: weeks since then."""
    return maximum(fighting, flag(age < YEAR * years))


@scalar
def weekly(rate, held, held_ratio, bold, bold_ratio):
    """Hazard of a week. rate: per year; the ratios are hazard ratios of the two flags."""
    return rate * WEEK * (held_ratio if held > ZERO else ONE) * (bold_ratio if bold > ZERO else ONE)
