"""Steps 9 and 10 of a week: what is held, what it cost, and the snapshots of named weeks."""

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
def book(P, L, V, S, R, week, i):
    """Share of pre-invasion land, sovereignty, cost of troops, what is recorded years after the first ceasefire."""
    held = (P[p.HELD_T0, i] - S[s.NET, i] + S[s.TRANSFER, i] - R[o.CEDED, i]) * (ONE - S[s.COLLAPSE_LOSS, i])
    S[s.HELD, i] = maximum(held, ZERO) / P[p.HELD_REFERENCE, i]
    r = S[s.REGIME, i]
    signed, fallen = flag(regime.signed(r)), flag(regime.fallen(r))
    S[s.SOVEREIGNTY, i] = sovereignty.index(
        S[s.HELD, i], maximum(signed * S[s.NEUTRAL, i], fallen), maximum(signed * S[s.RECOGNISED, i], fallen),
        P[p.SOVEREIGNTY_NEUTRAL, i], P[p.SOVEREIGNTY_RECOGNITION, i],
    )  # fmt: skip
    size = L[lv.TROOPS, i]
    present = troops_present(
        S[s.AGE, i], size, L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i], L[lv.TROOPS_STAY, i],
        V[s.ACCESSION_AGE, i],
    )  # fmt: skip
    present = present * S[s.PACKAGE, i] * flag(regime.in_ceasefire(r))
    R[o.KEEPERS_COST, i] = fma(present * size, P[p.KEEPERS_COST, i] * F(1e-3) * WEEK, R[o.KEEPERS_COST, i])
    due = (R[o.CEASEFIRE_WEEK, i] >= ZERO) & (week == R[o.CEASEFIRE_WEEK, i] + FIVE_YEARS)
    R[o.HELD_PEACE5Y, i] = pick(due, S[s.HELD, i], R[o.HELD_PEACE5Y, i])
    due = (R[o.CEASEFIRE_WEEK, i] >= ZERO) & (week == R[o.CEASEFIRE_WEEK, i] + YEAR) & regime.in_ceasefire(r)
    R[o.VIOLATIONS_1Y, i] = pick(due, S[s.VIOLATIONS, i], R[o.VIOLATIONS_1Y, i])
    R[o.COLLAPSE_LOSS, i] = S[s.COLLAPSE_LOSS, i]
    R[o.TRANSFER, i] = S[s.TRANSFER, i]


@step
def beyond(P, V, S, i):
    """Hazards beyond this war."""
    r = S[s.REGIME, i]
    fighting = flag(regime.fighting(r))
    held = spillover.held_back(fighting, S[s.AGE, i], P[p.RECONSTITUTE_YEARS, i])
    bold = maximum(S[s.ABANDONED, i], flag(regime.fallen(r)))
    w_held, w_bold = V[s.SPILL_HELD, i], V[s.SPILL_BOLD, i]
    S[s.CUM_NEIGHBOUR, i] = S[s.CUM_NEIGHBOUR, i] + spillover.weekly(
        P[p.NEIGHBOUR_HAZARD, i], held, w_held, bold, w_bold
    )
    S[s.CUM_NATO, i] = S[s.CUM_NATO, i] + spillover.weekly(P[p.NATO_HAZARD, i], held, w_held, bold, w_bold)
    S[s.CUM_TAIWAN, i] = S[s.CUM_TAIWAN, i] + spillover.weekly(
        P[p.TAIWAN_HAZARD, i], ZERO, ONE, S[s.ABANDONED, i], V[s.SPILL_TAIWAN, i]
    )


@scalar
def has_snapshot(week):
    """Whether outcomes name this week, a whole number."""
    return (week == 4) | (week == 13) | (week == 26) | (week == 52) | (week == 104) | (week == 520)


@step
def snapshot(S, R, number, i):
    """Copies the quantities of one of the named weeks. number: the week, a whole number, the same for all members."""
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
        r = S[s.REGIME, i]
        law = flag(regime.signed(r)) * S[s.RECOGNISED, i]
        R[o.LOST_RECOGNISED_W520, i] = law * (ONE - S[s.HELD, i])
        R[o.LOST_DEFACTO_W520, i] = (ONE - law) * (ONE - S[s.HELD, i])
        R[o.SPILL_NEIGHBOUR_W520, i] = ONE - exp(-S[s.CUM_NEIGHBOUR, i])
        R[o.SPILL_NATO_W520, i] = ONE - exp(-S[s.CUM_NATO, i])
        R[o.SPILL_TAIWAN_W520, i] = ONE - exp(-S[s.CUM_TAIWAN, i])
