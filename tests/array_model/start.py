"""What follows from the inputs for week 0 and stays."""

from typing import Any, NamedTuple

from forecast_kernels.layout.levers import NEVER
from tests.array_model.anchor import anchor, kind, reference_value
from tests.array_model.curves import half, modulus
from tests.array_model.economy import strain
from tests.array_model.expectation import expected_at_start


class Start(NamedTuple):
    """Constants of a member; `donor_share` is (ND, n), all else (n,)."""

    donor_share: Any
    lead_share: Any
    own_share: Any
    buffer: Any
    fires_power: Any
    strain: Any
    loss_0: Any
    loss_1: Any
    log_ratio: Any
    level: Any
    level_mean: Any
    level_keep: Any
    pulse_keep: Any
    has_compact: Any
    burden_mid: Any
    collapse_chance: Any
    standing_value: Any
    reference_value: Any
    expected: Any
    alpha: Any
    type: Any


def start(xp, p, d, lv, sec, fitted) -> Start:
    total = p.domestic_share + xp.sum(d.share, axis=0)
    lead = d.share[0] / total
    rationed = xp.clip(1.0 - lead + 0.75 * p.domestic_growth, 0.3, 0.95)
    power = xp.log(xp.maximum(p.fires_no_aid / p.fires_t0, 1.2)) / -xp.log(rationed)
    loss_1 = p.loss_claimed_1 * 0.007 * p.loss_bias_1
    has_compact = lv.compact_week < NEVER
    chance = 1.0 - xp.exp(-2.0 * p.collapse_rate_0)
    nothing = p.collapse_rate_0 * 0.0
    standing = p.accept_bilateral * p.standing_bilateral
    alpha = anchor(xp, p, fitted, standing)
    return Start(
        donor_share=d.share / total,
        lead_share=lead,
        own_share=p.domestic_share / total,
        buffer=lead * (xp.maximum(p.buffer_weeks - 8.0, 0.0) + 4.0),
        fires_power=xp.clip(power, 0.3, 4.0),
        strain=strain(xp, p, p.oil_t0, nothing, p.fund_t0, nothing, nothing + 1.0, nothing)[0],
        loss_0=loss_1 / p.loss_exchange,
        loss_1=loss_1,
        log_ratio=xp.log(p.force_1 / p.force_0),
        level=modulus(xp, p.level_t0, p.level_scale) - p.pulse_t0,
        level_mean=modulus(xp, p.level_mean, p.level_scale),
        level_keep=half(xp, p.level_halflife),
        pulse_keep=half(xp, p.pulse_halflife),
        has_compact=has_compact,
        burden_mid=p.burden_lag - has_compact * xp.minimum(3.0 * lv.compact_capabilities, 1.5),
        collapse_chance=chance,
        standing_value=standing,
        reference_value=reference_value(p),
        expected=expected_at_start(xp, p, fitted),
        alpha=alpha,
        type=kind(xp, fitted, alpha),
    )
