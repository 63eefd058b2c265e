"""The front: one total level shared out to sectors that open and go quiet, ruptures, saturation, the salient.

The level reverts to a mean, has heavy-tailed shocks and is moved by forces, fires and fortification. It lives on the
scale of a modulus transformation (John & Draper 1980) with power 1/3: weekly noise grows with the level, but less than
in proportion. Fitted on observed series by `forecast calibrate`; equations with sources in docs/model.md.
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
    least,
    log,
    most,
    sqrt,
)
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

GROSS_CAP_1, GROSS_CAP_0 = F(k.GROSS_CAP_1), F(k.GROSS_CAP_0)
LOG2_INV = F(1.4426950408889634)
QUIET_WEIGHT = F(1e-6)  # of a sector where nothing moves: not zero, since weights are divided by
NO_ROOM = F(k.NO_ROOM)
RELEASE = F(k.RUPTURE_RELEASE)
THREE, THIRD = F(1.0 / k.LEVEL_POWER), F(k.LEVEL_POWER)
ARMOUR_LEFT, ARMOUR_SPENT = F(k.ARMOUR_LEFT), F(1.0 - k.ARMOUR_LEFT)
THIN_MOST = F(k.THIN_MOST)
PACE_FLOOR = F(k.PACE_FLOOR)
QUARTER, THOUSAND = F(0.25), F(1000.0)
MOST_RUPTURES = F(1.0)  # a week and side: a chance


@scalar
def revert(x, z, long_run, keep, step):
    """One week of a first-order autoregression around `long_run`: long_run + keep (x - long_run) + step z."""
    return fma(keep, x - long_run, fma(step, z, long_run))


@scalar
def armour(t, exhaust):
    """Usable armour of side 1 over week 0: left + (1 - left)/(1 + (t/exhaust)^4), t and exhaust in weeks."""
    r = t / exhaust
    r2 = r * r
    return ARMOUR_LEFT + ARMOUR_SPENT / fma(r2, r2, ONE)


@scalar
def drive(
    force_ratio, fires_lagged, log_push, log_armour, trend_years, season, strikes, intel_cut, surprise,
    beta_force, beta_fires, beta_push, armour_effect, trend, strike_effect, intel_effect, surprise_effect,
):  # fmt: skip
    """Log of the factor on the advance: a sum of effects, zero at week 0.

    Parameters
    ----------
    force_ratio, fires_lagged, log_push, log_armour : logs over week 0; beta_..., armour_effect: elasticities
    trend_years, trend : years that count (they fade), and log change a year
    season : shift of the season, log
    strikes, intel_cut, surprise : in force, 0 to 1; ..._effect: their log effects
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
    """Modulus transformation of a weekly net gain: sign(n) 3 ((1 + |n|/scale)^(1/3) - 1)."""
    size = gain if gain > ZERO else -gain
    y = THREE * (exp(THIRD * log(ONE + size / scale)) - ONE)
    return y if gain > ZERO else -y


@scalar
def from_level(y, scale):
    """Weekly net gain in km2 of a level: the inverse of `to_level`."""
    size = y if y > ZERO else -y
    root = fma(THIRD, size, ONE)
    gain = scale * fma(root * root, root, -ONE)
    return gain if y > ZERO else -gain


@scalar
def gross(net, turnover, log_drive):
    """Gross weekly gains of side 1 and side 0, km2, at most their caps.

    Before the drive their difference is `net` and their product (turnover/2)^2; the drive multiplies the first and
    divides the second.

    Parameters
    ----------
    net, turnover : km2 a week
    log_drive : see `drive`
    """
    size = net if net > ZERO else -net
    larger = HALF * (size + sqrt(fma(size, size, turnover * turnover)))
    smaller = QUARTER * turnover * turnover / larger
    up = exp(log_drive)
    gain_1 = (larger if net > ZERO else smaller) * up
    gain_0 = (smaller if net > ZERO else larger) / up
    return least(gain_1, GROSS_CAP_1), least(gain_0, GROSS_CAP_0)


@scalar
def thinness(density, critical):
    """Halvings of the line density (persons/km) below the critical one, 0 to `thin_most`."""
    return clip(log(critical / most(density, F(1e-3))) * LOG2_INV, ZERO, THIN_MOST)


@scalar
def rupture(u, pool_0, pool_1, thinned, war, rate_0, rate_1, slope, smallest, tail, largest):
    """Pools of both sides after a week, the areas released (km2), and whether each side opened a rupture.

    One uniform serves both: its low end opens for side 1, its high end for side 0. What is left of it is the Pareto
    quantile of the size: smallest (u/p)^(-1/tail), at most `largest`.

    Parameters
    ----------
    u : uniform
    pool_0, pool_1 : rupture area still to come, km2
    thinned : thinness of side 0's line above its own at week 0, so that rate_1 is the rate at week 0
    war : 1 in war or resumed war
    rate_0, rate_1 : ruptures a year
    slope : log rate for a halving of the line density
    smallest, tail, largest : km2, exponent, km2
    """
    p1 = clip(rate_1 * WEEK * exp(slope * thinned), F(1e-9), MOST_RUPTURES)
    p0 = clip(rate_0 * WEEK, F(1e-9), MOST_RUPTURES)
    open_1 = war * flag(u < p1)
    open_0 = war * flag(ONE - u < p0)
    power = -ONE / tail
    size_1 = least(smallest * exp(power * log(least(u / p1, ONE))), largest)
    size_0 = least(smallest * exp(power * log(least((ONE - u) / p0, ONE))), largest)
    pool_1 = fma(open_1, size_1, pool_1)
    pool_0 = fma(open_0, size_0, pool_0)
    out_1, out_0 = war * RELEASE * pool_1, war * RELEASE * pool_0
    return pool_0 - out_0, pool_1 - out_1, out_0, out_1, open_0, open_1


@scalar
def activity(u, active, stay, opening):
    """Whether a sector is active this week: a two-state Markov chain. stay, opening: chances of being active."""
    return flag(u < (stay if active > HALF else opening))


@scalar
def room(area, per_stake):
    """Saturation at geography: 1 - (area/stake)^4, between 1 and 0. per_stake: one over the stake, 1/km2."""
    r = clip(area * per_stake, ZERO, ONE)
    r2 = r * r
    return ONE - r2 * r2


@scalar
def pace(share, stay, opening):
    """Share of a sector in the gain over its share of active weeks: its part of the gain while it is active."""
    return share * (opening + ONE - stay) / opening


@scalar
def sector_weights(u, active, log_share, area, pace, per_stake_1, per_stake_0, counter_share, counter_active):
    """Weights of a sector in the gains of side 1 and of side 0, each without and with saturation.

    Parameters
    ----------
    u, active : uniform of the week; whether the sector is active for side 1
    log_share : log of its share over the long run
    area : net gain of side 1 since week 0, km2
    pace : see `pace`
    per_stake_1, per_stake_0 : one over what each side can still take, 1/km2
    counter_share, counter_active : share in side 0's gain, and share of weeks in which side 0 gains
    """
    all_1 = pace * exp(log_share) * (ONE if active > HALF else QUIET_WEIGHT)
    all_0 = counter_share * (ONE if ONE - u < counter_active else QUIET_WEIGHT)
    return all_1, all_1 * room(area, per_stake_1), all_0, all_0 * room(-area, per_stake_0)


@scalar
def per_weight(gain, sum_weights, sum_all):
    """Gain for one unit of weight, km2; shrinks to nothing only when hardly any sector has room left."""
    return gain / most(fma(NO_ROOM, sum_all, (ONE - NO_ROOM) * sum_weights), F(1e-30))


@scalar
def wear(fort_t0, rest_pace):
    """Wear of the fortification for each km2 gained: at `rest_pace` km2 a week it balances what is built."""
    return (ONE - fort_t0) / (rest_pace + PACE_FLOOR)


@scalar
def sector_move(area, fort, gain_1, gain_0, fort_t0, fort_effect, fort_build, wear_by_gain, stake_1, stake_0):
    """Area and fortification of a sector after a week.

        gain = gain_1 exp(fort_effect (fort - fort_t0));  area' = clip(area + gain - gain_0, -stake_0, stake_1)
        fort' = clip(fort + fort_build (1 - fort - wear gain), 0, 1)

    Fortification approaches a full belt, and the advance wears it. It is in balance at the sector's part of the pace
    at week 0 or in the long run, whichever is faster (see `wear`).

    Parameters
    ----------
    area, gain_1, gain_0, stake_1, stake_0 : km2
    fort, fort_t0 : 0 to 1; fort_build: per week; fort_effect: log advance in a full belt against none
    wear_by_gain : see `wear`, 1/km2
    """
    gain = gain_1 * exp(fort_effect * (fort - fort_t0))
    moved = clip(area + gain - gain_0, -stake_0, stake_1)
    return moved, clip(fma(fort_build, fma(-wear_by_gain, gain, ONE - fort), fort), ZERO, ONE)


@scalar
def power(base, weeks):
    """base^weeks for a base within -1 and 1 and a whole number of weeks."""
    size = base if base > ZERO else -base
    odd = weeks - TWO * F(I32(HALF * weeks))
    p = exp(weeks * log(size))
    return -p if (base < ZERO) & (odd > ZERO) else p


@scalar
def activity_after(u, active, stay, opening, weeks):
    """Whether a sector is active after this many weeks of its Markov chain: one draw for all of them."""
    rest = opening / (opening + ONE - stay)
    return flag(u < fma(active - rest, power(stay - opening, weeks), rest))


@scalar
def fort_after(fort, fort_build, weeks):
    """Fortification after this many weeks without an advance."""
    return ONE - (ONE - fort) * power(ONE - fort_build, weeks)


@scalar
def line_density(force, forward_frac, infantry_frac, length):
    """Line infantry of side 0, persons per km. force: thousand persons; length: km."""
    return THOUSAND * force * forward_frac * infantry_frac / length


@scalar
def salient_step(area, war, decay, intel_cut, intel_mult):
    """Area of the salient after a week, km2: decays in war, faster while intelligence is cut."""
    return area * most(ONE - war * decay * fma(intel_mult - ONE, intel_cut, ONE), ZERO)


@scalar
def persistence(halflife):
    """Weekly persistence and innovation of an autoregression of unit variance. halflife: weeks."""
    keep = exp(-LN2 / halflife)
    return keep, sqrt(most(ONE - keep * keep, ZERO))
