"""Terms of an agreement that are settled at its signature, and what they leave of side 0's sovereignty."""

from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, LOW, TRUCE


def swapped(xp, inputs, s, net, salient, package):
    """(area returned by treaty this week, salient left); `package`: the branch's package was signed this week."""
    p, lv = inputs.p, inputs.l
    swap = package & (lv.swap > 0.5) & (salient > 100.0)
    beyond = xp.maximum(p.held_reference - (p.held_t0 - net + s.transfer), 0.0)
    area = xp.where(swap, xp.minimum(salient * p.salient_swap, beyond), 0.0)
    return area, xp.where(swap, 0.0, salient)


def ceded(xp, inputs, s, package):
    """km2 that side 0 has left by treaty so far: once, however often it signs."""
    lv = inputs.l
    return xp.where(package & (s.ceded == 0.0), lv.cession, s.ceded)


def bound(xp, s, signed, package, counter, by_package, by_counter):
    """Whether the latest agreement has a term: `by_package`, `by_counter` are the levers of the two items."""
    term = package & (by_package > 0.5) | counter & (by_counter > 0.5)
    return xp.where(signed, term, s)


def held_share(xp, p, net, transfer, given, collapse_loss):
    return xp.maximum(p.held_t0 - net + transfer - given, 0.0) * (1.0 - collapse_loss) / p.held_reference


def in_force(regime, signed):
    """Whether a term counts: signed and no large-scale war since, or dictated."""
    return ((regime == TRUCE) | (regime == CEASEFIRE) | (regime == LOW)) & signed | (regime == COLLAPSED)


def sovereignty(xp, p, held, regime, neutral, recognised):
    """Index of side 0; `neutral`, `recognised`: whether the latest agreement was signed with them."""
    bound = p.sovereignty_neutral * in_force(regime, neutral)
    return xp.maximum(held - bound - p.sovereignty_recognition * in_force(regime, recognised), 0.0)
