"""Aid to side 0 (the defender): commitments, pipelines, backfill, stocks, and the fires ratio that follows.

A donor's flow is relative to its flow at week 0; supply, use and stock are relative to side 0's consumption at week 0.
A pipeline holds aid that is committed but not delivered: an Erlang chain of four stages (rate 4/lag a week, see
`model.delay`), in steady state at week 0. Backfill is aid that replaces what other donors have cut.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.model import delay
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, log, maximum, minimum
from forecast_kernels.numeric.jit import scalar

STAGES = F(k.PIPELINE_STAGES)
FATIGUE_FREE, COMPACT_FATIGUE = F(k.FATIGUE_FREE), F(k.COMPACT_FATIGUE)
DOMESTIC_YEARS = F(k.DOMESTIC_YEARS)
STOCK_FREE, STOCK_BASE, STOCK_ROOM = F(k.STOCK_FREE), F(k.STOCK_BASE), F(k.STOCK_ROOM)
STOCK_LEAN, STOCK_RICH = F(k.STOCK_LEAN), F(k.STOCK_RICH)
PEACE_STOCK, PEACE_USE = F(k.PEACE_STOCK), F(k.PEACE_USE)
MIN_FIRES_RISE, RATION_GROWTH = F(k.RATION_SEEN), F(k.RATION_GROWTH)
MIN_RATION_SUPPLY, MAX_RATION_SUPPLY = F(k.RATION_SUPPLY_LEAST), F(k.RATION_SUPPLY_MOST)
MIN_RATIONING, MAX_RATIONING = F(k.RATION_LEAST), F(k.RATION_MOST)
ALLY_LOST = F(1.0 - k.ALLY_REPLACED)


@scalar
def commitment(t, keep, change_week, resume_week, per_runout, will):
    """Committed flow relative to week 0: 1 until `change_week`, then it moves to keep * will at rate `per_runout`.

    Parameters
    ----------
    t : week
    keep, will : share of the flow that the policy keeps, and share that the donor is willing to give, 0 to 1
    change_week, resume_week : weeks from which the policy applies, and from which only `will` limits the flow
    per_runout : one over the time constant of the change, 1/week
    """
    target = (ONE if t >= resume_week else keep) * will
    after = maximum(t - change_week, ZERO)
    return fma(ONE - target, exp(-after * per_runout), target)


@scalar
def surge_extra(flow, part, surge, multiple):
    """Flow that a surge adds to one part of a donor's flow: what is missing to part (1 + (multiple - 1) surge).

    Parameters
    ----------
    flow : flow of this part without the surge, relative to the donor's whole flow at week 0
    part : the same at week 0
    surge : how far the surge is in force along its ramp, 0 to 1
    multiple : flow of this part in the full surge, relative to week 0; 1 if it takes no part
    """
    extra = maximum(part * fma(multiple - ONE, surge, ONE) - flow, ZERO)
    return extra if (surge > ZERO) & (multiple > ONE) else ZERO


@scalar
def stage_rate(lag):
    """Weekly rate of each stage of a pipeline with this mean lag (weeks): stages/lag."""
    return STAGES / lag


@scalar
def pipeline(s1, s2, s3, s4, share, passing, flow):
    """Takes the four stages of a pipeline one week further, and returns them and the delivery. Nothing is lost.

    Each stage is a first-order delay, and what leaves it flows evenly into the next one.

    Parameters
    ----------
    s1, s2, s3, s4 : stages before the week, weeks of week-0 flow
    share, passing : see `delay.moved` and `delay.through`, at the rate `stage_rate`
    flow : flow committed this week, relative to week 0
    """
    o1 = delay.out(s1, flow, share, passing)
    o2 = delay.out(s2, o1, share, passing)
    o3 = delay.out(s3, o2, share, passing)
    o4 = delay.out(s4, o3, share, passing)
    return (
        delay.left(s1, flow, share, passing),
        delay.left(s2, o1, share, passing),
        delay.left(s3, o2, share, passing),
        delay.left(s4, o3, share, passing),
        o4,
    )


@scalar
def backfill(missing, fraction, multiple, t, tiring, compact):
    """Flow that one donor adds to replace the missing flow of the others, in shares of week-0 supply.

        min(fraction multiple, 1) missing 2^(-max(t - 26, 0) (1 - compact/2)/halflife)

    Parameters
    ----------
    missing : missing flow of the other donors, shares of week-0 supply
    fraction, multiple : share that this donor replaces, and the branch's factor on it
    t : week; fatigue begins after week `fatigue_free`
    tiring : ln 2 over the half-life of this extra effort, per week
    compact : 1 with a burden-sharing compact
    """
    tired = maximum(t - FATIGUE_FREE, ZERO) * (ONE - COMPACT_FATIGUE * compact) * tiring
    return minimum(fraction * multiple, ONE) * missing * exp(-tired)


@scalar
def domestic(share, growth, cap, years):
    """Own production of side 0, in shares of week-0 supply.

    Parameters
    ----------
    share, cap : production at week 0, and its upper limit
    growth : growth a year, for `domestic_years`
    years : years since week 0
    """
    return share + minimum(growth * minimum(years, DOMESTIC_YEARS), maximum(cap - share, ZERO))


@scalar
def stock_start(buffer_weeks, lead_share):
    """Stock at week 0, in weeks of supply, such that it is empty after `buffer_weeks` without the lead donor."""
    return lead_share * (maximum(buffer_weeks - STOCK_FREE, ZERO) + STOCK_BASE)


@scalar
def use_in_war(inflow, stock, stock_t0, max_use):
    """Supply used in a week of war, relative to week 0. Inflow, stock and `max_use` limit it.

    Parameters
    ----------
    inflow : deliveries and own production, in shares of week-0 supply
    stock, stock_t0 : stock now and at week 0, in weeks of week-0 supply
    max_use : supply that can be used at most, relative to week 0
    """
    lean = minimum(ONE, fma(STOCK_LEAN, stock, inflow))
    rich = fma(STOCK_RICH, maximum(stock - stock_t0, ZERO), inflow)
    return minimum(maximum(lean, rich), max_use)


@scalar
def stock_step(stock, stock_t0, inflow, use, war):
    """Stock after a week, in weeks of week-0 supply. It lies between 0 and `stock_room` above its start.

    Parameters
    ----------
    stock, stock_t0 : stock before the week and at week 0, in weeks of week-0 supply
    inflow, use : deliveries and own production, and supply used, in shares of week-0 supply
    war : 1 in war, else 0
    """
    fighting = stock + inflow - use
    resting = fma(PEACE_STOCK, maximum(inflow - PEACE_USE, ZERO), stock)
    return clip(fighting if war > ZERO else resting, ZERO, stock_t0 + STOCK_ROOM)


@scalar
def rationing(no_aid, fires_t0, lead_share, domestic_growth):
    """Log fires that side 0 loses for each log of supply lost, from the fires ratio when aid runs dry.

    Parameters
    ----------
    no_aid, fires_t0 : fires of side 1 divided by fires of side 0, without aid and at week 0
    lead_share : lead donor's share of supply
    domestic_growth : growth of own production, shares of week-0 supply a year
    """
    worst = log(maximum(no_aid / fires_t0, MIN_FIRES_RISE))
    short = -log(clip(fma(RATION_GROWTH, domestic_growth, ONE - lead_share), MIN_RATION_SUPPLY, MAX_RATION_SUPPLY))
    return clip(worst / short, MIN_RATIONING, MAX_RATIONING)


@scalar
def log_fires_0(use, psi, gain, enabler, reform):
    """Log fires of side 0, relative to week 0.

        psi min(ln use, 0) + min(max(ln use, 0), gain) (1 - enabler (1 - reform))

    Parameters
    ----------
    use : supply used, relative to week 0
    psi : see `rationing`
    gain, enabler : largest log gain of a surge, and the share of it that needs manpower reform
    reform : how far manpower reform has come, 0 to 1 (Biddle, Friedman & Shapiro 2012)
    """
    log_use = log(use)
    return fma(psi, minimum(log_use, ZERO), minimum(maximum(log_use, ZERO), gain) * (ONE - enabler * (ONE - reform)))


@scalar
def log_fires_1(
    growth, fade_years, log_supplier, supplier_effect, stress, stress_effect, strikes, strikes_effect, shells, ally
):
    """Log fires of side 1, relative to week 0.

    Parameters
    ----------
    growth, fade_years : growth a year, and years of it so far, of which later ones count less
    log_supplier, supplier_effect : log of the supplier's support relative to week 0, and the effect of a unit
    stress, stress_effect : economic stress of side 1 relative to week 0, and the effect of a unit
    strikes, strikes_effect : how far long-range strikes are in force (0 to 1), and their full effect
    shells, ally : share of side 1's fires that the ally supplies at week 0, and the part of that which still comes;
        side 1 replaces some of a loss
    """
    slow = fma(growth, fade_years, fma(supplier_effect, log_supplier, stress_effect * stress))
    return fma(strikes_effect, strikes, slow) + log(ONE - ALLY_LOST * shells * (ONE - ally))


@scalar
def ally_left(stopped, taper, years):
    """Share of the ally's shells that still come: exp(-taper years), or none if `stopped` is 1. taper: per year."""
    return (ONE - stopped) * exp(-taper * years)


@scalar
def log_ratio(start, fires_1, fires_0, lowest):
    """Log of side 1's fires divided by side 0's: start + fires_1 - fires_0, at least `lowest`.

    Parameters
    ----------
    start : log fires ratio at week 0
    fires_1, fires_0 : log fires of each side, relative to week 0
    lowest : log fires ratio that side 0 can reach at best
    """
    return maximum(start + fires_1 - fires_0, lowest)
