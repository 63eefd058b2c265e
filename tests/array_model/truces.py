"""The class of the war's truces, the law by which an agreement breaks, and the low-intensity fighting that follows."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import LOW

WAR_DEATHS = 1000.0


class TruceLaw(NamedTuple):
    """`a` (unverified, 30 days as unit of time) and `k` of the integrated hazard a (age/30 days)^k; rates a year."""

    a: Any
    k: Any
    settle: Any
    escalate: Any


def truce_law(xp, p) -> TruceLaw:
    states = p.truce_class_pick < p.truce_class_weight
    chance = xp.where(states, p.truce_30d_states, p.truce_30d_proxies)
    return TruceLaw(
        a=-xp.log(xp.maximum(1.0 - chance, 1e-6)),
        k=xp.where(states, p.truce_shape_states, p.truce_shape_proxies),
        settle=xp.where(states, p.low_settle_states, p.low_settle_proxies),
        escalate=xp.where(states, p.low_escalate_states, p.low_escalate_proxies),
    )


def break_hazard(xp, p, law, s):
    """Integrated hazard of a break from the start of the truce to the end of this week."""
    days = 7.0 * (s.spell + 1.0)
    return law.a * (days / 30.0) ** law.k * xp.exp(p.verification_effect * s.verified)


def low_losses(p, start):
    """Losses of low-intensity fighting over those of week 0: by its killed a year."""
    at_war = 52000.0 * (p.killed_frac_0 * start.loss_0 + p.killed_frac_1 * start.loss_1)
    return p.low_deaths / at_war


def killed(xp, p, s, t):
    """(killed in low-intensity fighting after the first ceasefire in the year so far, whether it counts as a war)."""
    counts = (s.regime == LOW) & (s.ledger["ceasefire_week"] >= 0.0)
    before = xp.where(t % 52.0 == 0.0, 0.0, s.killed_low)
    now = before + counts * p.low_deaths / 52.0
    return now, counts & (now > WAR_DEATHS)
