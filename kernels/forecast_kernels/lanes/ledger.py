"""Steps 9 and 10 of a week: what is held, what it cost, and the snapshots of named weeks."""

from forecast_kernels.arithmetic import F, ONE, ZERO, exp, flag, fma, most, pick
from forecast_kernels.ceasefire import troops_present
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.portable import portable

WEEK = F(1.0 / 52.0)
FIVE_YEARS = F(260.0)


@portable
def book(P, L, S, O, week, i):
    """Share of pre-invasion land, cost of troops, land share five years after the first ceasefire."""
    held = (P[p.HELD_T0, i] - S[s.NET, i] + S[s.TRANSFER, i]) * (ONE - S[s.COLLAPSE_LOSS, i])
    S[s.HELD, i] = most(held, ZERO) / P[p.HELD_REFERENCE, i]
    size = L[lv.TROOPS, i]
    here = troops_present(S[s.AGE, i], size, L[lv.TROOPS_ARRIVAL, i], L[lv.TROOPS_DURATION, i])
    here = here * S[s.PACKAGE, i] * flag(S[s.REGIME, i] == F(2.0))
    O[o.KEEPERS_COST, i] = fma(here * size, P[p.KEEPERS_COST, i] * F(1e-3) * WEEK, O[o.KEEPERS_COST, i])
    due = (O[o.CEASEFIRE_WEEK, i] >= ZERO) & (week == O[o.CEASEFIRE_WEEK, i] + FIVE_YEARS)
    O[o.HELD_PEACE5Y, i] = pick(due, S[s.HELD, i], O[o.HELD_PEACE5Y, i])
    O[o.COLLAPSE_LOSS, i] = S[s.COLLAPSE_LOSS, i]
    O[o.TRANSFER, i] = S[s.TRANSFER, i]


@portable
def snapshot(S, O, week, i):
    """Copies the quantities of one of the named weeks (a whole number, the same for all members)."""
    if week == 4:
        O[o.NET_W4, i] = S[s.NET, i]
    elif week == 13:
        O[o.NET_W13, i] = S[s.NET, i]
    elif week == 26:
        O[o.NET_W26, i] = S[s.NET, i]
        O[o.SALIENT_W26, i] = S[s.SALIENT, i]
        O[o.FIRES_W26, i] = exp(S[s.FIRES, i])
    elif week == 52:
        O[o.NET_W52, i] = S[s.NET, i]
        O[o.HELD_W52, i] = S[s.HELD, i]
        O[o.LOSSES_0_W52, i] = S[s.LOSSES_0, i]
        O[o.LOSSES_1_W52, i] = S[s.LOSSES_1, i]
        O[o.FORCE_0_W52, i] = S[s.MEN_0, i]
        O[o.FORCE_1_W52, i] = S[s.MEN_1, i]
        O[o.STRESS_W52, i] = S[s.STRESS, i]
    elif week == 104:
        O[o.NET_W104, i] = S[s.NET, i]
        O[o.HELD_W104, i] = S[s.HELD, i]
        O[o.LOSSES_0_W104, i] = S[s.LOSSES_0, i]
        O[o.LOSSES_1_W104, i] = S[s.LOSSES_1, i]
    elif week == 520:
        O[o.HELD_W520, i] = S[s.HELD, i]
