"""Before week 0: values that are computed once, random numbers that are drawn once, and the state at week 0.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters (P, L, V, S, R, DP, DL, DS, C, X, Z). Donor 0
is the lead donor.
"""

from forecast_kernels.layout import donors as d
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.layout.constants import COMPACT_SOONER as COMPACT_SOONER_YEARS
from forecast_kernels.model import (
    bargaining,
    ceasefire,
    collapse,
    delay,
    economy,
    expectation,
    forces,
    front,
    politics,
    season,
    supply,
)
from forecast_kernels.numeric.arithmetic import (
    HALF,
    LN2,
    ONE,
    ZERO,
    F,
    exp,
    flag,
    fma,
    log,
    logit,
    maximum,
    minimum,
    pick,
    sigmoid,
)
from forecast_kernels.numeric.calendar import NO_DATE, NOT_YET, WEEK
from forecast_kernels.numeric.draws import exponential, normals, uniform
from forecast_kernels.numeric.jit import step

ONCE_BLOCKS = 7
THOUSAND_A_WEEK = F(7.0 / 1000.0)  # converts persons a day to thousand persons a week
PER_CENT = F(100.0)
MIN_RUNOUT = F(0.05)  # weeks: a numerical guard
MIN_COST = F(1e-6)  # EUR bn a week: a numerical guard
COMPACT_SOONER = F(COMPACT_SOONER_YEARS)


@step
def once(P, V, S, words, i):
    """Makes the draws that a member has once, from words[4 * ONCE_BLOCKS, W].

    A new draw takes the next free word. Never renumber: it would change the random numbers of every run.
    """
    S[s.NEED_AGREE, i] = exponential(words[0, i])
    V[s.U_AGREE, i] = uniform(words[1, i])
    S[s.BREAK_AGE, i] = exponential(words[2, i])
    V[s.U_TRUCE, i] = uniform(words[3, i])
    S[s.NEED_RETURN, i] = exponential(words[4, i])
    V[s.NEED_COLLAPSE_0, i] = exponential(words[5, i])
    V[s.NEED_COLLAPSE_1, i] = exponential(words[6, i])
    V[s.NEED_END2, i] = exponential(words[7, i])
    V[s.NEED_ALLY, i] = exponential(words[8, i])
    V[s.NEED_SUPPLIER, i] = exponential(words[9, i])
    V[s.U_VERIFY, i] = uniform(words[10, i])
    V[s.COLLAPSE_ODDS, i] = uniform(words[11, i])
    V[s.U_DISRUPT, i] = uniform(words[12, i])
    V[s.U_EXECUTE, i] = uniform(words[13, i])
    V[s.U_APPROVE, i] = uniform(words[14, i])
    V[s.ACCESSION_AGE, i] = uniform(words[15, i])
    z, _ = normals(words[16, i], words[17, i])
    V[s.LOG_HAZARD, i] = z
    V[s.U_SETTLE, i] = uniform(words[18, i])
    V[s.U_RETURN, i] = uniform(words[19, i])
    V[s.U_ITEM, i] = uniform(words[22, i])
    V[s.U_COUNTER, i] = uniform(words[23, i])
    V[s.NEED_REFUSAL, i] = exponential(words[24, i])
    V[s.COLLAPSE_PARTIAL, i] = uniform(words[25, i])


@step
def shares(P, DP, DS, V, i):
    """Rescales the shares of week-0 supply to sum to one, and fills the donors' pipelines to their steady state.

    Backfill pipelines start empty.
    """
    total = P[p.DOMESTIC_SHARE, i]
    for k in range(DP.shape[0]):
        total = total + DP[k, d.SHARE, i]
    V[s.DOMESTIC, i] = P[p.DOMESTIC_SHARE, i] / total
    V[s.LEAD_SHARE, i] = DP[0, d.SHARE, i] / total
    for k in range(DP.shape[0]):
        DS[k, s.SHARE, i] = DP[k, d.SHARE, i] / total
        stock = DP[k, d.STOCK_FRAC, i] / supply.stage_rate(DP[k, d.LAG_STOCK, i])
        produced = (ONE - DP[k, d.STOCK_FRAC, i]) / supply.stage_rate(DP[k, d.LAG_PROCURED, i])
        DS[k, s.STOCK_1, i] = stock
        DS[k, s.STOCK_2, i] = stock
        DS[k, s.STOCK_3, i] = stock
        DS[k, s.STOCK_4, i] = stock
        DS[k, s.MADE_1, i] = produced
        DS[k, s.MADE_2, i] = produced
        DS[k, s.MADE_3, i] = produced
        DS[k, s.MADE_4, i] = produced
        DS[k, s.FILL_1, i] = ZERO
        DS[k, s.FILL_2, i] = ZERO
        DS[k, s.FILL_3, i] = ZERO
        DS[k, s.FILL_4, i] = ZERO
        DS[k, s.MOVED_STOCK, i] = delay.moved(supply.stage_rate(DP[k, d.LAG_STOCK, i]))
        DS[k, s.MOVED_MADE, i] = delay.moved(supply.stage_rate(DP[k, d.LAG_PROCURED, i]))
        DS[k, s.MOVED_FILL, i] = delay.moved(supply.stage_rate(DP[k, d.LAG_BACKFILL, i]))
        DS[k, s.THROUGH_STOCK, i] = delay.through(supply.stage_rate(DP[k, d.LAG_STOCK, i]))
        DS[k, s.THROUGH_MADE, i] = delay.through(supply.stage_rate(DP[k, d.LAG_PROCURED, i]))
        DS[k, s.THROUGH_FILL, i] = delay.through(supply.stage_rate(DP[k, d.LAG_BACKFILL, i]))
        DS[k, s.TIRING, i] = LN2 / DP[k, d.FATIGUE_HALFLIFE, i]
        DS[k, s.WILL_LOGIT, i] = logit(DP[k, d.WILL_T0, i])
        DS[k, s.WILL, i] = DP[k, d.WILL_T0, i]
        DS[k, s.COMMIT, i] = ONE
        DS[k, s.POLICY, i] = ONE
        DS[k, s.STOCK_FLOW, i] = DP[k, d.STOCK_FRAC, i]
        DS[k, s.MADE_FLOW, i] = ONE - DP[k, d.STOCK_FRAC, i]
        DS[k, s.SURGE_LEFT, i] = DP[k, d.SURGE_STOCK, i] / maximum(DP[k, d.COST, i] * WEEK, MIN_COST)
        DS[k, s.SPENT, i] = ZERO


@step
def front_and_supply(P, V, S, i):
    """Sets level, pulse, persistence, stocks, rationing, losses and forces at week 0. Clears all other state."""
    scale = P[p.LEVEL_SCALE, i]
    V[s.LEVEL_LONG, i] = front.to_level(P[p.LEVEL_MEAN, i], scale)
    keep, step = front.persistence(P[p.LEVEL_HALFLIFE, i])
    V[s.LEVEL_KEEP, i] = keep
    V[s.LEVEL_STEP, i] = step * P[p.LEVEL_SD, i]
    V[s.PULSE_KEEP, i] = front.persistence(P[p.PULSE_HALFLIFE, i])[0]
    keep, step = front.persistence(P[p.SHARE_HALFLIFE, i])
    V[s.SHARE_KEEP, i] = keep
    V[s.SHARE_STEP, i] = step * P[p.SHARE_SD, i]
    V[s.STOCK_T0, i] = supply.stock_start(P[p.BUFFER_WEEKS, i], V[s.LEAD_SHARE, i])
    V[s.RATIONING, i] = supply.rationing(
        P[p.FIRES_NO_AID, i], P[p.FIRES_T0, i], V[s.LEAD_SHARE, i], P[p.DOMESTIC_GROWTH, i]
    )
    V[s.MOVED_WOUNDED, i] = delay.moved(ONE / P[p.RETURN_LAG, i])
    V[s.THROUGH_WOUNDED, i] = delay.through(ONE / P[p.RETURN_LAG, i])
    V[s.MOVED_FIRES, i] = delay.moved(ONE / P[p.FIRES_LAG, i])
    V[s.LEAVES_1, i] = forces.leaving(ZERO, P[p.SEPARATION_1, i])
    V[s.SALIENT_KEPT, i] = log(ONE - P[p.SALIENT_DECAY, i])
    V[s.FORT_BUILT, i] = delay.moved(P[p.FORT_BUILD, i])
    V[s.INV_STRESS_SCALE, i] = ONE / P[p.STRESS_SCALE, i]
    V[s.PERCENT_HELD, i] = PER_CENT / P[p.HELD_T0, i]
    V[s.INV_LEAD_SHARE, i] = ONE / V[s.LEAD_SHARE, i]
    V[s.MOST_USE, i] = exp(P[p.SURGE_FIRE_GAIN, i])
    V[s.LOG_FIRES_T0, i] = log(P[p.FIRES_T0, i])
    V[s.LEAST_FIRES, i] = minimum(V[s.LOG_FIRES_T0, i], log(P[p.FIRES_BEST, i]))
    V[s.SEASON_T0, i] = season.yearly_cosine(P[p.SEASON_PEAK, i])
    V[s.LOSS_BASE_1, i] = P[p.LOSS_CLAIMED_1, i] * THOUSAND_A_WEEK * P[p.LOSS_BIAS_1, i]
    V[s.LOSS_BASE_0, i] = V[s.LOSS_BASE_1, i] / P[p.LOSS_EXCHANGE, i]
    V[s.INV_FORCE_0, i] = ONE / P[p.FORCE_0, i]
    V[s.INV_FORCE_1, i] = ONE / P[p.FORCE_1, i]
    V[s.RATIO_T0, i] = log(P[p.FORCE_1, i] / P[p.FORCE_0, i])
    V[s.THIN_T0, i] = front.thinness(
        front.line_density(P[p.FORCE_0, i], P[p.FORWARD_FRAC_0, i], P[p.INFANTRY_FRAC_0, i], P[p.FRONT_LENGTH, i]),
        P[p.RUPTURE_DENSITY, i],
    )
    S[:, i] = ZERO
    S[s.LEVEL, i] = front.to_level(P[p.LEVEL_T0, i], scale) - P[p.PULSE_T0, i]
    S[s.PULSE, i] = P[p.PULSE_T0, i]
    S[s.GAIN13, i] = P[p.LEVEL_T0, i]
    S[s.SALIENT, i] = P[p.SALIENT_T0, i]
    S[s.MEN_0, i] = P[p.FORCE_0, i]
    S[s.MEN_1, i] = P[p.FORCE_1, i]
    lag = P[p.RETURN_LAG, i]
    S[s.WOUNDED_0, i] = (ONE - P[p.KILLED_FRAC_0, i]) * P[p.RETURN_FRAC_0, i] * V[s.LOSS_BASE_0, i] * lag
    S[s.WOUNDED_1, i] = (ONE - P[p.KILLED_FRAC_1, i]) * P[p.RETURN_FRAC_1, i] * V[s.LOSS_BASE_1, i] * lag
    S[s.STOCK, i] = V[s.STOCK_T0, i]
    S[s.USE, i] = ONE
    S[s.FIRES, i] = V[s.LOG_FIRES_T0, i]


@step
def sector(P, C, X, Z, i):
    """Sets a sector at week 0. C: its columns; X: its rows; Z: a normal for its log share."""
    rest_pace = maximum(maximum(P[p.LEVEL_T0, i], P[p.LEVEL_MEAN, i]), ZERO)
    X[s.LOG_SHARE, i] = P[p.SHARE_SD, i] * Z[i]
    X[s.ACTIVE, i] = C[c.ACTIVE_T0]
    X[s.AREA, i] = ZERO
    X[s.FORT, i] = P[p.FORT_T0, i]
    X[s.PER_STAKE_1, i] = ONE / C[c.STAKE_1]
    X[s.PER_STAKE_0, i] = ONE / C[c.STAKE_0]
    X[s.WEAR, i] = front.wear(P[p.FORT_T0, i], rest_pace * C[c.SHARE])


@step
def economy_and_politics(P, L, V, S, DP, DL, DS, i):
    """Sets oil, fund, stress, credibility, burden sharing and spillover ratios at week 0."""
    V[s.LOG_OIL_T0, i] = log(P[p.OIL_T0, i])
    V[s.MOVED_OIL, i] = delay.moved(P[p.OIL_REVERSION, i] * WEEK)
    V[s.OIL_NOISE, i] = economy.oil_noise(P[p.OIL_REVERSION, i], P[p.OIL_VOL, i])
    V[s.DISCOUNT_KEEP, i] = exp(-LN2 / P[p.SANCTIONS_HALFLIFE, i])
    burn = economy.burn(V[s.LOG_OIL_T0, i], ZERO, P[p.FUND_USE, i], P[p.FUND_DRAIN, i], P[p.OIL_CUTOFF, i])
    V[s.STRESS_T0, i] = economy.stress(
        P[p.FUND_T0, i],
        burn,
        P[p.STRESS_MONTHS, i],
        V[s.INV_STRESS_SCALE, i],
        P[p.REFINERY_OFF, i],
        P[p.SUPPLIER_INDEX, i],
    )
    S[s.OIL, i] = V[s.LOG_OIL_T0, i]
    S[s.FUND, i] = P[p.FUND_T0, i]
    S[s.SUPPLIER, i] = ONE
    S[s.CREDIBILITY, i] = logit(P[p.CREDIBILITY_T0, i])
    S[s.SURGE_START, i] = L[lv.SURGE_WEEK, i]
    V[s.INV_RAMP, i] = ONE / maximum(L[lv.SURGE_RAMP, i], ONE)
    money, drawdown = maximum(L[lv.APPROPRIATION_LAG, i], ONE), maximum(L[lv.DRAWDOWN_LAG, i], ONE)
    V[s.MONEY_LATER, i] = maximum(money - drawdown, ZERO)
    V[s.COMPACT_SIGNAL, i] = politics.compact_signal(
        L[lv.COMPACT_PLEDGE, i], P[p.SPENDING_T0, i], L[lv.COMPACT_CAPABILITIES, i], L[lv.COMPACT_MISSIONS, i]
    )
    V[s.SPENDING, i] = log(L[lv.COMPACT_PLEDGE, i] / P[p.SPENDING_T0, i])
    for k in range(DP.shape[0]):
        DS[k, s.INV_RUNOUT, i] = ONE / maximum(DL[k, lv.RUNOUT, i], MIN_RUNOUT)
        DS[k, s.GROWTH, i] = exp(V[s.SPENDING, i] * DP[k, d.GROWTH_ELASTICITY, i])
    sooner = COMPACT_SOONER * flag(L[lv.COMPACT_WEEK, i] < NO_DATE)
    sooner = sooner * politics.capabilities_part(L[lv.COMPACT_CAPABILITIES, i])
    V[s.BURDEN_MIDPOINT, i] = P[p.BURDEN_LAG, i] - sooner
    V[s.BURDEN_START, i] = sigmoid(-V[s.BURDEN_MIDPOINT, i])
    V[s.HOPE_T0, i] = bargaining.collapse_hope(P[p.COLLAPSE_RATE_0, i], ZERO, ZERO, ZERO, ZERO)
    V[s.FREEZE_LOGIT, i] = logit(P[p.FREEZE_SUPPORT_0, i]) + P[p.ELITE_OFFSET_0, i]
    V[s.SPILL_HELD, i] = exp(P[p.DEPLETED_EFFECT, i])
    V[s.SPILL_BOLD, i] = exp(P[p.EMBOLDENED_EFFECT, i])
    V[s.SPILL_TAIWAN, i] = exp(P[p.TAIWAN_EFFECT, i])
    V[s.SPILL_ESCALATION, i] = exp(P[p.ESCALATION_EFFECT, i]) - ONE


@step
def peace(P, L, V, i):
    """Sets the effect of peacekeepers, the week of accession, the baseline hazard, frailty, and collapse.

    It runs after `once`: it replaces the raw draws in ACCESSION_AGE, LOG_HAZARD, COLLAPSE_ODDS and COLLAPSE_PARTIAL by
    the quantities.
    """
    school = pick(P[p.KEEPERS_SCHOOL, i] < P[p.KEEPERS_WEIGHT, i], P[p.KEEPERS_HOPEFUL, i], P[p.KEEPERS_SCEPTIC, i])
    V[s.KEEPERS, i] = P[p.KEEPERS_TRIPWIRE, i] * ceasefire.keepers_effect(
        L[lv.TROOPS, i], P[p.KEEPERS_SCALE, i], school
    )
    V[s.ACCESSION_AGE, i] = ceasefire.accession_age(
        V[s.ACCESSION_AGE, i], P[p.ACCESSION_EVER, i], P[p.ACCESSION_MEDIAN, i], P[p.ACCESSION_SDLOG, i],
        L[lv.ACCESSION_PATH, i], L[lv.ALLIANCE, i], L[lv.WEST_GERMAN, i], P[p.CLAUSE_ACCESSION, i],
    )  # fmt: skip
    u, long_sample = P[p.BASELINE_PICK, i], P[p.BASELINE_LONG, i]
    V[s.BASELINE, i] = flag(u < long_sample + P[p.BASELINE_POST, i])
    V[s.WEIBULL_1Y, i] = pick(u < long_sample, P[p.WEIBULL_LONG_1Y, i], P[p.WEIBULL_POST_1Y, i])
    V[s.WEIBULL_SHAPE, i] = pick(u < long_sample, P[p.WEIBULL_LONG_SHAPE, i], P[p.WEIBULL_POST_SHAPE, i])
    sd = P[p.FRAILTY_SD, i]
    frailty = sd * V[s.LOG_HAZARD, i] - HALF * sd * sd
    war_profile = fma(P[p.STAKES_EFFECT, i], P[p.STAKES_EXCESS, i], P[p.DEATHS_EFFECT, i] * P[p.DEATHS_EXCESS, i])
    # a Weibull baseline needs no such term: it was fitted with this war's profile
    of_type = fma(P[p.TYPE_EFFECT, i], V[s.TYPE, i], frailty)
    V[s.LOG_HAZARD, i] = fma(ONE - V[s.BASELINE, i], war_profile, of_type)
    V[s.COLLAPSE_ODDS, i] = logit(V[s.COLLAPSE_ODDS, i])
    V[s.COLLAPSE_PARTIAL, i] = collapse.partial_loss(V[s.COLLAPSE_PARTIAL, i], P[p.COLLAPSE_SETTLE_0, i])


@step
def ledger(P, V, S, R, i):
    """Sets the outcomes before anything has happened: no event, zero for sums."""
    for j in range(R.shape[0]):
        R[j, i] = ZERO
    R[o.CEASEFIRE_WEEK, i] = NOT_YET
    R[o.RESUMED_WEEK, i] = NOT_YET
    R[o.LARGE_WAR_WEEK, i] = NOT_YET
    R[o.BROKEN_WEEK, i] = NOT_YET
    R[o.COLLAPSE_WEEK_0, i] = NOT_YET
    R[o.COLLAPSE_WEEK_1, i] = NOT_YET
    R[o.AGREEMENT_WEEK, i] = NOT_YET
    R[o.PACKAGE_SIGNED_WEEK, i] = NOT_YET
    R[o.READY_WEEK_1, i] = NOT_YET
    R[o.REFUSED_WEEK, i] = NOT_YET
    R[o.SURGE_WEEK, i] = NOT_YET
    R[o.MEMBER_WEEK, i] = NOT_YET
    R[o.POLICY_CHANCE, i] = ONE
    R[o.END2_WEEK, i] = NOT_YET
    R[o.HELD_PEACE5Y, i] = NOT_YET
    R[o.VIOLATIONS_1Y, i] = NOT_YET
    R[o.ACCEPT_0, i] = NOT_YET
    R[o.ACCEPT_1, i] = NOT_YET
    R[o.ACCEPT_REFERENCE, i] = bargaining.acceptance(V[s.ACCEPT_BASE, i])
    S[s.HELD, i] = P[p.HELD_T0, i] / P[p.HELD_REFERENCE, i]
    S[s.SOVEREIGNTY, i] = S[s.HELD, i]


@step
def will_odds(DP, DL, DS, V, i):
    """Sets the odds of the lead donor's will at week 0, and what a cut of its flow is expected to cost.

    The cost is the land that side 1 would gain in a year more than without the cut, by the emulator, without optimism.
    """
    w = DS[0, s.WILL, i]
    V[s.WILL_ODDS_T0, i] = w / maximum(ONE - w, F(1e-6))
    lost = maximum(ONE - DL[0, lv.KEEP, i], ZERO)
    V[s.CUT_WEEK, i] = pick(lost > ZERO, DL[0, lv.CHANGE_WEEK, i], NO_DATE)
    fires = expectation.fires_ahead(ZERO, V[s.RATIONING, i], V[s.LEAD_SHARE, i], lost, ZERO)
    before = exp(minimum(V[s.EXPECT_BASE, i], expectation.MAX_LOG_GAIN))
    after = exp(minimum(fma(V[s.EXPECT_FIRES, i], fires, V[s.EXPECT_BASE, i]), expectation.MAX_LOG_GAIN))
    V[s.CUT_ODDS, i] = politics.cut_odds(DP[0, d.WILL_IMAGE, i], V[s.PERCENT_HELD, i] * (after - before))
