"""The steps of a week about resources: economy of side 1, politics of the donors, aid and fires of side 0.

Side 0 is the defender and receives aid, side 1 attacks. `steps` explains the letters; AP, AL, AS are the parameters,
levers and state of one donor. Supply is measured in shares of the week-0 supply.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import donors as d
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import economy, expectation, politics, regime, spillover, supply
from forecast_kernels.numeric.arithmetic import ONE, TWO, ZERO, F, clip, exp, flag, fma, maximum, minimum, pick
from forecast_kernels.numeric.calendar import NO_DATE, WEEK
from forecast_kernels.numeric.jit import step

REFINERY_STRIKES, SIGNALS_EXECUTED = F(k.REFINERY_STRIKES), F(k.SIGNALS_EXECUTED)
REFORM_YEARS, FIRES_GROWTH_YEARS = F(k.REFORM_YEARS), F(k.FIRES_GROWTH_YEARS)


@step
def economics(P, L, V, S, N, t, i):
    """Updates oil price, sanctions, fund, stress, ally and supplier of side 1."""
    S[s.OIL, i] = economy.oil_step(S[s.OIL, i], N[s.Z_OIL, i], V[s.LOG_OIL_T0, i], V[s.MOVED_OIL, i], V[s.OIL_NOISE, i])
    dated = L[lv.SANCTIONS_WEEK, i]
    first = pick(L[lv.SURGE_SANCTIONS, i] > ZERO, minimum(dated, S[s.SURGE_START, i]), dated)
    begins = flag((t >= first) & (t - ONE < first))
    jump = begins * P[p.SANCTIONS_JUMP, i]
    S[s.DISCOUNT, i] = fma(S[s.DISCOUNT, i], V[s.DISCOUNT_KEEP, i], jump)
    sanctioned = flag(t >= first)
    cum_supplier = S[s.CUM_SUPPLIER, i] + sanctioned * P[p.SUPPLIER_CUT_RATE, i] * WEEK
    S[s.CUM_SUPPLIER, i] = cum_supplier
    cut = flag(cum_supplier > V[s.NEED_SUPPLIER, i])
    S[s.SUPPLIER, i] = exp(economy.supplier(cut, P[p.SUPPLIER_GROWTH, i], t * WEEK))
    S[s.CUM_ALLY, i] = S[s.CUM_ALLY, i] + P[p.ALLY_STOP_RATE, i] * WEEK
    S[s.FOOTING, i] = economy.footing(S[s.FOOTING, i], flag(regime.fighting(S[s.REGIME, i])))
    other_use = fma(P[p.WAR_COST_GROWTH, i], S[s.FOOTING, i], P[p.FUND_USE, i])
    burn = economy.burn(S[s.OIL, i], S[s.DISCOUNT, i], other_use, P[p.FUND_DRAIN, i], P[p.OIL_CUTOFF, i])
    S[s.FUND, i] = economy.fund_step(S[s.FUND, i], burn, P[p.FUND_CAP, i])
    refinery_off = P[p.REFINERY_OFF, i] * fma(REFINERY_STRIKES, S[s.STRIKES, i], ONE)
    now = economy.stress(
        S[s.FUND, i],
        burn,
        P[p.STRESS_MONTHS, i],
        V[s.INV_STRESS_SCALE, i],
        refinery_off,
        minimum(P[p.SUPPLIER_INDEX, i] * S[s.SUPPLIER, i], ONE),
    )
    S[s.STRESS, i] = now - V[s.STRESS_T0, i]


@step
def threat(P, L, V, S, AS, R, t, week, i):
    """Updates the ultimatum: offer, deadline, credibility, and whether a refusal is followed by a surge.

    Also updates whether the lead donor has abandoned side 0, and the chance that its leader does what the branch says:
    its will in the week of an offer or of an ordered surge, one minus it in the week of a cut. One belief of the same
    person decides on all of them, so the smallest counts. AS: state of the lead donor. Its will of the week before
    changes the chance that the threat is carried out.
    """
    will = AS[s.WILL, i]
    war = flag(regime.first_war(S[s.REGIME, i]))
    offer = L[lv.OFFER_WEEK, i]
    opens = flag((t >= offer) & (t - ONE < offer)) * war
    pledged = flag(L[lv.COMPACT_WEEK, i] < NO_DATE)
    approved = flag(V[s.U_APPROVE, i] < will)
    credibility = fma(opens * P[p.SIGNAL_LLR, i], pledged + approved, S[s.CREDIBILITY, i])
    deadline = offer + L[lv.DEADLINE, i]
    ends = flag((t >= deadline) & (t - ONE < deadline)) * war
    odds = will / maximum(ONE - will, F(1e-6))
    chance = politics.execution_chance(L[lv.EXECUTE, i], odds, V[s.WILL_ODDS_T0, i])
    carried = ends * flag(V[s.U_EXECUTE, i] < chance)
    credibility = fma(carried * SIGNALS_EXECUTED, P[p.SIGNAL_LLR, i], credibility)
    S[s.CREDIBILITY, i] = credibility - (ends - carried) * P[p.BLUFF_PENALTY, i]
    S[s.REPUTATION, i] = S[s.REPUTATION, i] + fma(TWO, carried, -ends)
    S[s.REFUSED, i] = maximum(S[s.REFUSED, i], ends)
    R[o.REFUSED_WEEK, i] = pick(ends > ZERO, week, R[o.REFUSED_WEEK, i])
    since = t - S[s.SURGE_START, i]
    # a surge may already run before the offer (strength first); a refusal then starts no other one
    running = (since >= ZERO) & (since < V[s.MONEY_LATER, i] + L[lv.SURGE_DURATION, i])
    start = t + minimum(maximum(L[lv.DRAWDOWN_LAG, i], ONE), maximum(L[lv.APPROPRIATION_LAG, i], ONE))
    S[s.SURGE_START, i] = pick((carried > ZERO) & ~running, start, S[s.SURGE_START, i])
    ordered = flag((t >= L[lv.SURGE_WEEK, i]) & (t - ONE < L[lv.SURGE_WEEK, i])) * war
    cuts = flag((t >= V[s.CUT_WEEK, i]) & (t - ONE < V[s.CUT_WEEK, i])) * war
    acts = pick(opens + ordered > ZERO, will, ONE)
    refuses = pick(cuts > ZERO, ONE / fma(odds, V[s.CUT_ODDS, i], ONE), ONE)
    R[o.POLICY_CHANCE, i] = minimum(R[o.POLICY_CHANCE, i], minimum(acts, refuses))
    fighting = flag(regime.fighting(S[s.REGIME, i]))
    S[s.ABANDONED, i] = spillover.abandoned(S[s.ABANDONED, i], fighting, AS[s.POLICY, i])


@step
def measures(P, L, V, S, R, t, week, years, moves, i):
    """Updates which measures are in force (compact, surge, strikes, intelligence), and clears the sums over donors.

    moves: see `events.turn`.
    """
    S[s.COMPACT, i] = flag(t >= L[lv.COMPACT_WEEK, i])
    S[s.BURDEN, i] = maximum(politics.burden_progress(years, V[s.BURDEN_MIDPOINT, i], V[s.BURDEN_START, i]), ZERO)
    war = flag(moves & regime.first_war(S[s.REGIME, i]))
    since = t - S[s.SURGE_START, i]
    on = flag((since >= ZERO) & (since < V[s.MONEY_LATER, i] + L[lv.SURGE_DURATION, i])) * war
    S[s.SURGE, i] = on * clip((since + ONE) * V[s.INV_RAMP, i], ZERO, ONE)
    paid = since - V[s.MONEY_LATER, i]
    S[s.SURGE_MONEY, i] = on * clip((paid + ONE) * V[s.INV_RAMP, i], ZERO, ONE) * flag(paid >= ZERO)
    R[o.SURGE_WEEK, i] = pick((on > ZERO) & (R[o.SURGE_WEEK, i] < ZERO), week, R[o.SURGE_WEEK, i])
    lifted = flag(since >= ZERO) * L[lv.SURGE_STRIKES, i]
    S[s.STRIKES, i] = maximum(lifted, flag(t >= L[lv.STRIKES_WEEK, i])) * (ONE - P[p.STRIKE_SPENT, i])
    S[s.INTEL_CUT, i] = flag((t >= L[lv.INTEL_CUT_FROM, i]) & (t < L[lv.INTEL_CUT_UNTIL, i]))
    S[s.LAND_LOST, i] = V[s.PERCENT_HELD, i] * (S[s.NET, i] - S[s.TRANSFER, i])
    S[s.MISSING, i] = ZERO
    S[s.LATE, i] = ZERO
    S[s.DELIVERED, i] = ZERO
    S[s.BACKFILL, i] = ZERO
    S[s.BACKFILLED, i] = ZERO


@step
def commits(P, L, V, S, AP, AL, AS, t, i):
    """Updates will and committed flow of one donor, and adds its missing flow to the sum over donors."""
    gain = (P[p.BURDEN_SHARE_GOAL, i] - P[p.BURDEN_SHARE_T0, i]) * S[s.BURDEN, i]
    will = politics.will(
        AP[d.WILL_T0, i], AS[s.WILL_LOGIT, i], AP[d.WILL_BURDEN, i], gain,
        S[s.COMPACT, i] * V[s.COMPACT_SIGNAL, i], AP[d.WILL_IMAGE, i], S[s.LAND_LOST, i],
        AP[d.WILL_REFUSAL, i], S[s.REFUSED, i],
    )  # fmt: skip
    AS[s.WILL, i] = will
    flow = supply.commitment(t, AL[lv.KEEP, i], AL[lv.CHANGE_WEEK, i], AL[lv.RESUME_WEEK, i], AS[s.INV_RUNOUT, i], will)
    from_stock, multiple = AP[d.STOCK_FRAC, i], AL[lv.SURGE_MULT, i]
    drawn = supply.surge_extra(from_stock * flow, from_stock, S[s.SURGE, i], multiple)
    drawn = minimum(drawn, AS[s.SURGE_LEFT, i])
    AS[s.SURGE_LEFT, i] = AS[s.SURGE_LEFT, i] - drawn
    most = minimum(multiple, AP[d.SURGE_PRODUCTION, i])
    bought = supply.surge_extra((ONE - from_stock) * flow, ONE - from_stock, S[s.SURGE_MONEY, i], most)
    AS[s.POLICY, i] = flow + drawn + bought
    r = S[s.REGIME, i]
    neutral = S[s.NEUTRAL, i] * flag(regime.signed(r))
    peace_flow = AL[lv.PEACE_FLOW, i] * (ONE - neutral)
    goes_on = pick(regime.signed(r) | regime.second_peace(r), peace_flow, flag(~regime.fallen(r)))
    AS[s.STOCK_FLOW, i] = goes_on * fma(from_stock, flow, drawn)
    AS[s.MADE_FLOW, i] = goes_on * fma(ONE - from_stock, flow, bought)
    flow = goes_on * AS[s.POLICY, i]
    AS[s.COMMIT, i] = flow
    S[s.MISSING, i] = fma(AS[s.SHARE, i], maximum(ONE - flow, ZERO), S[s.MISSING, i])


@step
def deliveries(S, AP, AL, AS, t, moves, i):
    """Updates pipelines and backfill of one donor, and adds its deliveries to the sums over donors."""
    war = moves & regime.fighting(S[s.REGIME, i])
    missing_of_others = maximum(S[s.MISSING, i] - AS[s.SHARE, i] * maximum(ONE - AS[s.COMMIT, i], ZERO), ZERO)
    fill = supply.backfill(
        missing_of_others, AP[d.BACKFILL_FRAC, i], AL[lv.BACKFILL_MULT, i], t, AS[s.TIRING, i], S[s.COMPACT, i]
    )
    fill = pick(war, fill, ZERO)
    change = AL[lv.CHANGE_WEEK, i]
    stopped = flag((t >= change) & (t - ONE < change)) * AL[lv.HALT_PIPELINE, i]
    kept = ONE - stopped
    s1, s2, s3, s4, out_stock = supply.pipeline(
        AS[s.STOCK_1, i] * kept, AS[s.STOCK_2, i] * kept, AS[s.STOCK_3, i] * kept, AS[s.STOCK_4, i] * kept,
        AS[s.MOVED_STOCK, i], AS[s.THROUGH_STOCK, i], AS[s.STOCK_FLOW, i],
    )  # fmt: skip
    AS[s.STOCK_1, i] = s1
    AS[s.STOCK_2, i] = s2
    AS[s.STOCK_3, i] = s3
    AS[s.STOCK_4, i] = s4
    s1, s2, s3, s4, out_made = supply.pipeline(
        AS[s.MADE_1, i] * kept, AS[s.MADE_2, i] * kept, AS[s.MADE_3, i] * kept, AS[s.MADE_4, i] * kept,
        AS[s.MOVED_MADE, i], AS[s.THROUGH_MADE, i], AS[s.MADE_FLOW, i],
    )  # fmt: skip
    AS[s.MADE_1, i] = s1
    AS[s.MADE_2, i] = s2
    AS[s.MADE_3, i] = s3
    AS[s.MADE_4, i] = s4
    s1, s2, s3, s4, out_fill = supply.pipeline(
        AS[s.FILL_1, i], AS[s.FILL_2, i], AS[s.FILL_3, i], AS[s.FILL_4, i],
        AS[s.MOVED_FILL, i], AS[s.THROUGH_FILL, i], fill,
    )  # fmt: skip
    AS[s.FILL_1, i] = s1
    AS[s.FILL_2, i] = s2
    AS[s.FILL_3, i] = s3
    AS[s.FILL_4, i] = s4
    growth = fma(S[s.COMPACT, i] * S[s.BURDEN, i], AS[s.GROWTH, i] - ONE, ONE)
    delivered = (out_stock + out_made) * growth
    share = AS[s.SHARE, i]
    S[s.DELIVERED, i] = fma(share, delivered, S[s.DELIVERED, i])
    S[s.LATE, i] = fma(share, maximum(ONE - delivered, ZERO), S[s.LATE, i])
    S[s.BACKFILL, i] = S[s.BACKFILL, i] + fill
    S[s.BACKFILLED, i] = S[s.BACKFILLED, i] + out_fill
    cost = AP[d.COST, i] * WEEK * (delivered + out_fill / maximum(share, F(1e-6)))
    AS[s.SPENT, i] = AS[s.SPENT, i] + cost * flag(t < regime.AID_WEEKS)


@step
def fires(P, V, S, t, years, fade3, i):
    """Updates stock, supply used and fires ratio. The last two stay as they are for a member at rest."""
    war = flag(regime.fighting(S[s.REGIME, i]))
    domestic = supply.domestic(V[s.DOMESTIC, i], P[p.DOMESTIC_GROWTH, i], P[p.DOMESTIC_CAP, i], years)
    inflow = S[s.DELIVERED, i] + minimum(S[s.BACKFILLED, i], S[s.LATE, i]) + domestic
    use = supply.use_in_war(inflow, S[s.STOCK, i], V[s.STOCK_T0, i], V[s.MOST_USE, i])
    S[s.STOCK, i] = supply.stock_step(S[s.STOCK, i], V[s.STOCK_T0, i], inflow, use, war)
    kept = regime.at_rest(S[s.REGIME, i], t)
    S[s.USE, i] = pick(kept, S[s.USE, i], use)
    S[s.GAP, i] = clip((ONE - use) * V[s.INV_LEAD_SHARE, i], ZERO, ONE)
    reform = P[p.REFORM_LEVEL_0, i] * minimum(years, REFORM_YEARS)
    S[s.FIRES_0, i] = supply.log_fires_0(use, V[s.RATIONING, i], P[p.SURGE_FIRE_GAIN, i], P[p.SURGE_ENABLER, i], reform)
    cut = flag(S[s.CUM_SUPPLIER, i] > V[s.NEED_SUPPLIER, i])
    log_supplier = economy.supplier(cut, P[p.SUPPLIER_GROWTH, i], years)
    stopped = flag(S[s.CUM_ALLY, i] > V[s.NEED_ALLY, i])
    fires_1 = supply.log_fires_1(
        P[p.FIRES_GROWTH_1, i], FIRES_GROWTH_YEARS * fade3, log_supplier, P[p.FIRES_SUPPLIER_1, i], S[s.STRESS, i],
        P[p.FIRES_STRESS_1, i], S[s.STRIKES, i], P[p.FIRES_STRIKES_1, i], P[p.ALLY_SHELLS_1, i],
        supply.ally_left(stopped, P[p.ALLY_TAPER_1, i], years),
    )  # fmt: skip
    ratio = supply.log_ratio(V[s.LOG_FIRES_T0, i], fires_1, S[s.FIRES_0, i], V[s.LEAST_FIRES, i])
    S[s.FIRES, i] = pick(kept, S[s.FIRES, i], ratio)
    S[s.FIRES_1, i] = fires_1


@step
def prospect(V, S, i):
    """Computes the supply gap and the fires ratio that follow from the donors' present commitments.

    Deliveries lag behind commitments, so a cut changes beliefs before it changes the front.
    """
    S[s.GAP_AHEAD, i] = clip((S[s.MISSING, i] - S[s.BACKFILL, i]) * V[s.INV_LEAD_SHARE, i], ZERO, ONE)
    S[s.FIRES_AHEAD, i] = expectation.fires_ahead(
        S[s.FIRES_1, i], V[s.RATIONING, i], V[s.LEAD_SHARE, i], S[s.GAP_AHEAD, i],
        S[s.FIRES, i] - V[s.LOG_FIRES_T0, i],
    )  # fmt: skip
