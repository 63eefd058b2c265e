"""The driver for one member: `begin` prepares it for week 0, `week` takes it one week further, step by step.

A GPU thread runs these functions compiled; the tests' oracle runs them as plain Python. They call the steps in the
order of `steps.order`, as the lane loops of `cpu` do; tests/kernels/test_order.py checks that. The member is column i
of every array; `steps` lists the arrays and their shapes. A channel is the number of an independent random stream
(`numeric.channels`).
"""

import numpy as np

from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.layout.state import GLOBAL_DRAWS
from forecast_kernels.model import front
from forecast_kernels.model.regime import front_moves, holding, not_fighting
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.arithmetic import U32, ZERO
from forecast_kernels.numeric.draws import normals, student6, uniform, week_blocks
from forecast_kernels.numeric.jit import cached, scalar
from forecast_kernels.numeric.philox import philox4x32
from forecast_kernels.steps import battle, events, ledger, peace, resources, rest, start, talks, terms, truces
from forecast_kernels.steps.clock import times

U64 = np.uint64
LOW, HIGH = U64(0xFFFFFFFF), U64(32)
ONCE, SECTOR_START = U64(channels.ONCE), U64(channels.SECTOR_START)
WEEKLY, RETURN = U64(channels.WEEKLY), U64(channels.RETURN)


@scalar
def words(seed, channel, member, week, unit):
    """Draws the four random words of one counter block: uint32 each. unit: number of the block in the week."""
    w0, w1, w2, w3 = philox4x32(member & LOW, member >> HIGH, U64(week), U64(unit), seed, channel)
    return U32(w0), U32(w1), U32(w2), U32(w3)


@scalar
def draw_normals(seed, channel, member, week, blocks, week_normals, i):
    """Fills week_normals[4 * blocks, i] from units 0 to blocks - 1. Two words make two normals."""
    for b in range(blocks):
        w0, w1, w2, w3 = words(seed, channel, member, week, b)
        week_normals[4 * b, i], week_normals[4 * b + 1, i] = normals(w0, w1)
        week_normals[4 * b + 2, i], week_normals[4 * b + 3, i] = normals(w2, w3)


@scalar
def draw_uniforms(seed, channel, member, week, blocks, week_uniforms, i):
    """Fills week_uniforms[4 * blocks, i] from units blocks to 2 blocks - 1.

    One word makes one uniform, except that words 1 and 2 of the first unit make the Student shock, in row 1.
    """
    for b in range(blocks):
        w0, w1, w2, w3 = words(seed, channel, member, week, blocks + b)
        week_uniforms[4 * b, i] = uniform(w0)
        week_uniforms[4 * b + 1, i] = student6(w1, w2) if b == 0 else uniform(w1)
        week_uniforms[4 * b + 2, i] = uniform(w2)
        week_uniforms[4 * b + 3, i] = uniform(w3)


@scalar
def draw_week(seed, channel, member, week, draws, week_normals, week_uniforms, blocks, i):
    """Makes all draws of a week. `steps.order.DRAWS` numbers them."""
    draw_normals(seed, channel, member, week, blocks, week_normals, i)
    draw_uniforms(seed, channel, member, week, blocks, week_uniforms, i)
    draws[s.Z_OIL, i] = week_normals[0, i]
    draws[s.Z_LOSS, i] = week_normals[1, i]
    draws[s.Z_LEVEL, i] = week_normals[2, i]
    draws[s.U_RUPTURE, i] = week_uniforms[0, i]
    draws[s.SHOCK, i] = week_uniforms[1, i]


@scalar
def draw_oil(seed, channel, member, week, draws, i):
    """Makes the only draw of a week in which the front rests: the oil price."""
    w0, w1, _, _ = words(seed, channel, member, week, 0)
    draws[s.Z_OIL, i] = normals(w0, w1)[0]


@cached
def begin(
    seed, member, params, levers, donor_params, donor_levers, sectors, fitted,
    derived, state, outcomes, donor_state, sector_state, week_normals, once, i,
):  # fmt: skip
    """Computes derived rows, one-off draws and the state at week 0.

    once: uint32[4 * ONCE_BLOCKS, .], work space for the random words.
    """
    for b in range(start.ONCE_BLOCKS):
        once[4 * b, i], once[4 * b + 1, i], once[4 * b + 2, i], once[4 * b + 3, i] = words(seed, ONCE, member, 0, b)
    draw_normals(seed, SECTOR_START, member, 0, week_blocks(sectors.shape[0]), week_normals, i)
    start.shares(params, donor_params, donor_state, derived, i)
    start.front_and_supply(params, derived, state, i)
    start.once(params, derived, state, once, i)
    start.economy_and_politics(params, levers, derived, state, donor_params, donor_levers, donor_state, i)
    terms.expectation(params, derived, state, fitted, i)
    terms.values(params, levers, derived, i)
    terms.consents(params, levers, derived, i)
    terms.anchor(params, derived, fitted, i)
    start.peace(params, levers, derived, i)
    truces.begin(params, derived, state, i)
    start.ledger(params, derived, state, outcomes, i)
    start.will_odds(donor_params, donor_levers, donor_state, derived, i)
    for k in range(sectors.shape[0]):
        start.sector(params, sectors[k], sector_state[k], week_normals[k], i)


@scalar
def fight(
    params, levers, derived, state, outcomes, draws, sector_state, sectors, week_normals, week_uniforms,
    t, years, fade2, i,
):  # fmt: skip
    """Runs the steps of front and bargaining, for a member whose front moves."""
    battle.level(params, derived, state, outcomes, draws, t, fade2, i)
    for k in range(sectors.shape[0]):
        pace = front.pace(sectors[k, c.SHARE], sectors[k, c.ACTIVE_STAY], sectors[k, c.ACTIVE_OPEN])
        number = GLOBAL_DRAWS + k
        battle.weigh(
            derived, state, sectors[k], pace, sector_state[k], week_normals[number], week_uniforms[number], i
        )  # fmt: skip
    battle.share_out(derived, state, i)
    for k in range(sectors.shape[0]):
        battle.advance(params, derived, state, sectors[k], sector_state[k], i)
    battle.settle_front(state, i)
    talks.bargain(params, levers, derived, state, t, years, fade2, i)


@cached
def week(
    seed, member, step, params, levers, donor_params, donor_levers, sectors,
    derived, state, outcomes, draws, donor_state, sector_state, week_normals, week_uniforms, i,
):  # fmt: skip
    """Takes a member from week `step` to week `step` + 1."""
    t, now, years, fade2, fade3 = times(step)
    blocks = week_blocks(sectors.shape[0])
    regime = state[s.REGIME, i]
    moves, rests = front_moves(regime), not_fighting(regime)
    if moves:
        draw_week(seed, WEEKLY, member, step, draws, week_normals, week_uniforms, blocks, i)
    else:
        draw_oil(seed, WEEKLY, member, step, draws, i)
    resources.economics(params, levers, derived, state, draws, t, i)
    if moves:
        resources.threat(params, levers, derived, state, donor_state[0], outcomes, t, now, i)
    resources.measures(params, levers, derived, state, outcomes, t, now, years, moves, i)
    for k in range(donor_params.shape[0]):
        resources.commits(params, levers, derived, state, donor_params[k], donor_levers[k], donor_state[k], t, i)
    for k in range(donor_params.shape[0]):
        resources.deliveries(state, donor_params[k], donor_levers[k], donor_state[k], t, moves, i)
    resources.fires(params, derived, state, t, years, fade3, i)
    if moves:
        battle.live(derived, state, i)
        battle.attrit(params, derived, state, draws, i)
        battle.manpower(params, derived, state, t, years, i)
    if rests:
        rest.quiet(params, derived, state, t, i)
    if moves:
        fight(
            params, levers, derived, state, outcomes, draws, sector_state, sectors, week_normals, week_uniforms,
            t, years, fade2, i,
        )  # fmt: skip
    if rests:
        rest.still(state, i)
    if holding(regime):
        peace.danger(params, levers, derived, state, donor_state[0], i)
    events.turn(params, levers, derived, state, outcomes, now, moves, i)
    if state[s.EVENT_BROKEN, i] > ZERO:
        truces.renew(derived, state, outcomes, i)
    if state[s.EVENT_RESUME, i] > ZERO:
        draw_week(seed, RETURN, member, step, draws, week_normals, week_uniforms, blocks, i)
        rest.catch_up(params, derived, state, draws, i)
        for k in range(sectors.shape[0]):
            number = GLOBAL_DRAWS + k
            rest.catch_up_sector(
                params, state, sectors[k], sector_state[k], week_normals[number], week_uniforms[number], i
            )  # fmt: skip
        rest.caught_up(state, i)
    ledger.book(params, levers, derived, state, outcomes, now, i)
    ledger.beyond(params, derived, state, i)
    if ledger.has_snapshot(step + 1):
        ledger.snapshot(state, outcomes, step + 1, i)
