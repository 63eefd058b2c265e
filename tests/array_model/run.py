"""All weeks of a chunk of members, and chunks of a whole ensemble on NumPy."""

from functools import partial

import numpy as np

from tests.array_model.draws import draw_once, draw_weekly, generator
from tests.array_model.inputs import gather
from tests.array_model.ledgers import outcomes
from tests.array_model.state import initial
from tests.array_model.step import step

CHUNK = 1000


def run(xp, inputs, once, weekly, horizon: int, dtype, watch=None):
    """The state after `horizon` weeks; `weekly(t)` gives the draws of a week, `watch(week, Week, State)` sees all."""
    state = initial(xp, inputs, once)
    for t in range(horizon):
        state, week = step(xp, state, weekly(t), inputs, once, xp.asarray(t, dtype=dtype))
        if watch is not None:
            watch(t + 1, week, state)
    return state


def simulate(
    seed: int,
    horizon: int,
    params,
    donors,
    levers,
    donor_levers,
    sectors,
    fitted,
    dtype=np.float32,
    watch=None,
    chunk: int = CHUNK,
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Outcomes by name (n,) and EUR bn by donor (ND, n) of the members in the columns; shapes as at the kernel.

    `watch(columns, week, Week, State)` sees every week of every chunk.
    """
    n, names, parts = params.shape[1], None, []
    with np.errstate(over="ignore", divide="ignore", under="ignore"):
        for first in range(0, n, chunk):
            at = slice(first, min(first + chunk, n))
            rng = generator(seed, first // chunk)
            blocks = (params[:, at], donors[:, :, at], levers[:, at], donor_levers[:, :, at])
            inputs = gather(np, dtype, *blocks, sectors, fitted)
            size = at.stop - at.start
            once = draw_once(rng, inputs.p, size, len(sectors), dtype)
            seen = None if watch is None else partial(watch, at)

            def weekly(t, rng=rng, m=size):
                return draw_weekly(rng, m, len(sectors), dtype)

            state = run(np, inputs, once, weekly, horizon, dtype, seen)
            named, spent = outcomes(state)
            names = names or list(named)
            parts.append(np.vstack([*(named[k] for k in names), spent]))
    whole = np.hstack(parts)
    return dict(zip(names, whole, strict=False)), whole[len(names) :]
