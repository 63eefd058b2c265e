"""The array model of the tests on JAX: jit over a scan of the weeks, single precision, one core."""

import time
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.measure import process_seconds
from benchmarks.peers.jax_draws import draw_once, draw_weekly
from benchmarks.peers.peer import Outcomes, Peer
from benchmarks.setting import HORIZON, SEED, WEEKS_TO_TUNE, members, mixed
from tests.array_model import gather, initial, step
from tests.array_model import outcomes as named_outcomes
from tests.kernels.case import FITTED
from tests.statistical.ensembles import Case, with_spent

MEMBERS = 8000
CHUNKS = (1000, 2000, 4000)
GENERATORS = ("threefry2x32", "unsafe_rbg")


def _chunk(key: jax.Array, blocks: tuple[Any, ...], sectors, fitted, horizon: int) -> tuple[dict[str, Any], Any]:
    """Outcomes by name (n,) and EUR bn by donor of one chunk: what `tests.array_model.run` does, as one scan."""
    inputs = gather(jnp, jnp.float32, *blocks, sectors, fitted)
    n, s = blocks[0].shape[1], sectors.shape[0]
    first, weekly = jax.random.split(key)
    once = draw_once(first, inputs.p, n, s)

    def week(state, t):
        draws = draw_weekly(jax.random.fold_in(weekly, t), n, s)
        return step(jnp, state, draws, inputs, once, t.astype(jnp.float32))[0], None

    state, _ = jax.lax.scan(week, initial(jnp, inputs, once), jnp.arange(horizon))
    return named_outcomes(state)


class Compiled(NamedTuple):
    """A compiled chunk. seconds: CPU time of compiling it."""

    call: Any
    seconds: float


def compiled(case: Case, horizon: int, generator: str) -> Compiled:
    """The chunk compiled for the shapes of a case."""
    key = jax.random.key(SEED, impl=generator)
    arrays = (tuple(map(jnp.asarray, case[:4])), jnp.asarray(case.sectors), jnp.asarray(FITTED))
    begun = time.process_time()
    call = jax.jit(_chunk, static_argnums=4).lower(key, *arrays, horizon).compile()
    return Compiled(call, time.process_time() - begun)


def run_case(made: Compiled, case: Case, seed: int, generator: str) -> tuple[dict[str, Any], Any]:
    key = jax.random.key(seed, impl=generator)
    blocks = tuple(map(jnp.asarray, case[:4]))
    return jax.block_until_ready(made.call(key, blocks, jnp.asarray(case.sectors), jnp.asarray(FITTED)))


def best() -> tuple[int, str, str]:
    """Chunk and generator with the least CPU time a member-week, and what all took: sizes first, then generators."""
    cost: dict[tuple[int, str], float] = {}

    def cheapest(pairs: list[tuple[int, str]]) -> tuple[int, str]:
        for chunk, generator in pairs:
            one = mixed(chunk)
            made = compiled(one, WEEKS_TO_TUNE, generator)
            seconds = [process_seconds(lambda: run_case(made, one, SEED, generator)) for _ in range(3)]  # noqa: B023
            cost[chunk, generator] = min(seconds) / (members(one) * WEEKS_TO_TUNE) * 1e9
        return min(cost, key=cost.__getitem__)

    chunk, _ = cheapest([(chunk, GENERATORS[0]) for chunk in CHUNKS])
    chunk, generator = cheapest([(chunk, GENERATORS[1])])
    return chunk, generator, ", ".join(f"{c} {g}: {ns:.0f} ns" for (c, g), ns in cost.items())


def peer() -> Peer:
    chunk, generator, tried = best()
    one = mixed(chunk)
    made = compiled(one, HORIZON, generator)

    def outcomes(case: Case, seed: int) -> Outcomes:
        call = made if members(case) == members(one) else compiled(case, HORIZON, generator)
        named, spent = run_case(call, case, seed, generator)
        return with_spent({name: np.asarray(row) for name, row in named.items()}, np.asarray(spent))

    turns = max(1, MEMBERS // members(one))

    def run() -> None:
        for turn in range(turns):
            run_case(made, one, SEED + turn, generator)

    note = f"no histograms; {generator}, chunk {chunk}; compiled in {made.seconds:.0f} CPU s, not counted ({tried})"
    return Peer("jax", turns * members(one), lambda: process_seconds(run), outcomes, note)
