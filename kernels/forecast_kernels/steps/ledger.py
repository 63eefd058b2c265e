"""The ledgers of a week: land held, costs, hazards beyond the war, and the snapshots of named weeks.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters P, L, V, S, R.
"""

from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model import regime, sovereignty, spillover
from forecast_kernels.model.ceasefire import troops_present
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, flag, fma, maximum, pick, sigmoid
from forecast_kernels.numeric.calendar import WEEK, YEAR
from forecast_kernels.numeric.jit import scalar, step

FIVE_YEARS = F(260.0)


@step
def five_years(S, R, week, i):
    """Records the land held 5 years after the first ceasefire."""
    due = (R[o.CEASEFIRE_WEEK, i] >= ZERO) & (week == R[o.CEASEFIRE_WEEK, i] + FIVE_YEARS)
    R[o.HELD_PEACE5Y, i] = pick(due, S[s.HELD, i], R[o.HELD_PEACE5Y, i])


@step
def book(P, L, V, S, R, week, i):
    """Updates land held, sovereignty, cost of troops, and outcomes 1 and 5 years after the first ceasefire."""
    held = (P[p.HELD_T0, i] - S[s.NET, i] + S[s.TRANSFER, i] - R[o.CEDED, i]) * (ONE - S[s.COLLAPSE_LOSS, i])
    S[s.HELD, i] = maximum(held, ZERO) / P[p.HELD_REFERENCE, i]
    now = S[s.REGIME, i]
    signed, fallen = flag(regime.signed(now)), flag(regime.fallen(now))
    S[s.SOVEREIGNTY, i] = sovereignty.index(
        S[s.HELD, i], maximum(signed * S[s.NEUTRAL, i], fallen), maximum(signed * S[s.RECOGNISED, i], fallen),
        P[p.SOVEREIGNTY_NEUTRAL, i], P[p.SOVEREIGNTY_RECOGNITION, i],
    )  # fmt: skip
    size = L[lv.TROOPS, i]
    present = troops_present(
        S[s.AGE, i], size, L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i], L[lv.TROOPS_STAY, i],
        V[s.ACCESSION_AGE, i],
    )  # fmt: skip
    present = present * S[s.PACKAGE, i] * signed
    R[o.KEEPERS_COST, i] = fma(present * size, P[p.KEEPERS_COST, i] * F(1e-3) * WEEK, R[o.KEEPERS_COST, i])
    five_years(S, R, week, i)
    one_year = (R[o.CEASEFIRE_WEEK, i] >= ZERO) & (week == R[o.CEASEFIRE_WEEK, i] + YEAR) & regime.in_ceasefire(now)
    R[o.VIOLATIONS_1Y, i] = pick(one_year, S[s.VIOLATIONS, i], R[o.VIOLATIONS_1Y, i])
    R[o.COLLAPSE_LOSS, i] = S[s.COLLAPSE_LOSS, i]
    R[o.TRANSFER, i] = S[s.TRANSFER, i]


@step
def beyond(P, V, S, i):
    """Adds the week to the integrated hazards of wars beyond this one, and of the return of land by diplomacy."""
    now = S[s.REGIME, i]
    fighting = flag(regime.fighting(now))
    held_back = spillover.held_back(fighting, S[s.AGE, i], P[p.RECONSTITUTE_YEARS, i])
    emboldened = maximum(S[s.ABANDONED, i], flag(regime.fallen(now)))
    held_ratio, bold_ratio = V[s.SPILL_HELD, i], V[s.SPILL_BOLD, i]
    S[s.CUM_NEIGHBOUR, i] = S[s.CUM_NEIGHBOUR, i] + spillover.weekly(
        P[p.NEIGHBOUR_HAZARD, i], held_back, held_ratio, emboldened, bold_ratio
    )
    escalation = spillover.escalation(fighting, S[s.SURGE, i], S[s.STRIKES, i], V[s.SPILL_ESCALATION, i])
    S[s.CUM_NATO, i] = S[s.CUM_NATO, i] + escalation * spillover.weekly(
        P[p.NATO_HAZARD, i], held_back, held_ratio, emboldened, bold_ratio
    )
    S[s.CUM_TAIWAN, i] = S[s.CUM_TAIWAN, i] + spillover.weekly(
        P[p.TAIWAN_HAZARD, i], ZERO, ONE, S[s.ABANDONED, i], V[s.SPILL_TAIWAN, i]
    )
    open_claim = flag(regime.in_ceasefire(now)) * (ONE - S[s.RECOGNISED, i])
    S[s.CUM_REGAIN, i] = fma(open_claim * WEEK, P[p.REGAIN_HAZARD, i], S[s.CUM_REGAIN, i])


@scalar
def has_snapshot(week):
    """Whether outcomes are recorded in this week, a whole number."""
    return (week == 4) | (week == 13) | (week == 26) | (week == 52) | (week == 104) | (week == 520)


@step
def snapshot(S, R, number, i):
    """Copies state into the outcomes of a named week. number: the week, a whole number, the same for all members."""
    if number == 4:
        R[o.NET_W4, i] = S[s.NET, i]
    elif number == 13:
        R[o.NET_W13, i] = S[s.NET, i]
    elif number == 26:
        R[o.NET_W26, i] = S[s.NET, i]
        R[o.SALIENT_W26, i] = S[s.SALIENT, i]
        R[o.FIRES_W26, i] = exp(S[s.FIRES, i])
    elif number == 52:
        R[o.NET_W52, i] = S[s.NET, i]
        R[o.HELD_W52, i] = S[s.HELD, i]
        R[o.LOSSES_0_W52, i] = S[s.LOSSES_0, i]
        R[o.LOSSES_1_W52, i] = S[s.LOSSES_1, i]
        R[o.FORCE_0_W52, i] = S[s.MEN_0, i]
        R[o.FORCE_1_W52, i] = S[s.MEN_1, i]
        R[o.STRESS_W52, i] = S[s.STRESS, i]
        R[o.CREDIBILITY_W52, i] = sigmoid(S[s.CREDIBILITY, i])
    elif number == 104:
        R[o.NET_W104, i] = S[s.NET, i]
        R[o.HELD_W104, i] = S[s.HELD, i]
        R[o.LOSSES_0_W104, i] = S[s.LOSSES_0, i]
        R[o.LOSSES_1_W104, i] = S[s.LOSSES_1, i]
        R[o.SOVEREIGNTY_W104, i] = S[s.SOVEREIGNTY, i]
    elif number == 520:
        R[o.HELD_W520, i] = S[s.HELD, i]
        R[o.SOVEREIGNTY_W520, i] = S[s.SOVEREIGNTY, i]
        recognised = flag(regime.signed(S[s.REGIME, i])) * S[s.RECOGNISED, i]
        R[o.LOST_RECOGNISED_W520, i] = recognised * (ONE - S[s.HELD, i])
        R[o.LOST_DEFACTO_W520, i] = (ONE - recognised) * (ONE - S[s.HELD, i])
        R[o.SPILL_NEIGHBOUR_W520, i] = ONE - exp(-S[s.CUM_NEIGHBOUR, i])
        R[o.SPILL_NATO_W520, i] = ONE - exp(-S[s.CUM_NATO, i])
        R[o.SPILL_TAIWAN_W520, i] = ONE - exp(-S[s.CUM_TAIWAN, i])
        R[o.REGAIN_W520, i] = ONE - exp(-S[s.CUM_REGAIN, i])
