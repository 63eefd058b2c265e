"""The grid of a finished sweep: its axes, and the members of the run at every point, which pair over the points."""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.comparison import check_pairs
from forecast.analysis.headlines import Headline, headlines
from forecast.analysis.members import Members
from forecast.errors import ResultError
from forecast.store.reader import Run
from forecast.store.sweep import sweep_points
from forecast.sweeps.axes import Axis, axes_of

Index = tuple[int, ...]
"""Position of a point on each axis."""

MAX_BYTES = 500_000_000
"""Largest size of the columns that are kept in memory. Other columns are read again when they are needed."""


class Grid:
    """A finished sweep. The members of all points are the same worlds with the same random numbers.

    Attributes
    ----------
    folder : Path
        The experiment folder.
    axes : tuple of Axis
        The swept keys.
    points : dict of Index to Members
        The run at each point, in the order of the axes with the last one fastest. A member that failed at any point is
        left out at all of them.
    branches : tuple of str
        Branches that every point has, in the order of the config.
    """

    def __init__(self, folder: Path) -> None:
        """Open the newest finished sweep of an experiment folder.

        Raises
        ------
        ResultError
            If there is none, a run is missing, or the runs do not pair; the message says which.
        """
        self.folder = folder
        table, runs = sweep_points(folder)
        first = runs[0]
        self.axes = axes_of(table, first.experiment)
        for run in runs[1:]:
            _check(first, run)
        failed = np.logical_or.reduce([run.failed for run in runs])
        by_index = {
            tuple(axis.texts.index(point.settings[axis.key]) for axis in self.axes): run
            for point, run in zip(table, runs, strict=True)
        }
        self.points: dict[Index, Members] = {index: Members(by_index[index], failed) for index in sorted(by_index)}
        if len(self.points) != math.prod(self.shape):
            raise ResultError.of(str(folder), f"has {len(self.points)} of the {math.prod(self.shape)} points of a grid")
        shared = set.intersection(*(set(run.manifest.branches) for run in runs))
        self.branches = tuple(branch for branch in first.manifest.branches if branch in shared)
        self._columns: OrderedDict[tuple[Index, str, str], NDArray[Any]] = OrderedDict()
        self._bytes = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def first(self) -> Members:
        """The members of the first point."""
        return next(iter(self.points.values()))

    @cached_property
    def headlines(self) -> dict[str, Headline]:
        """Headline outcomes that every point has, by target."""
        known = [{h.target: h for h in headlines(members)} for members in self.points.values()]
        return {target: h for target, h in known[0].items() if all(target in other for other in known)}

    @cached_property
    def has_one_fit(self) -> bool:
        """Whether the emulator, which is fitted before each run, is the same at every point."""
        fits = [members.run.fitted for members in self.points.values()]
        return all((fit and fit.coefficients) == (fits[0] and fits[0].coefficients) for fit in fits)

    def label(self, index: Index) -> str:
        """Name a point: `duration 39 weeks, ramp 8 weeks`."""
        return ", ".join(f"{axis.name} {axis.texts[k]}" for axis, k in zip(self.axes, index, strict=True))

    def before(self, index: Index, axis: int) -> Index | None:
        """The neighbour of a point that comes before it along an axis; None for the first."""
        if index[axis] == 0:
            return None
        return (*index[:axis], index[axis] - 1, *index[axis + 1 :])

    def values(self, index: Index, branch: str, headline: Headline) -> NDArray[Any]:
        """Read the outcome of each member, array[members] in the order of `Members.ordered_clusters`.

        Parameters
        ----------
        index : Index
            The point.
        branch : str
            The branch.
        headline : Headline
            The outcome.
        """
        key = (index, branch, headline.target)
        if key in self._columns:
            self._columns.move_to_end(key)
            return self._columns[key]
        columns = self.points[index].arranged(branch, headline.columns)
        found = headline.compute(*(columns[name] for name in headline.columns))
        self._columns[key] = found
        self._bytes += found.nbytes
        while self._bytes > MAX_BYTES and len(self._columns) > 1:
            self._bytes -= self._columns.popitem(last=False)[1].nbytes
        return found

    def find(self, settings: Mapping[str, str]) -> Index:
        """Find a point by the values of some axes, by name or key; the others are at their first value.

        Raises
        ------
        ResultError
            If there is no such axis or value; the message lists those that there are.
        """
        index = [0] * len(self.axes)
        for name, text in settings.items():
            numbers = [k for k, axis in enumerate(self.axes) if name in (axis.name, axis.key)]
            if not numbers:
                raise ResultError.of(str(self.folder), f"has no axis '{name}'; it has {_listed(self.axes)}")
            axis = self.axes[numbers[0]]
            value = axis.find(text)
            if value is None:
                known = ", ".join(axis.texts)
                raise ResultError.of(str(self.folder), f"has no point with {axis.name} '{text}'; there are {known}")
            index[numbers[0]] = value
        return tuple(index)


def _listed(axes: Sequence[Axis]) -> str:
    return ", ".join(axis.name for axis in axes)


def _check(first: Run, run: Run) -> None:
    """Refuse a run whose members are not those of the first one."""
    if run.manifest.reference != first.manifest.reference:
        raise ResultError.of(str(run.path), f"has another reference branch than {first.path.name}")
    if _draws(run) != _draws(first) or run.manifest.replicates != first.manifest.replicates:
        try:
            check_pairs(run, first)
        except ResultError as error:
            reason = f"{error.problems[0].message}; a curve needs the same seed, design and draws at all points"
            raise ResultError.of(str(run.path), f"{reason} (one run alone: `forecast compare {run.path}`)") from None


def _draws(run: Run) -> tuple[Any, ...]:
    """What identifies the worlds of a run: seed, layout and the hashes of its draws."""
    record = run.manifest
    hashes = (entry.sha256 for entry in record.files if entry.path.startswith("draws/"))
    return (record.seed, record.layout, record.members, *hashes)
