"""The random numbers alone: the words that the model consumes, four to a Philox block, in the kernel's lane loop."""

import numpy as np
from numba import njit

from benchmarks.measure import thread_seconds
from benchmarks.peers.peer import Peer
from benchmarks.setting import HORIZON, SEED
from benchmarks.words import Words
from forecast_kernels import channels
from forecast_kernels.arithmetic import F
from forecast_kernels.draws import student6, uniform
from forecast_kernels.tiles import W
from forecast_kernels.weekly import draw_normals, draw_words

MEMBERS = 12_800
BLOCKS = 8  # a turn: as many rows of words as the kernel fills in a week with 13 sectors
U64 = np.uint64


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def words_only(seed, members, turns, words):
    """Fills words u32[4 * BLOCKS, W] `turns` times for every block of members."""
    ids = np.empty(W, U64)
    for first in range(0, members, W):
        for i in range(W):
            ids[i] = U64(first + i)
        for turn in range(turns):
            draw_words(U64(seed), channels.WEEKLY, ids, turn, words)


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def numbers(seed, members, turns, Z, words, U):
    """The same words, made into normals Z f32[., W] and uniforms U f32[., W]; the last two rows into a Student t."""
    last = words.shape[0] - 2
    ids = np.empty(W, U64)
    for first in range(0, members, W):
        for i in range(W):
            ids[i] = U64(first + i)
        for turn in range(turns):
            draw_normals(U64(seed), channels.WEEKLY, ids, turn, 0, Z)
            draw_words(U64(seed), channels.ONCE, ids, turn, words)
            for k in range(last):
                row, out = words[k], U[k]
                for i in range(W):
                    out[i] = uniform(row[i])
            a, b, out = words[last], words[last + 1], U[last]
            for i in range(W):
                out[i] = student6(a[i], b[i])


def peers(words: Words) -> list[Peer]:
    """Words only, and words made into numbers."""
    turns = round(words.consumed * HORIZON / (4 * BLOCKS))
    normal_rows = 4 * min(max(round(BLOCKS * words.normal / words.consumed), 1), BLOCKS - 1)
    filled = np.zeros((4 * BLOCKS, W), np.uint32)
    Z, rest = np.zeros((normal_rows, W), F), np.zeros((4 * BLOCKS - normal_rows, W), np.uint32)
    U = np.zeros(rest.shape, F)

    def only() -> None:
        words_only(SEED, MEMBERS, turns, filled)

    def made() -> None:
        numbers(SEED, MEMBERS, turns, Z, rest, U)

    only()
    made()
    note = f"{words.consumed:.2f} words consumed of {words.generated:.2f} generated"
    return [
        Peer("rng", MEMBERS, lambda: thread_seconds(only), note=note),
        Peer("rng_numbers", MEMBERS, lambda: thread_seconds(made), note="the same as normals, uniforms, Student t"),
    ]
