"""Ceasefire: the hazard of a return to large-scale war.

A baseline depends on the age of the agreement: constant within bands of age, or a Weibull law. Guarantees, troops,
accession to the alliance and a shift of the balance of force multiply it. The bands are estimated from the replication
file of Lo, Hashimoto & Reiter (2008), with one row per ceasefire (docs/model.md).
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, flag, fma, log, maximum, minimum
from forecast_kernels.numeric.calendar import MONTH, NO_DATE, WEEK, YEAR
from forecast_kernels.numeric.draws import further_uniform, normal_cdf, normal_quantile
from forecast_kernels.numeric.jit import scalar

FULL_FORCE = F(k.FULL_FORCE)
WINDOW, PER_PRESS_WEEKS = F(k.CLOSING_WINDOW), F(1.0 / k.PRESS_WEEKS)
HALF_YEAR, FIVE_YEARS, TEN_YEARS = F(26.0), F(260.0), F(520.0)  # ages at which the bands change, weeks
PER_USUAL_FLOW, USUAL_BACKING = F(1.0 / k.USUAL_FLOW), F(k.USUAL_BACKING)
TYPE_BOUND = F(k.TYPE_BOUND)
LEAST_SD = F(0.01)  # a numerical guard: below it all draws have one type
LATEST_YEARS = F(15.0)  # membership later than this counts as never (definition of `accession_ever`)


@scalar
def band(age, h_0_1m, h_1_6m, h_6_12m, h_1_5y, h_5_10y, h_10y):
    """Baseline hazard, per year, in the week that starts at `age` (whole weeks). Week 4 lies in two bands.

    Parameters
    ----------
    h_0_1m, h_1_6m, h_6_12m, h_1_5y, h_5_10y, h_10y : hazards per year of the six bands of age, in months and years
    """
    in_first_month = clip(MONTH - age, ZERO, ONE)
    h = fma(in_first_month, h_0_1m - h_1_6m, h_1_6m)
    h = h_6_12m if age >= HALF_YEAR else h
    h = h_1_5y if age >= YEAR else h
    h = h_5_10y if age >= FIVE_YEARS else h
    return h_10y if age >= TEN_YEARS else h


@scalar
def weibull(age, first_year, shape):
    """Baseline hazard, per year, in the week that starts at `age` (weeks), from a Weibull law.

        52 first_year (((age + 1)/52)^shape - (age/52)^shape)

    Parameters
    ----------
    first_year : integrated hazard of the first year
    shape : shape of the law; below 1 the hazard falls
    """
    until_end = exp(shape * log((age + ONE) * WEEK))
    until_start = exp(shape * log(age * WEEK))
    return YEAR * first_year * (until_end - until_start)


@scalar
def pressure_effect(age, early, late):
    """Log hazard ratio of outside pressure: `early` to week 26, then linear in age (weeks) to `late` at week 104."""
    progress = clip((age - HALF_YEAR) * PER_PRESS_WEEKS, ZERO, ONE)
    return fma(progress, late - early, early)


@scalar
def pressed_at_signature(pressure, belief):
    """How far an agreement was pressed, 0 to 1: the larger of the donors' pressure on side 0 and side 1's belief.

    pressure: of the donors, while their package is on the table. belief: of side 1 in the threat, while it stands.
    """
    return maximum(pressure, belief)


@scalar
def fixed_at_signature(belief, coerced_effect, reputation, reputation_effect, zone, zone_effect):
    """Log hazard ratio that a signature fixes: coerced_effect belief + reputation_effect reputation + zone_effect zone.

    Parameters
    ----------
    belief, coerced_effect : belief of side 1 in the threat (0 to 1), and the effect of a full one
    reputation, reputation_effect : 1 if the threat was carried out, -1 if it was a bluff, else 0; effect of 1
    zone, zone_effect : 1 if a demilitarised zone was signed, and its effect
    """
    return fma(coerced_effect, belief, fma(reputation_effect, reputation, zone_effect * zone))


@scalar
def backing(flow):
    """Backing by the lead donor above what is usual: min(flow/usual_flow, 1) - usual_backing.

    flow: its committed flow relative to week 0.
    """
    return minimum(flow * PER_USUAL_FLOW, ONE) - USUAL_BACKING


@scalar
def type_of(index, mean, sd):
    """Type of side 1: its index at the reference offer, standardised over the draws and limited to +-2.5.

    It is 0 if the draws hardly differ. mean, sd: of the index over the draws.
    """
    scaled = clip((index - mean) / maximum(sd, LEAST_SD), -TYPE_BOUND, TYPE_BOUND)
    return flag(sd > LEAST_SD) * scaled


@scalar
def keepers_effect(size, scale, effect):
    """Log hazard ratio of foreign troops: effect (1 - exp(-size/scale))/(1 - exp(-full_force/scale)).

    Parameters
    ----------
    size, scale : number of troops, and the number at which the effect levels off, thousand persons
    effect : log hazard ratio of `full_force` troops
    """
    return effect * (ONE - exp(-size / scale)) / (ONE - exp(-FULL_FORCE / scale))


@scalar
def troops_present(age, size, arrival, duration, stay, accession):
    """Returns 1 while the foreign troops are in place, else 0. Times are in weeks since the ceasefire began.

    Parameters
    ----------
    age : age of the ceasefire
    size : thousand persons, 0 for none
    arrival, duration : when the troops are in place, and how long they stay
    stay : 1 if they stay until membership instead of for `duration`
    accession : week of membership
    """
    until = accession if stay > ZERO else arrival + duration
    return flag((size > ZERO) & (age >= arrival) & (age < until))


@scalar
def guarantee_effect(member, bilateral, alliance_effect, bilateral_effect, assurance_effect):
    """Log hazard ratio of the guarantee in force: membership, or else bilateral commitments, or else paper assurances.

    Parameters
    ----------
    member, bilateral : whether membership and bilateral commitments are in force, 0 to 1
    alliance_effect, bilateral_effect, assurance_effect : log hazard ratio of each guarantee
    """
    without_membership = fma(bilateral, bilateral_effect - assurance_effect, assurance_effect)
    return fma(member, alliance_effect - without_membership, without_membership)


@scalar
def closing_window(age, accession_age, member, present, effect):
    """Log hazard ratio while membership is due within `closing_window` weeks and no foreign troops are in place.

    Side 1 is then tempted to attack before the window closes (Powell 2006).

    Parameters
    ----------
    age, accession_age : age of the ceasefire now and at membership, weeks
    member, present : 1 if membership is in force, and if foreign troops are in place, else 0
    effect : log hazard ratio of the open window
    """
    near = flag(accession_age - age <= WINDOW)
    return effect * near * (ONE - member) * (ONE - present)


@scalar
def accession_age(u, ever, median_years, sdlog, path, alliance, west_german, clause):
    """Draws the age of the ceasefire at membership, weeks: 0, a log-normal delay of at most 15 years, or never.

    Parameters
    ----------
    u : uniform number that decides both whether and when
    ever : chance of membership within 15 years if the package has a path to it
    median_years, sdlog : median of the delay and standard deviation of its log, before truncation at 15 years
    path, alliance, west_german : terms of the package, 0 or 1
    clause : factor on `ever` if membership is to cover the occupied land too (west_german = 0)
    """
    ever = ever * (ONE if west_german > ZERO else clause)
    latest_chance = normal_cdf(log(LATEST_YEARS / median_years) / sdlog)
    rescaled = clip(u / maximum(ever, F(1e-6)), F(1e-6), F(1.0 - 1e-6))
    delay = YEAR * median_years * exp(sdlog * normal_quantile(rescaled * latest_chance))
    joined = minimum(delay, YEAR * LATEST_YEARS) if (u < ever) & (path > ZERO) else NO_DATE
    return ZERO if alliance > ZERO else joined


@scalar
def further_need(u, count):
    """Draws the threshold after the count-th broken truce: a unit exponential, derived from one stored uniform u."""
    return -log(further_uniform(u, count))
