"""Writes `timeseries.nc`: quantiles, regime shares and histograms by branch and week (conventions CF-1.11)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from forecast.experiment.evidence import evidence
from forecast.store.atomic import WORK, FileEntry, entry_of, put_file, writing
from forecast.store.columns import reading
from forecast.store.drafts import temporary
from forecast.store.finished import Counts
from forecast.store.hdf import Array, write_netcdf
from forecast.store.registry import SCHEMA_VERSION, TIMESERIES_FILE, Variable
from forecast.store.registry_series import AXES, LEVELS, REGIME_COUNT, REGIME_SHARE, SECTOR, TOTAL_SERIES, cf_unit
from forecast.store.variables import side_ids
from forecast_kernels.layout.regimes import REGIME_NAMES
from forecast_kernels.layout.series import N_SERIES, SECTOR_SERIES, SERIES, edges, grid_weeks

if TYPE_CHECKING:
    from forecast.config.models import Experiment

_ONE_BY_ONE = ("branch", "sector")
"""Dimensions that are read one entry at a time, so a compressed block has one entry along each of them."""


def write_timeseries(exp: "Experiment", totals: Mapping[str, Counts], folder: Path) -> FileEntry:
    """Write `timeseries.nc` of a run. Raises RunError if the disk is full.

    Parameters
    ----------
    exp : Experiment
        Gives the names of branches, sectors and sides.
    totals : Mapping[str, Counts]
        Branch -> weekly histograms and regime counts of all members, as `WorkArea.totals()` returns them.
    folder : Path
        The run folder.
    """
    draft = temporary(folder / WORK, "timeseries")
    attributes = {
        "Conventions": "CF-1.11",
        "title": f"{exp.experiment}: {exp.question}",
        "source": "Frontcast ensemble of simulated paths",
        "history": "written by `forecast run` from the configuration in config.yaml",
        "comment": "quantiles over members, interpolated in the histograms stored beside them",
        "evidence": evidence(exp).mark,
        "forecast_schema": SCHEMA_VERSION,
    }
    with writing(folder / TIMESERIES_FILE):
        write_netcdf(draft, timeseries_arrays(exp, totals), attributes)
    put_file(draft, folder / TIMESERIES_FILE)
    return entry_of(folder, TIMESERIES_FILE)


def timeseries_arrays(exp: "Experiment", totals: Mapping[str, Counts]) -> Iterator[Array]:
    """Yield the variables of the file, coordinates first."""
    branches = list(exp.branches)

    def hist(rows: int | slice) -> NDArray[np.int64]:
        return np.stack([totals[branch][0][:, rows] for branch in branches])

    regimes = np.stack([totals[branch][1] for branch in branches])
    members = regimes.sum(axis=-1, keepdims=True)
    share = np.divide(regimes, members, where=members > 0, out=np.full(regimes.shape, np.nan))
    ids, mark = side_ids(exp), evidence(exp).mark
    yield from _axes(exp, branches)
    yield _array(REGIME_SHARE, share.transpose(0, 2, 1), "week", evidence=mark)
    yield _array(REGIME_COUNT, regimes.transpose(0, 2, 1), "week", evidence=mark)
    for row, series in enumerate(SERIES):
        yield from _series(TOTAL_SERIES[row], ids, hist(row), np.array(edges(series)), mark)
    sectors = hist(slice(N_SERIES, None)).transpose(0, 2, 1, 3)
    yield from _series(SECTOR, ids, sectors, np.array(edges(SECTOR_SERIES)), mark)


def read_counts(exp: "Experiment", path: Path) -> dict[str, Counts]:
    """Read the counts from which `write_timeseries` made a file: branch -> histograms and regimes, int64.

    Parameters
    ----------
    exp : Experiment
        The experiment of the run.
    path : Path
        Its `timeseries.nc`.

    Raises
    ------
    ResultError
        If the file is damaged.
    """
    import h5py  # type: ignore[import-untyped]

    ids = side_ids(exp)
    groups = [TOTAL_SERIES[row] for row in range(N_SERIES)]
    with reading(path), h5py.File(path, "r", locking=False) as stream:
        names = [group[1].named(ids).name for group in groups]
        single = [np.moveaxis(stream[name][...].astype(np.int64), -1, -2) for name in names]  # [branch, time, bin]
        sectors = np.moveaxis(stream[SECTOR[1].named(ids).name][...].astype(np.int64), -1, -2)
        regimes = stream[REGIME_COUNT.name][...].astype(np.int64).transpose(0, 2, 1)
    hist = np.concatenate([np.stack(single, axis=2), sectors.transpose(0, 2, 1, 3)], axis=2)
    return {branch: (hist[row], regimes[row]) for row, branch in enumerate(exp.branches)}


def _axes(exp: "Experiment", branches: list[str]) -> Iterator[Array]:
    weeks = np.array(grid_weeks(exp.horizon), dtype=np.int32)
    values: dict[str, NDArray[Any]] = {
        "branch": np.array(branches, dtype=object),
        "sector": np.array(list(exp.baseline.sectors), dtype=object),
        "regime": np.array(REGIME_NAMES, dtype=object),
        "quantile": np.array(LEVELS),
        "time": weeks * np.int32(7),
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
    for v in AXES:
        yield Array(v.name, v.dims, values[v.name], {"long_name": v.long_name, **extra.get(v.name, {})})


def _series(
    group: tuple[Variable, ...], ids: dict[str, str], counts: NDArray[np.int64], ends: NDArray[np.float64], mark: str
) -> Iterator[Array]:
    """Yield quantiles, histogram and bins of a series; counts: [branch, (sector,) time, bin], `ends`: [bin + 1]."""
    band, count, middle, bounds = (variable.named(ids) for variable in group)
    quantiles = np.moveaxis(histogram_quantiles(counts, ends, LEVELS), -1, -2)
    yield _array(band, quantiles, "week", evidence=mark)
    yield _array(count, np.moveaxis(counts, -1, -2), f"week {middle.name}", evidence=mark)
    yield _array(middle, (ends[:-1] + ends[1:]) / 2, None, bounds=bounds.name)
    yield _array(bounds, np.stack([ends[:-1], ends[1:]], axis=-1), None)


def _array(variable: Variable, values: NDArray[Any], coordinates: str | None, **attributes: str) -> Array:
    kinds = {"real": np.float32, "estimate": np.float64, "serial": np.int32}
    kind = kinds[variable.kind]
    if kind is np.int32 and values.size and values.max() > np.iinfo(np.int32).max:
        kind = np.int64
    name_and_unit = {"long_name": variable.long_name, "units": cf_unit(variable.unit)}
    texts = {} if variable.is_bounds else name_and_unit  # CF: bounds have the attributes of their variable
    chunks = None
    if coordinates:
        attributes["coordinates"] = coordinates
        chunks = tuple(1 if dim in _ONE_BY_ONE else size for dim, size in zip(variable.dims, values.shape, strict=True))
    return Array(variable.name, variable.dims, values.astype(kind), texts | attributes, chunks)


def histogram_quantiles(
    counts: NDArray[np.integer], edges: NDArray[np.float64], levels: Sequence[float]
) -> NDArray[np.float64]:
    """Compute quantiles from histograms by linear interpolation inside a bin. An empty histogram gives NaN.

    Parameters
    ----------
    counts : int[..., B]
        Number of members in each bin. The first and the last bin also count all smaller and all larger values.
    edges : float64[B + 1]
        Ends of the bins in increasing order, in the unit of the result.
    levels : Sequence[float]
        Levels of the quantiles, between 0 and 1.

    Returns
    -------
    float64[..., len(levels)]
        The quantiles, in the unit of `edges`.
    """
    reached = np.cumsum(counts, axis=-1, dtype=np.int64)
    total = reached[..., -1:]
    quantiles = np.empty((*counts.shape[:-1], len(levels)))
    for k, level in enumerate(levels):
        rank = level * total
        bins = np.minimum((reached < rank).sum(axis=-1, keepdims=True), counts.shape[-1] - 1)
        inside = np.take_along_axis(counts, bins, axis=-1)
        before = np.take_along_axis(reached, bins, axis=-1) - inside
        share = np.clip((rank - before) / np.where(inside > 0, inside, 1), 0.0, 1.0)
        value = edges[bins] + share * (edges[bins + 1] - edges[bins])
        quantiles[..., k] = np.where(total > 0, value, np.nan)[..., 0]
    return quantiles
