"""A week without war, and how a front that rested catches up when the war returns.

Side 0 is the defender, side 1 the attacker; `steps` explains the letters that name arrays. From a signature on, the
level and the log shares, activity and fortification of the sectors are not updated week by week. Their distribution
after many weeks is known, so one draw at the return to war replaces the weekly draws.
"""

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.model import forces, front, regime
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, flag, maximum, minimum, pick
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import step
from forecast_kernels.steps.battle import fighting

FORT_PEACE = F(k.FORT_PEACE)


@step
def quiet(P, V, S, t, i):
    """Updates losses by violations and the forces of both sides in a week without war.

    The forces of a member at rest stay as they are.
    """
    war = fighting(S, i) > ZERO
    r = S[s.REGIME, i]
    signed = flag(regime.signed(r))
    violations = signed * S[s.VIOLATIONS, i]
    loss_0, loss_1 = violations * V[s.LOSS_BASE_0, i], violations * V[s.LOSS_BASE_1, i]
    S[s.LOSS_0, i] = pick(war, S[s.LOSS_0, i], loss_0)
    S[s.LOSS_1, i] = pick(war, S[s.LOSS_1, i], loss_1)
    S[s.LOSSES_0, i] = S[s.LOSSES_0, i] + loss_0
    S[s.LOSSES_1, i] = S[s.LOSSES_1, i] + loss_1
    neutral, relief = S[s.NEUTRAL, i] * signed, S[s.RELIEF, i] * signed  # no longer after a resumed war
    drift = forces.peace_drift(
        neutral, P[p.FORCE_DRIFT, i], P[p.FORCE_DRIFT_NEUTRAL, i], relief, P[p.RELIEF_DRIFT, i],
        forces.aid_short(V[s.DOMESTIC, i], S[s.DELIVERED, i]), P[p.AID_DRIFT, i],
    )  # fmt: skip
    ratio = forces.peace_ratio(S[s.FORCE_RATIO, i], drift, S[s.AGE, i])
    force_1 = forces.peace_force_1(S[s.MEN_1, i], P[p.REARM_1, i], S[s.AGE, i])
    force_0 = forces.peace_force_0(force_1, ratio, V[s.RATIO_T0, i], P[p.FORCE_0, i])
    forces_fixed = war | regime.fallen(r) | regime.at_rest(r, t)
    S[s.MEN_0, i] = pick(forces_fixed, S[s.MEN_0, i], force_0)
    S[s.MEN_1, i] = pick(forces_fixed, S[s.MEN_1, i], force_1)
    S[s.FORCE_RATIO, i] = pick(war, S[s.FORCE_RATIO, i], ratio)


@step
def over(S, i):
    """Counts a week of a member at rest. Only its ledgers go on (`ledger.five_years`, `ledger.beyond`)."""
    S[s.AGE, i] = S[s.AGE, i] + ONE
    S[s.LOSS_0, i] = ZERO
    S[s.LOSS_1, i] = ZERO
    S[s.WEEKLY, i] = ZERO


@step
def still(S, i):
    """Counts a week at rest, and sets the rows of a moving front and of bargaining to zero.

    A member whose front moves keeps its rows: lanes of one loop may be in different regimes.
    """
    moves = regime.front_moves(S[s.REGIME, i])
    S[s.RESTED, i] = S[s.RESTED, i] + flag(~moves)
    S[s.PUSH, i] = pick(moves, S[s.PUSH, i], ZERO)
    S[s.DRIVE, i] = pick(moves, S[s.DRIVE, i], ZERO)
    S[s.WEEKLY, i] = pick(moves, S[s.WEEKLY, i], ZERO)
    S[s.GROSS_0, i] = pick(moves, S[s.GROSS_0, i], ZERO)
    S[s.GROSS_1, i] = pick(moves, S[s.GROSS_1, i], ZERO)
    S[s.WEIGHT_SUM, i] = pick(moves, S[s.WEIGHT_SUM, i], ZERO)
    S[s.WEIGHT_ALL, i] = pick(moves, S[s.WEIGHT_ALL, i], ZERO)
    S[s.COUNTER_SUM, i] = pick(moves, S[s.COUNTER_SUM, i], ZERO)
    S[s.COUNTER_ALL, i] = pick(moves, S[s.COUNTER_ALL, i], ZERO)
    S[s.GAP_AHEAD, i] = pick(moves, S[s.GAP_AHEAD, i], ZERO)
    S[s.FIRES_AHEAD, i] = pick(moves, S[s.FIRES_AHEAD, i], ZERO)
    S[s.COLLAPSE_HAZARD_0, i] = pick(moves, S[s.COLLAPSE_HAZARD_0, i], ZERO)
    S[s.BELIEF, i] = pick(moves, S[s.BELIEF, i], ZERO)
    S[s.EXPECTED, i] = pick(moves, S[s.EXPECTED, i], ZERO)
    S[s.PROSPECT, i] = pick(moves, S[s.PROSPECT, i], ZERO)
    S[s.READY_0, i] = pick(moves, S[s.READY_0, i], ZERO)
    S[s.READY_1, i] = pick(moves, S[s.READY_1, i], ZERO)
    S[s.BATTLE, i] = pick(moves, S[s.BATTLE, i], ZERO)


@step
def catch_up(P, V, S, N, i):
    """Updates level and pulse for all weeks at rest at once, in the week of the return to war.

    No shock comes in a week at rest: the pulse only fades.
    """
    weeks = maximum(S[s.RESTED, i], ONE)
    keep, step = front.persistence(P[p.LEVEL_HALFLIFE, i] / weeks)
    level = front.revert(S[s.LEVEL, i], N[s.Z_LEVEL, i], V[s.LEVEL_LONG, i], keep, step * P[p.LEVEL_SD, i])
    S[s.LEVEL, i] = pick(S[s.EVENT_RESUME, i] > ZERO, level, S[s.LEVEL, i])
    faded = S[s.PULSE, i] * front.persistence(P[p.PULSE_HALFLIFE, i] / weeks)[0]
    S[s.PULSE, i] = pick(S[s.EVENT_RESUME, i] > ZERO, faded, S[s.PULSE, i])


@step
def catch_up_sector(P, S, C, X, Z, U, i):
    """Updates share, activity and fortification of one sector for all weeks at rest at once.

    Fortification is at least `fort_peace` a year after the signature, and proportionally less before.
    """
    returned = S[s.EVENT_RESUME, i] > ZERO
    weeks = maximum(S[s.RESTED, i], ONE)
    keep, step = front.persistence(P[p.SHARE_HALFLIFE, i] / weeks)
    share = front.revert(X[s.LOG_SHARE, i], Z[i], ZERO, keep, step * P[p.SHARE_SD, i])
    active = front.activity_after(U[i], X[s.ACTIVE, i], C[c.ACTIVE_STAY], C[c.ACTIVE_OPEN], weeks)
    fort = front.fort_after(X[s.FORT, i], P[p.FORT_BUILD, i], weeks)
    fort = maximum(fort, FORT_PEACE * minimum(S[s.AGE, i] * WEEK, ONE))
    X[s.LOG_SHARE, i] = pick(returned, share, X[s.LOG_SHARE, i])
    X[s.ACTIVE, i] = pick(returned, active, X[s.ACTIVE, i])
    X[s.FORT, i] = pick(returned, fort, X[s.FORT, i])


@step
def caught_up(S, i):
    """Clears the count of weeks at rest."""
    S[s.RESTED, i] = pick(S[s.EVENT_RESUME, i] > ZERO, ZERO, S[s.RESTED, i])
