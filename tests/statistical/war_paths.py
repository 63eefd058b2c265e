"""Weekly paths of an unending war, for what no outcome shows: memory of the gain, concentration of sectors."""

import numpy as np

from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout.parameters import PARAMETERS
from forecast_kernels.layout.series import SECTOR_SERIES, edges, grid_weeks
from forecast_kernels.layout.state import NS, TRACE
from tests.array_model import simulate
from tests.kernels.case import FITTED
from tests.statistical.ensembles import Case, bins, case

LAGS = (1, 2, 4, 13, 26)
CONCENTRATION_WEEKS = (1, 4, 13, 52, 104)
TRACED = 128
ENDLESS = {
    "agreement_hazard": 1e-9, "weight_base_rate": 1, "weight_ultimatum": 0, "weight_crowd": 0, "collapse_rate_0": 1e-9,
    "collapse_rate_1": 1e-9,
}  # fmt: skip


def endless_war(branch: str, n: int) -> Case:
    c = case(branch, n)
    names = [x.name for x in PARAMETERS]
    for name, value in ENDLESS.items():
        c.params[names.index(name)] = value
    return c


def kernel_war(c: Case, horizon: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Weekly net gain (horizon, n) and sector bins at grid weeks (G, S, n), as many members a call as it traces."""
    from forecast_kernels.cpu.simulate import simulate as run

    column = [x.name for x in TRACE].index("weekly_net")
    gains, places = [], []
    for first in range(0, c.params.shape[1], TRACED):
        some = [np.ascontiguousarray(a[..., first : first + TRACED]) for a in c[:4]]
        n = some[0].shape[1]
        filled = buffers(n, len(c.donors), len(c.sectors), horizon, traced=n)
        run(seed, first, horizon, *some, c.sectors, FITTED, *filled)
        gains.append(filled.trace[1:, column])
        places.append(bins(filled.trace[grid_weeks(horizon), NS:], SECTOR_SERIES))
    return np.concatenate(gains, axis=-1), np.concatenate(places, axis=-1)


def array_war(c: Case, horizon: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    grid, n = grid_weeks(horizon), c.params.shape[1]
    gains = np.zeros((horizon, n))
    places = np.zeros((len(grid), len(c.sectors), n), np.int64)

    def watch(columns, week, view, _state):
        gains[week - 1, columns] = view.weekly
        if week in grid:
            places[grid.index(week)][:, columns] = bins(view.area, SECTOR_SERIES)

    simulate(seed, horizon, *c, FITTED, watch=watch)
    return gains, places


def memory(gains: np.ndarray) -> dict[str, np.ndarray]:
    """Of each member: autocorrelations, spread and tails of asinh(gain / 28 km2), and of its weekly change."""
    y = np.arcsinh(gains / 28.0)
    found = {"spread of the level": y.std(axis=0), "kurtosis of changes": kurtosis(np.diff(y, axis=0))}
    d = y - y.mean(axis=0)
    for lag in LAGS:
        found[f"autocorrelation, lag {lag}"] = (d[lag:] * d[:-lag]).mean(axis=0) / d.var(axis=0)
    return found


def kurtosis(x: np.ndarray) -> np.ndarray:
    d = x - x.mean(axis=0)
    return (d**4).mean(axis=0) / d.var(axis=0) ** 2


def concentration(places: np.ndarray, horizon: int) -> dict[str, np.ndarray]:
    """Sum of squared shares of the sectors in the ground that changed hands, by week; areas at their bins' middles."""
    edge = np.array(edges(SECTOR_SERIES))
    area = np.abs((edge[:-1] + edge[1:]) / 2.0)[places]
    share = area / area.sum(axis=1, keepdims=True)
    weeks = grid_weeks(horizon)
    return {f"concentration, week {w}": (share[weeks.index(w)] ** 2).sum(axis=0) for w in CONCENTRATION_WEEKS}
