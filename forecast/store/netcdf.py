"""`timeseries.nc`: quantile bands, regime shares and histograms per branch and week, CF-1.11."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from forecast.store.atomic import WORK, FileEntry, entry_of, put_file, temporary, writing
from forecast.store.quantiles import histogram_quantiles
from forecast.store.registry import SCHEMA_VERSION, Variable
from forecast.store.registry_series import AXES, LEVELS, REGIME_SHARE, SECTOR, TOTAL_SERIES, cf_unit
from forecast.store.totals import Counts
from forecast.store.variables import side_ids
from forecast_kernels.layout.series import N_SERIES, REGIMES, SECTOR_SERIES, SERIES, edges, grid_weeks

if TYPE_CHECKING:
    from forecast.config.models import Experiment

NAME = "timeseries.nc"
_PACKED = {"zlib": True, "complevel": 4, "shuffle": True}


def write_timeseries(exp: "Experiment", totals: Mapping[str, Counts], folder: Path) -> FileEntry:
    """Write `folder / timeseries.nc` from `WorkArea.totals()`. Raises RunError.

    The file is plain NetCDF-4. The writer is told otherwise only because it then leaves out the attribute
    `_NCProperties`, which would put library versions into the bytes.
    """
    rough = temporary(folder / WORK, "timeseries")
    with writing(folder / NAME):
        timeseries_dataset(exp, totals).to_netcdf(rough, engine="h5netcdf", invalid_netcdf=True)
    put_file(rough, folder / NAME)
    return entry_of(folder, NAME)


def timeseries_dataset(exp: "Experiment", totals: Mapping[str, Counts]) -> xr.Dataset:
    """The content of the file, with the attributes and encodings that it is written with."""
    branches = list(exp.branches)
    hist = np.stack([totals[branch][0] for branch in branches])
    regimes = np.stack([totals[branch][1] for branch in branches])
    members = regimes.sum(axis=-1, keepdims=True)
    share = np.divide(regimes, members, where=members > 0, out=np.full(regimes.shape, np.nan))
    ids = side_ids(exp)
    dataset = _axes(exp, branches)
    _add(dataset, REGIME_SHARE, share.transpose(0, 2, 1), "week")
    for row, series in enumerate(SERIES):
        _add_series(dataset, TOTAL_SERIES[row], ids, hist[:, :, row], np.array(edges(series)))
    sectors = hist[:, :, N_SERIES:].transpose(0, 2, 1, 3)
    _add_series(dataset, SECTOR, ids, sectors, np.array(edges(SECTOR_SERIES)))
    dataset.attrs = {
        "Conventions": "CF-1.11",
        "title": f"{exp.experiment}: {exp.question}",
        "source": "Frontcast ensemble of simulated paths",
        "history": "written by `forecast run` from the configuration in config.yaml",
        "comment": "quantiles over members, interpolated in the histograms stored beside them",
        "forecast_schema": SCHEMA_VERSION,
    }
    return dataset


def _axes(exp: "Experiment", branches: list[str]) -> xr.Dataset:
    weeks = np.array(grid_weeks(exp.horizon), dtype=np.int32)
    values: dict[str, NDArray[Any]] = {
        "branch": np.array(branches, dtype=object),
        "sector": np.array(list(exp.baseline.sectors), dtype=object),
        "regime": np.array(REGIMES, dtype=object),
        "quantile": np.array(LEVELS),
        "time": weeks * 7,
        "week": weeks,
    }
    extra: dict[str, dict[str, str]] = {
        "quantile": {"units": "1"},
        "time": {
            "standard_name": "time",
            "axis": "T",
            "units": f"days since {exp.baseline.date.isoformat()}",
            "calendar": "standard",
            "units_metadata": "leap_seconds: none",
        },
        "week": {"units": "week"},
    }
    dataset = xr.Dataset(
        coords={v.name: (v.dims, values[v.name], {"long_name": v.long_name, **extra.get(v.name, {})}) for v in AXES}
    )
    for name in ("quantile", "time", "week"):
        dataset[name].encoding["_FillValue"] = None
    return dataset


def _add_series(
    dataset: xr.Dataset,
    group: tuple[Variable, ...],
    ids: dict[str, str],
    counts: NDArray[np.int64],
    ends: NDArray[np.float64],
) -> None:
    """counts [branch, (sector,) time, bin]."""
    band, count, middle, bounds = (variable.named(ids) for variable in group)
    found = np.moveaxis(histogram_quantiles(counts, ends, LEVELS), -1, -2)
    _add(dataset, band, found, "week")
    _add(dataset, count, np.moveaxis(counts, -1, -2), f"week {middle.name}")
    _add(dataset, middle, (ends[:-1] + ends[1:]) / 2, None, bounds=bounds.name)
    _add(dataset, bounds, np.stack([ends[:-1], ends[1:]], axis=-1), None)


def _add(
    dataset: xr.Dataset, variable: Variable, values: NDArray[Any], coordinates: str | None, **attributes: str
) -> None:
    kinds = {"real": np.float32, "estimate": np.float64, "serial": np.int32}
    kind = kinds[variable.kind]
    if kind is np.int32 and values.size and values.max() > np.iinfo(np.int32).max:
        kind = np.int64
    named = {"long_name": variable.long_name, "units": cf_unit(variable.unit)}
    taken = {} if variable.bounds else named  # CF: bounds take the attributes of what they bound
    dataset[variable.name] = (variable.dims, values.astype(kind), taken | attributes)
    encoding: dict[str, Any] = {"_FillValue": None}
    if coordinates:
        chunks = tuple(1 if dim in ("branch", "sector") else dataset.sizes[dim] for dim in variable.dims)
        encoding |= {"coordinates": coordinates, "chunksizes": chunks, **_PACKED}
    dataset[variable.name].encoding = encoding
