"""Commitments, delivery pipelines, stocks and fires."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, LOW, PEACE2, TRUCE
from tests.array_model.curves import drain


class Supply(NamedTuple):
    """`pipes` is (3, 4, ND, n): stocks, production, backfill; `spent` (ND, n) is EUR bn this week.

    `lead`, `policy`: commitment of the lead donor, and as it would be in war. `reserve` (ND, n): EUR bn that a
    surge can still draw. `came`: from all donors, in shares.
    """

    lead: Any
    policy: Any
    reserve: Any
    came: Any
    pipes: Any
    stock: Any
    use: Any
    gap: Any
    ahead: Any
    spent: Any


def rates(xp, d):
    """Rate of an Erlang stage in a week, (3, ND, n)."""
    return 4.0 / xp.stack([d.lag_stock, d.lag_procured, d.lag_backfill])


def full_pipes(xp, d):
    """Pipelines at rest for the flow of week 0."""
    flow = xp.stack([d.stock_frac, 1.0 - d.stock_frac, d.stock_frac * 0.0])
    return (flow / rates(xp, d))[:, None] * xp.ones((1, 4, 1, 1), dtype=d.share.dtype)


def conveyed(xp, d, pipes, entered):
    """(delivered (3, ND, n), pipelines after the week): each stage drains into the next one."""
    rate, stages = rates(xp, d), []
    for k in range(4):
        entered, stays = drain(xp, pipes[:, k], entered, rate)
        stages.append(stays)
    return entered, xp.stack(stages, axis=1)


def commitments(xp, inputs, s, pol, t):
    """(from stocks, procured, what the lead donor would in war, EUR bn that a surge can still draw).

    The flows that each donor commits this week are over its flow of week 0, (ND, n).
    """
    d, dl = inputs.d, inputs.dl
    kept = xp.where(t < dl.resume_week, dl.keep, 1.0) * pol.will
    left = xp.exp(-xp.maximum(t - dl.change_week, 0.0) / xp.maximum(dl.runout, 0.05))
    commit = kept + (1.0 - kept) * left
    most = xp.maximum(dl.surge_mult, 1.0)
    stocks, made = d.stock_frac * commit, (1.0 - d.stock_frac) * commit
    wanted = xp.where((pol.surge > 0.0) & (most > 1.0), d.stock_frac * (1.0 + (most - 1.0) * pol.surge), 0.0)
    price = xp.maximum(d.cost / 52.0, 1e-6)
    drawn = xp.minimum(xp.maximum(wanted - stocks, 0.0), s.reserve / price)
    capacity = xp.minimum(most, d.surge_production)
    ordered = (1.0 - d.stock_frac) * (1.0 + (capacity - 1.0) * pol.money)
    made = xp.where((pol.money > 0.0) & (capacity > 1.0), xp.maximum(made, ordered), made)
    stocks = stocks + drawn
    policy = stocks[0] + made[0]
    signed = (s.regime == TRUCE) | (s.regime == CEASEFIRE) | (s.regime == LOW)
    quiet = signed | (s.regime == PEACE2)
    goes_on = xp.where(quiet, dl.peace_flow * ~(s.signed_neutral & (s.regime != PEACE2)), 1.0)
    goes_on = xp.where(s.regime == COLLAPSED, 0.0, goes_on)
    return stocks * goes_on, made * goes_on, policy, s.reserve - drawn * price


def supply(xp, inputs, s, war, pol, t) -> Supply:
    p, d, lv, dl, st = inputs.p, inputs.d, inputs.l, inputs.dl, inputs.start
    share = st.donor_share
    stocks, made, policy, reserve = commitments(xp, inputs, s, pol, t)
    commit = stocks + made
    own = share * xp.maximum(1.0 - commit, 0.0)
    missing = xp.sum(own, axis=0)
    tired = xp.exp2(-xp.maximum(t - 26.0, 0.0) * (1.0 - pol.compact / 2.0) / d.fatigue_halflife)
    fill = war * xp.minimum(d.backfill_frac * dl.backfill_mult, 1.0) * (missing - own) * tired

    halted = (dl.halt_pipeline > 0.5) & (t >= dl.change_week) & (t - 1.0 < dl.change_week)
    emptied = xp.stack([halted, halted, xp.zeros_like(halted)])[:, None]
    pipes = xp.where(emptied, 0.0, s.pipes)
    delivered, new = conveyed(xp, d, pipes, xp.stack([stocks, made, fill]))

    growth = (lv.compact_pledge / p.spending_t0) ** d.growth_elasticity - 1.0
    came = (delivered[0] + delivered[1]) * (1.0 + pol.compact * pol.burden * growth)
    room = xp.sum(share * xp.maximum(1.0 - came, 0.0), axis=0)
    domestic = st.own_share + xp.minimum(
        p.domestic_growth * xp.minimum(t / 52.0, 4.0), xp.maximum(p.domestic_cap - st.own_share, 0.0)
    )
    inflow = xp.sum(share * came, axis=0) + xp.minimum(xp.sum(delivered[2], axis=0), room) + domestic
    rationed = xp.minimum(1.0, inflow + s.stock / 4.0)
    use = xp.maximum(rationed, inflow + xp.maximum(s.stock - st.buffer, 0.0) / 8.0)
    use = xp.minimum(use, xp.exp(p.surge_fire_gain))
    stock = xp.where(war, s.stock + inflow - use, s.stock + 0.2 * xp.maximum(inflow - 0.3, 0.0))
    return Supply(
        lead=commit[0],
        policy=policy,
        reserve=reserve,
        came=xp.sum(share * came, axis=0),
        pipes=new,
        stock=xp.clip(stock, 0.0, st.buffer + 26.0),
        use=use,
        gap=xp.clip((1.0 - use) / st.lead_share, 0.0, 1.0),
        ahead=xp.clip((missing - xp.sum(fill, axis=0)) / st.lead_share, 0.0, 1.0),
        spent=d.cost / 52.0 * (came + delivered[2] / share),
    )


class Fires(NamedTuple):
    """`log_0`: of side 0 over week 0; `ratio`: log of side 1 over side 0; `ahead`: the same over week 0, foretold."""

    log_0: Any
    ratio: Any
    ahead: Any
    reform: Any


def fires(xp, inputs, eco, pol, sup, t) -> Fires:
    p, st, y = inputs.p, inputs.start, t / 52.0
    reform = p.reform_level_0 * xp.minimum(y, 1.0)
    used = xp.log(sup.use)
    gain = xp.minimum(xp.maximum(used, 0.0), p.surge_fire_gain)
    log_0 = st.fires_power * xp.minimum(used, 0.0) + gain * (1.0 - p.surge_enabler * (1.0 - reform))
    ally = xp.where(eco.ally_stopped, 0.0, xp.exp(-p.ally_taper_1 * y))
    log_1 = (
        3.0 * p.fires_growth_1 * (1.0 - xp.exp(-y / 3.0))
        + p.fires_supplier_1 * xp.log(eco.supplier)
        + p.fires_stress_1 * eco.stress
        + p.fires_strikes_1 * pol.strikes
        + xp.log(1.0 - p.ally_shells_1 * (1.0 - ally) / 2.0)
    )
    base = xp.log(p.fires_t0)
    ratio = xp.maximum(base + log_1 - log_0, xp.minimum(base, xp.log(p.fires_best)))
    foretold = log_1 - st.fires_power * xp.log(xp.maximum(1.0 - st.lead_share * sup.ahead, 0.2))
    return Fires(log_0, ratio, xp.maximum(foretold, ratio - base), reform)
