"""Rows of `out[NO, n]`: the results of each member. Weeks are whole numbers in float32; -1 means never.

`forecast.store` turns them into the columns of the result files (nulls, booleans, ids of the config in names).
"""

from forecast_kernels.layout.column import Table

NEVER_WEEK = -1.0
SNAPSHOT_WEEKS = (4, 13, 26, 52, 104)
YEAR_WEEKS = (52, 104, 520)

_t = Table()
_add = _t.add

CEASEFIRE_WEEK = _add("ceasefire_week", "weeks", "first week of a ceasefire over the whole front")
RESUMED_WEEK = _add(
    "resumed_week", "weeks", "week of the return to war after that ceasefire; low fighting that kills enough counts"
)
LARGE_WAR_WEEK = _add("large_war_week", "weeks", "week of the return to large-scale war after that ceasefire")
BROKEN_WEEK = _add("broken_week", "weeks", "first week of low-intensity fighting after that ceasefire")
COLLAPSE_WEEK_0 = _add("collapse_week_0", "weeks", "week of a military collapse of side 0")
COLLAPSE_WEEK_1 = _add("collapse_week_1", "weeks", "week of a disruption of side 1")
AGREEMENT_WEEK = _add("agreement_week", "weeks", "first week in which both sides agree, truces included")
AGREEMENT_ITEM = _add(
    "agreement_item", "1", "what the first agreement signed: 1 the standing terms, 2 the package, 3 a counter-offer"
)
PACKAGE_SIGNED_WEEK = _add("package_signed_week", "weeks", "first week in which the branch's package is signed")
READY_WEEK_1 = _add("ready_week_1", "weeks", "first week in which side 1 is ready for the best item on the table")
CUT_LOSSES = _add(
    "cut_losses", "1", "whether side 1 signed first when the war had lost value to it, without land or terms in law"
)
REFUSED_WEEK = _add("refused_week", "weeks", "week at which an offer ran out unanswered")
SURGE_WEEK = _add("surge_week", "weeks", "first week of an executed surge")
MEMBER_WEEK = _add("member_week", "weeks", "week at which alliance membership is in force")
END2_WEEK = _add("end2_week", "weeks", "week at which a resumed war ended")
TRUCES_BROKEN = _add(
    "truces_broken", "1", "agreements, also renewed, that broke: into low-intensity fighting, or in a truce into war"
)
LOW_WEEKS = _add("low_weeks", "weeks", "weeks of low-intensity fighting")
VERIFIED = _add("verified", "1", "whether the ceasefire began with on-site verification")
NEUTRAL = _add("neutral", "1", "whether the ceasefire was signed with neutrality")
GAP_FAILURE = _add("gap_failure", "1", "whether war returned with the troops gone and membership not in force")
COLLAPSE_LOSS = _add("collapse_loss", "1", "share of side 0's held land lost in a collapse")
TRANSFER = _add("transfer", "km2", "area returned to side 0 by treaty")
RUPTURES_0 = _add("ruptures_0", "1", "ruptures opened by side 0")
RUPTURES_1 = _add("ruptures_1", "1", "ruptures opened by side 1")
CEDED = _add("ceded", "km2", "area that side 0 left by treaty")
RECOGNISED = _add("recognised", "1", "whether the ceasefire was signed with recognition of losses")
POLICY_CHANCE = _add("policy_chance", "1", "chance that the lead donor's leader does what the branch says")
NET_W4 = _add("net_w4", "km2", "side 1's net gain since week 0, front only, after 4 weeks")
NET_W13 = _add("net_w13", "km2", "the same after 13 weeks")
NET_W26 = _add("net_w26", "km2", "the same after 26 weeks")
NET_W52 = _add("net_w52", "km2", "the same after 52 weeks")
NET_W104 = _add("net_w104", "km2", "the same after 104 weeks")
HELD_W52 = _add("held_w52", "1", "side 0's land over its pre-invasion land after 52 weeks")
HELD_W104 = _add("held_w104", "1", "the same after 104 weeks")
HELD_W520 = _add("held_w520", "1", "the same after 520 weeks")
HELD_PEACE5Y = _add(
    "held_peace5y",
    "1",
    "the same 260 weeks after the first ceasefire, -1 if there was none or it lies beyond the horizon",
)
LOSSES_0_W52 = _add("losses_0_w52", "thousand persons", "killed and wounded of side 0 in 52 weeks")
LOSSES_0_W104 = _add("losses_0_w104", "thousand persons", "the same in 104 weeks")
LOSSES_1_W52 = _add("losses_1_w52", "thousand persons", "killed and wounded of side 1 in 52 weeks")
LOSSES_1_W104 = _add("losses_1_w104", "thousand persons", "the same in 104 weeks")
SALIENT_W26 = _add("salient_w26", "km2", "salient after 26 weeks")
FORCE_0_W52 = _add("force_0_w52", "thousand persons", "force of side 0 after 52 weeks")
FORCE_1_W52 = _add("force_1_w52", "thousand persons", "force of side 1 after 52 weeks")
FIRES_W26 = _add("fires_w26", "1", "fires ratio, side 1 over side 0, after 26 weeks")
STRESS_W52 = _add("stress_w52", "1", "economic stress of side 1 above its start after 52 weeks")
ACCEPT_REFERENCE = _add("accept_reference", "1", "chance of side 1 to accept the reference offer in 26 weeks")
ACCEPT_1 = _add(
    "accept_1", "1", "side 1's chance to accept in 26 weeks, in the week its package came on the table; -1 if none"
)
ACCEPT_0 = _add("accept_0", "1", "side 0's chance to sign once side 1 is ready, in that week; -1 if none")
CREDIBILITY_W52 = _add("credibility_w52", "1", "belief of side 1 that a threat is carried out, after 52 weeks")
VIOLATIONS_1Y = _add("violations_1y", "1", "violations a year after the first ceasefire over week-0 losses, -1 if none")
GAP_WEEKS = _add("gap_weeks", "weeks", "weeks of ceasefire with the troops gone and membership not in force")
SOVEREIGNTY_W104 = _add("sovereignty_w104", "1", "sovereignty index of side 0 after 104 weeks")
SOVEREIGNTY_W520 = _add("sovereignty_w520", "1", "the same after 520 weeks")
LOST_DEFACTO_W520 = _add("lost_defacto_w520", "1", "pre-invasion land lost in fact, not in law, after 520 weeks")
LOST_RECOGNISED_W520 = _add("lost_recognised_w520", "1", "pre-invasion land lost with recognition, after 520 weeks")
SPILL_NEIGHBOUR_W520 = _add(
    "spill_neighbour_w520", "1", "chance of side 1 using force on another neighbour in 520 weeks"
)
SPILL_NATO_W520 = _add("spill_nato_w520", "1", "chance of side 1 attacking an ally in 520 weeks")
SPILL_TAIWAN_W520 = _add("spill_taiwan_w520", "1", "chance of force over Taiwan in 520 weeks")
REGAIN_W520 = _add("regain_w520", "1", "chance that diplomacy has returned land by week 520; not counted as held")
KEEPERS_COST = _add("keepers_cost", "EUR bn", "cost of foreign troops to the horizon, undiscounted")

OUTCOMES = tuple(_t.columns)
N_OUTCOMES = len(OUTCOMES)
# one more array, `donor_out[ND, n]`: aid delivered by each donor by week 104, EUR bn, undiscounted
