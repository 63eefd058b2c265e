"""A column of all branches as an xarray array that reads only the members that are asked for.

This is the interface that xarray documents for backends ("How to add a new backend").
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

ReadColumn = Callable[[str, int, int], NDArray[np.generic]]
"""(branch, first member, end) -> values of these members."""


class Cube(NamedTuple):
    """The shape (branch, draw, replicate) of a run's members; the last draw may be short."""

    branches: tuple[str, ...]
    draws: int
    replicates: int
    members: int


class MemberArray(BackendArray):
    """One column with dimensions (branch, draw, replicate). Members that a short last draw lacks are missing.

    A column of bool or int16 keeps its type if all members are there, and else becomes float32 with NaN: a mean over a
    padded bool array would count members that do not exist.
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
        """Values [len(draws), replicates]."""
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
    """The array to put into a Dataset: it reads what is asked for, each time.

    Parameters
    ----------
    read : callable
        Reads a range of members of one branch.
    cube : Cube
        The shape.
    kind : dtype
        Type of the column as it is stored.
    """
    return indexing.LazilyIndexedArray(MemberArray(read, cube, kind))
