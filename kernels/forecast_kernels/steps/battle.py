"""The steps of a week that fight: losses and forces, the level of the front, its sectors, the salient.

`steps` explains the arrays that the letters stand for; side 0 defends, side 1 attacks.
"""

import math

from forecast_kernels.layout import constants as k
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.model import attrition, delay, forces, front, regime, season
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, flag, fma, log, minimum, pick
from forecast_kernels.numeric.jit import step

SURPRISE_WEEKS = F(k.SURPRISE_WEEKS)
ALLY_FIRST, ALLY_LAST, ALLY_WEEKS = F(k.ALLY_FIRST), F(k.ALLY_LAST), F(k.ALLY_LAST - k.ALLY_FIRST)
GAIN_MOVED = F(-math.expm1(-1.0 / k.GAIN_MEMORY))
TREND_YEARS = F(k.TREND_YEARS)
INTAKE_YEARS, REFORM_YEARS = F(k.INTAKE_YEARS), F(k.REFORM_YEARS)


@step
def fighting(S, i):
    """Returns 1 in war and in a resumed war, else 0."""
    return flag(regime.fighting(S[s.REGIME, i]))


@step
def live(V, S, i):
    """Marks whether the front moves: it does in war, resumed war and truce.

    Otherwise it rests (`steps.rest`): log shares and fortification then keep their values.
    """
    moves = regime.front_moves(S[s.REGIME, i])
    V[s.LIVE, i] = flag(moves)
    V[s.SHARE_KEEP_NOW, i] = pick(moves, V[s.SHARE_KEEP, i], ONE)
    V[s.SHARE_STEP_NOW, i] = pick(moves, V[s.SHARE_STEP, i], ZERO)
    V[s.FORT_BUILD_NOW, i] = pick(moves, V[s.FORT_BUILT, i], ZERO)


@step
def attrit(P, V, S, N, i):
    """Computes assault intensity, loss shock and the losses of both sides in war."""
    war = fighting(S, i)
    S[s.PUSH, i] = forces.push(S[s.GAP, i], S[s.STRESS, i], P[p.PUSH_WINDOW, i], P[p.PUSH_STRESS, i])
    shock = attrition.loss_shock(S[s.LOSS_SHOCK, i], N[s.Z_LOSS, i], N[s.Z_LEVEL, i], P[p.LOSS_SHOCK, i])
    S[s.LOSS_SHOCK, i] = pick(V[s.LIVE, i] > ZERO, shock, S[s.LOSS_SHOCK, i])
    m0, m1 = log(S[s.MEN_0, i] * V[s.INV_FORCE_0, i]), log(S[s.MEN_1, i] * V[s.INV_FORCE_1, i])
    V[s.LOG_MEN_0, i] = m0
    V[s.LOG_MEN_1, i] = m1
    mix, push = P[p.LANCHESTER_MIX, i], S[s.PUSH, i]
    fires = S[s.FIRES, i] - V[s.LOG_FIRES_T0, i]
    loss_0 = attrition.losses(
        V[s.LOSS_BASE_0, i], push, P[p.LOSS_PUSH, i], fires, P[p.LOSS_FIRES_0, i], m1, m0, mix, shock
    )
    loss_1 = attrition.losses(
        V[s.LOSS_BASE_1, i], push, P[p.LOSS_PUSH, i], S[s.FIRES_0, i], P[p.LOSS_FIRES_1, i], m0, m1, mix, shock
    )
    S[s.LOSS_0, i] = war * attrition.bounded(loss_0, S[s.MEN_0, i])
    S[s.LOSS_1, i] = war * attrition.bounded(loss_1, S[s.MEN_1, i])
    S[s.LOSSES_0, i] = S[s.LOSSES_0, i] + S[s.LOSS_0, i]
    S[s.LOSSES_1, i] = S[s.LOSSES_1, i] + S[s.LOSS_1, i]


@step
def manpower(P, V, S, t, years, i):
    """Updates forces and wounded of both sides for a week of war."""
    war = fighting(S, i)
    m0, m1 = S[s.MEN_0, i], S[s.MEN_1, i]
    target = P[p.FORCE_TARGET, i]
    joined_0 = forces.intake(P[p.INTAKE_0, i], V[s.LOG_MEN_0, i], target, ZERO, ZERO, ZERO)
    pay = P[p.INTAKE_PAY_1, i] * P[p.PAY_STRESS, i] * S[s.STRESS, i]
    joined_1 = forces.intake(
        P[p.INTAKE_1, i] * P[p.INTAKE_BIAS_1, i], V[s.LOG_MEN_1, i], target, P[p.INTAKE_TREND_1, i],
        minimum(years, INTAKE_YEARS), pay,
    )  # fmt: skip
    joined_1 = joined_1 + flag((t >= ALLY_FIRST) & (t < ALLY_LAST)) * P[p.ALLY_TROOPS_1, i] / ALLY_WEEKS
    reform = P[p.REFORM_LEVEL_0, i] * minimum(years, REFORM_YEARS)
    absent = forces.absence(
        P[p.ABSENCE_0, i], P[p.ABSENCE_RETURN_0, i], P[p.ABSENCE_FRONT_0, i], S[s.GAIN13, i], P[p.LEVEL_T0, i], reform,
        V[s.INV_FORCE_0, i],
    )  # fmt: skip
    hurt_0 = forces.will_return(S[s.LOSS_0, i], P[p.KILLED_FRAC_0, i], P[p.RETURN_FRAC_0, i])
    hurt_1 = forces.will_return(S[s.LOSS_1, i], P[p.KILLED_FRAC_1, i], P[p.RETURN_FRAC_1, i])
    share, passing = V[s.MOVED_WOUNDED, i], V[s.THROUGH_WOUNDED, i]
    back_0 = delay.out(S[s.WOUNDED_0, i], hurt_0, share, passing)
    back_1 = delay.out(S[s.WOUNDED_1, i], hurt_1, share, passing)
    leaves_0 = forces.leaving(absent, P[p.SEPARATION_0, i])
    war_0 = forces.force_step(m0, joined_0, back_0, S[s.LOSS_0, i], leaves_0)
    war_1 = forces.force_step(m1, joined_1, back_1, S[s.LOSS_1, i], V[s.LEAVES_1, i])
    w0 = delay.left(S[s.WOUNDED_0, i], hurt_0, share, passing)
    w1 = delay.left(S[s.WOUNDED_1, i], hurt_1, share, passing)
    S[s.WOUNDED_0, i] = pick(war > ZERO, w0, S[s.WOUNDED_0, i])
    S[s.WOUNDED_1, i] = pick(war > ZERO, w1, S[s.WOUNDED_1, i])
    S[s.MEN_0, i] = pick(war > ZERO, war_0, m0)
    S[s.MEN_1, i] = pick(war > ZERO, war_1, m1)
    S[s.FORCE_RATIO, i] = pick(war > ZERO, log(war_1 / war_0) - V[s.RATIO_T0, i], S[s.FORCE_RATIO, i])


@step
def level(P, V, S, R, N, t, fade2, i):
    """Updates drive, level, pulse, gross gains, ruptures and the salient, and clears the sums over sectors.

    fade2: see `clock.times`; TREND_YEARS times it are the years of trend that count.
    """
    war = fighting(S, i)
    fresh = flag(regime.resumed_war(S[s.REGIME, i]) & (S[s.AGE2, i] < SURPRISE_WEEKS))
    lagged = S[s.FIRES_LAGGED, i]
    lagged = lagged + (S[s.FIRES, i] - V[s.LOG_FIRES_T0, i] - lagged) * V[s.MOVED_FIRES, i]
    S[s.FIRES_LAGGED, i] = pick(V[s.LIVE, i] > ZERO, lagged, S[s.FIRES_LAGGED, i])
    S[s.DRIVE, i] = front.drive(
        S[s.FORCE_RATIO, i], lagged, S[s.PUSH, i], log(front.armour(t, P[p.ARMOUR_EXHAUST, i])), TREND_YEARS * fade2,
        season.season(t, P[p.SEASON_AMP, i], P[p.SEASON_PEAK, i], V[s.SEASON_T0, i]), S[s.STRIKES, i],
        S[s.INTEL_CUT, i], fresh,
        P[p.BETA_FORCE, i], P[p.BETA_FIRES, i], P[p.BETA_PUSH, i], P[p.ARMOUR_EFFECT, i], P[p.TREND, i],
        P[p.STRIKE_EFFECT, i], P[p.INTEL_EFFECT, i], P[p.SURPRISE_EFFECT, i],
    )  # fmt: skip
    level_now = front.revert(S[s.LEVEL, i], N[s.Z_LEVEL, i], V[s.LEVEL_LONG, i], V[s.LEVEL_KEEP, i], V[s.LEVEL_STEP, i])
    S[s.LEVEL, i] = pick(V[s.LIVE, i] > ZERO, level_now, S[s.LEVEL, i])
    pulse = fma(V[s.PULSE_KEEP, i], S[s.PULSE, i], P[p.LEVEL_SHOCK, i] * N[s.SHOCK, i])
    S[s.PULSE, i] = pick(V[s.LIVE, i] > ZERO, pulse, S[s.PULSE, i])
    net = front.from_level(level_now + pulse, P[p.LEVEL_SCALE, i])
    gain_1, gain_0 = front.gross(net, P[p.TURNOVER, i], S[s.DRIVE, i])
    density = front.line_density(S[s.MEN_0, i], P[p.FORWARD_FRAC_0, i], P[p.INFANTRY_FRAC_0, i], P[p.FRONT_LENGTH, i])
    thinned = front.thinness(density, P[p.RUPTURE_DENSITY, i]) - V[s.THIN_T0, i]
    pool_0, pool_1, released_0, released_1, open_0, open_1 = front.rupture(
        N[s.U_RUPTURE, i], S[s.POOL_0, i], S[s.POOL_1, i], thinned, war, P[p.RUPTURE_RATE_0, i], P[p.RUPTURE_RATE_1, i],
        P[p.RUPTURE_SLOPE, i], P[p.RUPTURE_MIN, i], P[p.RUPTURE_TAIL, i], P[p.RUPTURE_MAX, i],
    )  # fmt: skip
    S[s.POOL_0, i] = pool_0
    S[s.POOL_1, i] = pool_1
    R[o.RUPTURES_0, i] = R[o.RUPTURES_0, i] + open_0
    R[o.RUPTURES_1, i] = R[o.RUPTURES_1, i] + open_1
    S[s.GROSS_1, i] = fma(war, gain_1, released_1)
    S[s.GROSS_0, i] = fma(war, gain_0, released_0)
    S[s.SALIENT, i] = front.salient_step(
        S[s.SALIENT, i], war, V[s.SALIENT_KEPT, i], S[s.INTEL_CUT, i], P[p.SALIENT_INTEL_MULT, i]
    )
    S[s.WEEKLY, i] = ZERO
    S[s.WEIGHT_SUM, i] = ZERO
    S[s.WEIGHT_ALL, i] = ZERO
    S[s.COUNTER_SUM, i] = ZERO
    S[s.COUNTER_ALL, i] = ZERO


@step
def weigh(V, S, C, pace, X, Z, U, i):
    """Updates share, activity and weights of one sector, and adds the weights to the sums over sectors.

    pace: see `front.pace`. X: rows of the sector; Z, U: its normal and its uniform number of the week.
    """
    X[s.LOG_SHARE, i] = front.revert(X[s.LOG_SHARE, i], Z[i], ZERO, V[s.SHARE_KEEP_NOW, i], V[s.SHARE_STEP_NOW, i])
    active = front.activity(U[i], X[s.ACTIVE, i], C[c.ACTIVE_STAY], C[c.ACTIVE_OPEN])
    X[s.ACTIVE, i] = pick(V[s.LIVE, i] > ZERO, active, X[s.ACTIVE, i])
    unsaturated_1, weight_1, unsaturated_0, weight_0 = front.sector_weights(
        U[i], active, X[s.LOG_SHARE, i], X[s.AREA, i], pace, X[s.PER_STAKE_1, i], X[s.PER_STAKE_0, i],
        C[c.COUNTER_SHARE], C[c.COUNTER_ACTIVE],
    )  # fmt: skip
    X[s.WEIGHT, i] = weight_1
    X[s.COUNTER, i] = weight_0
    S[s.WEIGHT_ALL, i] = S[s.WEIGHT_ALL, i] + unsaturated_1
    S[s.WEIGHT_SUM, i] = S[s.WEIGHT_SUM, i] + weight_1
    S[s.COUNTER_ALL, i] = S[s.COUNTER_ALL, i] + unsaturated_0
    S[s.COUNTER_SUM, i] = S[s.COUNTER_SUM, i] + weight_0


@step
def share_out(V, S, i):
    """Computes the gross gain of each side for one unit of sector weight."""
    V[s.PER_WEIGHT_1, i] = front.per_weight(S[s.GROSS_1, i], S[s.WEIGHT_SUM, i], S[s.WEIGHT_ALL, i])
    V[s.PER_WEIGHT_0, i] = front.per_weight(S[s.GROSS_0, i], S[s.COUNTER_SUM, i], S[s.COUNTER_ALL, i])


@step
def advance(P, V, S, C, X, i):
    """Updates area and fortification of one sector, and adds its net gain to the week's."""
    area, fort = front.sector_move(
        X[s.AREA, i], X[s.FORT, i], V[s.PER_WEIGHT_1, i] * X[s.WEIGHT, i], V[s.PER_WEIGHT_0, i] * X[s.COUNTER, i],
        P[p.FORT_T0, i], P[p.FORT_EFFECT, i], V[s.FORT_BUILD_NOW, i], X[s.WEAR, i], C[c.STAKE_1], C[c.STAKE_0],
    )  # fmt: skip
    S[s.WEEKLY, i] = S[s.WEEKLY, i] + (area - X[s.AREA, i])
    X[s.AREA, i] = area
    X[s.FORT, i] = fort


@step
def settle_front(S, i):
    """Adds the week's net gain to the total and to its 13-week moving level.

    The moving level changes only in war and resumed war.
    """
    war = fighting(S, i)
    S[s.NET, i] = S[s.NET, i] + S[s.WEEKLY, i]
    S[s.GAIN13, i] = fma(war * GAIN_MOVED, S[s.WEEKLY, i] - S[s.GAIN13, i], S[s.GAIN13, i])
