"""One map's record of the front."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Observations:
    """Weekly net gain of side 1 as one map shows it.

    name: the file, for messages. weeks datetime64[D][T]: ends of consecutive weeks, 7 days apart. locations: sector
    ids, sorted; empty if the file has the total only. net float64[T, S] and total float64[T]: km2 a week, NaN where
    the map has no value.
    """

    name: str
    weeks: Days
    locations: tuple[str, ...]
    net: Floats
    total: Floats

    def until(self, origin: np.datetime64) -> "Observations":
        """The weeks that end on or before `origin`: what a forecaster standing there has seen."""
        return self._cut(self.weeks <= origin)

    def since(self, first: np.datetime64) -> "Observations":
        """The weeks that end on or after `first`."""
        return self._cut(self.weeks >= first)

    def _cut(self, keep: npt.NDArray[np.bool_]) -> "Observations":
        return replace(self, weeks=self.weeks[keep], net=self.net[keep], total=self.total[keep])


@dataclass(frozen=True)
class Further:
    """A weekly series beside the front, from the same file.

    target: its name there. weeks datetime64[D][T]: ends of consecutive weeks. values float64[T]: in the target's unit,
    NaN where there is none.
    """

    target: str
    weeks: Days
    values: Floats

    def until(self, origin: np.datetime64) -> "Further":
        """The weeks that end on or before `origin`."""
        return self._cut(self.weeks <= origin)

    def since(self, first: np.datetime64) -> "Further":
        """The weeks that end on or after `first`."""
        return self._cut(self.weeks >= first)

    def _cut(self, keep: npt.NDArray[np.bool_]) -> "Further":
        return replace(self, weeks=self.weeks[keep], values=self.values[keep])
