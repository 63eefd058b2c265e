"""Steps 9 and 10 of a week: what is held, what it cost, and the snapshots of named weeks."""

from forecast_kernels.arithmetic import ONE, ZERO, F, exp, flag, fma, most, pick
from forecast_kernels.ceasefire import troops_present
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.portable import portable

WEEK = F(1.0 / 52.0)
FIVE_YEARS = F(260.0)


@portable
def book(P, L, S, R, week, i):
    """Share of pre-invasion land, cost of troops, land share five years after the first ceasefire."""
    held = (P[p.HELD_T0, i] - S[s.NET, i] + S[s.TRANSFER, i]) * (ONE - S[s.COLLAPSE_LOSS, i])
    S[s.HELD, i] = most(held, ZERO) / P[p.HELD_REFERENCE, i]
    size = L[lv.TROOPS, i]
    here = troops_present(S[s.AGE, i], size, L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i])
    here = here * S[s.PACKAGE, i] * flag(S[s.REGIME, i] == F(2.0))
    R[o.KEEPERS_COST, i] = fma(here * size, P[p.KEEPERS_COST, i] * F(1e-3) * WEEK, R[o.KEEPERS_COST, i])
    due = (R[o.CEASEFIRE_WEEK, i] >= ZERO) & (week == R[o.CEASEFIRE_WEEK, i] + FIVE_YEARS)
    R[o.HELD_PEACE5Y, i] = pick(due, S[s.HELD, i], R[o.HELD_PEACE5Y, i])
    R[o.COLLAPSE_LOSS, i] = S[s.COLLAPSE_LOSS, i]
    R[o.TRANSFER, i] = S[s.TRANSFER, i]


@portable
def snapshot(S, R, week, i):
    """Copies the quantities of one of the named weeks (a whole number, the same for all members)."""
    if week == 4:
        R[o.NET_W4, i] = S[s.NET, i]
    elif week == 13:
        R[o.NET_W13, i] = S[s.NET, i]
    elif week == 26:
        R[o.NET_W26, i] = S[s.NET, i]
        R[o.SALIENT_W26, i] = S[s.SALIENT, i]
        R[o.FIRES_W26, i] = exp(S[s.FIRES, i])
    elif week == 52:
        R[o.NET_W52, i] = S[s.NET, i]
        R[o.HELD_W52, i] = S[s.HELD, i]
        R[o.LOSSES_0_W52, i] = S[s.LOSSES_0, i]
        R[o.LOSSES_1_W52, i] = S[s.LOSSES_1, i]
        R[o.FORCE_0_W52, i] = S[s.MEN_0, i]
        R[o.FORCE_1_W52, i] = S[s.MEN_1, i]
        R[o.STRESS_W52, i] = S[s.STRESS, i]
    elif week == 104:
        R[o.NET_W104, i] = S[s.NET, i]
        R[o.HELD_W104, i] = S[s.HELD, i]
        R[o.LOSSES_0_W104, i] = S[s.LOSSES_0, i]
        R[o.LOSSES_1_W104, i] = S[s.LOSSES_1, i]
    elif week == 520:
        R[o.HELD_W520, i] = S[s.HELD, i]
