"""`posterior.nc`: the draws as ArviZ and xarray read them, one group each; equal inputs give equal bytes.

posterior and prior have the dimensions chain (one) and draw; sample_stats holds the log likelihood of each draw and the
weights of the proposals that the draws were resampled from; observed_data holds the series that were fitted, and
posterior_predictive what the maps would have shown under some of the draws.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.diagnostics import Sampling
from forecast.calibration.front import side_by_side
from forecast.calibration.level_filter import filter_level
from forecast.calibration.posterior import PARAMETERS, PER_MAP, Posterior
from forecast.calibration.record import Record
from forecast.calibration.synthetic import as_simulated
from forecast.observations.series import Floats
from forecast.store.atomic import WORK, FileEntry, entry_of, put_file, temporary, writing
from forecast.store.hdf import Array, write_groups
from forecast.store.registry_series import cf_unit

NAME = "posterior.nc"
PREDICTED = 200
CHANNEL = 34


def write_dataset(
    folder: Path, record: Record, found: Posterior, sampled: Sampling, seed: int, attributes: Mapping[str, str]
) -> FileEntry:
    """Write `folder / posterior.nc`. Raises RunError."""
    weeks = _weeks(record)
    maps = np.arange(1, len(record.maps) + 1, dtype=np.int32)
    groups: dict[str, tuple[list[Array], Mapping[str, str]]] = {
        "": ([], {"Conventions": "CF-1.11", **attributes}),
        "posterior": (list(_draws(found.draws, maps)), {}),
        "prior": (list(_draws(found.prior, maps)), {}),
        "sample_stats": (list(_stats(record, found)), {key: f"{v:.6g}" for key, v in sampled._asdict().items()}),
        "posterior_predictive": ([*weeks, *_predicted(record, found, seed, maps)], {}),
        "observed_data": ([*weeks, *_observed(record, maps)], {}),
        "constant_data": (list(_constant(record, found)), {}),
    }
    rough = temporary(folder / WORK, "posterior")
    with writing(folder / NAME):
        write_groups(rough, groups)
    put_file(rough, folder / NAME)
    return entry_of(folder, NAME)


def _draws(values: Mapping[str, Floats], maps: NDArray[np.int32]) -> Iterator[Array]:
    n = next(iter(values.values())).shape[-1]
    yield from _axes(n)
    yield Array("map", ("map",), maps, {"long_name": "map, in the order given"})
    for name, x in values.items():
        known = PARAMETERS[name]
        dims = ("chain", "draw", "map") if name in PER_MAP else ("chain", "draw")
        data = x.T[None] if name in PER_MAP else x[None]
        yield Array(name, dims, np.ascontiguousarray(data), _words(known.about, known.unit))


def _axes(n: int) -> Iterator[Array]:
    yield Array("chain", ("chain",), np.zeros(1, np.int32), {"long_name": "chain"})
    yield Array("draw", ("draw",), np.arange(n, dtype=np.int32), {"long_name": "draw"})


def _stats(record: Record, found: Posterior) -> Iterator[Array]:
    """Of the draws, and of the weighted proposals that they were resampled from."""
    level = found.fit.level
    with np.errstate(divide="ignore"):
        log_weight = np.log(level.weights)
    loglik = filter_level(side_by_side(record.maps), found.parameters).loglik
    yield from _axes(len(loglik))
    about = "log likelihood of the totals"
    yield Array("log_likelihood", ("chain", "draw"), loglik[None], _words(about, "1"))
    yield Array("proposal_log_weight", ("proposal",), log_weight, _words("log importance weight, normalised", "1"))
    yield Array("proposal_log_likelihood", ("proposal",), level.filtered.loglik, _words(about, "1"))


def _weeks(record: Record) -> list[Array]:
    days = record.maps[0].weeks.astype("datetime64[D]").astype(np.int32)
    return [
        Array(
            "week_end",
            ("week_end",),
            days,
            {"long_name": "last day of the week", "units": "days since 1970-01-01", "calendar": "standard"},
        )
    ]


def _predicted(record: Record, found: Posterior, seed: int, maps: NDArray[np.int32]) -> Iterator[Array]:
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    n = min(PREDICTED, len(found.level))
    made = as_simulated(found.parameters.pick(np.arange(n)), len(record.maps[0].weeks), rng)[0]
    yield from _axes(n)
    yield Array("map", ("map",), maps, {"long_name": "map, in the order given"})
    data = np.ascontiguousarray(made.transpose(2, 1, 0)[None])
    yield Array("net_km2", ("chain", "draw", "week_end", "map"), data, _words("weekly net gain as shown", "km2"))


def _observed(record: Record, maps: NDArray[np.int32]) -> Iterator[Array]:
    yield Array("map", ("map",), maps, {"long_name": "map, in the order given"})
    seen = np.ascontiguousarray(side_by_side(record.maps))
    yield Array("net_km2", ("week_end", "map"), seen, _words("weekly net gain as shown", "km2"))


def _constant(record: Record, found: Posterior) -> Iterator[Array]:
    carried: NDArray[Any] = np.array([record.carried], np.int32)
    yield Array("carried", ("one",), carried, _words("weeks from the last week to week 0", "weeks"))
    sectors = found.fit.sectors
    if sectors is None:
        return
    yield Array("sector", ("sector",), np.array(record.maps[0].locations, dtype=object), {"long_name": "sector id"})
    for name, x in sectors._asdict().items():
        yield Array(name, ("sector",), np.asarray(x, dtype=np.float64), _words(name.replace("_", " "), "1"))


def _words(about: str, unit: str) -> dict[str, str]:
    return {"long_name": about, "units": cf_unit(unit)}
