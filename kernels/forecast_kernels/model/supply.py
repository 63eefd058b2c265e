"""Aid: commitments, Erlang pipelines, backfill, stocks, and the fires ratio that follows.

Flows are relative to each donor's week-0 flow, supply and use to week-0 consumption. A pipeline is an Erlang chain of
four stages (rate 4/lag a week), in steady state at week 0.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, least, log, most
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
    """Committed flow: one until `change_week`, then toward keep * will at `per_runout` a week.

    From `resume_week` on nothing but will is in the way again.
    """
    target = (ONE if t >= resume_week else keep) * will
    after = most(t - change_week, ZERO)
    return fma(ONE - target, exp(-after * per_runout), target)


@scalar
def surged(commit, surge, multiple):
    """Commitment under a surge along its ramp; a donor with multiple one takes no part."""
    up = fma(multiple - ONE, surge, ONE)
    return most(commit, up) if (surge > ZERO) & (multiple > ONE) else commit


@scalar
def stage_rate(lag):
    """Weekly rate of one stage of a pipeline with this mean lag in weeks (at least four)."""
    return least(STAGES / lag, ONE)


@scalar
def pipeline(s1, s2, s3, s4, rate, flow):
    """Stages after a week and what is delivered: delivered + in the pipe = committed, to rounding."""
    o1, o2, o3, o4 = rate * s1, rate * s2, rate * s3, rate * s4
    return s1 - o1 + flow, s2 - o2 + o1, s3 - o3 + o2, s4 - o4 + o3, o4


@scalar
def backfill(missing, fraction, multiple, t, tiring, compact):
    """Flow that one donor adds for the others' missing flow, in shares of week-0 supply; fatigue acts after week 26.

    tiring: ln 2 over the half-life of the donor's backfill, a week.
    """
    tired = most(t - FATIGUE_FREE, ZERO) * (ONE - COMPACT_FATIGUE * compact) * tiring
    return least(fraction * multiple, ONE) * missing * exp(-tired)


@scalar
def domestic(share, growth, cap, years):
    """Own production in shares of week-0 supply."""
    return share + least(growth * least(years, DOMESTIC_YEARS), most(cap - share, ZERO))


@scalar
def stock_start(buffer_weeks, lead_share):
    """Stock at week 0, weeks of supply: empty after `buffer_weeks` without the lead donor."""
    return lead_share * (most(buffer_weeks - STOCK_FREE, ZERO) + STOCK_BASE)


@scalar
def use_in_war(inflow, stock, stock_t0, most_use):
    """Supply used in a week of war: never more than inflow and stock give, never above `most_use`."""
    lean = least(ONE, fma(STOCK_LEAN, stock, inflow))
    rich = fma(STOCK_RICH, most(stock - stock_t0, ZERO), inflow)
    return least(most(lean, rich), most_use)


@scalar
def stock_step(stock, stock_t0, inflow, use, war):
    """Stock after a week, within 0 and 26 weeks above its start."""
    fighting = stock + inflow - use
    resting = fma(PEACE_STOCK, most(inflow - PEACE_USE, ZERO), stock)
    return clip(fighting if war > ZERO else resting, ZERO, stock_t0 + STOCK_ROOM)


@scalar
def rationing(no_aid, fires_t0, lead_share, domestic_growth):
    """Log fires lost per log supply missing, from the fires ratio seen when aid ran dry."""
    worst = log(most(no_aid / fires_t0, RATION_SEEN))
    short = -log(clip(fma(RATION_GROWTH, domestic_growth, ONE - lead_share), RATION_SUPPLY_LEAST, RATION_SUPPLY_MOST))
    return clip(worst / short, RATION_LEAST, RATION_MOST)


@scalar
def log_fires_0(use, psi, gain, enabler, reform):
    """Log fires of side 0 over week 0; a surge's gain needs a local enabler (manpower reform)."""
    lu = log(use)
    return fma(psi, least(lu, ZERO), least(most(lu, ZERO), gain) * (ONE - enabler * (ONE - reform)))


@scalar
def log_fires_1(
    growth, fade_years, log_supplier, supplier_effect, stress, stress_effect, strikes, strikes_effect, shells, ally
):
    """Log fires of side 1 over week 0; `ally`: what is left of the ally's shells, half of whose loss is made good."""
    slow = fma(growth, fade_years, fma(supplier_effect, log_supplier, stress_effect * stress))
    return fma(strikes_effect, strikes, slow) + log(ONE - ALLY_LOST * shells * (ONE - ally))


@scalar
def ally_left(stopped, taper, years):
    """Share of the ally's shells that still come: its stocks empty at `taper` a year, or it stops."""
    return (ONE - stopped) * exp(-taper * years)


@scalar
def log_ratio(start, fires_1, fires_0, lowest):
    """Log fires ratio, side 1 over side 0, not below the lowest that side 0 can reach."""
    return most(start + fires_1 - fires_0, lowest)
