"""Assault intensity and losses of both sides, in war, under an agreement and when it is broken."""

import math
from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import CEASEFIRE, LOW, TRUCE


class Losses(NamedTuple):
    push: Any
    shock: Any
    loss_0: Any
    loss_1: Any


def losses(xp, inputs, s, war, eco, sup, fire, z, z_level) -> Losses:
    """Thousand persons a week; `fire` is what `fires` returns; normals of the loss shock and of the level."""
    p, st = inputs.p, inputs.start
    push = xp.clip(p.push_window * sup.gap + p.push_stress * eco.stress, math.log(0.5), math.log(1.5))
    shock = 0.73 * s.loss_shock + 0.683 * p.loss_shock * (0.85 * z + 0.53 * z_level)
    side_0, side_1 = xp.log(s.force_0 / p.force_0), xp.log(s.force_1 / p.force_1)
    linear = 1.0 - p.lanchester_mix
    exponent_0 = p.loss_push * push + p.loss_fires_0 * (fire.ratio - xp.log(p.fires_t0)) + side_1 + linear * side_0
    exponent_1 = p.loss_push * push + p.loss_fires_1 * fire.log_0 + side_0 + linear * side_1
    loss_0 = xp.minimum(st.loss_0 * xp.exp(exponent_0 + shock), 0.05 * s.force_0)
    loss_1 = xp.minimum(st.loss_1 * xp.exp(exponent_1 + shock), 0.05 * s.force_1)
    shots = s.violations * ((s.regime == TRUCE) | (s.regime == CEASEFIRE) | (s.regime == LOW))
    return Losses(push, shock, xp.where(war, loss_0, shots * st.loss_0), xp.where(war, loss_1, shots * st.loss_1))
