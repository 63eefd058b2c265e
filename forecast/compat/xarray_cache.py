"""Keeps the values of a lazy xarray variable once they are read.

xarray documents `BackendArray` and `LazilyIndexedArray` for lazy reading, but not the two wrappers that its own
`open_dataset` adds so that a second look at a variable does not read the files again.
"""

from typing import Any

from xarray.core import indexing


def kept_when_read(array: Any) -> Any:
    """A `LazilyIndexedArray` that is read once and then stays in memory; writing to it leaves the source alone."""
    return indexing.MemoryCachedArray(indexing.CopyOnWriteArray(array))  # type: ignore[no-untyped-call]
