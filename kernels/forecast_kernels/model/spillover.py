"""Hazards of conflicts beyond the war. They are reported on their own and enter no other outcome.

Three conflicts: force against another neighbour of side 1 (the attacker), an attack on an ally of the donors, and force
over Taiwan. Side 1 is held back while it fights or recovers. It is emboldened after side 0 was abandoned or collapsed
(claims C03 to C05 of the op-ed). Press (2005) doubts that reputation carries over to other conflicts, so the effect on
Taiwan has a mean near zero and a wide spread.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, flag, fma, maximum
from forecast_kernels.numeric.calendar import WEEK, YEAR
from forecast_kernels.numeric.jit import scalar

ABANDONED_FLOW = F(k.ABANDONED_FLOW)


@scalar
def abandoned(before, fighting, commitment):
    """Returns 1 if the lead donor has abandoned side 0: its flow is below `abandoned_flow` in war.

    Parameters
    ----------
    before : value of the week before, which stays when the fighting is over
    fighting : 1 in war or resumed war, else 0
    commitment : lead donor's committed flow relative to week 0
    """
    return flag(commitment < ABANDONED_FLOW) if fighting > ZERO else before


@scalar
def held_back(fighting, age, years):
    """Returns 1 while side 1 fights and for `years` afterwards, else 0. age: weeks since the fighting stopped."""
    return maximum(fighting, flag(age < YEAR * years))


@scalar
def escalation(fighting, surge, strikes, ratio):
    """Hazard ratio of an attack on an ally under a surge or strikes without limits: 1 + ratio max(surge, strikes).

    Parameters
    ----------
    fighting : 1 in war or resumed war, else 0
    surge, strikes : how far a surge and strikes without limits are in force, 0 to 1
    ratio : hazard ratio of either in full, less 1
    """
    return fma(ratio * fighting, maximum(surge, strikes), ONE)


@scalar
def weekly(rate, held, held_ratio, bold, bold_ratio):
    """Hazard of a conflict in a week.

    Parameters
    ----------
    rate : hazard per year without either effect
    held, held_ratio : 1 if side 1 is held back, and the hazard ratio of that
    bold, bold_ratio : 1 if side 1 is emboldened, and the hazard ratio of that
    """
    return rate * WEEK * (held_ratio if held > ZERO else ONE) * (bold_ratio if bold > ZERO else ONE)
