"""Writes arrays with named dimensions and attributes as a NetCDF-4 file.

A NetCDF-4 file is an HDF5 file in which every dimension has a dimension scale: a dataset that gives the dimension its
name, its length and, if there are any, its coordinate values.

This module uses only h5py, because importing xarray takes longer than a small run. The file contains no time and no
name or version of a library, so equal data give equal bytes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

_SCALE_WITHOUT_COORDINATES = "This is a netCDF dimension but not a netCDF variable. {:10d}"
_COMPRESSION: dict[str, Any] = {"compression": "gzip", "compression_opts": 4, "shuffle": True}


@dataclass(frozen=True)
class Deferred:
    """Numbers that are made when they are written, so that a large file needs the memory of one variable only.

    shape, dtype: of the array. make: returns it.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    make: Callable[[], NDArray[Any]]


@dataclass(frozen=True)
class Array:
    """One variable.

    values: numbers, or text with dtype object. attributes: texts, or numbers such as `_FillValue`. chunks: shape of a
    compressed block, if compressed.
    """

    name: str
    dims: tuple[str, ...]
    values: NDArray[Any] | Deferred
    attributes: Mapping[str, Any] = field(default_factory=dict)
    chunks: tuple[int, ...] | None = None


def write_netcdf(path: Path, arrays: Iterable[Array], attributes: Mapping[str, str]) -> None:
    """Write a file without groups.

    Parameters
    ----------
    path : Path
        The new file.
    arrays : Iterable[Array]
        The variables. One whose only dimension has the same name gives the coordinate values of that dimension.
    attributes : Mapping[str, str]
        Attributes of the whole file.

    Raises
    ------
    ValueError
        If two arrays have different lengths for one dimension.
    """
    write_groups(path, {"": (arrays, attributes)})


def write_groups(path: Path, groups: Mapping[str, tuple[Iterable[Array], Mapping[str, str]]]) -> None:
    """Write a file of several groups: group name ("" is the root) -> variables and attributes, as in `write_netcdf`.

    Every group has its own dimensions.
    """
    with h5py.File(path, "w", track_order=True, locking=False) as file:  # some file systems have no locks
        n_dimensions = 0
        for name, (arrays, attributes) in groups.items():
            target = file.create_group(name, track_order=True) if name else file
            _set_attributes(target, attributes)
            n_dimensions += _write_arrays(target, list(arrays), n_dimensions)


def _write_arrays(group: Any, arrays: list[Array], first: int) -> int:
    """Write the arrays of one group, number its dimensions from `first`, and return how many dimensions it has."""
    sizes: dict[str, int] = {}
    for array in arrays:
        for name, size in zip(array.dims, array.values.shape, strict=True):
            if sizes.setdefault(name, size) != size:
                raise ValueError(f"dimension {name} of {array.name} has {size} entries, elsewhere {sizes[name]}")
    datasets = {array.name: _create_variable(group, array) for array in arrays}
    scales = {
        name: datasets[name] if name in datasets else _create_empty_scale(group, name, size)
        for name, size in sizes.items()
    }
    for number, (name, scale) in enumerate(scales.items(), first):
        scale.make_scale(name if name in datasets else _SCALE_WITHOUT_COORDINATES.format(sizes[name]))
        scale.attrs["_Netcdf4Dimid"] = np.int32(number)
    for array in arrays:
        if array.dims != (array.name,):
            for axis, name in enumerate(array.dims):
                datasets[array.name].dims[axis].attach_scale(scales[name])
    return len(scales)


def _create_variable(group: Any, array: Array) -> Any:
    is_text = array.values.dtype == object
    kind = h5py.string_dtype("utf-8") if is_text else array.values.dtype
    options = {"chunks": array.chunks, **_COMPRESSION} if array.chunks else {}
    if isinstance(array.values, Deferred):
        dataset = group.create_dataset(array.name, shape=array.values.shape, dtype=kind, **options)
        dataset[...] = array.values.make()
    else:
        dataset = group.create_dataset(array.name, data=array.values, dtype=kind, **options)
    _set_attributes(dataset, array.attributes)
    return dataset


def _create_empty_scale(group: Any, name: str, size: int) -> Any:
    """Create the scale of a dimension that has no coordinate values."""
    return group.create_dataset(name, shape=(size,), dtype=">f4")


def _set_attributes(target: Any, attributes: Mapping[str, Any]) -> None:
    for name, value in attributes.items():
        is_ascii = isinstance(value, str) and value.isascii() and value != ""
        target.attrs[name] = np.bytes_(value.encode()) if is_ascii else value
