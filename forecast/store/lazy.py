"""Gives xarray a column of all branches without reading it. Indexing the array reads only the selected members.

It implements the interface that xarray documents under "How to add a new backend".
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

ReadColumn = Callable[[str, int, int], NDArray[np.generic]]
"""(branch, lo, hi) -> values of members lo .. hi-1."""


class Cube(NamedTuple):
    """The shape (branch, draw, replicate) of a run's members. The last draw may have fewer replicates."""

    branches: tuple[str, ...]
    draws: int
    replicates: int
    members: int


class MemberArray(BackendArray):
    """One column with dimensions (branch, draw, replicate).

    If the last draw has fewer replicates, the column becomes float32 and the missing members are NaN. Otherwise it
    keeps its type. A bool array could not mark missing members, so its mean would count members that do not exist.
    """

    def __init__(self, read: ReadColumn, cube: Cube, kind: np.dtype[Any]) -> None:
        self._read_column, self.cube = read, cube
        self.shape = (len(cube.branches), cube.draws, cube.replicates)
        self.dtype = kind if cube.draws * cube.replicates == cube.members else np.dtype(np.float32)

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        support = indexing.IndexingSupport.OUTER
        return indexing.explicit_indexing_adapter(key, self.shape, support, self._read)

    def _read(self, key: tuple[Any, ...]) -> NDArray[np.generic]:
        branches = np.arange(self.shape[0])[key[0]]
        draws = np.arange(self.shape[1])[key[1]]
        values = np.empty((branches.size, draws.size, self.shape[2]), dtype=self.dtype)
        for k, branch in enumerate(np.atleast_1d(branches)):
            values[k] = self._draws(self.cube.branches[branch], np.atleast_1d(draws))
        drop = tuple(0 if isinstance(part, int | np.integer) else slice(None) for part in key[:2])
        return values[(*drop, key[2])]

    def _draws(self, branch: str, draws: NDArray[np.int64]) -> NDArray[np.generic]:
        """Read the values of some draws, [len(draws), replicates]."""
        replicates = self.cube.replicates
        if draws.size == 0:
            return np.empty((0, replicates), dtype=self.dtype)
        first, last = int(draws.min()), int(draws.max()) + 1
        lo, hi = first * replicates, min(last * replicates, self.cube.members)
        values = self._read_column(branch, lo, hi).astype(self.dtype, copy=False)
        lacking = (last - first) * replicates - values.size
        if lacking:
            values = np.concatenate([values, np.full(lacking, np.nan, dtype=self.dtype)])
        return values.reshape(last - first, replicates)[draws - first]


def lazy_array(read: ReadColumn, cube: Cube, kind: np.dtype[Any]) -> Any:
    """Return an array for a Dataset. Every access reads the selected members from the files.

    Parameters
    ----------
    read : callable
        Reads a range of members of one branch.
    cube : Cube
        Shape of the array and names of the branches.
    kind : dtype
        Type of the stored column.
    """
    return indexing.LazilyIndexedArray(MemberArray(read, cube, kind))
