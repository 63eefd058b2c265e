"""The front: how far it moves in a week, and how that is divided among sectors; ruptures and the salient.

Side 0 (the defender) holds the ground, side 1 attacks. One level stands for the weekly net gain of side 1 on the whole
front. It reverts slowly to a long-run value. A pulse is added to it: the sum of heavy-tailed weekly shocks that fade
within weeks, as an offensive or a lull does. `gross` turns the sum into one gross gain for each side.
Forces, fires and season scale these gains (`drive`), and the active sectors share them.

The level is a modulus transformation (John & Draper 1980) of the net gain with power 1/3: weekly noise grows with the
pace of the front, but less than in proportion. `forecast calibrate` fits it to observed series; equations and sources
are in docs/model.md.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import (
    HALF,
    I32,
    LN2,
    ONE,
    TWO,
    ZERO,
    F,
    clip,
    exp,
    flag,
    fma,
    log,
    maximum,
    minimum,
    sqrt,
)
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

GROSS_CAP_1, GROSS_CAP_0 = F(k.GROSS_CAP_1), F(k.GROSS_CAP_0)
LOG2_INV = F(1.4426950408889634)
QUIET_WEIGHT = F(1e-6)  # factor on the weight of a quiet sector; not zero, because gains are divided by sums of weights
UNSATURATED_PART = F(k.NO_ROOM)
RELEASE = F(k.RUPTURE_RELEASE)
INVERSE_POWER, POWER = F(1.0 / k.LEVEL_POWER), F(k.LEVEL_POWER)
ARMOUR_LEFT, ARMOUR_SPENT = F(k.ARMOUR_LEFT), F(1.0 - k.ARMOUR_LEFT)
MAX_THINNESS = F(k.THIN_MOST)
PACE_FLOOR = F(k.PACE_FLOOR)
QUARTER, THOUSAND = F(0.25), F(1000.0)
MIN_CHANCE, MAX_CHANCE = F(1e-9), F(1.0)  # bounds of the chance that a side opens a rupture in a week


@scalar
def revert(x, z, long_run, keep, step):
    """Takes x one week further: long_run + keep (x - long_run) + step z, a first-order autoregression.

    Parameters
    ----------
    x, long_run : value before the week, and the value to which it reverts
    z : standard normal
    keep, step : see `persistence`; step is in the unit of x
    """
    return fma(keep, x - long_run, fma(step, z, long_run))


@scalar
def armour(t, exhaust):
    """Usable armour of side 1 relative to week 0: left + (1 - left)/(1 + (t/exhaust)^4), t and exhaust in weeks."""
    ratio = t / exhaust
    squared = ratio * ratio
    return ARMOUR_LEFT + ARMOUR_SPENT / fma(squared, squared, ONE)


@scalar
def drive(
    force_ratio, fires_lagged, log_push, log_armour, trend_years, season, strikes, intel_cut, surprise,
    beta_force, beta_fires, beta_push, armour_effect, trend, strike_effect, intel_effect, surprise_effect,
):  # fmt: skip
    """Returns the drive: the log of the factor on side 1's gross gain. It is a sum of effects and zero at week 0.

    Parameters
    ----------
    force_ratio, fires_lagged, log_push, log_armour : logs relative to week 0
    beta_force, beta_fires, beta_push, armour_effect : change of the drive for a unit of each of them
    trend_years : years of trend so far; later years add less, and the sum never exceeds `trend_years` of the constants
    trend : change of the drive for one such year
    season : change of the drive with the season, see `season.season`
    strikes, intel_cut, surprise : how far each is in force, 0 (not) to 1 (fully)
    strike_effect, intel_effect, surprise_effect : change of the drive when it is fully in force
    """
    d = fma(beta_force, force_ratio, season)
    d = fma(beta_fires, fires_lagged, d)
    d = fma(beta_push, log_push, d)
    d = fma(armour_effect, log_armour, d)
    d = fma(trend, trend_years, d)
    d = fma(strike_effect, strikes, d)
    d = fma(intel_effect, intel_cut, d)
    return fma(surprise_effect, surprise, d)


@scalar
def to_level(gain, scale):
    """Transforms a weekly net gain n (km2) to the scale of the level: sign(n) 3 ((1 + |n|/scale)^(1/3) - 1)."""
    size = gain if gain > ZERO else -gain
    y = INVERSE_POWER * (exp(POWER * log(ONE + size / scale)) - ONE)
    return y if gain > ZERO else -y


@scalar
def from_level(y, scale):
    """Weekly net gain, km2, that belongs to a level: the inverse of `to_level`."""
    size = y if y > ZERO else -y
    root = fma(POWER, size, ONE)
    gain = scale * fma(root * root, root, -ONE)  # a cube, because the power is 1/3
    return gain if y > ZERO else -gain


@scalar
def gross(net, turnover, log_drive):
    """Splits a net gain into gross weekly gains, km2, and returns those of side 1 and side 0, in this order.

    Without the drive, gain_1 - gain_0 = net and gain_1 * gain_0 = (turnover/2)^2. The drive then multiplies side 1's
    gain and divides side 0's. Each gain is at most its cap.

    Parameters
    ----------
    net, turnover : km2 a week
    log_drive : see `drive`
    """
    size = net if net > ZERO else -net
    larger = HALF * (size + sqrt(fma(size, size, turnover * turnover)))
    smaller = QUARTER * turnover * turnover / larger
    factor = exp(log_drive)
    gain_1 = (larger if net > ZERO else smaller) * factor
    gain_0 = (smaller if net > ZERO else larger) / factor
    return minimum(gain_1, GROSS_CAP_1), minimum(gain_0, GROSS_CAP_0)


@scalar
def thinness(density, critical):
    """How thin the line is: how many times its density (persons/km) is halved from `critical`, 0 to `thin_most`."""
    return clip(log(critical / maximum(density, F(1e-3))) * LOG2_INV, ZERO, MAX_THINNESS)


@scalar
def rupture(u, pool_0, pool_1, thinned, war, rate_0, rate_1, slope, smallest, tail, largest):
    """Opens ruptures and releases a part of their area.

    One uniform number u decides for both sides: a small u opens a rupture for side 1, a large u for side 0. When a
    rupture opens, u/p (or (1 - u)/p, with p the chance of that side) is uniform and gives its size by the Pareto
    quantile: smallest (u/p)^(-1/tail), at most `largest`.

    Parameters
    ----------
    u : uniform number of the week
    pool_0, pool_1 : rupture area of each side that is not yet released, km2
    thinned : thinness of side 0's line minus its thinness at week 0, so that rate_1 is the rate at week 0
    war : 1 in war or resumed war, else 0
    rate_0, rate_1 : ruptures a year by each side
    slope : change of the log of side 1's rate when the line density is halved
    smallest, tail, largest : smallest area (km2), Pareto exponent, largest area (km2)

    Returns
    -------
    pool_0, pool_1 : the pools after the week, km2
    released_0, released_1 : area gained by each side through ruptures this week, km2
    open_0, open_1 : 1 if the side opened a rupture this week, else 0

    Side 0 comes first here; `gross` and `sector_weights` return side 1 first.
    """
    p1 = clip(rate_1 * WEEK * exp(slope * thinned), MIN_CHANCE, MAX_CHANCE)
    p0 = clip(rate_0 * WEEK, MIN_CHANCE, MAX_CHANCE)
    open_1 = war * flag(u < p1)
    open_0 = war * flag(ONE - u < p0)
    exponent = -ONE / tail
    size_1 = minimum(smallest * exp(exponent * log(minimum(u / p1, ONE))), largest)
    size_0 = minimum(smallest * exp(exponent * log(minimum((ONE - u) / p0, ONE))), largest)
    pool_1 = fma(open_1, size_1, pool_1)
    pool_0 = fma(open_0, size_0, pool_0)
    released_1, released_0 = war * RELEASE * pool_1, war * RELEASE * pool_0
    return pool_0 - released_0, pool_1 - released_1, released_0, released_1, open_0, open_1


@scalar
def activity(u, active, stay, opening):
    """Returns whether a sector is active this week (1 or 0): a two-state Markov chain.

    Parameters
    ----------
    u : uniform number of the week
    active : 1 if the sector was active last week, else 0
    stay, opening : chance of being active this week, for a sector that was active and for one that was quiet
    """
    return flag(u < (stay if active > HALF else opening))


@scalar
def room(area, per_stake):
    """Room left in a sector: 1 - (area/stake)^4. It is 1 if nothing of the stake is taken, 0 if all is.

    Parameters
    ----------
    area : what the side has taken since week 0, km2
    per_stake : one over the stake, the area that it can take at most, 1/km2
    """
    taken = clip(area * per_stake, ZERO, ONE)
    squared = taken * taken
    return ONE - squared * squared


@scalar
def pace(share, stay, opening):
    """A sector's share of the gain divided by its share of active weeks: its pace while it is active.

    Parameters
    ----------
    share : expected share of the sector in side 1's gain
    stay, opening : see `activity`
    """
    return share * (opening + ONE - stay) / opening


@scalar
def sector_weights(u, active, log_share, area, pace, per_stake_1, per_stake_0, counter_share, counter_active):
    """Weights of a sector in the gains of both sides, each without and with saturation (see `room`).

    Parameters
    ----------
    u : uniform number of the week
    active : 1 if the sector is active for side 1 this week, else 0
    log_share : log of the sector's share relative to its long-run value
    area : net gain of side 1 in the sector since week 0, km2
    pace : see `pace`
    per_stake_1, per_stake_0 : one over what each side could take at week 0, 1/km2
    counter_share : expected share of the sector in side 0's gain
    counter_active : share of weeks in which side 0 gains ground there

    Returns
    -------
    unsaturated_1, weight_1, unsaturated_0, weight_0 : weights of side 1, then of side 0; `unsaturated` ignores the room
    """
    unsaturated_1 = pace * exp(log_share) * (ONE if active > HALF else QUIET_WEIGHT)
    unsaturated_0 = counter_share * (ONE if ONE - u < counter_active else QUIET_WEIGHT)
    weight_1 = unsaturated_1 * room(area, per_stake_1)
    return unsaturated_1, weight_1, unsaturated_0, unsaturated_0 * room(-area, per_stake_0)


@scalar
def per_weight(gain, sum_weights, sum_unsaturated):
    """Gain for one unit of weight, km2.

    The sectors together gain this times `sum_weights`. That is nearly all of `gain` while sectors have room, and falls
    to zero when hardly any sector has room left.

    Parameters
    ----------
    gain : gross gain of a side on the whole front, km2
    sum_weights, sum_unsaturated : sums of the sectors' weights with and without saturation
    """
    divisor = fma(UNSATURATED_PART, sum_unsaturated, (ONE - UNSATURATED_PART) * sum_weights)
    return gain / maximum(divisor, F(1e-30))


@scalar
def wear(fort_t0, rest_pace):
    """Wear of the fortification for a gain of one km2 a week, week/km2.

    With it, wear equals building at fortification `fort_t0` and a gain of rest_pace + `pace_floor` km2 a week.
    """
    return (ONE - fort_t0) / (rest_pace + PACE_FLOOR)


@scalar
def sector_move(area, fort, gain_1, gain_0, fort_t0, fort_effect, built, wear_by_gain, stake_1, stake_0):
    """Area and fortification of a sector after a week.

        gain = gain_1 exp(fort_effect (fort - fort_t0));  area' = clip(area + gain - gain_0, -stake_0, stake_1)
        fort' = clip(fort + built (1 - fort - wear gain), 0, 1)

    Building moves the fortification toward a full belt (1); the advance of side 1 wears it down. At fortification
    fort_t0 the two are equal when the sector gains its share of the pace of week 0 or of the long run, whichever is
    faster, plus a small constant (see `wear`).

    Parameters
    ----------
    area : net gain of side 1 in the sector since week 0, km2
    gain_1, gain_0 : gross gains of the week, km2
    fort, fort_t0 : fortification now and at week 0, 0 to 1
    fort_effect : log of the advance in a full belt relative to the advance without fortification
    built : share of the distance to a full belt that is built in a week, see `delay.moved`
    wear_by_gain : see `wear`, week/km2
    stake_1, stake_0 : area that each side could take at week 0, km2
    """
    gain = gain_1 * exp(fort_effect * (fort - fort_t0))
    moved = clip(area + gain - gain_0, -stake_0, stake_1)
    return moved, clip(fma(built, fma(-wear_by_gain, gain, ONE - fort), fort), ZERO, ONE)


@scalar
def whole_power(base, weeks):
    """base^weeks for a base between -1 and 1 and a whole number of weeks."""
    size = base if base > ZERO else -base
    odd = weeks - TWO * F(I32(HALF * weeks))
    result = exp(weeks * log(size))
    return -result if (base < ZERO) & (odd > ZERO) else result


@scalar
def activity_after(u, active, stay, opening, weeks):
    """Returns whether a sector is active (1 or 0) after many weeks of its Markov chain, with one draw in all.

    Parameters
    ----------
    u : uniform number
    active : 1 if the sector was active before these weeks, else 0
    stay, opening : see `activity`
    weeks : how many weeks, a whole number
    """
    stationary = opening / (opening + ONE - stay)
    return flag(u < fma(active - stationary, whole_power(stay - opening, weeks), stationary))


@scalar
def fort_after(fort, fort_build, weeks):
    """Fortification after this many weeks of building without an advance. fort_build: rate, 1/week."""
    return ONE - (ONE - fort) * exp(-fort_build * weeks)


@scalar
def line_density(force, forward_frac, infantry_frac, length):
    """Line infantry of side 0, persons per km. force: thousand persons; length: km."""
    return THOUSAND * force * forward_frac * infantry_frac / length


@scalar
def salient_step(area, war, log_kept, intel_cut, intel_mult):
    """Area of the salient after a week, km2. It decays in war, and faster while intelligence is cut.

    Parameters
    ----------
    area : area before the week, km2
    war, intel_cut : 1 in war, and 1 while the lead donor's intelligence is cut, else 0
    log_kept : log of the share that a week of war leaves
    intel_mult : factor on that log while intelligence is cut
    """
    return area * exp(war * log_kept * fma(intel_mult - ONE, intel_cut, ONE))


@scalar
def persistence(halflife):
    """Coefficients (keep, step) of `revert` for a half-life in weeks and a stationary variance of one.

    keep is the share of a departure from the long-run value that is left after a week, step the factor on the normal.
    """
    keep = exp(-LN2 / halflife)
    return keep, sqrt(maximum(ONE - keep * keep, ZERO))
