"""The same inputs through the compiled kernel and through the array model."""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.layout.regimes import N_REGIMES
from forecast_kernels.layout.series import BINS, N_SERIES, SECTOR_SERIES, SERIES, grid_weeks, transform
from tests.array_model import simulate
from tests.kernels.case import FITTED

ROOT = Path(__file__).resolve().parents[2]
OFFER = ROOT / "configs" / "offer.yaml"


class Case(NamedTuple):
    """Input arrays of one branch, members in columns; sectors are shared."""

    params: np.ndarray
    donors: np.ndarray
    levers: np.ndarray
    donor_levers: np.ndarray
    sectors: np.ndarray


class Ensemble(NamedTuple):
    """Outcomes by name (n,), `aid_<donor>` among them; hist (G, NSER + S, BINS) and regimes (G, NREG) on grid weeks."""

    outcomes: dict[str, np.ndarray]
    hist: np.ndarray
    regimes: np.ndarray


@cache
def _experiment():
    from forecast.config import load_experiment
    from forecast.experiment import Sampler

    exp = load_experiment(OFFER)
    return exp, Sampler(exp)


def branches() -> list[str]:
    return list(_experiment()[0].branches)


def case(branch: str, n: int, first: int = 0, same: bool = False) -> Case:
    """Members first .. first + n - 1 of a branch of the committed experiment; `same` repeats the first of them."""
    from forecast.experiment import sector_table

    exp, sampler = _experiment()
    inputs = sampler.inputs(first, first + (1 if same else n))
    rows = (inputs.params, inputs.donors, *sampler.levers(branch, inputs))
    if same:
        rows = tuple(np.repeat(a, n, axis=-1) for a in rows)
    return Case(*(np.ascontiguousarray(a) for a in rows), np.ascontiguousarray(sector_table(exp)))


def with_spent(named: dict[str, np.ndarray], spent: np.ndarray) -> dict[str, np.ndarray]:
    return named | {f"aid_{k}": row for k, row in enumerate(spent)}


def kernel(c: Case, horizon: int, seed: int, member0: int = 0) -> Ensemble:
    from forecast_kernels.cpu.simulate import simulate as run

    filled = buffers(c.params.shape[1], len(c.donors), len(c.sectors), horizon)
    filled.out.fill(np.nan)
    filled.donor_out.fill(np.nan)
    run(seed, member0, horizon, *c, FITTED, *filled)
    named = {o.name: row for o, row in zip(OUTCOMES, filled.out, strict=True)}
    return Ensemble(with_spent(named, filled.donor_out), filled.hist, filled.regimes)


def bins(x: np.ndarray, series) -> np.ndarray:
    low, high = transform(series.low, series.scale), transform(series.high, series.scale)
    z = np.arcsinh(x / series.scale) if series.scale > 0.0 else x
    return np.clip(np.floor((z - low) * BINS / (high - low)), 0, BINS - 1).astype(np.int64)


def array(c: Case, horizon: int, seed: int, dtype=np.float32) -> Ensemble:
    grid = {week: g for g, week in enumerate(grid_weeks(horizon))}
    hist = np.zeros((len(grid), N_SERIES + len(c.sectors), BINS), np.uint32)
    regimes = np.zeros((len(grid), N_REGIMES), np.uint32)

    def watch(_columns, week, view, _state):
        if week not in grid:
            return
        g = grid[week]
        regimes[g] += np.bincount(view.regime, minlength=N_REGIMES).astype(np.uint32)
        paths = (
            view.net, view.weekly, view.held, view.salient, view.force_0, view.force_1, view.fires, view.supply,
            view.losses_0, view.losses_1,
        )  # fmt: skip
        for k, (x, series) in enumerate(zip(paths, SERIES, strict=True)):
            hist[g, k] += np.bincount(bins(x, series), minlength=BINS).astype(np.uint32)
        for k, x in enumerate(view.area):
            hist[g, N_SERIES + k] += np.bincount(bins(x, SECTOR_SERIES), minlength=BINS).astype(np.uint32)

    named, spent = simulate(seed, horizon, *c, FITTED, dtype=dtype, watch=watch)
    return Ensemble(with_spent(named, spent), hist, regimes)


def arrays(cases: list[Case], horizon: int, seeds: list[int], workers: int = 2) -> list[Ensemble]:
    """The array model of several cases, in processes of their own."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(array, cases, [horizon] * len(cases), seeds))


def halves(c: Case) -> list[Case]:
    """The members of a case in two cases, for two processes."""
    n = c.params.shape[1] // 2
    cut = ([np.ascontiguousarray(a[..., part]) for a in c[:4]] for part in (slice(None, n), slice(n, None)))
    return [Case(*blocks, c.sectors) for blocks in cut]


def merged(parts: list[Ensemble]) -> Ensemble:
    """One ensemble of the members of several, in order."""
    rows = {name: np.concatenate([part.outcomes[name] for part in parts]) for name in parts[0].outcomes}
    return Ensemble(rows, sum(part.hist for part in parts), sum(part.regimes for part in parts))
