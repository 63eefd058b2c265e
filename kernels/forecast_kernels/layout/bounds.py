"""Bounds of plausibility of each outcome: what is outside them cannot be true of any war, so its member has failed.

They come from areas, people, shares, weeks and money, and are wide on purpose. They do not say what is likely. They
catch a broken input or a defect before it becomes a number in a table.
"""

import math
from typing import NamedTuple

from forecast_kernels.layout import outcomes as o


class Bounds(NamedTuple):
    """Closed range of an outcome in its unit. never: -1 is allowed too. in_weeks: at most the horizon as well."""

    low: float
    high: float
    never: bool = False
    in_weeks: bool = False


LAND = 1e6
"""km2: more than the whole land of the states that these models are about (the largest has 603,628 km2)."""

PEOPLE = 20_000.0
"""Thousand persons: more than any army ever had, and more than any side lost in two years of any war (Red Army 1941-45,
Krivosheev: 29.6 million killed, missing, wounded and sick in four years)."""

AID = 5_000.0
"""EUR bn in two years: more than the military spending of the whole world in that time (SIPRI: 2.44 USD trillion in
2023)."""

MONEY = 50_000.0
"""EUR bn over a run of at most 20 years: the same spending over all of them."""

WEEK = Bounds(0.0, math.inf, never=True, in_weeks=True)
WEEKS = Bounds(0.0, math.inf, in_weeks=True)
COUNT = WEEKS
"""At most one event a week."""

SHARE = Bounds(0.0, 1.0)
SHARE_OR_NONE = Bounds(0.0, 1.0, never=True)
HELD = Bounds(0.0, 2.0)
"""Over the land before the invasion: a side may win back more than that, but not as much again."""

HELD_OR_NONE = HELD._replace(never=True)
LOST = Bounds(-1.0, 1.0)
AREA = Bounds(0.0, LAND)
NET = Bounds(-LAND, LAND)
PERSONS = Bounds(0.0, PEOPLE)
YEARLY_LOSSES = Bounds(0.0, PEOPLE / 2.0)
RATIO = Bounds(0.0, 1_000.0)
INDEX = Bounds(-100.0, 100.0)

BOUNDS: dict[int, Bounds] = {
    **dict.fromkeys((o.CEASEFIRE_WEEK, o.RESUMED_WEEK, o.LARGE_WAR_WEEK, o.BROKEN_WEEK), WEEK),
    **dict.fromkeys((o.COLLAPSE_WEEK_0, o.COLLAPSE_WEEK_1, o.PACKAGE_SIGNED_WEEK, o.READY_WEEK_1), WEEK),
    **dict.fromkeys((o.AGREEMENT_WEEK, o.REFUSED_WEEK, o.SURGE_WEEK, o.MEMBER_WEEK, o.END2_WEEK), WEEK),
    **dict.fromkeys((o.TRUCES_BROKEN, o.RUPTURES_0, o.RUPTURES_1), COUNT),
    o.LOW_WEEKS: WEEKS,
    o.AGREEMENT_ITEM: Bounds(0.0, 3.0),
    **dict.fromkeys((o.VERIFIED, o.NEUTRAL, o.GAP_FAILURE, o.RECOGNISED, o.CUT_LOSSES), SHARE),
    **dict.fromkeys((o.POLICY_CHANCE, o.REGAIN_W520), SHARE),
    o.COLLAPSE_LOSS: SHARE,
    o.TRANSFER: AREA,
    o.CEDED: AREA,
    **dict.fromkeys((o.NET_W4, o.NET_W13, o.NET_W26, o.NET_W52, o.NET_W104), NET),
    **dict.fromkeys((o.HELD_W52, o.HELD_W104, o.HELD_W520), HELD),
    o.HELD_PEACE5Y: HELD_OR_NONE,
    **dict.fromkeys((o.LOSSES_0_W52, o.LOSSES_1_W52), YEARLY_LOSSES),
    **dict.fromkeys((o.LOSSES_0_W104, o.LOSSES_1_W104), PERSONS),
    o.SALIENT_W26: AREA,
    **dict.fromkeys((o.FORCE_0_W52, o.FORCE_1_W52), PERSONS),
    o.FIRES_W26: RATIO,
    o.STRESS_W52: INDEX,
    o.ACCEPT_REFERENCE: SHARE,
    **dict.fromkeys((o.ACCEPT_1, o.ACCEPT_0), SHARE_OR_NONE),
    o.CREDIBILITY_W52: SHARE,
    o.VIOLATIONS_1Y: Bounds(0.0, 100.0, never=True),
    o.GAP_WEEKS: WEEKS,
    **dict.fromkeys((o.SOVEREIGNTY_W104, o.SOVEREIGNTY_W520), HELD),
    **dict.fromkeys((o.LOST_DEFACTO_W520, o.LOST_RECOGNISED_W520), LOST),
    **dict.fromkeys((o.SPILL_NEIGHBOUR_W520, o.SPILL_NATO_W520, o.SPILL_TAIWAN_W520), SHARE),
    o.KEEPERS_COST: Bounds(0.0, MONEY),
}
"""Row of `out` -> its bounds; every row has some."""

DONOR_BOUNDS = Bounds(0.0, AID)
"""Bounds of every row of `donor_out`."""
