"""Rows of `params[NP, n]`: one uncertain input per row, one member per column, float32.

Side 0 is the defender: it holds the ground and receives aid. Side 1 is the attacker. A name that ends in `_0` or `_1`
belongs to that side. Rows of donors are in `layout.donors`.
"""

from forecast_kernels.layout.column import Table

_t = Table()
_add = _t.add

# front: total level
LEVEL_SCALE = _add("level_scale", "km2/week", "scale k of the modulus transformation of the weekly net gain")
TURNOVER = _add("turnover", "km2/week", "twice the geometric mean of the gross gains of both sides")
LEVEL_HALFLIFE = _add("level_halflife", "weeks", "half-life of a departure of the level from its long-run value")
LEVEL_SD = _add("level_sd", "1", "stationary standard deviation of the level, transformed units")
LEVEL_MEAN = _add("level_mean", "km2/week", "long-run weekly net gain of side 1 in a balance like that of week 0")
LEVEL_T0 = _add("level_t0", "km2/week", "weekly net gain of side 1 that the state at week 0 stands for")
LEVEL_SHOCK = _add(
    "level_shock", "1", "standard deviation of the weekly shock (Student t, 6 degrees), transformed units"
)
PULSE_HALFLIFE = _add("pulse_halflife", "weeks", "half-life of a weekly shock: how long a push or a lull lasts")
PULSE_T0 = _add("pulse_t0", "1", "part of the pace of week 0 that is fading shocks, transformed units")
SEASON_AMP = _add("season_amp", "1", "amplitude of the yearly cycle of the log advance")
SEASON_PEAK = _add("season_peak", "weeks", "weeks from week 0 to the next yearly peak of the level")
TREND = _add("trend", "1/year", "secular change of the log advance, fading with a two-year constant")
BETA_FORCE = _add("beta_force", "1", "response of the log advance to the log force ratio")
BETA_FIRES = _add("beta_fires", "1", "response of the log advance to the lagged log fires ratio")
FIRES_LAG = _add("fires_lag", "weeks", "mean lag from fires ratio to advance")
BETA_PUSH = _add("beta_push", "1", "response of the log advance to the log assault intensity of side 1")
ARMOUR_EFFECT = _add("armour_effect", "1", "response of the log advance to the log of usable armour of side 1")
ARMOUR_EXHAUST = _add("armour_exhaust", "weeks", "week at which usable stored armour of side 1 is half gone")
STRIKE_EFFECT = _add("strike_effect", "1", "effect on the log advance of long-range strikes without limits by side 0")
STRIKE_SPENT = _add("strike_spent", "1", "share of what unrestricted strikes can do that is spent at week 0")
INTEL_EFFECT = _add("intel_effect", "1", "effect on the log advance of side 0 losing the lead donor's intelligence")
SURPRISE_EFFECT = _add("surprise_effect", "1", "extra log advance in the first eight weeks of a resumed war")
# front: sectors
FORT_EFFECT = _add("fort_effect", "1", "log advance in a fully fortified sector against none")
FORT_T0 = _add("fort_t0", "1", "fortification of every sector at week 0, 0 to 1")
FORT_BUILD = _add("fort_build", "1/week", "weekly approach of fortification to a full belt")
SHARE_SD = _add("share_sd", "1", "stationary standard deviation of the log share of a sector")
SHARE_HALFLIFE = _add("share_halflife", "weeks", "half-life of a departure of a sector's log share")
# front: ruptures
RUPTURE_RATE_0 = _add("rupture_rate_0", "1/year", "rate of ruptures by side 0 over the whole front")
RUPTURE_RATE_1 = _add("rupture_rate_1", "1/year", "rate of ruptures by side 1 at the line density of week 0")
RUPTURE_DENSITY = _add("rupture_density", "persons/km", "defender line density below which ruptures by side 1 grow")
RUPTURE_SLOPE = _add("rupture_slope", "1", "growth of the log rupture rate per halving of density")
RUPTURE_MIN = _add("rupture_min", "km2", "smallest rupture")
RUPTURE_TAIL = _add("rupture_tail", "1", "Pareto tail exponent of rupture size")
RUPTURE_MAX = _add("rupture_max", "km2", "largest rupture")
FRONT_LENGTH = _add("front_length", "km", "length of the active front")
FORWARD_FRAC_0 = _add("forward_frac_0", "1", "share of side 0's force that is forward")
INFANTRY_FRAC_0 = _add("infantry_frac_0", "1", "share of the forward force that holds the line")
# salient
SALIENT_T0 = _add("salient_t0", "km2", "area of side 1's own territory held by side 0 at week 0")
SALIENT_DECAY = _add("salient_decay", "1/week", "weekly fractional loss of the salient")
SALIENT_INTEL_MULT = _add("salient_intel_mult", "1", "speed-up of that loss while intelligence is cut")
SALIENT_SWAP = _add("salient_swap", "1", "km2 returned at signature per km2 of salient in a swap")
# attrition
LOSS_CLAIMED_1 = _add("loss_claimed_1", "persons/day", "claimed casualties of side 1 at week 0")
LOSS_BIAS_1 = _add("loss_bias_1", "1", "true over claimed casualties of side 1")
LOSS_EXCHANGE = _add("loss_exchange", "1", "casualties of side 1 over casualties of side 0 at week 0")
LOSS_PUSH = _add("loss_push", "1", "response of both sides' losses to the log assault intensity")
LOSS_FIRES_0 = _add("loss_fires_0", "1", "response of side 0's losses to the log fires ratio")
LOSS_FIRES_1 = _add("loss_fires_1", "1", "response of side 1's losses to the log fires of side 0")
LANCHESTER_MIX = _add("lanchester_mix", "1", "weight of the square law (1) against the linear law (0)")
LOSS_SHOCK = _add("loss_shock", "1", "stationary standard deviation of the weekly log loss shock")
KILLED_FRAC_0 = _add("killed_frac_0", "1", "share of side 0's casualties that are killed")
KILLED_FRAC_1 = _add("killed_frac_1", "1", "share of side 1's casualties that are killed")
RETURN_FRAC_0 = _add("return_frac_0", "1", "share of side 0's wounded that return to duty")
RETURN_FRAC_1 = _add("return_frac_1", "1", "share of side 1's wounded that return to duty")
RETURN_LAG = _add("return_lag", "weeks", "mean time from wound to return")
# forces
FORCE_0 = _add("force_0", "thousand persons", "force of side 0 at week 0")
FORCE_1 = _add("force_1", "thousand persons", "force of side 1 in theatre at week 0")
INTAKE_0 = _add("intake_0", "thousand persons/week", "intake of side 0 at week 0")
INTAKE_1 = _add("intake_1", "thousand persons/week", "reported intake of side 1 at week 0")
INTAKE_BIAS_1 = _add("intake_bias_1", "1", "true over reported intake of side 1")
INTAKE_TREND_1 = _add("intake_trend_1", "1/year", "drift of the log intake of side 1, three years at most")
INTAKE_PAY_1 = _add("intake_pay_1", "1", "response of side 1's intake to log real pay")
PAY_STRESS = _add("pay_stress", "1", "change of log real pay per unit of economic stress")
FORCE_TARGET = _add("force_target", "1", "fall of intake per unit of log force above its start")
SEPARATION_0 = _add("separation_0", "1/year", "discharges of side 0 other than combat and absence")
SEPARATION_1 = _add("separation_1", "1/year", "discharges of side 1 other than combat")
ABSENCE_0 = _add("absence_0", "thousand persons/week", "absence and desertion of side 0 at week 0")
ABSENCE_RETURN_0 = _add("absence_return_0", "1", "share of the absent who return")
ABSENCE_FRONT_0 = _add("absence_front_0", "1", "response of absence to the log of the recent loss of ground")
REFORM_LEVEL_0 = _add("reform_level_0", "1", "manpower reform of side 0 reached after a year, 0 to 1")
ALLY_TROOPS_1 = _add("ally_troops_1", "thousand persons", "further allied troops for side 1, weeks 4 to 16")
PUSH_WINDOW = _add("push_window", "1", "log assault intensity of side 1 per unit of side 0's supply gap")
PUSH_STRESS = _add("push_stress", "1", "log assault intensity of side 1 per unit of its economic stress")
# supply and fires
DOMESTIC_SHARE = _add("domestic_share", "1", "side 0's own production as a share of its week-0 supply")
DOMESTIC_GROWTH = _add("domestic_growth", "1/year", "yearly growth of that share, four years at most")
DOMESTIC_CAP = _add("domestic_cap", "1", "ceiling of that share")
BUFFER_WEEKS = _add("buffer_weeks", "weeks", "weeks until stocks are empty without the lead donor")
FIRES_T0 = _add("fires_t0", "1", "fires of side 1 over fires of side 0 at week 0")
FIRES_NO_AID = _add("fires_no_aid", "1", "that ratio once the lead donor's flow and the stocks are gone")
FIRES_BEST = _add("fires_best", "1", "most favourable ratio within reach of side 0")
SURGE_FIRE_GAIN = _add("surge_fire_gain", "1", "greatest rise of side 0's log fires under a surge")
SURGE_ENABLER = _add("surge_enabler", "1", "share of the surge's effect that needs manpower reform")
FIRES_GROWTH_1 = _add("fires_growth_1", "1/year", "growth of side 1's log fires, fading over three years")
FIRES_STRESS_1 = _add("fires_stress_1", "1", "change of side 1's log fires per unit of economic stress")
FIRES_SUPPLIER_1 = _add("fires_supplier_1", "1", "response of side 1's fires to its supplier's support")
ALLY_SHELLS_1 = _add("ally_shells_1", "1", "allied share of side 1's fires")
FIRES_STRIKES_1 = _add("fires_strikes_1", "1", "change of side 1's log fires under unrestricted strikes")
ALLY_TAPER_1 = _add("ally_taper_1", "1/year", "rate at which the ally's shells taper as its stocks empty")
ALLY_STOP_RATE = _add("ally_stop_rate", "1/year", "rate at which side 1's ally stops its support")
SUPPLIER_INDEX = _add("supplier_index", "1", "material support of side 1's supplier, 0 to 1")
SUPPLIER_CUT_RATE = _add("supplier_cut_rate", "1/year", "rate of a cutback by that supplier once sanctions surge")
SUPPLIER_GROWTH = _add("supplier_growth", "1/year", "growth of the log support of that supplier, three years at most")
# economy of side 1
OIL_T0 = _add("oil_t0", "USD/bbl", "export oil price at week 0")
OIL_VOL = _add("oil_vol", "1/sqrt(year)", "volatility of the log price")
OIL_REVERSION = _add("oil_reversion", "1/year", "pull of the log price to its start")
OIL_CUTOFF = _add("oil_cutoff", "USD/bbl", "price at which the budget draws nothing from the fund")
FUND_T0 = _add("fund_t0", "RUB trn", "liquid wealth fund at week 0")
FUND_DRAIN = _add("fund_drain", "RUB trn/year/USD", "yearly drain per dollar below the cut-off")
FUND_USE = _add("fund_use", "RUB trn/year", "other yearly use of the fund")
FUND_CAP = _add("fund_cap", "RUB trn", "ceiling of the liquid fund")
WAR_COST_GROWTH = _add(
    "war_cost_growth", "RUB trn/year/year", "yearly growth of the fund's use while side 1 fights, five years at most"
)
STRESS_MONTHS = _add("stress_months", "months", "fund cover at which stress is one half")
STRESS_SCALE = _add("stress_scale", "months", "width of the stress response")
REFINERY_OFF = _add("refinery_off", "1", "refining capacity out of action")
SANCTIONS_JUMP = _add("sanctions_jump", "USD/bbl", "extra price discount from a sanctions surge")
SANCTIONS_HALFLIFE = _add("sanctions_halflife", "weeks", "half-life of that discount")
# politics
SPENDING_T0 = _add("spending_t0", "1", "defence spending of the other allies over output, week 0")
BURDEN_SHARE_T0 = _add("burden_share_t0", "1", "share of the alliance's capabilities not from the lead donor, week 0")
BURDEN_SHARE_GOAL = _add("burden_share_goal", "1", "share that the capability path leads to")
BURDEN_LAG = _add("burden_lag", "years", "midpoint of the capability path without a compact")
CREDIBILITY_T0 = _add("credibility_t0", "1", "side 1's belief that a surge threat would be carried out, week 0")
SIGNAL_LLR = _add("signal_llr", "1", "gain in log odds of that belief per costly signal")
BLUFF_PENALTY = _add("bluff_penalty", "1", "loss in log odds when a threat is not carried out")
# bargaining, in logits
AGREEMENT_HAZARD = _add(
    "agreement_hazard", "1/year", "hazard of an agreement on the standing terms at week 0, by the base rate of wars"
)
ULTIMATUM_ACCEPT = _add(
    "ultimatum_accept", "1", "chance that side 1 accepts the reference offer in 26 weeks, threat believed"
)
CROWD_CHANCE = _add("crowd_chance", "1", "crowd forecast of a ceasefire by a date")
CROWD_YEARS = _add("crowd_years", "years", "from week 0 to that date")
CROWD_RECORD = _add("crowd_record", "1", "hazard of peace in the record over that which crowds had forecast")
WEIGHT_BASE_RATE = _add("weight_base_rate", "1", "weight of the anchor by base rates, before rescaling")
WEIGHT_ULTIMATUM = _add("weight_ultimatum", "1", "weight of the ultimatum anchor, before rescaling")
WEIGHT_CROWD = _add("weight_crowd", "1", "weight of the anchor by the crowd, before rescaling")
SUBMODEL_PICK = _add("submodel_pick", "1", "uniform that picks the anchor")
OPTIMISM_1 = _add("optimism_1", "1", "log of side 1's over-estimate of its gain in the next year, week 0")
LEARNING_TAU = _add("learning_tau", "weeks", "weeks of fighting as at week 0 in which side 1 learns from an error")
ACCEPT_LAMBDA = _add("accept_lambda", "1", "common scale of the acceptance terms of side 1")
ACCEPT_THREAT = _add("accept_threat", "1", "pull of the surge threat at credibility one")
ACCEPT_TROOPS = _add("accept_troops", "1", "effect of foreign troops in the package on side 1")
ACCEPT_ALLIANCE = _add("accept_alliance", "1", "effect of alliance membership at signature on side 1")
ACCEPT_PATH_WEIGHT = _add("accept_path_weight", "1", "share of that effect that a mere accession path carries")
ACCEPT_BILATERAL = _add("accept_bilateral", "1", "effect of bilateral commitments on side 1")
ACCEPT_NEUTRALITY = _add("accept_neutrality", "1", "effect of neutrality with force caps on side 1")
ACCEPT_RELIEF = _add("accept_relief", "1", "effect of sanctions relief on side 1")
ACCEPT_RECOGNITION = _add("accept_recognition", "1", "effect on side 1 of recognising what it holds")
ACCEPT_CESSION = _add("accept_cession", "1/(10000 km2)", "effect on side 1 of land that side 0 leaves at signature")
CLAUSE_ACCEPT = _add("clause_accept", "1", "extra share of the alliance effect if membership is for all land")
ACCEPT_SALIENT = _add("accept_salient", "1/(500 km2)", "effect of a salient swap on side 1")
ACCEPT_MOMENTUM = _add(
    "accept_momentum", "1/(5200 km2)", "effect of the gain that side 1 expects of the next year, above its start"
)
ACCEPT_COST = _add("accept_cost", "1/(500 persons/day)", "effect of side 1's casualties above their start")
ACCEPT_STRESS = _add("accept_stress", "1", "effect of side 1's economic stress above its start")
ACCEPT_HOPE = _add("accept_hope", "1", "effect of side 1's chance that side 0 collapses within two years")
ACCEPT_DURATION = _add("accept_duration", "1/year", "change of the log hazard with further years of war, five at most")
ACCEPT_WAIT = _add("accept_wait", "1", "value to side 1 of waiting for a decision abroad, before it falls")
FREEZE_SUPPORT_0 = _add("freeze_support_0", "1", "public of side 0 that accepts a freeze at week 0")
ELITE_OFFSET_0 = _add("elite_offset_0", "1", "leadership of side 0 against its public")
GUARANTEE_BONUS_0 = _add("guarantee_bonus_0", "1", "effect of a full guarantee on side 0")
COERCION_BONUS_0 = _add("coercion_bonus_0", "1", "effect of cut-off or collapse danger on side 0")
NEUTRALITY_PENALTY_0 = _add("neutrality_penalty_0", "1", "effect of neutrality with force caps on side 0")
RECOGNITION_PENALTY_0 = _add("recognition_penalty_0", "1", "effect on side 0 of recognising what it lost")
CESSION_PENALTY_0 = _add("cession_penalty_0", "1/(10000 km2)", "effect on side 0 of land that it is to leave")
WEARINESS_0 = _add("weariness_0", "1/year", "growth of side 0's readiness, fading over two years")
STANDING_BILATERAL = _add(
    "standing_bilateral", "1", "whether the package on the table at week 0 has bilateral commitments"
)
STANDING_VERIFICATION = _add(
    "standing_verification", "1", "chance that an agreement under the standing package has on-site verification"
)
# ceasefire
HAZARD_0_1M = _add("hazard_0_1m", "1/year", "return to war in the first month of a ceasefire")
HAZARD_1_6M = _add("hazard_1_6m", "1/year", "return to war in months 1 to 6")
HAZARD_6_12M = _add("hazard_6_12m", "1/year", "return to war in months 6 to 12")
HAZARD_1_5Y = _add("hazard_1_5y", "1/year", "return to war in years 1 to 5")
HAZARD_5_10Y = _add("hazard_5_10y", "1/year", "return to war in years 5 to 10")
HAZARD_10Y = _add("hazard_10y", "1/year", "return to war after ten years")
BASELINE_LONG = _add("baseline_long", "1", "weight of the Weibull baseline of the long sample")
BASELINE_POST = _add("baseline_post", "1", "weight of the Weibull baseline of the wars after 1945")
BASELINE_PICK = _add("baseline_pick", "1", "uniform that picks the baseline; the bands have the rest of the weight")
WEIBULL_LONG_1Y = _add("weibull_long_1y", "1", "integrated hazard of the first year, long sample")
WEIBULL_LONG_SHAPE = _add("weibull_long_shape", "1", "shape of that Weibull baseline")
WEIBULL_POST_1Y = _add("weibull_post_1y", "1", "integrated hazard of the first year, after 1945")
WEIBULL_POST_SHAPE = _add("weibull_post_shape", "1", "shape of that Weibull baseline")
STAKES_EFFECT = _add("stakes_effect", "1", "log hazard ratio of existential stakes")
STAKES_EXCESS = _add("stakes_excess", "1", "stakes of this war above the reference cases")
DEATHS_EFFECT = _add("deaths_effect", "1", "log hazard ratio per log unit of war deaths")
DEATHS_EXCESS = _add("deaths_excess", "1", "log deaths of this war above the reference cases")
PRESS_EARLY = _add("press_early", "1", "log hazard ratio of an agreement pressed from outside, first 26 weeks")
PRESS_LATE = _add("press_late", "1", "log hazard ratio of an agreement pressed from outside, after 104 weeks")
TYPE_EFFECT = _add(
    "type_effect", "1", "log hazard ratio of side 1's readiness to sign, per standard deviation between the draws"
)
COERCED_EFFECT = _add("coerced_effect", "1", "log hazard ratio of a signature under a fully believed threat")
REPUTATION_EFFECT = _add(
    "reputation_effect", "1", "log hazard ratio if the threat was carried out; its negative if it was a bluff"
)
BACKING_EFFECT = _add("backing_effect", "1", "log hazard ratio of full against no backing by the lead donor in peace")
DMZ_EFFECT = _add("dmz_effect", "1", "log hazard ratio of a demilitarised zone")
VERIFICATION_EFFECT = _add("verification_effect", "1", "log hazard ratio of on-site verification")
KEEPERS_HOPEFUL = _add("keepers_hopeful", "1", "log hazard ratio of peacekeepers in the favourable literature")
KEEPERS_SCEPTIC = _add("keepers_sceptic", "1", "log hazard ratio of peacekeepers in the sceptical data")
KEEPERS_WEIGHT = _add("keepers_weight", "1", "chance that the favourable literature is right")
KEEPERS_SCHOOL = _add("keepers_school", "1", "uniform that picks the school: favourable if below the chance")
KEEPERS_TRIPWIRE = _add(
    "keepers_tripwire", "1", "share of the peacekeepers' effect that troops of one side's friends have"
)
KEEPERS_SCALE = _add("keepers_scale", "thousand persons", "force at which the peacekeeper effect saturates")
ALLIANCE_EFFECT = _add("alliance_effect", "1", "log hazard ratio of alliance membership")
BILATERAL_EFFECT = _add("bilateral_effect", "1", "log hazard ratio of bilateral commitments")
ASSURANCE_EFFECT = _add("assurance_effect", "1", "log hazard ratio of paper assurances")
ACCESSION_EVER = _add("accession_ever", "1", "chance of membership within 15 years on an accession path")
CLAUSE_ACCESSION = _add(
    "clause_accession", "1", "factor of that chance if membership is to be for all land, not only for what is held"
)
ACCESSION_MEDIAN = _add("accession_median", "years", "median delay to membership if it comes")
ACCESSION_SDLOG = _add("accession_sdlog", "1", "standard deviation of the log delay")
WINDOW_EFFECT = _add("window_effect", "1", "log hazard ratio while membership is near and no troops stand")
SHIFT_EFFECT = _add(
    "shift_effect", "1/0.1", "log hazard ratio per 0.1 of log force ratio gained by side 1 since signature"
)
MISMATCH_EFFECT = _add(
    "mismatch_effect", "1/(10000 km2)", "log hazard ratio per 10,000 km2 of expected line change at signature"
)
FRAILTY_SD = _add("frailty_sd", "1", "standard deviation of the unobserved log hazard")
TRUCE_CLASS_WEIGHT = _add("truce_class_weight", "1", "chance that truces break as those between states did")
TRUCE_CLASS_PICK = _add("truce_class_pick", "1", "uniform that picks the class: between states if below the chance")
TRUCE_30D_STATES = _add("truce_30d_states", "1", "chance that a truce between states breaks in 30 days, unverified")
TRUCE_SHAPE_STATES = _add("truce_shape_states", "1", "shape of the Weibull law of that break")
TRUCE_30D_PROXIES = _add("truce_30d_proxies", "1", "the chance for truces with proxies")
TRUCE_SHAPE_PROXIES = _add("truce_shape_proxies", "1", "the shape for truces with proxies")
LOW_SETTLE_STATES = _add("low_settle_states", "1/year", "rate at which low fighting ends in a renewed truce, states")
LOW_ESCALATE_STATES = _add("low_escalate_states", "1/year", "rate at which low fighting grows to a war, states")
LOW_SETTLE_PROXIES = _add("low_settle_proxies", "1/year", "rate of renewed truces with proxies")
LOW_ESCALATE_PROXIES = _add("low_escalate_proxies", "1/year", "rate of growth to a war with proxies")
LOW_DEATHS = _add("low_deaths", "persons/year", "killed on both sides in a whole year of low-intensity fighting")
FORCE_DRIFT = _add("force_drift", "1/year", "drift of the log force ratio toward side 1 in peace")
FORCE_DRIFT_NEUTRAL = _add("force_drift_neutral", "1/year", "the same under neutrality with caps")
RELIEF_DRIFT = _add("relief_drift", "1/year", "extra drift of the log force ratio in a peace with sanctions relief")
AID_DRIFT = _add(
    "aid_drift", "1/year", "drift of the log force ratio in peace per share of week-0 supply that usual peace aid lacks"
)
VIOLATION_START = _add("violation_start", "1", "violations at signature: losses over those of week 0")
VIOLATION_REST = _add("violation_rest", "1", "the same of an old, unverified ceasefire")
VIOLATION_HALFLIFE = _add("violation_halflife", "weeks", "half-life of the way from the one to the other")
VIOLATION_VERIFIED = _add("violation_verified", "1", "log effect of on-site verification on violations")
REARM_1 = _add("rearm_1", "thousand persons/year", "net growth of side 1's force in peace, fading over three years")
WAR_END_HAZARD = _add("war_end_hazard", "1/year", "rate at which a resumed war ends")
REGAIN_HAZARD = _add(
    "regain_hazard", "1/year", "rate at which diplomacy returns land in a ceasefire that does not recognise its loss"
)
# collapse
COLLAPSE_RATE_0 = _add("collapse_rate_0", "1/year", "base rate of military collapse of side 0")
COLLAPSE_GAP_0 = _add("collapse_gap_0", "1", "log hazard ratio of a full supply gap")
COLLAPSE_DENSITY_0 = _add("collapse_density_0", "1", "log hazard ratio per tenth of force density lost")
COLLAPSE_SETTLE_0 = _add(
    "collapse_settle_0", "1", "chance that a collapse short of complete defeat ends in a settlement on the line"
)
DEFEAT_0 = _add("defeat_0", "1", "log odds that a collapse of side 0 is a complete defeat, with full supply and force")
DEFEAT_HELPLESS_0 = _add("defeat_helpless_0", "1", "what these log odds gain if side 0 has no supply or no force left")
COLLAPSE_RATE_1 = _add("collapse_rate_1", "1/year", "base rate of disruption of side 1")
COLLAPSE_STRESS_1 = _add("collapse_stress_1", "1", "log hazard ratio of disruption per unit of stress")
NEUTRAL_DEFEAT = _add(
    "neutral_defeat", "1", "log hazard ratio of collapse in a war resumed after neutrality; 0 leaves it to the model"
)
# spillover, reported apart
NEIGHBOUR_HAZARD = _add("neighbour_hazard", "1/year", "rate of side 1 using force on another neighbour")
NATO_HAZARD = _add("nato_hazard", "1/year", "rate of side 1 attacking an ally of side 0's donors")
TAIWAN_HAZARD = _add("taiwan_hazard", "1/year", "rate of force over Taiwan")
DEPLETED_EFFECT = _add("depleted_effect", "1", "log hazard ratio on side 1's other aims while it fights or recovers")
EMBOLDENED_EFFECT = _add("emboldened_effect", "1", "the same after abandonment or collapse of side 0")
ESCALATION_EFFECT = _add(
    "escalation_effect", "1", "log hazard ratio of an attack on an ally while a surge or strikes without limits run"
)
TAIWAN_EFFECT = _add("taiwan_effect", "1", "log hazard ratio over Taiwan after abandonment")
RECONSTITUTE_YEARS = _add("reconstitute_years", "years", "from ceasefire to side 1 being ready for another war")
# ledgers
SOVEREIGNTY_NEUTRAL = _add("sovereignty_neutral", "1", "weight of neutrality with force caps in the sovereignty index")
SOVEREIGNTY_RECOGNITION = _add("sovereignty_recognition", "1", "weight of recognised losses in that index")
HELD_T0 = _add("held_t0", "km2", "area held by side 0 at week 0 within its recognised border")
HELD_REFERENCE = _add("held_reference", "km2", "area held by side 0 before the invasion, denominator of the share")
KEEPERS_COST = _add("keepers_cost", "EUR thousand/year", "yearly cost of one deployed peacekeeper")

PARAMETERS = tuple(_t.columns)
N_PARAMETERS = len(PARAMETERS)
