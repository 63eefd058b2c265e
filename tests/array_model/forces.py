"""Forces, their wounded, and the log force ratio, in war and out of it."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, LOW, PEACE2, TRUCE
from tests.array_model.curves import drain, relaxed


class Forces(NamedTuple):
    force_0: Any
    force_1: Any
    wounded_0: Any
    wounded_1: Any
    ratio: Any


def fighting(xp, inputs, s, eco, loss, reform, t) -> Forces:
    p = inputs.p
    rise_0, rise_1 = s.force_0 / p.force_0, s.force_1 / p.force_1
    join_0 = p.intake_0 * xp.clip(rise_0**-p.force_target, 1.0 / 3.0, 3.0)
    drift = p.intake_trend_1 * xp.minimum(t / 52.0, 3.0) + p.intake_pay_1 * p.pay_stress * eco.stress
    allied = p.ally_troops_1 / 13.0 * ((t >= 4.0) & (t < 17.0))
    paced = xp.clip(rise_1**-p.force_target * xp.exp(drift), 1.0 / 3.0, 3.0)
    join_1 = p.intake_1 * p.intake_bias_1 * paced + allied
    advance = xp.log(xp.maximum(s.recent, 0.001) / xp.maximum(p.level_t0, 1.0))
    front = xp.exp(p.absence_front_0 * xp.clip(advance, -2.0, 2.0))
    absent = p.absence_0 * (1.0 - p.absence_return_0) * front * (1.0 - reform / 2.0) / p.force_0

    hurt_0 = (1.0 - p.killed_frac_0) * p.return_frac_0 * loss.loss_0
    hurt_1 = (1.0 - p.killed_frac_1) * p.return_frac_1 * loss.loss_1
    back_0, wounded_0 = drain(xp, s.wounded_0, hurt_0, 1.0 / p.return_lag)
    back_1, wounded_1 = drain(xp, s.wounded_1, hurt_1, 1.0 / p.return_lag)
    gone_0 = loss.loss_0 + s.force_0 * relaxed(xp, absent + p.separation_0 / 52.0)
    gone_1 = loss.loss_1 + s.force_1 * relaxed(xp, p.separation_1 / 52.0)
    force_0 = xp.maximum(s.force_0 + join_0 + back_0 - gone_0, 1.0)
    force_1 = xp.maximum(s.force_1 + join_1 + back_1 - gone_1, 1.0)
    return Forces(
        force_0=force_0,
        force_1=force_1,
        wounded_0=wounded_0,
        wounded_1=wounded_1,
        ratio=xp.log(force_1 / force_0) - inputs.start.log_ratio,
    )


def resting(xp, inputs, s, sup, t) -> Forces:
    p = inputs.p
    stands = (s.regime == TRUCE) | (s.regime == CEASEFIRE) | (s.regime == LOW)
    lacking = 0.4 * (1.0 - inputs.start.own_share) - sup.came
    drift = xp.where(stands & s.signed_neutral, p.force_drift_neutral, p.force_drift + p.aid_drift * lacking)
    drift = drift + p.relief_drift * (stands & s.signed_relief)
    ratio = s.ratio + drift / 52.0 * xp.exp(-s.age / 520.0)
    force_1 = s.force_1 + p.rearm_1 / 52.0 * xp.exp(-s.age / 156.0)
    matched = force_1 * xp.exp(-ratio - inputs.start.log_ratio)
    force_0 = xp.clip(matched, 0.3 * p.force_0, 2.0 * p.force_0)
    still = (s.regime == COLLAPSED) | (s.regime == PEACE2) & (t >= 104.0)
    return Forces(
        force_0=xp.where(still, s.force_0, force_0),
        force_1=xp.where(still, s.force_1, force_1),
        wounded_0=s.wounded_0,
        wounded_1=s.wounded_1,
        ratio=ratio,
    )


def forces(xp, inputs, s, war, eco, sup, loss, reform, t) -> Forces:
    at_war, at_rest = fighting(xp, inputs, s, eco, loss, reform, t), resting(xp, inputs, s, sup, t)
    return Forces(*(xp.where(war, a, b) for a, b in zip(at_war, at_rest, strict=True)))
