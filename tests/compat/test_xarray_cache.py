"""A lazy variable is read at the first look and not at the second."""

from typing import Any

import numpy as np
import xarray as xr
from xarray.backends import BackendArray
from xarray.core import indexing

from forecast.compat.xarray_cache import kept_when_read


class Counted(BackendArray):
    """Ones that count how often they are read."""

    shape = (4,)
    dtype = np.dtype(np.float32)

    def __init__(self) -> None:
        self.reads = 0

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        self.reads += 1
        return indexing.explicit_indexing_adapter(
            key, self.shape, indexing.IndexingSupport.OUTER, lambda k: np.ones(4, np.float32)[k]
        )


def test_that_values_are_read_once() -> None:
    source = Counted()
    data = xr.Dataset({"x": xr.Variable(("member",), kept_when_read(indexing.LazilyIndexedArray(source)))})
    repr(data)
    assert source.reads == 0, "xarray reads when it prints: mend or drop forecast/compat/xarray_cache.py"
    assert [data["x"].sum().item() for _ in range(3)] == [4.0] * 3
    assert source.reads == 1, "xarray reads again at each look: mend or drop forecast/compat/xarray_cache.py"
    data["x"][0] = 5.0
    assert data["x"].sum().item() == 8.0
