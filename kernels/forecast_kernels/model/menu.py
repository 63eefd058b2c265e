"""The menu: what several items on one table make of the readiness of both sides.

Both sides choose with nested readiness: who takes an item takes every item that it likes better. In a week in which
side 1 (the attacker) is ready for some items, it signs the best of those that side 0 (the defender) consents to. So
item j is signed if side 1 is ready for it, side 0 consents to it, and side 0 consents to no item that side 1 prefers:

    rate_j = ready_j max(consent_j - largest consent to an item that side 1 prefers, 0)

An item more can only raise the sum of the rates. An item that is not on the table has readiness and consent 0. Of two
items that side 1 values alike, it prefers the one with the higher number.
"""

from forecast_kernels.numeric.arithmetic import ZERO, maximum, pick
from forecast_kernels.numeric.jit import scalar


@scalar
def rate(ready, consent, above):
    """Hazard that an item is signed. above: the largest consent of side 0 to an item that side 1 prefers."""
    return ready * maximum(consent - above, ZERO)


@scalar
def rates(value_1, value_2, value_3, ready_1, ready_2, ready_3, consent_1, consent_2, consent_3):
    """Hazards that the items 1, 2 and 3 are signed.

    Parameters
    ----------
    value_1, value_2, value_3 : values of the items to side 1, which order them
    ready_1, ready_2, ready_3 : hazards that side 1 is ready for each; 0 if the item is not on the table
    consent_1, consent_2, consent_3 : chances that side 0 signs each; 0 if the item is not on the table
    """
    above_1 = maximum(pick(value_2 >= value_1, consent_2, ZERO), pick(value_3 >= value_1, consent_3, ZERO))
    above_2 = maximum(pick(value_2 >= value_1, ZERO, consent_1), pick(value_3 >= value_2, consent_3, ZERO))
    above_3 = maximum(pick(value_3 >= value_1, ZERO, consent_1), pick(value_3 >= value_2, ZERO, consent_2))
    return rate(ready_1, consent_1, above_1), rate(ready_2, consent_2, above_2), rate(ready_3, consent_3, above_3)
