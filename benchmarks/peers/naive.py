"""The kernel's scalar functions the way most people write it: prange over members, np.random, ordinary branches.

One member at a time, its state in small local arrays. What cannot matter is not computed: in a ceasefire the front
rests and is caught up with in one exact step if the war comes back, nobody bargains outside war, and a member whose
story has ended goes on only as far as the last week that an outcome looks at. No weekly histograms: that favours it.
All of it stands in one file, because Numba's cache notices edits in the file of the compiled function only.
"""

import numpy as np
from numba import njit, prange, set_num_threads

from benchmarks.measure import process_seconds
from benchmarks.peers.peer import Outcomes, Peer
from benchmarks.setting import HORIZON, SEED, members, mixed
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, PEACE2, TRUCE, WAR, WAR2
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F
from forecast_kernels.numeric.draws import student6
from forecast_kernels.steps import battle, events, ledger, peace, resources, rest, start, talks, terms, truces
from forecast_kernels.steps.clock import times
from tests.kernels.case import FITTED
from tests.statistical.ensembles import Case, with_spent

MEMBERS = 2000
LAST_SPENT, LAST_OUTCOME = 104, 520
local = njit(error_model="numpy", fastmath=False)


@local
def word():
    return np.uint32(np.random.random() * 4294967296.0)


@local
def chance():
    return F(1.0 - np.random.random())


@local
def normal():
    return F(np.random.standard_normal())


@local
def begin(P, L, DP, DL, DS, C, V, S, R, X, fitted):
    once, z = np.empty((4 * start.ONCE_BLOCKS, 1), np.uint32), np.empty(1, np.float32)
    for k in range(once.shape[0]):
        once[k, 0] = word()
    start.shares(P, DP, DS, V, 0)
    start.front_and_supply(P, V, S, 0)
    start.once(P, V, S, once, 0)
    start.economy_and_politics(P, L, V, S, DP, DL, DS, 0)
    terms.expectation(P, V, S, fitted, 0)
    terms.values(P, L, V, 0)
    terms.consents(P, L, V, 0)
    terms.anchor(P, V, fitted, 0)
    start.peace(P, L, V, 0)
    truces.begin(P, V, S, 0)
    start.ledger(P, V, S, R, 0)
    start.will_odds(DP, DL, DS, V, 0)
    for k in range(C.shape[0]):
        z[0] = normal()
        start.sector(P, C[k], X[k], z, 0)


@local
def supplies(P, L, DP, DL, DS, V, S, R, N, t, years, fade3, moves):
    N[s.Z_OIL, 0] = normal()
    resources.economics(P, L, V, S, N, t, 0)
    if moves:
        resources.threat(P, L, V, S, DS[0], R, t, t + ONE, 0)
    resources.measures(P, L, V, S, R, t, t + ONE, years, moves, 0)
    for k in range(DP.shape[0]):
        resources.commits(P, L, V, S, DP[k], DL[k], DS[k], t, 0)
    for k in range(DP.shape[0]):
        resources.deliveries(S, DP[k], DL[k], DS[k], t, moves, 0)
    resources.fires(P, V, S, t, years, fade3, 0)


@local
def fight(P, L, V, S, R, N, C, paces, X, z, u, t, years, fade2):
    N[s.Z_LOSS, 0], N[s.Z_LEVEL, 0] = normal(), normal()
    battle.live(V, S, 0)
    battle.attrit(P, V, S, N, 0)
    battle.manpower(P, V, S, t, years, 0)
    N[s.U_RUPTURE, 0], N[s.SHOCK, 0] = chance(), student6(word(), word())
    battle.level(P, V, S, R, N, t, fade2, 0)
    for k in range(C.shape[0]):
        z[0], u[0] = normal(), chance()
        battle.weigh(V, S, C[k], paces[k], X[k], z, u, 0)
    battle.share_out(V, S, 0)
    for k in range(C.shape[0]):
        battle.advance(P, V, S, C[k], X[k], 0)
    battle.settle_front(S, 0)
    talks.bargain(P, L, V, S, t, years, fade2, 0)


@local
def catch_up(P, V, S, N, C, X, z, u):
    N[s.Z_LEVEL, 0] = normal()
    rest.catch_up(P, V, S, N, 0)
    for k in range(C.shape[0]):
        z[0], u[0] = normal(), chance()
        rest.catch_up_sector(P, S, C[k], X[k], z, u, 0)
    rest.caught_up(S, 0)


@local
def run_member(horizon, P, L, DP, DL, C, paces, fitted, R, spent):
    """One member: P f32[NP, 1], L f32[NL, 1], DP f32[ND, NDP, 1], DL f32[ND, NDL, 1]; fills R f32[NO, 1], spent[ND]."""
    n_donors = DP.shape[0]
    DS, X = np.zeros((n_donors, s.NDS, 1), np.float32), np.zeros((C.shape[0], s.NX, 1), np.float32)
    V, S, N = np.zeros((s.NV, 1), np.float32), np.zeros((s.NS, 1), np.float32), np.zeros((s.NN, 1), np.float32)
    z, u = np.zeros(1, np.float32), np.zeros(1, np.float32)
    begin(P, L, DP, DL, DS, C, V, S, R, X, fitted)
    for step in range(horizon):
        t, now, years, fade2, fade3 = times(step)
        regime = int(S[s.REGIME, 0])
        over = regime == PEACE2 or regime == COLLAPSED
        if over and step >= max(LAST_OUTCOME, R[o.CEASEFIRE_WEEK, 0] + ledger.FIVE_YEARS):
            break
        if over and step >= LAST_SPENT:
            S[s.AGE, 0] = S[s.AGE, 0] + ONE
        else:
            moves = regime == WAR or regime == WAR2
            supplies(P, L, DP, DL, DS, V, S, R, N, t, years, fade3, moves)
            if moves:
                fight(P, L, V, S, R, N, C, paces, X, z, u, t, years, fade2)
            else:
                rest.quiet(P, V, S, t, 0)
                rest.still(S, 0)
            if regime == TRUCE or regime == CEASEFIRE:
                peace.danger(P, L, V, S, DS[0], 0)
            events.turn(P, L, V, S, R, now, moves, 0)
            if S[s.EVENT_BROKEN, 0] > ZERO:
                truces.renew(V, S, R, 0)
            if S[s.EVENT_RESUME, 0] > ZERO:
                catch_up(P, V, S, N, C, X, z, u)
        ledger.book(P, L, V, S, R, now, 0)
        ledger.beyond(P, V, S, 0)
        ledger.snapshot(S, R, step + 1, 0)
    for k in range(n_donors):
        spent[k] = DS[k, s.SPENT, 0]


@njit(error_model="numpy", fastmath=False, parallel=True, cache=True)
def run(seed, horizon, params, donors, levers, donor_levers, sectors, paces, fitted, out, spent):
    """Members in rows: params f32[n, NP], donors f32[n, ND, NDP], levers f32[n, NL], donor_levers f32[n, ND, NDL].

    Fills out f32[n, NO] and spent f32[n, ND].
    """
    for m in prange(params.shape[0]):
        np.random.seed(seed + m)
        R = np.empty((o.N_OUTCOMES, 1), np.float32)
        run_member(
            horizon, params[m].copy().reshape(-1, 1), levers[m].copy().reshape(-1, 1),
            donors[m].copy().reshape(donors.shape[1], -1, 1),
            donor_levers[m].copy().reshape(donor_levers.shape[1], -1, 1), sectors, paces, fitted, R, spent[m],
        )  # fmt: skip
        out[m] = R[:, 0]


@njit(error_model="numpy", fastmath=False, cache=True)
def run_one(seed, horizon, params, donors, levers, donor_levers, sectors, paces, fitted):
    """One member, for a framework that calls a model once per experiment: out f32[NO], spent f32[ND]."""
    np.random.seed(seed)
    R, spent = np.empty((o.N_OUTCOMES, 1), np.float32), np.empty(donors.shape[0], np.float32)
    run_member(
        horizon, params.reshape(-1, 1), levers.reshape(-1, 1), donors.reshape(donors.shape[0], -1, 1),
        donor_levers.reshape(donor_levers.shape[0], -1, 1), sectors, paces, fitted, R, spent,
    )  # fmt: skip
    return R[:, 0], spent


def by_member(one: Case) -> tuple[np.ndarray, ...]:
    """The arrays of a case with members in rows."""
    return tuple(np.ascontiguousarray(np.moveaxis(a, -1, 0)) for a in one[:4])


def paces_of(sectors: np.ndarray) -> np.ndarray:
    """Share of a sector over its share of active weeks, f32[S]."""
    stay, opening = sectors[:, c.ACTIVE_STAY], sectors[:, c.ACTIVE_OPEN]
    return np.asarray(sectors[:, c.SHARE] * (opening + ONE - stay) / opening)


def run_rows(rows: tuple[np.ndarray, ...], sectors: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """out f32[n, NO], spent f32[n, ND]."""
    n = rows[0].shape[0]
    out, spent = np.empty((n, o.N_OUTCOMES), np.float32), np.empty((n, rows[1].shape[1]), np.float32)
    run(seed, HORIZON, *rows, sectors, paces_of(sectors), FITTED, out, spent)
    return out, spent


def outcomes(one: Case, seed: int) -> Outcomes:
    out, spent = run_rows(by_member(one), one.sectors, seed)
    return with_spent({k.name: row for k, row in zip(OUTCOMES, out.T, strict=True)}, spent.T)


def peer() -> Peer:
    set_num_threads(1)
    one = mixed(MEMBERS)
    rows = by_member(one)
    run_rows(tuple(a[:1] for a in rows), one.sectors, SEED)  # compiled before it is timed
    return Peer(
        "naive",
        members(one),
        lambda: process_seconds(lambda: run_rows(rows, one.sectors, SEED)),
        outcomes,
        "prange, np.random, branches; no histograms",
    )
