"""Ceasefire: hazard of a return to war, piecewise by age, moved by guarantees, troops, accession and shifting power.

Bands from the replication file of Lo, Hashimoto & Reiter (2008), one row per ceasefire (docs/model.md).
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, flag, fma, log, maximum, minimum
from forecast_kernels.numeric.calendar import MONTH, NO_DATE, WEEK, YEAR
from forecast_kernels.numeric.draws import further_uniform, normal_cdf, normal_quantile
from forecast_kernels.numeric.jit import scalar

FULL_FORCE = F(k.FULL_FORCE)
WINDOW, PER_PRESS_WEEKS = F(k.CLOSING_WINDOW), F(1.0 / k.PRESS_WEEKS)
HALF_YEAR, FIVE_YEARS, TEN_YEARS = F(26.0), F(260.0), F(520.0)  # ages at which the bands change, weeks
WEEK_OF_30_DAYS = F(7.0 / 30.0)
LATEST_YEARS = F(15.0)  # membership later than this counts as never (definition of `accession_ever`)


@scalar
def band(age, h_0_1m, h_1_6m, h_6_12m, h_1_5y, h_5_10y, h_10y):
    """Baseline hazard per year over the week that starts at `age` (whole weeks). Week 4 is split at one month.

    Parameters
    ----------
    h_0_1m .. h_10y : hazards per year of the six bands of age
    """
    first = clip(MONTH - age, ZERO, ONE)
    h = fma(first, h_0_1m - h_1_6m, h_1_6m)
    h = h_6_12m if age >= HALF_YEAR else h
    h = h_1_5y if age >= YEAR else h
    h = h_5_10y if age >= FIVE_YEARS else h
    return h_10y if age >= TEN_YEARS else h


@scalar
def weibull(age, first_year, shape):
    """Baseline hazard per year over the week that starts at `age`, from a Weibull law.

        52 first_year (((age + 1)/52)^shape - (age/52)^shape)

    Parameters
    ----------
    first_year : integrated hazard of the first year
    shape : shape of the law; below 1 the hazard falls
    """
    whole = exp(shape * log((age + ONE) * WEEK))
    past = exp(shape * log(age * WEEK))
    return YEAR * first_year * (whole - past)


@scalar
def pressure_effect(age, early, late):
    """Log hazard ratio of outside pressure: `early` to week 26, then linear to `late` at week 104."""
    k = clip((age - HALF_YEAR) * PER_PRESS_WEEKS, ZERO, ONE)
    return fma(k, late - early, early)


@scalar
def keepers_effect(size, scale, effect):
    """Log hazard ratio of a force of `size` thousand; `effect` is that of `full_force` thousand.

    effect (1 - exp(-size/scale))/(1 - exp(-full_force/scale))
    """
    return effect * (ONE - exp(-size / scale)) / (ONE - exp(-FULL_FORCE / scale))


@scalar
def troops_present(age, size, arrival, duration, stay, accession):
    """1 while the foreign troops stand: arrival <= age < end, else 0. All times in weeks of the ceasefire.

    Parameters
    ----------
    size : thousand persons, 0 for none
    arrival, duration : from the ceasefire to troops in place, and how long they stay
    stay, accession : with `stay` they leave at membership, in week `accession`, whatever the duration says
    """
    until = accession if stay > ZERO else arrival + duration
    return flag((size > ZERO) & (age >= arrival) & (age < until))


@scalar
def guarantee_effect(member, bilateral, alliance_effect, bilateral_effect, assurance_effect):
    """Log hazard ratio of the guarantee in force: membership, else bilateral commitments, else assurances."""
    paper = fma(bilateral, bilateral_effect - assurance_effect, assurance_effect)
    return fma(member, alliance_effect - paper, paper)


@scalar
def closing_window(age, accession_age, member, present, effect):
    """Log hazard ratio while membership is due within `closing_window` weeks and no troops stand (Powell 2006)."""
    near = flag(accession_age - age <= WINDOW)
    return effect * near * (ONE - member) * (ONE - present)


@scalar
def accession_age(u, ever, median_years, sdlog, path, alliance, west_german, clause):
    """Age of the ceasefire at membership, weeks: 0, a log-normal delay truncated at 15 years, or never.

    Parameters
    ----------
    u : uniform that decides both whether and when
    ever : chance of membership within 15 years on a path
    median_years, sdlog : of the delay before truncation
    path, alliance, west_german : terms of the package, 0 or 1
    clause : factor on `ever` without the West German clause, which leaves the occupied land out
    """
    ever = ever * (ONE if west_german > ZERO else clause)
    latest = normal_cdf(log(LATEST_YEARS / median_years) / sdlog)
    inner = clip(u / maximum(ever, F(1e-6)), F(1e-6), F(1.0 - 1e-6))
    delay = YEAR * median_years * exp(sdlog * normal_quantile(inner * latest))
    joined = minimum(delay, YEAR * LATEST_YEARS) if (u < ever) & (path > ZERO) else NO_DATE
    return ZERO if alliance > ZERO else joined


@scalar
def further_need(u, count):
    """Threshold after the count-th broken truce: a further unit exponential from one stored uniform u."""
    return -log(further_uniform(u, count))


@scalar
def truce_rate(chance):
    """Weekly hazard of abandoning an unverified truce, from its chance in 30 days: -ln(1 - chance) 7/30."""
    return -log(maximum(ONE - chance, F(1e-6))) * WEEK_OF_30_DAYS
