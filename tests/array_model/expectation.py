"""What side 1 expects to gain in the next year if nothing is signed."""

from typing import Any, NamedTuple

LARGEST = 10.3  # of the log of a gain in km2


class Outlook(NamedTuple):
    """`log_gain`: what the war promises, ln km2 a year; `expected`: what side 1 believes, threat weighed in, km2.

    `calm`: the same without the threat.
    """

    log_gain: Any
    expected: Any
    calm: Any


def log_start(xp, p, fitted):
    """(x_0 of the page, the part of the log gain that week 0 fixes)."""
    first = xp.maximum(p.level_t0, 1.0)
    steady = fitted.expect_mean * xp.log(xp.maximum(p.level_mean, 1.0) / first)
    return first, xp.log(52.0 * first) + fitted.expect_const + fitted.expect_trend * p.trend + steady


def capped(xp, log_gain):
    return xp.exp(xp.minimum(log_gain, LARGEST))


def expected_at_start(xp, p, fitted):
    return capped(xp, log_start(xp, p, fitted)[1] + p.optimism_1)


def land_by_cut(xp, inputs):
    """Per cent of its land that side 0 is expected to lose in a year by the lead donor's cut alone."""
    p, a, st = inputs.p, inputs.fitted, inputs.start
    short = 1.0 - st.lead_share * xp.maximum(1.0 - inputs.dl.keep[0], 0.0)
    worse = -a.expect_fires * p.beta_fires * st.fires_power * xp.log(xp.maximum(short, 0.2))
    uncut = log_start(xp, p, a)[1]
    return 100.0 / p.held_t0 * (capped(xp, uncut + worse) - capped(xp, uncut))


def outlook(xp, inputs, s, pol, fire, recent, ratio) -> Outlook:
    """`fire` is what `fires` returns; `recent` and `ratio` the gain of late and the force ratio after the step."""
    p, a = inputs.p, inputs.fitted
    first, fixed = log_start(xp, p, a)
    fires_weight = a.expect_fires * p.beta_fires
    log_gain = (
        fixed
        + a.expect_gain * xp.log(xp.maximum(recent, 5.0) / first)
        + fires_weight * fire.ahead
        + a.expect_force * p.beta_force * ratio
    )
    hope = s.optimism
    answer = p.surge_fire_gain * (1.0 - p.surge_enabler * (1.0 - fire.reform)) + xp.maximum(fire.ahead, 0.0)
    shift = -fires_weight * answer + p.strike_effect * (1.0 - p.strike_spent - pol.strikes) / 2.0
    belief = pol.belief
    calm, threatened = capped(xp, log_gain + hope), capped(xp, log_gain + hope + shift)
    return Outlook(log_gain, (1.0 - belief) * calm + belief * threatened, calm)


def learn(xp, inputs, s, war, view, loss, recent):
    """(optimism, pace that side 1 has expected of late, km2 a week) after the week; `war`: that of week 0 goes on."""
    error = (recent - s.foreseen) / xp.maximum(s.foreseen, 5.0)
    fought = xp.minimum(loss.loss_1 / inputs.start.loss_1 / inputs.p.learning_tau, 1.0)
    optimism = xp.clip(s.optimism + fought * xp.clip(error, -1.0, 3.0), -2.0, 2.0)
    foreseen = s.foreseen + (view.calm / 52.0 - s.foreseen) / 13.0
    return xp.where(war, optimism, s.optimism), xp.where(war, foreseen, s.foreseen)
