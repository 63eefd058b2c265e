"""A column of all branches as an xarray array that reads only the parts that are asked for."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

from forecast.store.columns import number_type

if TYPE_CHECKING:
    from forecast.store.reader import Run


class MemberCube(BackendArray):
    """Shape (branch, draw, replicate). Members that a short last draw lacks are missing.

    A column of bool or int16 has that type if all members are there, and float32 with NaN otherwise: a mean over a
    padded bool array would count members that do not exist.
    """

    def __init__(self, run: "Run", name: str, branches: tuple[str, ...]) -> None:
        record = run.manifest
        self.run, self.name, self.branches = run, name, branches
        self.shape = (len(branches), record.draws, record.replicates)
        kind = number_type(run.parts.field(f"members/branch={branches[0]}", name))
        whole = record.draws * record.replicates == record.members
        self.dtype = kind if whole else np.dtype(np.float32)

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        support = indexing.IndexingSupport.OUTER
        return indexing.explicit_indexing_adapter(key, self.shape, support, self._read)

    def _read(self, key: tuple[Any, ...]) -> NDArray[np.generic]:
        branches = np.arange(self.shape[0])[key[0]]
        draws = np.arange(self.shape[1])[key[1]]
        found = np.empty((branches.size, draws.size, self.shape[2]), dtype=self.dtype)
        for place, branch in enumerate(np.atleast_1d(branches)):
            found[place] = self._draws(self.branches[branch], np.atleast_1d(draws))
        drop = tuple(0 if isinstance(part, int | np.integer) else slice(None) for part in key[:2])
        return found[(*drop, key[2])]

    def _draws(self, branch: str, draws: NDArray[np.int64]) -> NDArray[np.generic]:
        """Values [len(draws), replicates]."""
        if draws.size == 0:
            return np.empty((0, self.shape[2]), dtype=self.dtype)
        record = self.run.manifest
        first, last = int(draws.min()), int(draws.max()) + 1
        lo, hi = first * record.replicates, min(last * record.replicates, record.members)
        values = self.run.column(branch, self.name, lo, hi).astype(self.dtype, copy=False)
        short = (last - first) * record.replicates - values.size
        if short:
            values = np.concatenate([values, np.full(short, np.nan, dtype=self.dtype)])
        return values.reshape(last - first, record.replicates)[draws - first]


def lazy_variable(run: "Run", name: str, branches: tuple[str, ...]) -> indexing.MemoryCachedArray:
    """The array to put into a Dataset: read when it is touched, kept after that."""
    cube: Any = indexing.LazilyIndexedArray(MemberCube(run, name, branches))
    return indexing.MemoryCachedArray(indexing.CopyOnWriteArray(cube))
