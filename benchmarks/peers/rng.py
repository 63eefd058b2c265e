"""The random numbers alone: the words that the model consumes, four to a Philox block, in the kernel's lane loop."""

import numpy as np
from numba import njit

from benchmarks.measure import thread_seconds
from benchmarks.peers.peer import Peer
from benchmarks.setting import HORIZON, SEED
from benchmarks.words import Words
from forecast_kernels.cpu.lanes import draw_normals, draw_words
from forecast_kernels.cpu.tiles import W
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.numeric.draws import student6, uniform

MEMBERS = 12_800
BLOCKS = 8  # a turn: as many rows of words as the kernel fills in a week with 13 sectors
U64 = np.uint64


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def words_only(seed, members, turns):
    """Fills 4 * BLOCKS rows of W words `turns` times for every tile of members; gives one of them back.

    The rows are made in here, as in the kernel: only then are they known to be apart, and the loop is packed.
    """
    words, ids = np.empty((4 * BLOCKS, W), np.uint32), np.empty(W, U64)
    for first in range(0, members, W):
        for i in range(W):
            ids[i] = U64(first + i)
        for turn in range(turns):
            draw_words(U64(seed), channels.WEEKLY, ids, turn, words)
    return words[turns % (4 * BLOCKS), members % W]


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def numbers(seed, members, turns):
    """The same words, half of them made into normals, the others into uniforms and one Student t."""
    Z, words = np.empty((2 * BLOCKS, W), F), np.empty((2 * BLOCKS, W), np.uint32)
    U, ids = np.empty((2 * BLOCKS, W), F), np.empty(W, U64)
    for first in range(0, members, W):
        for i in range(W):
            ids[i] = U64(first + i)
        for turn in range(turns):
            draw_normals(U64(seed), channels.WEEKLY, ids, turn, 0, Z)
            draw_words(U64(seed), channels.ONCE, ids, turn, words)
            for k in range(2 * BLOCKS - 2):
                for i in range(W):
                    U[k, i] = uniform(words[k, i])
            for i in range(W):
                U[2 * BLOCKS - 2, i] = student6(words[2 * BLOCKS - 2, i], words[2 * BLOCKS - 1, i])
    return Z[turns % (2 * BLOCKS), members % W] + U[turns % (2 * BLOCKS - 1), members % W]


def peers(words: Words) -> list[Peer]:
    """Words only, and words made into numbers."""
    turns = round(words.consumed * HORIZON / (4 * BLOCKS))

    def only() -> None:
        words_only(SEED, MEMBERS, turns)

    def made() -> None:
        numbers(SEED, MEMBERS, turns)

    only()
    made()
    note = f"{words.consumed:.2f} words consumed of {words.generated:.2f} generated"
    return [
        Peer("rng", MEMBERS, lambda: thread_seconds(only), note=note),
        Peer("rng_numbers", MEMBERS, lambda: thread_seconds(made), note="the same as normals, uniforms, Student t"),
    ]
