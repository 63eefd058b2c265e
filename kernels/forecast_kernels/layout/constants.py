"""Constants of the model: numbers in its equations that no config sets, with unit, source and grade.

The kernels take their values from this table, docs/parameters.md prints it, and the grade line of every result counts
it. Numbers that only define a quantity are not here: 52 weeks a year, conversions of units, the ages of the hazard
bands, numerical guards. Grades: A measured, B from the literature, C judgment.
"""

import math
from typing import NamedTuple


class Constant(NamedTuple):
    """A number of the model that is the same in every run."""

    name: str
    value: float
    unit: str
    meaning: str
    grade: str
    source: str


JUDGMENT = "judgment"
_table: list[Constant] = []


def _add(name: str, value: float, unit: str, meaning: str, grade: str = "C", source: str = JUDGMENT) -> float:
    _table.append(Constant(name, value, unit, meaning, grade, source))
    return value


# front
LEVEL_POWER = _add(
    "level_power", 1.0 / 3.0, "1", "power of the modulus transformation of the weekly net gain",
    "A", "likelihood of the training series (docs/hindcast.md)",
)  # fmt: skip
SHOCK_DEGREES = _add("shock_degrees", 6.0, "1", "degrees of freedom of the weekly Student shock of the level")
SHOCK_BOUND = _add("shock_bound", 8.0, "1", "largest size of that shock before scaling")
TREND_YEARS = _add("trend_years", 2.0, "years", "time constant with which the trend and the weariness of side 0 fade")
GROSS_CAP_1 = _add("gross_cap_1", 600.0, "km2/week", "largest gross gain of side 1 outside ruptures")
GROSS_CAP_0 = _add("gross_cap_0", 400.0, "km2/week", "largest gross gain of side 0 outside ruptures")
ARMOUR_LEFT = _add("armour_left", 0.35, "1", "usable armour of side 1 that is left in the end, relative to week 0")
SURPRISE_WEEKS = _add("surprise_weeks", 8.0, "weeks", "weeks of a resumed war in which the attacker has surprise")
GAIN_MEMORY = _add("gain_memory", 13.0, "weeks", "memory of the moving level of the net gain that both sides observe")
RUPTURE_RELEASE = _add(
    "rupture_release", 1.0 / 3.0, "1/week", "share of the open area of ruptures that is taken each week"
)
THIN_MOST = _add(
    "thin_most", 3.0, "1", "number of halvings of the line density beyond which the rupture rate grows no further"
)
NO_ROOM = _add("no_room", 0.02, "1", "share of the unsaturated weights in the divisor of a gain")
PACE_FLOOR = _add(
    "pace_floor",
    0.5,
    "km2/week",
    "added to the pace of a sector at which wear and building of its fortification are equal",
)
FORT_PEACE = _add("fort_peace", 0.9, "1", "minimum fortification after a year of ceasefire")
# losses and forces
LOSS_KEEP = _add(
    "loss_keep", 0.73, "1", "weekly autocorrelation of the log loss shock", "A",
    "own computation from daily claims of casualties",
)  # fmt: skip
LOSS_OWN = _add("loss_own", 0.85, "1", "loading of the loss shock on its own normal")
LOSS_COMMON = _add("loss_common", 0.53, "1", "loading of the loss shock on the normal of the level")
MOST_LOST = _add("most_lost", 0.05, "1/week", "largest share of a force that is lost in a week")
PUSH_LEAST = _add("push_least", 0.5, "1", "minimum assault intensity of side 1, relative to week 0")
PUSH_MOST = _add("push_most", 1.5, "1", "maximum assault intensity of side 1, relative to week 0")
INTAKE_MOST = _add("intake_most", 3.0, "1", "maximum factor on weekly intake; its inverse is the minimum")
INTAKE_YEARS = _add("intake_years", 3.0, "years", "years over which the intake of side 1 drifts")
REFORM_YEARS = _add("reform_years", 1.0, "years", "time until manpower reform has its full effect")
REFORM_ABSENCE = _add("reform_absence", 0.5, "1", "share of absence that a full reform takes away")
ABSENCE_BOUND = _add(
    "absence_bound", 2.0, "1", "largest size of the log of recent gain relative to week 0 to which absence responds"
)
ALLY_FIRST = _add("ally_first", 4.0, "weeks", "week in which the ally's troops begin to arrive")
ALLY_LAST = _add("ally_last", 17.0, "weeks", "week in which the last of the ally's troops have arrived")
DRIFT_YEARS = _add("drift_years", 10.0, "years", "time constant with which the drift of the force ratio fades in peace")
REARM_YEARS = _add("rearm_years", 3.0, "years", "time constant with which the rearming of side 1 fades")
PEACE_FORCE_LEAST = _add("peace_force_least", 0.3, "1", "minimum force of side 0 in peace, relative to week 0")
PEACE_FORCE_MOST = _add("peace_force_most", 2.0, "1", "maximum force of side 0 in peace, relative to week 0")
# aid, stocks, fires
PIPELINE_STAGES = _add("pipeline_stages", 4.0, "1", "stages of the Erlang chain of deliveries")
FATIGUE_FREE = _add("fatigue_free", 26.0, "weeks", "weeks without fatigue of donors that replace others")
COMPACT_FATIGUE = _add("compact_fatigue", 0.5, "1", "share of that fatigue that a burden-sharing compact takes away")
COMPACT_SOONER = _add("compact_sooner", 1.5, "years", "how much sooner the burden is shared with a compact")
PLEDGE_PART = _add(
    "pledge_part", 1.0 / 3.0, "1", "share of a full compact's effect on will that a pledge of 3 % of output has"
)
CAPABILITIES_PART = _add("capabilities_part", 1.0 / 3.0, "1", "the same of half of the alliance's capabilities")
MISSIONS_PART = _add("missions_part", 1.0 / 3.0, "1", "the same of all missions but collective defence")
FULL_PLEDGE = _add(
    "full_pledge", 0.03, "1", "pledge of a full compact, over output", "B", "Vershbow and Binnendijk, December 2024"
)
FULL_CAPABILITIES = _add(
    "full_capabilities", 0.5, "1", "share of capabilities in a full compact", "B",
    "Vershbow and Binnendijk, December 2024: more than half",
)  # fmt: skip
DOMESTIC_YEARS = _add("domestic_years", 4.0, "years", "years over which own production grows")
STOCK_FREE = _add(
    "stock_free", 8.0, "weeks", "weeks that side 0 lasts without the lead donor from deliveries under way"
)
STOCK_BASE = _add("stock_base", 4.0, "weeks", "stock at week 0 if side 0 has nothing but deliveries under way")
STOCK_ROOM = _add("stock_room", 26.0, "weeks", "how far the stock can grow above its value at week 0")
STOCK_LEAN = _add("stock_lean", 0.25, "1/week", "share of the stock that can be used in a week of shortage")
STOCK_RICH = _add(
    "stock_rich", 0.125, "1/week", "share of the stock above its week-0 value that is used in a week of plenty"
)
PEACE_STOCK = _add("peace_stock", 0.2, "1", "share of deliveries beyond use that goes into stock without a war")
PEACE_USE = _add("peace_use", 0.3, "1", "supply used without a war, relative to week-0 consumption")
RATION_SEEN = _add("ration_seen", 1.2, "1", "minimum of the fires ratio without aid divided by that of week 0")
RATION_GROWTH = _add("ration_growth", 0.75, "1", "share of a year of domestic growth that counts when aid runs dry")
RATION_SUPPLY_LEAST = _add("ration_supply_least", 0.3, "1", "minimum supply without the lead donor, relative to week 0")
RATION_SUPPLY_MOST = _add("ration_supply_most", 0.95, "1", "maximum supply without the lead donor, relative to week 0")
RATION_LEAST = _add("ration_least", 0.3, "1", "minimum log fires lost for each log of supply lost")
RATION_MOST = _add("ration_most", 4.0, "1", "maximum log fires lost for each log of supply lost")
FIRES_GROWTH_YEARS = _add("fires_growth_years", 3.0, "years", "time constant with which growth of side 1's fires fades")
ALLY_REPLACED = _add("ally_replaced", 0.5, "1", "share of lost shells of the ally that side 1 replaces")
# economy and politics
SUPPLIER_LEFT = _add("supplier_left", 0.7, "1", "support of the supplier after it cuts back, relative to week 0")
SUPPLIER_STRESS = _add("supplier_stress", 0.2, "1", "weight of lost supplier support in economic stress")
REFINERY_STRESS = _add("refinery_stress", 0.3, "1", "weight of refineries out of action in economic stress")
REFINERY_STRIKES = _add(
    "refinery_strikes", 0.5, "1", "share by which full long-range strikes increase the refineries out of action"
)
SUPPLIER_YEARS = _add("supplier_years", 3.0, "years", "years over which support of the supplier grows")
FOOTING_YEARS = _add("footing_years", 5.0, "years", "years of war footing after which its cost grows no further")
FOOTING_FADE = _add("footing_fade", 2.0, "years", "time constant with which the cost of the war footing fades in peace")
BURN_FLOOR = _add(
    "burn_floor", 0.3, "RUB trn/year", "minimum yearly use of the fund in the computation of how long it lasts"
)
IMAGE_LEAST = _add("image_least", -2.0, "%", "minimum loss of land to which the will of donors responds (a gain)")
IMAGE_MOST = _add("image_most", 5.0, "%", "maximum loss of land to which the will of donors responds")
SIGNALS_EXECUTED = _add("signals_executed", 2.0, "1", "number of signals that carrying out a threat counts as")
# what side 1 expects
EXPECT_MOST = _add("expect_most", 10.3, "log km2", "log of the maximum gain that side 1 expects of a year (30,000 km2)")
EXPECT_SLOWEST = _add("expect_slowest", 5.0, "km2/week", "minimum recent gain that the expectation uses")
AHEAD_FLOOR = _add("ahead_floor", 0.2, "1", "minimum supply of side 0 that side 1 expects when aid is cut")
STRIKES_EXPECTED = _add("strikes_expected", 0.5, "1", "share of the effect of strikes that side 1 expects of a surge")
LEARN_MOST = _add(
    "learn_most", 3.0, "1", "largest error of the pace that side 1 expected, relative to it, from which it learns"
)
OPTIMISM_BOUND = _add("optimism_bound", 2.0, "1", "largest size of the log optimism of side 1")
MISMATCH_MOST = _add("mismatch_most", 1.5, "10,000 km2", "maximum expected gain that counts as mismatch at signature")
# bargaining
SALIENT_FLOOR = _add("salient_floor", 100.0, "km2", "area below which the salient has no value in bargaining")
GUARANTEE_TROOPS = _add("guarantee_troops", 0.5, "1", "strength of foreign troops as a guarantee to side 0")
GUARANTEE_BILATERAL = _add("guarantee_bilateral", 0.15, "1", "strength of bilateral commitments as a guarantee")
GUARANTEE_PATH = _add("guarantee_path", 0.15, "1", "strength of a path to membership as a guarantee")
HOPE_YEARS = _add("hope_years", 2.0, "years", "time within which side 1 hopes for a collapse of side 0")
HOPE_THREAT = _add("hope_threat", 0.5, "1", "share of that hope that a believed threat takes away")
WEARY_YEARS = _add(
    "weary_years", 5.0, "years", "years after which the length of the war no longer changes side 1's index"
)
BATTLEFIELD_BOUND = _add("battlefield_bound", 3.0, "1", "largest change of side 1's index through the war itself")
PRESSED_GAP = _add("pressed_gap", 0.5, "1", "how far a full gap in supply presses side 0")
PRESSED_DONORS = _add("pressed_donors", 0.5, "1", "how far full pressure by donors presses side 0")
# collapse, disruption, regimes
DENSITY_LEAST = _add(
    "density_least", -3.0, "1", "minimum change of force density, in tenths, to which collapse responds"
)
DENSITY_MOST = _add("density_most", 8.0, "1", "maximum change of force density, in tenths, to which collapse responds")
COLLAPSE_LAND = _add(
    "collapse_land", 0.1, "1", "minimum share of held land lost in a collapse without settlement or complete defeat"
)
COLLAPSE_MOST = _add("collapse_most", 0.8, "1", "maximum of that share; a complete defeat loses all")
CALM_RATE_0 = _add(
    "calm_rate_0", 0.02, "1/year", "base rate of collapse of side 0, by switch only",
    "C", "judgment: the mean of a prior that claims fifty years of calm",
)  # fmt: skip
CALM_RATE_1 = _add(
    "calm_rate_1", 1.0 / 60.0, "1/year", "base rate of disruption of side 1, by switch only",
    "C", "judgment: the mean of a prior that claims sixty years of calm",
)  # fmt: skip
DISRUPTED_AGREEMENT = _add("disrupted_agreement", 0.9, "1", "chance that a disruption of side 1 leads to an agreement")
TRUCE_WEEKS = _add("truce_weeks", 4.0, "weeks", "time that an agreement must hold to count as a ceasefire")
WAR_DEATHS = _add(
    "war_deaths", 1000.0, "persons/year", "killed in a year of low-intensity fighting from which on it counts as a war",
    "B", "UCDP/PRIO Armed Conflict Dataset and Correlates of War: a war has 1,000 battle deaths in a calendar year",
)  # fmt: skip
NEUTRAL_DEFEAT = _add(
    "neutral_defeat",
    0.9,
    "1",
    "log hazard ratio of the collapse of side 0 in a war after a neutral peace, by switch only",
)
# ceasefire and beyond
FULL_FORCE = _add("full_force", 27.0, "thousand persons", "peacekeepers at which their effect is normalised")
PRESS_WEEKS = _add(
    "press_weeks", 78.0, "weeks", "time from week 26 in which the effect of outside pressure changes from early to late"
)
CLOSING_WINDOW = _add(
    "closing_window", 78.0, "weeks", "time before membership in which a closing window tempts side 1",
    "C", "judgment; Powell 2006 for the logic",
)  # fmt: skip
TYPE_BOUND = _add("type_bound", 2.5, "1", "largest size of side 1's type, standard deviations")
TYPE_SELECTION = _add(
    "type_selection", -0.5, "1", "log hazard ratio of side 1's type if signing selects those who keep, by switch only"
)
TYPE_COERCED = _add(
    "type_coerced", 0.5, "1", "log hazard ratio of side 1's type if those who sign were pushed to, by switch only"
)
USUAL_FLOW = _add(
    "usual_flow", 0.4, "1", "flow of aid in peace, over that in war, for which the drift of the force ratio is given"
)
USUAL_BACKING = _add("usual_backing", 0.5, "1", "backing of the past ceasefires from which the baseline is known")
ABANDONED_FLOW = _add("abandoned_flow", 0.25, "1", "lead donor's flow in war below which side 0 counts as abandoned")

CONSTANTS = tuple(_table)
LOSS_STEP = math.sqrt(1.0 - LOSS_KEEP**2)
"""Factor on the weekly innovation of the loss shock that keeps its variance at one; follows from LOSS_KEEP."""
