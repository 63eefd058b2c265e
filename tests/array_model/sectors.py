"""Where along the front ground changes hands, and fortification. Arrays are (S, n)."""

from typing import Any, NamedTuple

from tests.array_model.curves import half, relaxed


class SectorWeek(NamedTuple):
    """`weekly` (n,): net gain of side 1 in the week; `recent`: it smoothed."""

    share: Any
    active: Any
    area: Any
    fort: Any
    weekly: Any
    recent: Any


def spread(xp, total, weight, room):
    """Give `total` (n,) to the sectors by weight, less where there is little room left."""
    open_weight = weight * room
    whole = 0.02 * xp.sum(weight, axis=0) + 0.98 * xp.sum(open_weight, axis=0)
    return total * open_weight / whole


def hardly(on, dtype):
    """1 where on, 1e-6 elsewhere; in arithmetic, since a selection at random costs more than ten products."""
    return 1e-6 + (1.0 - 1e-6) * on.astype(dtype)


def sectors(xp, inputs, s, war, front, draws) -> SectorWeek:
    p, c = inputs.p, inputs.sec
    keep = half(xp, p.share_halflife)
    share = keep * s.share + p.share_sd * xp.sqrt(1.0 - keep**2) * draws.sector_z
    active = draws.sector_u < c.active_open + (c.active_stay - c.active_open) * s.active
    scaled = c.share * (c.active_open + 1.0 - c.active_stay) / c.active_open
    weight = scaled * xp.exp(share) * hardly(active, share.dtype)
    counter = c.counter_share * hardly(1.0 - draws.sector_u < c.counter_active, share.dtype)
    belt = xp.exp(p.fort_effect * (s.fort - p.fort_t0))
    gained = spread(xp, front.gain, weight, 1.0 - (xp.clip(s.area / c.stake_1, 0.0, 1.0) ** 2) ** 2) * belt
    lost = spread(xp, front.counter, counter, 1.0 - (xp.clip(-s.area / c.stake_0, 0.0, 1.0) ** 2) ** 2)
    area = xp.clip(s.area + gained - lost, -c.stake_0, c.stake_1)
    worn = (1.0 - p.fort_t0) * gained / (xp.maximum(xp.maximum(p.level_t0, p.level_mean), 0.0) * c.share + 0.5)
    fort = xp.clip(s.fort + relaxed(xp, p.fort_build) * ((1.0 - s.fort) - worn), 0.0, 1.0)
    weekly = xp.sum(area - s.area, axis=0)
    return SectorWeek(
        share=share,
        active=active,
        area=area,
        fort=fort,
        weekly=weekly,
        recent=s.recent + war * (weekly - s.recent) * relaxed(xp, xp.asarray(1.0 / 13.0, dtype=weekly.dtype)),
    )
