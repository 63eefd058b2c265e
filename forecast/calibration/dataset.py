"""Writes `posterior.nc`, which has the draws in the groups that ArviZ and xarray read. Equal inputs give equal bytes.

posterior, prior       draws, with the dimensions chain (one) and draw
sample_stats           log likelihood of each draw, and weights of the proposals that the draws were resampled from
observed_data          the fitted series
posterior_predictive   series that the maps would have shown under the first 200 draws
constant_data          weeks to week 0, and the fitted sectors
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.diagnostics import Sampling
from forecast.calibration.front_fit import side_by_side
from forecast.calibration.level_fit import filter_level
from forecast.calibration.posterior import PARAMETERS, PER_MAP, Posterior
from forecast.calibration.synthetic import as_simulated
from forecast.calibration.training_series import TrainingSeries
from forecast.observations.series import Floats
from forecast.store.atomic import WORK, FileEntry, entry_of, put_file, writing
from forecast.store.drafts import temporary
from forecast.store.hdf import Array, write_groups
from forecast.store.registry_series import cf_unit

NAME = "posterior.nc"
PREDICTED = 200
CHANNEL = 34


def write_dataset(
    folder: Path,
    series: TrainingSeries,
    posterior: Posterior,
    quality: Sampling,
    seed: int,
    attributes: Mapping[str, str],
) -> FileEntry:
    """Write `folder / posterior.nc`. Raises RunError if that fails.

    Parameters
    ----------
    folder : Path
        Folder of the calibration. It must contain a folder `.work` for temporary files.
    series, posterior, quality
        The series that were fitted, the draws, and the quality of the importance sampling.
    seed : int
        Seed of the posterior predictive.
    attributes : mapping of str to str
        Global attributes of the file.
    """
    weeks = _weeks(series)
    maps = np.arange(1, len(series.maps) + 1, dtype=np.int32)
    groups: dict[str, tuple[list[Array], Mapping[str, str]]] = {
        "": ([], {"Conventions": "CF-1.11", **attributes}),
        "posterior": (list(_draws(posterior.draws, maps)), {}),
        "prior": (list(_draws(posterior.prior, maps)), {}),
        "sample_stats": (
            list(_sample_stats(series, posterior)),
            {key: f"{v:.6g}" for key, v in quality._asdict().items()},
        ),
        "posterior_predictive": ([*weeks, *_predicted(series, posterior, seed, maps)], {}),
        "observed_data": ([*weeks, *_observed(series, maps)], {}),
        "constant_data": (list(_constant(series, posterior)), {}),
    }
    temporary_file = temporary(folder / WORK, "posterior")
    with writing(folder / NAME):
        write_groups(temporary_file, groups)
    put_file(temporary_file, folder / NAME)
    return entry_of(folder, NAME)


def _draws(values: Mapping[str, Floats], maps: NDArray[np.int32]) -> Iterator[Array]:
    n = next(iter(values.values())).shape[-1]
    yield from _axes(n)
    yield Array("map", ("map",), maps, {"long_name": "map, in the order given"})
    for name, x in values.items():
        quantity = PARAMETERS[name]
        dims = ("chain", "draw", "map") if name in PER_MAP else ("chain", "draw")
        data = x.T[None] if name in PER_MAP else x[None]
        yield Array(name, dims, np.ascontiguousarray(data), _attributes(quantity.about, quantity.unit))


def _axes(n: int) -> Iterator[Array]:
    yield Array("chain", ("chain",), np.zeros(1, np.int32), {"long_name": "chain"})
    yield Array("draw", ("draw",), np.arange(n, dtype=np.int32), {"long_name": "draw"})


def _sample_stats(series: TrainingSeries, posterior: Posterior) -> Iterator[Array]:
    """Yield the log likelihood of the draws, and the weights of the proposals that they were resampled from."""
    level = posterior.fit.level
    with np.errstate(divide="ignore"):
        log_weight = np.log(level.weights)
    loglik = filter_level(side_by_side(series.maps), posterior.parameters).loglik
    yield from _axes(len(loglik))
    about = "log likelihood of the totals"
    yield Array("log_likelihood", ("chain", "draw"), loglik[None], _attributes(about, "1"))
    yield Array("proposal_log_weight", ("proposal",), log_weight, _attributes("log importance weight, normalised", "1"))
    yield Array("proposal_log_likelihood", ("proposal",), level.filtered.loglik, _attributes(about, "1"))


def _weeks(series: TrainingSeries) -> list[Array]:
    days = series.maps[0].weeks.astype("datetime64[D]").astype(np.int32)
    return [
        Array(
            "week_end",
            ("week_end",),
            days,
            {"long_name": "last day of the week", "units": "days since 1970-01-01", "calendar": "standard"},
        )
    ]


def _predicted(series: TrainingSeries, posterior: Posterior, seed: int, maps: NDArray[np.int32]) -> Iterator[Array]:
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    n = min(PREDICTED, len(posterior.state.level))
    simulated = as_simulated(posterior.parameters.pick(np.arange(n)), len(series.maps[0].weeks), rng)[0]
    yield from _axes(n)
    yield Array("map", ("map",), maps, {"long_name": "map, in the order given"})
    data = np.ascontiguousarray(simulated.transpose(2, 1, 0)[None])
    yield Array("net_km2", ("chain", "draw", "week_end", "map"), data, _attributes("weekly net gain as shown", "km2"))


def _observed(series: TrainingSeries, maps: NDArray[np.int32]) -> Iterator[Array]:
    yield Array("map", ("map",), maps, {"long_name": "map, in the order given"})
    net = np.ascontiguousarray(side_by_side(series.maps))
    yield Array("net_km2", ("week_end", "map"), net, _attributes("weekly net gain as shown", "km2"))


def _constant(series: TrainingSeries, posterior: Posterior) -> Iterator[Array]:
    ahead: NDArray[Any] = np.array([series.ahead], np.int32)
    yield Array("carried", ("one",), ahead, _attributes("weeks from the last week to week 0", "weeks"))
    sectors = posterior.fit.sectors
    if sectors is None:
        return
    yield Array("sector", ("sector",), np.array(series.maps[0].locations, dtype=object), {"long_name": "sector id"})
    for name, x in sectors._asdict().items():
        yield Array(name, ("sector",), np.asarray(x, dtype=np.float64), _attributes(name.replace("_", " "), "1"))


def _attributes(about: str, unit: str) -> dict[str, str]:
    return {"long_name": about, "units": cf_unit(unit)}
