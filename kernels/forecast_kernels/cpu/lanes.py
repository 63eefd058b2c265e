"""The lane loops of a week: one loop over the W members of a tile for each step. They are compiled into `simulate`.

They call the steps in the order of `steps.order`, as `member` does; tests/kernels/test_order.py checks that. `steps`
lists the arrays and their shapes. `donors` holds parameters, levers and state of all donors. `ids` are the numbers of
the members, which fix their random numbers.
"""

import numpy as np

from forecast_kernels.cpu.tiles import END_DL, END_DP, W, lane
from forecast_kernels.layout import state as s
from forecast_kernels.layout.state import GLOBAL_DRAWS
from forecast_kernels.numeric.draws import normals, student6, uniform
from forecast_kernels.numeric.philox import philox4x32
from forecast_kernels.steps import battle, events, ledger, peace, resources, rest, start, talks, terms, truces

U64 = np.uint64
LOW, HIGH = U64(0xFFFFFFFF), U64(32)


@lane
def words(seed, channel, ids, week, unit, i):
    """Draws the four random words of one counter block for the member in lane i."""
    m = ids[i]
    w0, w1, w2, w3 = philox4x32(m & LOW, m >> HIGH, U64(week), U64(unit), seed, U64(channel))
    return np.uint32(w0), np.uint32(w1), np.uint32(w2), np.uint32(w3)


@lane
def draw_words(seed, channel, ids, week, target):
    """Fills target[4 * blocks, W] with random words, four from each unit (block)."""
    for b in range(target.shape[0] // 4):
        for i in range(W):
            target[4 * b, i], target[4 * b + 1, i], target[4 * b + 2, i], target[4 * b + 3, i] = words(
                seed, channel, ids, week, b, i
            )


@lane
def draw_normals(seed, channel, ids, week, first, week_normals):
    """Fills week_normals[4 * blocks, W] from unit (block) `first` on. Two words make two normals."""
    for b in range(first, week_normals.shape[0] // 4):
        r0, r1, r2, r3 = week_normals[4 * b], week_normals[4 * b + 1], week_normals[4 * b + 2], week_normals[4 * b + 3]
        for i in range(W):
            w0, w1, w2, w3 = words(seed, channel, ids, week, b, i)
            r0[i], r1[i] = normals(w0, w1)
            r2[i], r3[i] = normals(w2, w3)


@lane
def draw_week(seed, channel, ids, week, draws, week_normals, week_uniforms):
    """Makes all draws of a week. `steps.order.DRAWS` numbers them."""
    z, u = week_normals[GLOBAL_DRAWS], week_uniforms[GLOBAL_DRAWS]
    for i in range(W):
        w0, w1, w2, w3 = words(seed, channel, ids, week, 0, i)
        draws[s.Z_OIL, i], draws[s.Z_LOSS, i] = normals(w0, w1)
        draws[s.Z_LEVEL, i], z[i] = normals(w2, w3)
    draw_normals(seed, channel, ids, week, 1, week_normals)
    blocks = week_normals.shape[0] // 4
    for i in range(W):
        w0, w1, w2, w3 = words(seed, channel, ids, week, blocks, i)
        draws[s.U_RUPTURE, i] = uniform(w0)
        draws[s.SHOCK, i] = student6(w1, w2)
        u[i] = uniform(w3)
    for b in range(1, blocks):
        r0, r1 = week_uniforms[4 * b], week_uniforms[4 * b + 1]
        r2, r3 = week_uniforms[4 * b + 2], week_uniforms[4 * b + 3]
        for i in range(W):
            w0, w1, w2, w3 = words(seed, channel, ids, week, blocks + b, i)
            r0[i], r1[i], r2[i], r3[i] = uniform(w0), uniform(w1), uniform(w2), uniform(w3)


@lane
def draw_oil(seed, channel, ids, week, draws):
    """Makes the only draw of a week in which the front rests: the oil price."""
    for i in range(W):
        w0, w1, _, _ = words(seed, channel, ids, week, 0, i)
        draws[s.Z_OIL, i], _ = normals(w0, w1)


@lane
def begin(params, levers, donors, derived, state, outcomes, sector_state, fitted, sectors, once, week_normals):
    """Computes derived rows, one-off draws and the state at week 0. once: random words, uint32[4 * ONCE_BLOCKS, W]."""
    donor_params, donor_levers, donor_state = donors[:, :END_DP], donors[:, END_DP:END_DL], donors[:, END_DL:]
    for i in range(W):
        start.shares(params, donor_params, donor_state, derived, i)
    for i in range(W):
        start.front_and_supply(params, derived, state, i)
    for i in range(W):
        start.once(params, derived, state, once, i)
    for i in range(W):
        start.economy_and_politics(params, levers, derived, state, donor_params, donor_levers, donor_state, i)
    for i in range(W):
        terms.expectation(params, derived, state, fitted, i)
        terms.values(params, levers, derived, i)
        terms.consents(params, levers, derived, i)
        terms.anchor(params, derived, fitted, i)
        start.peace(params, levers, derived, i)
        truces.begin(params, derived, state, i)
    for i in range(W):
        start.ledger(params, derived, state, outcomes, i)
        start.will_odds(donor_params, donor_levers, donor_state, derived, i)
    for k in range(sectors.shape[0]):
        for i in range(W):
            start.sector(params, sectors[k], sector_state[k], week_normals[k], i)


@lane
def week_resources(params, levers, donors, derived, state, outcomes, draws, t, week, years, fade3, moves):
    """Runs economy, politics and supply. moves: constant, whether the front moves for any member of the tile."""
    for i in range(W):
        resources.economics(params, levers, derived, state, draws, t, i)
    if moves:
        lead = donors[0, END_DL:]
        for i in range(W):
            resources.threat(params, levers, derived, state, lead, outcomes, t, week, i)
    for i in range(W):
        resources.measures(params, levers, derived, state, outcomes, t, week, years, moves, i)
    for k in range(donors.shape[0]):
        donor_params, donor_levers, donor_state = donors[k, :END_DP], donors[k, END_DP:END_DL], donors[k, END_DL:]
        for i in range(W):
            resources.commits(params, levers, derived, state, donor_params, donor_levers, donor_state, t, i)
    for k in range(donors.shape[0]):
        donor_params, donor_levers, donor_state = donors[k, :END_DP], donors[k, END_DP:END_DL], donors[k, END_DL:]
        for i in range(W):
            resources.deliveries(state, donor_params, donor_levers, donor_state, t, moves, i)
    for i in range(W):
        resources.fires(params, derived, state, t, years, fade3, i)


@lane
def week_losses(params, derived, state, draws, t, years):
    """Runs losses and forces. Called if the front moves for any member of the tile."""
    for i in range(W):
        battle.live(derived, state, i)
    for i in range(W):
        battle.attrit(params, derived, state, draws, i)
    for i in range(W):
        battle.manpower(params, derived, state, t, years, i)


@lane
def week_front(
    params, levers, derived, state, outcomes, draws, sector_state, sectors, paces, week_normals, week_uniforms,
    t, years, fade2,
):  # fmt: skip
    """Runs level, sectors and bargaining. Called if the front moves for any member of the tile.

    paces: float32[S], see `front.pace`.
    """
    for i in range(W):
        battle.level(params, derived, state, outcomes, draws, t, fade2, i)
    for k in range(sectors.shape[0]):
        for i in range(W):
            battle.weigh(
                derived, state, sectors[k], paces[k], sector_state[k],
                week_normals[GLOBAL_DRAWS + k], week_uniforms[GLOBAL_DRAWS + k], i,
            )  # fmt: skip
    for i in range(W):
        battle.share_out(derived, state, i)
    for k in range(sectors.shape[0]):
        for i in range(W):
            battle.advance(params, derived, state, sectors[k], sector_state[k], i)
    for i in range(W):
        battle.settle_front(state, i)
    for i in range(W):
        talks.bargain(params, levers, derived, state, t, years, fade2, i)


@lane
def week_quiet(params, derived, state, t):
    """Runs losses and forces of members who do not fight."""
    for i in range(W):
        rest.quiet(params, derived, state, t, i)


@lane
def week_still(state):
    """Runs the front of members who do not fight."""
    for i in range(W):
        rest.still(state, i)


@lane
def week_danger(params, levers, donors, derived, state):
    """Computes the hazards of a return to war."""
    lead = donors[0, END_DL:]
    for i in range(W):
        peace.danger(params, levers, derived, state, lead, i)


@lane
def week_turn(params, levers, derived, state, outcomes, week, moves):
    """Runs the events and sets the next regime. moves: constant, see `events.turn`."""
    for i in range(W):
        events.turn(params, levers, derived, state, outcomes, week, moves, i)


@lane
def renew(derived, state, outcomes):
    """Draws new thresholds for members whose agreement broke."""
    for i in range(W):
        truces.renew(derived, state, outcomes, i)


@lane
def catch_up(params, derived, state, draws, sector_state, sectors, week_normals, week_uniforms):
    """Updates the front of members that return to war for all weeks at rest at once."""
    for i in range(W):
        rest.catch_up(params, derived, state, draws, i)
    for k in range(sectors.shape[0]):
        for i in range(W):
            rest.catch_up_sector(
                params, state, sectors[k], sector_state[k],
                week_normals[GLOBAL_DRAWS + k], week_uniforms[GLOBAL_DRAWS + k], i,
            )  # fmt: skip
    for i in range(W):
        rest.caught_up(state, i)


@lane
def week_ledger(params, levers, derived, state, outcomes, week, number):
    """Runs the ledgers, and the snapshot in a named week. number: the week, a whole number."""
    for i in range(W):
        ledger.book(params, levers, derived, state, outcomes, week, i)
    for i in range(W):
        ledger.beyond(params, derived, state, i)
    if ledger.has_snapshot(number):
        for i in range(W):
            ledger.snapshot(state, outcomes, number, i)


@lane
def week_over(params, derived, state, outcomes, week, number):
    """Runs a week of a tile whose members are all at rest: what is left out here changes no outcome and no series."""
    for i in range(W):
        rest.over(state, i)
    for i in range(W):
        ledger.five_years(state, outcomes, week, i)
    for i in range(W):
        ledger.beyond(params, derived, state, i)
    if ledger.has_snapshot(number):
        for i in range(W):
            ledger.snapshot(state, outcomes, number, i)
