"""The random numbers alone: what the kernel draws, by the kernel's own lane loops, without the model.

`rng` makes the numbers that the model consumes: every normal, uniform and Student t of the weeks in which the front
moves, the oil price of the others, the one-off draws. `rng_words` makes the 32-bit words behind them and no number.
"""

import numpy as np
from numba import njit

from benchmarks.measure import thread_seconds
from benchmarks.peers.peer import Peer
from benchmarks.setting import HORIZON, SEED
from benchmarks.words import Words
from forecast_kernels.cpu.lanes import draw_normals, draw_oil, draw_week, draw_words
from forecast_kernels.cpu.tiles import W
from forecast_kernels.layout import state as s
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.steps.start import ONCE_BLOCKS

MEMBERS = 12_800
BLOCKS = 4  # of normals in a week, and as many of uniforms: 13 sectors
U64 = np.uint64


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def words_only(seed, members, turns):
    """Fills 8 * BLOCKS rows of W words `turns` times for every tile of members; gives one of them back.

    The rows are made in here, as in the kernel: only then are they known to be apart, and the loop is packed.
    """
    words, ids = np.empty((8 * BLOCKS, W), np.uint32), np.empty(W, U64)
    for first in range(0, members, W):
        for i in range(W):
            ids[i] = U64(first + i)
        for turn in range(turns):
            draw_words(U64(seed), channels.WEEKLY, ids, turn, words)
    return words[turns % (8 * BLOCKS), members % W]


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def numbers(seed, members, moving, resting):
    """Makes the draws of `moving` weeks of a moving front, of `resting` others, and of the start, for every tile."""
    once, ids = np.empty((4 * ONCE_BLOCKS, W), np.uint32), np.empty(W, U64)
    N, Z, U = np.empty((s.NN, W), F), np.empty((4 * BLOCKS, W), F), np.empty((4 * BLOCKS, W), F)
    total = F(0.0)
    for first in range(0, members, W):
        for i in range(W):
            ids[i] = U64(first + i)
        draw_words(U64(seed), channels.ONCE, ids, 0, once)
        draw_normals(U64(seed), channels.SECTOR_START, ids, 0, 0, Z)
        total += F(once[first % (4 * ONCE_BLOCKS), first % W]) + Z[first % (4 * BLOCKS), first % W]
        for week in range(moving):
            draw_week(U64(seed), channels.WEEKLY, ids, week, N, Z, U)
        total += N[first % s.NN, first % W] + Z[first % (4 * BLOCKS), first % W] + U[first % (4 * BLOCKS), first % W]
        for week in range(moving, moving + resting):
            draw_oil(U64(seed), channels.WEEKLY, ids, week, N)
        total += N[s.Z_OIL, first % W]
    return total


def peers(words: Words) -> list[Peer]:
    """Numbers, and words only."""
    turns, moving = round(words.consumed * HORIZON / (8 * BLOCKS)), round(words.moving * HORIZON)

    def only() -> None:
        words_only(SEED, MEMBERS, turns)

    def made() -> None:
        numbers(SEED, MEMBERS, moving, HORIZON - moving)

    only()
    made()
    note = f"numbers of {moving} weeks of a moving front and {HORIZON - moving} others, by the kernel's own loops"
    shown = f"{words.consumed:.2f} words consumed of {words.generated:.2f} generated, no numbers made"
    return [
        Peer("rng", MEMBERS, lambda: thread_seconds(made), note=note),
        Peer("rng_words", MEMBERS, lambda: thread_seconds(only), note=shown),
    ]
