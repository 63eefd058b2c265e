"""Aid: commitments, Erlang pipelines, backfill, stocks, and the fires ratio that follows.

Flows are relative to each donor's week-0 flow, supply and use to week-0 consumption. A pipeline is an Erlang chain of
four stages (rate 4/lag a week), in steady state at week 0.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, log, maximum, minimum
from forecast_kernels.numeric.jit import scalar

STAGES = F(k.PIPELINE_STAGES)
FATIGUE_FREE, COMPACT_FATIGUE = F(k.FATIGUE_FREE), F(k.COMPACT_FATIGUE)
DOMESTIC_YEARS = F(k.DOMESTIC_YEARS)
STOCK_FREE, STOCK_BASE, STOCK_ROOM = F(k.STOCK_FREE), F(k.STOCK_BASE), F(k.STOCK_ROOM)
STOCK_LEAN, STOCK_RICH = F(k.STOCK_LEAN), F(k.STOCK_RICH)
PEACE_STOCK, PEACE_USE = F(k.PEACE_STOCK), F(k.PEACE_USE)
RATION_SEEN, RATION_GROWTH = F(k.RATION_SEEN), F(k.RATION_GROWTH)
RATION_SUPPLY_LEAST, RATION_SUPPLY_MOST = F(k.RATION_SUPPLY_LEAST), F(k.RATION_SUPPLY_MOST)
RATION_LEAST, RATION_MOST = F(k.RATION_LEAST), F(k.RATION_MOST)
ALLY_LOST = F(1.0 - k.ALLY_REPLACED)


@scalar
def commitment(t, keep, change_week, resume_week, per_runout, will):
    """Committed flow over week 0: one until `change_week`, then toward keep will at rate `per_runout`.

    Parameters
    ----------
    t, change_week, resume_week : weeks; from `resume_week` on only `will` limits the flow
    keep, will : shares of the flow that policy and will leave, 0 to 1
    per_runout : one over the time constant, per week
    """
    target = (ONE if t >= resume_week else keep) * will
    after = maximum(t - change_week, ZERO)
    return fma(ONE - target, exp(-after * per_runout), target)


@scalar
def surged(commit, surge, multiple):
    """Commitment under a surge along its ramp (0 to 1); a donor with multiple one takes no part."""
    up = fma(multiple - ONE, surge, ONE)
    return maximum(commit, up) if (surge > ZERO) & (multiple > ONE) else commit


@scalar
def stage_rate(lag):
    """Weekly rate of one stage of a pipeline with this mean lag in weeks: stages/lag, at most 1."""
    return minimum(STAGES / lag, ONE)


@scalar
def pipeline(s1, s2, s3, s4, rate, flow):
    """Four stages after a week, and what is delivered. Delivered and in the pipe sum to what was committed.

    Parameters
    ----------
    s1 .. s4 : stages before the week, weeks of week-0 flow
    rate : of one stage, per week
    flow : committed this week, over week 0
    """
    o1, o2, o3, o4 = rate * s1, rate * s2, rate * s3, rate * s4
    return s1 - o1 + flow, s2 - o2 + o1, s3 - o3 + o2, s4 - o4 + o3, o4


@scalar
def backfill(missing, fraction, multiple, t, tiring, compact):
    """Flow that one donor adds for the others' missing flow, shares of week-0 supply.

        min(fraction multiple, 1) missing 2^(-max(t - 26, 0) (1 - compact/2)/halflife)

    Parameters
    ----------
    missing : missing flow of the other donors, shares of week-0 supply
    fraction, multiple : share that this donor replaces, and the branch's factor on it
    t : week; fatigue begins after `fatigue_free`
    tiring : ln 2 over the half-life of this extra effort, per week
    compact : 1 with a burden-sharing compact
    """
    tired = maximum(t - FATIGUE_FREE, ZERO) * (ONE - COMPACT_FATIGUE * compact) * tiring
    return minimum(fraction * multiple, ONE) * missing * exp(-tired)


@scalar
def domestic(share, growth, cap, years):
    """Own production in shares of week-0 supply: grows for `domestic_years`, up to `cap`."""
    return share + minimum(growth * minimum(years, DOMESTIC_YEARS), maximum(cap - share, ZERO))


@scalar
def stock_start(buffer_weeks, lead_share):
    """Stock at week 0, weeks of supply: empty after `buffer_weeks` without the lead donor."""
    return lead_share * (maximum(buffer_weeks - STOCK_FREE, ZERO) + STOCK_BASE)


@scalar
def use_in_war(inflow, stock, stock_t0, most_use):
    """Supply used in a week of war over week 0: limited by inflow and stock, and by `most_use`.

    Parameters
    ----------
    inflow : shares of week-0 supply
    stock, stock_t0 : weeks of week-0 supply, now and at week 0
    """
    lean = minimum(ONE, fma(STOCK_LEAN, stock, inflow))
    rich = fma(STOCK_RICH, maximum(stock - stock_t0, ZERO), inflow)
    return minimum(maximum(lean, rich), most_use)


@scalar
def stock_step(stock, stock_t0, inflow, use, war):
    """Stock after a week, weeks of week-0 supply, between 0 and `stock_room` above its start. war: 0 or 1."""
    fighting = stock + inflow - use
    resting = fma(PEACE_STOCK, maximum(inflow - PEACE_USE, ZERO), stock)
    return clip(fighting if war > ZERO else resting, ZERO, stock_t0 + STOCK_ROOM)


@scalar
def rationing(no_aid, fires_t0, lead_share, domestic_growth):
    """Log fires lost for a log supply missing, from the fires ratio seen when aid ran dry.

    Parameters
    ----------
    no_aid, fires_t0 : fires ratio, side 1 over side 0, without aid and at week 0
    lead_share : lead donor's share of supply
    domestic_growth : growth of own production, shares of week-0 supply a year
    """
    worst = log(maximum(no_aid / fires_t0, RATION_SEEN))
    short = -log(clip(fma(RATION_GROWTH, domestic_growth, ONE - lead_share), RATION_SUPPLY_LEAST, RATION_SUPPLY_MOST))
    return clip(worst / short, RATION_LEAST, RATION_MOST)


@scalar
def log_fires_0(use, psi, gain, enabler, reform):
    """Log fires of side 0 over week 0.

        psi min(ln use, 0) + min(max(ln use, 0), gain) (1 - enabler (1 - reform))

    Parameters
    ----------
    use : supply used over week 0
    psi : see `rationing`
    gain, enabler : largest log gain of a surge, and the share of it that needs manpower reform
    reform : reform reached, 0 to 1 (Biddle, Friedman & Shapiro 2012)
    """
    lu = log(use)
    return fma(psi, minimum(lu, ZERO), minimum(maximum(lu, ZERO), gain) * (ONE - enabler * (ONE - reform)))


@scalar
def log_fires_1(
    growth, fade_years, log_supplier, supplier_effect, stress, stress_effect, strikes, strikes_effect, shells, ally
):
    """Log fires of side 1 over week 0.

    Parameters
    ----------
    growth, fade_years : growth a year, and years that count (they fade)
    log_supplier, supplier_effect : log support of the supplier, and its elasticity
    stress, stress_effect, strikes, strikes_effect : effects of economic stress and of long-range strikes
    shells, ally : share of shells that the ally gives, and what of it still comes; part of a loss is made good
    """
    slow = fma(growth, fade_years, fma(supplier_effect, log_supplier, stress_effect * stress))
    return fma(strikes_effect, strikes, slow) + log(ONE - ALLY_LOST * shells * (ONE - ally))


@scalar
def ally_left(stopped, taper, years):
    """Share of the ally's shells that still come: its stocks empty at `taper` a year, or it stops (0 or 1)."""
    return (ONE - stopped) * exp(-taper * years)


@scalar
def log_ratio(start, fires_1, fires_0, lowest):
    """Log fires ratio, side 1 over side 0: start + fires_1 - fires_0, not below what side 0 can reach."""
    return maximum(start + fires_1 - fires_0, lowest)
