"""Level of the whole front, ruptures and the salient."""

import math
from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import WAR2
from tests.array_model.curves import relaxed

TURN = 2.0 * math.pi / 52.0


class Front(NamedTuple):
    """`gain`, `counter`: gross km2 a week of side 1 and side 0, ruptures included, zero outside war."""

    lag: Any
    level: Any
    pulse: Any
    pool_0: Any
    pool_1: Any
    opened_0: Any
    opened_1: Any
    salient: Any
    gain: Any
    counter: Any


def departure(xp, inputs, s, pol, loss, ratio, lag, t):
    """D of the page: what moves the advance besides the noise of its level."""
    p, y = inputs.p, t / 52.0
    armour = 0.35 + 0.65 / (1.0 + (t / p.armour_exhaust) ** 4)
    season = p.season_amp * (xp.cos(TURN * (t - p.season_peak)) - xp.cos(TURN * p.season_peak))
    surprise = (s.regime == WAR2) & (s.war_age < 8.0)
    return (
        p.beta_force * ratio
        + p.beta_fires * lag
        + p.beta_push * loss.push
        + p.armour_effect * xp.log(armour)
        + 2.0 * p.trend * (1.0 - xp.exp(-y / 2.0))
        + season
        + p.strike_effect * pol.strikes
        + p.intel_effect * pol.intel_cut
        + p.surprise_effect * surprise
    )


def ruptures(xp, p, force_0, u, war):
    """(area opened by side 0, by side 1) this week."""

    def thin(force):
        density = 1000.0 * force * p.forward_frac_0 * p.infantry_frac_0 / p.front_length
        return xp.clip(xp.log2(p.rupture_density / density), 0.0, 3.0)

    thinned = thin(force_0) - thin(p.force_0)
    p_1 = xp.clip(p.rupture_rate_1 / 52.0 * xp.exp(p.rupture_slope * thinned), 1e-9, 1.0)
    p_0 = xp.clip(p.rupture_rate_0 / 52.0, 1e-9, 1.0)

    def area(v, chance):
        size = xp.minimum(p.rupture_min * xp.maximum(v / chance, 1e-30) ** (-1.0 / p.rupture_tail), p.rupture_max)
        return xp.where(war & (v < chance), size, 0.0)

    return area(1.0 - u, p_0), area(u, p_1)


def front(xp, inputs, s, war, pol, loss, fire, force, draws, t) -> Front:
    p, st = inputs.p, inputs.start
    lag = s.lag + (fire.ratio - xp.log(p.fires_t0) - s.lag) * relaxed(xp, 1.0 / p.fires_lag)
    noise = p.level_sd * xp.sqrt(1.0 - st.level_keep**2) * draws.level
    level = st.level_mean + st.level_keep * (s.level - st.level_mean) + noise
    shock = math.sqrt(2.0 / 3.0) * xp.clip(draws.student, -8.0, 8.0)
    pulse = st.pulse_keep * s.pulse + war * p.level_shock * shock
    y = level + pulse
    net = xp.sign(y) * p.level_scale * ((1.0 + xp.abs(y) / 3.0) ** 3 - 1.0)
    tilt = xp.arcsinh(net / p.turnover) + departure(xp, inputs, s, pol, loss, force.ratio, lag, t)
    gain = xp.minimum(p.turnover / 2.0 * xp.exp(tilt), 600.0)
    counter = xp.minimum(p.turnover / 2.0 * xp.exp(-tilt), 400.0)

    area_0, area_1 = ruptures(xp, p, force.force_0, draws.rupture, war)
    pool_0, pool_1 = s.pool_0 + area_0, s.pool_1 + area_1
    out_0, out_1 = war * pool_0 / 3.0, war * pool_1 / 3.0
    pace = 1.0 + (p.salient_intel_mult - 1.0) * pol.intel_cut
    return Front(
        lag=lag,
        level=level,
        pulse=pulse,
        pool_0=pool_0 - out_0,
        pool_1=pool_1 - out_1,
        opened_0=area_0 > 0.0,
        opened_1=area_1 > 0.0,
        salient=s.salient * xp.maximum(1.0 - p.salient_decay, 1e-37) ** (war * pace),
        gain=war * gain + out_1,
        counter=war * counter + out_0,
    )
