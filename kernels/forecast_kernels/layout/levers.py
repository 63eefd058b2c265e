"""Rows of `levers[NL, n]` and `donor_levers[ND, NDL, n]`: policy settings of a branch, for each of n members.

Weeks count from week 0. NEVER stands for a week that does not come.
"""

from forecast_kernels.layout.column import Table

NEVER = 1.0e6

_t = Table()
_add = _t.add

PACKAGE_WEEK = _add("package_week", "weeks", "week from which the branch's package is on the table", NEVER)
PACKAGE_UNTIL = _add("package_until", "weeks", "week at which it is withdrawn", NEVER)
TROOPS = _add("troops", "thousand persons", "foreign troops after a ceasefire, 0 for none", 0.0)
TROOPS_ARRIVAL = _add("troops_arrival", "weeks", "from ceasefire to troops in place", 12.0)
TROOPS_DURATION = _add("troops_duration", "weeks", "how long they stay", 208.0)
TROOPS_STAY = _add("troops_stay", "1", "they stay until membership is in force, whatever the duration says", 0.0)
BILATERAL = _add("bilateral", "1", "bilateral commitments (0 leaves paper assurances)", 0.0)
ALLIANCE = _add("alliance", "1", "alliance membership for the land held, at signature", 0.0)
ACCESSION_PATH = _add("accession_path", "1", "a path to membership", 0.0)
WEST_GERMAN = _add("west_german", "1", "membership for the land held only, as West Germany had it in 1955", 1.0)
NEUTRAL = _add("neutral", "1", "neutrality with force caps", 0.0)
RELIEF = _add("relief", "1", "sanctions relief", 0.0)
RECOGNITION = _add("recognition", "1", "losses are recognised in law, not only held in fact", 0.0)
CESSION = _add("cession", "km2", "land that side 0 leaves at signature beyond the line of contact", 0.0)
SWAP = _add("swap", "1", "the salient is swapped for land at signature", 0.0)
DMZ = _add("dmz", "1", "a demilitarised zone along the line", 0.0)
VERIFICATION = _add("verification", "1", "chance that the ceasefire has on-site verification", 1.0)
PRESSURE = _add("pressure", "1", "pressure on side 0 to settle, 0 to 1", 0.0)
INTEL_CUT_FROM = _add("intel_cut_from", "weeks", "week from which the lead donor's intelligence is cut", NEVER)
INTEL_CUT_UNTIL = _add("intel_cut_until", "weeks", "week at which it comes back", NEVER)
OFFER_WEEK = _add("offer_week", "weeks", "week of the ultimatum", NEVER)
DEADLINE = _add("deadline", "weeks", "from the ultimatum to its deadline", 8.0)
FREEZE_WITHDRAWN = _add(
    "freeze_withdrawn", "1", "the standing terms are off the table from the ultimatum until the threat is over", 0.0
)
COUNTER_CHANCE = _add("counter_chance", "1", "chance that side 1 answers a refused offer with one of its own", 0.0)
COUNTER_NEUTRAL = _add("counter_neutral", "1", "the counter-offer asks for neutrality with force caps", 0.0)
COUNTER_RELIEF = _add("counter_relief", "1", "the counter-offer asks for sanctions relief", 0.0)
COUNTER_RECOGNITION = _add("counter_recognition", "1", "the counter-offer asks for recognition of losses in law", 0.0)
WAIT_UNTIL = _add("wait_until", "weeks", "week of a decision abroad that side 1 waits for, such as an election", 0.0)
EXECUTE = _add("execute", "1", "chance that the threat is carried out at unchanged will (0 bluff, 1 always)", 0.0)
APPROPRIATION_LAG = _add("appropriation_lag", "weeks", "from refusal to the first new money of the surge", 8.0)
DRAWDOWN_LAG = _add("drawdown_lag", "weeks", "from refusal to the first drawdowns, if sooner than new money", NEVER)
SURGE_WEEK = _add("surge_week", "weeks", "week at which the surge begins whatever the answer", NEVER)
SURGE_DURATION = _add("surge_duration", "weeks", "length of the surge", 39.0)
SURGE_RAMP = _add("surge_ramp", "weeks", "time until the surge flow is reached", 10.0)
SURGE_STRIKES = _add("surge_strikes", "1", "long-range limits lifted with the surge", 0.0)
SURGE_SANCTIONS = _add("surge_sanctions", "1", "sanctions surge with the surge", 0.0)
STRIKES_WEEK = _add("strikes_week", "weeks", "week at which long-range limits are lifted whatever the answer", NEVER)
SANCTIONS_WEEK = _add("sanctions_week", "weeks", "week of a sanctions surge whatever the answer", NEVER)
COMPACT_WEEK = _add("compact_week", "weeks", "week at which a burden-sharing compact is adopted", NEVER)
COMPACT_PLEDGE = _add("compact_pledge", "1", "defence spending over output that the compact pledges", 0.03)
COMPACT_CAPABILITIES = _add(
    "compact_capabilities", "1", "share of the alliance's capabilities that the compact asks of the other allies", 0.5
)
COMPACT_MISSIONS = _add("compact_missions", "1", "the other allies take on all missions but collective defence", 1.0)

LEVERS = tuple(_t.columns)
N_LEVERS = len(LEVERS)

_d = Table()
_add = _d.add

KEEP = _add("keep", "1", "share of the flow that continues if will is whole (0: cut)", 1.0)
CHANGE_WEEK = _add("change_week", "weeks", "week from which the flow moves to what is kept", NEVER)
RESUME_WEEK = _add("resume_week", "weeks", "week at which a changed flow comes back", NEVER)
RUNOUT = _add("runout", "weeks", "time constant of that move (the law in force running out)", 13.0)
HALT_PIPELINE = _add("halt_pipeline", "1", "deliveries under way are lost when the flow changes", 0.0)
BACKFILL_MULT = _add("backfill_mult", "1", "strength of this donor's replacement of others", 1.0)
SURGE_MULT = _add("surge_mult", "1", "surge flow over the week-0 flow", 1.0)
PEACE_FLOW = _add("peace_flow", "1", "flow in a ceasefire over the flow in war", 0.4)

DONOR_LEVERS = tuple(_d.columns)
N_DONOR_LEVERS = len(DONOR_LEVERS)
