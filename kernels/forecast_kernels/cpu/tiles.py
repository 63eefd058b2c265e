"""Tiles and pools: where the rows of members lie, and how members are sorted so that neighbours need the same work.

A tile holds W members, each in one lane; every quantity is a row of W floats. A pool is TILES tiles, small enough for a
processor's second-level cache. The place of a member in its pool changes no bit of its results.
"""

from numba import njit

from forecast_kernels.layout import donors as d
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import state as s
from forecast_kernels.model.regime import at_rest, front_moves, holding, not_fighting, signed
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.numeric.jit import NO_WRAPPERS

W = 32
TILES = 12
POOL = W * TILES
STRETCH = 4  # weeks between two re-packings

# ends of the rows of P, L, V, S, R, N in the buffer of a tile; constant, so that the compiler sees that rows do not
# overlap
END_P = p.N_PARAMETERS
END_L = END_P + lv.N_LEVERS
END_V = END_L + s.NV
END_S = END_V + s.NS
END_R = END_S + o.N_OUTCOMES
END_N = END_R + s.NN
# ends of the parameters, levers and state of a donor in its buffer
END_DP = d.N_DONOR_PARAMETERS
END_DL = END_DP + lv.N_DONOR_LEVERS
END_DS = END_DL + s.NDS

# inlined as Python code before compilation; otherwise the compiler does not see that rows of a tile do not overlap
lane = njit(error_model="numpy", fastmath=False, inline="always")
inner = njit(error_model="numpy", fastmath=False, **NO_WRAPPERS)


@inner
def kinds(regime):
    """Returns whether any member of a row of regimes has a moving front, does not fight, keeps an agreement."""
    moves, rests, calm = 0, 0, 0
    for i in range(W):
        r = regime[i]
        moves |= front_moves(r)
        rests |= not_fighting(r)
        calm |= holding(r)
    return moves > 0, rests > 0, calm > 0


@inner
def all_at_rest(regime, t):
    """Returns whether every member of a row of regimes is at rest in the week that begins at `t`."""
    count = 0
    for i in range(W):
        count += at_rest(regime[i], t)
    return count == W


@inner
def any_of(flags):
    """Returns whether any flag of a row is set."""
    count = 0
    for i in range(W):
        count |= flags[i] > F(0.0)
    return count > 0


@inner
def _rank(regime):
    """Sort key of a member: 0 front moving, 1 an agreement that holds or is broken, 2 absorbing regime."""
    return 0 if front_moves(regime) else (1 if signed(regime) else 2)


@inner
def _swap_columns(a, b, i, j):
    """Exchanges column i of a with column j of b."""
    for r in range(a.shape[0]):
        a[r, i], b[r, j] = b[r, j], a[r, i]


@inner
def _swap(M, D, X, ids, columns, a, b):
    """Exchanges the members at the positions a and b of a pool."""
    ta, i, tb, j = a // W, a % W, b // W, b % W
    _swap_columns(M[ta], M[tb], i, j)
    for k in range(D.shape[1]):
        _swap_columns(D[ta, k], D[tb, k], i, j)
    for k in range(X.shape[1]):
        _swap_columns(X[ta, k], X[tb, k], i, j)
    ids[ta, i], ids[tb, j] = ids[tb, j], ids[ta, i]
    columns[a], columns[b] = columns[b], columns[a]


@inner
def pack(M, D, X, ids, columns, n):
    """Sorts the first n members of a pool by `_rank`, with as few exchanges as possible.

    M, D, X: buffers of the pool, see `steps`. ids, columns: number of each member, and its column in the inputs.
    """
    row = END_V + s.REGIME
    for rank in range(2):
        a, b = 0, n - 1
        while True:
            while (a < n) and (_rank(M[a // W, row, a % W]) <= rank):
                a += 1
            while (b >= 0) and (_rank(M[b // W, row, b % W]) > rank):
                b -= 1
            if a >= b:
                break
            _swap(M, D, X, ids, columns, a, b)
