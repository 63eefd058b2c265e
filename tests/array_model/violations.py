"""Shooting under an agreement, over the losses of week 0."""

from forecast_kernels.layout.regimes import CEASEFIRE, TRUCE
from tests.array_model.curves import half


def violations(xp, p, s, regime, signed, verified):
    """Violations after the step; `regime` and `verified` are those after it."""
    floor = p.violation_rest * xp.exp(p.violation_verified * verified)
    nearer = floor + half(xp, p.violation_halflife) * (s.violations - floor)
    agreed = (regime == TRUCE) | (regime == CEASEFIRE)
    return xp.where(agreed, xp.where(signed, p.violation_start, nearer), 0.0)
