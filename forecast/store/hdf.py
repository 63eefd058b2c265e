"""Writes arrays with named dimensions and attributes as a NetCDF-4 file, which is HDF5 with dimension scales.

Uses h5py alone, because importing xarray takes longer than a small run. No time, version or library name enters the
bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

_BARE = "This is a netCDF dimension but not a netCDF variable. {:10d}"
_PACKED: dict[str, Any] = {"compression": "gzip", "compression_opts": 4, "shuffle": True}


@dataclass(frozen=True)
class Array:
    """One variable. values: numbers, or text with dtype object. chunks: of a compressed variable."""

    name: str
    dims: tuple[str, ...]
    values: NDArray[Any]
    attributes: Mapping[str, str] = field(default_factory=dict)
    chunks: tuple[int, ...] | None = None


def write_netcdf(path: Path, arrays: Iterable[Array], attributes: Mapping[str, str]) -> None:
    """Write a new file.

    Parameters
    ----------
    path : Path
        The file.
    arrays : Iterable[Array]
        A variable with the name of its only dimension becomes the coordinate of that dimension. Arrays that disagree on
        the length of a dimension are a ValueError.
    attributes : Mapping[str, str]
        Of the file.
    """
    write_groups(path, {"": (arrays, attributes)})


def write_groups(path: Path, groups: Mapping[str, tuple[Iterable[Array], Mapping[str, str]]]) -> None:
    """Write a new file with one group per key ("" is the root), each with its own dimensions. See `write_netcdf`."""
    with h5py.File(path, "w", track_order=True) as file:
        dimensions = 0
        for name, (arrays, attributes) in groups.items():
            target = file.create_group(name, track_order=True) if name else file
            _name(target, attributes)
            dimensions += _fill(target, list(arrays), dimensions)


def _fill(file: Any, listed: list[Array], first: int) -> int:
    """Write the arrays of one group and return the number of its dimensions, which are numbered from `first`."""
    sizes: dict[str, int] = {}
    for array in listed:
        for name, size in zip(array.dims, array.values.shape, strict=True):
            if sizes.setdefault(name, size) != size:
                raise ValueError(f"dimension {name} of {array.name} has {size} entries, elsewhere {sizes[name]}")
    datasets = {array.name: _variable(file, array) for array in listed}
    scales = {name: datasets[name] if name in datasets else _bare(file, name, size) for name, size in sizes.items()}
    for number, (name, scale) in enumerate(scales.items(), first):
        scale.make_scale(name if name in datasets else _BARE.format(sizes[name]))
        scale.attrs["_Netcdf4Dimid"] = np.int32(number)
    for array in listed:
        if array.dims != (array.name,):
            for axis, name in enumerate(array.dims):
                datasets[array.name].dims[axis].attach_scale(scales[name])
    return len(scales)


def _variable(file: Any, array: Array) -> Any:
    text = array.values.dtype == object
    kind = h5py.string_dtype("utf-8") if text else array.values.dtype
    packed = {"chunks": array.chunks, **_PACKED} if array.chunks else {}
    dataset = file.create_dataset(array.name, data=array.values, dtype=kind, **packed)
    _name(dataset, array.attributes)
    return dataset


def _bare(file: Any, name: str, size: int) -> Any:
    """A dimension without coordinate values."""
    return file.create_dataset(name, shape=(size,), dtype=">f4")


def _name(target: Any, attributes: Mapping[str, str]) -> None:
    for name, text in attributes.items():
        target.attrs[name] = np.bytes_(text.encode()) if text.isascii() and text else text
