"""Shooting under an agreement, and in the low-intensity fighting after it broke, over the losses of week 0."""

from forecast_kernels.layout.regimes import CEASEFIRE, LOW, TRUCE
from tests.array_model.curves import half
from tests.array_model.truces import low_losses


def violations(xp, p, start, s, regime, signed, verified):
    """Violations after the step; `regime` and `verified` are those after it."""
    floor = p.violation_rest * xp.exp(p.violation_verified * verified)
    nearer = floor + half(xp, p.violation_halflife) * (s.violations - floor)
    agreed = (regime == TRUCE) | (regime == CEASEFIRE)
    quiet = xp.where(agreed, xp.where(signed, p.violation_start, nearer), 0.0)
    return xp.where(regime == LOW, low_losses(p, start), quiet)
