"""The outcomes of an export, member by member: the headline outcomes, or every outcome column with them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.store.reader import Run

Kind = Literal["flag", "whole", "real"]
MISSING = -1
"""Stands for no value in flags and whole numbers, such as the week of what never came. Reals have NaN."""
_KINDS: dict[str, Kind] = {"flag": "flag", "week": "whole", "count": "whole", "real": "real"}
_TYPES: dict[Kind, np.dtype[Any]] = {
    "flag": np.dtype(np.int8),
    "whole": np.dtype(np.int16),
    "real": np.dtype(np.float32),
}


@dataclass(frozen=True)
class Outcome:
    """One outcome.

    Attributes
    ----------
    name, label, unit : str
        Name in the files, meaning in words, unit.
    kind : "flag", "whole" or "real"
        Yes or no, a whole number, or a number.
    horizon : int
        Week that it is for.
    is_headline : bool
        Whether the branch table shows it.
    can_lack : bool
        Whether a member may have no value, such as whether a ceasefire lasts where there is none.
    columns, compute
        Columns of a branch, and the function that makes the outcome of them.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    horizon: int
    is_headline: bool
    can_lack: bool
    columns: tuple[str, ...]
    compute: Callable[..., NDArray[Any]]

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type in files: int8, int16 or float32."""
        return _TYPES[self.kind]

    def values(self, run: Run, branch: str, lo: int = 0, hi: int | None = None) -> NDArray[Any]:
        """Read the outcome, one value per member; MISSING or NaN where there is none, or the member failed.

        Parameters
        ----------
        run : Run
            The run.
        branch : str
            The branch.
        lo, hi : int
            Members lo .. hi-1; default: all.
        """
        columns = [run.column(branch, name, lo, hi) for name in self.columns]
        return self.encode(columns, run.failed[lo:hi] if run.manifest.failed else None)

    def encode(self, columns: list[NDArray[Any]], failed: NDArray[np.bool_] | None) -> NDArray[Any]:
        """Compute the outcome from its columns, in its type in files. failed: members without a value."""
        made = np.asarray(self.compute(*columns))
        lacks = np.isnan(made) if made.dtype.kind == "f" else np.zeros(made.shape, dtype=np.bool_)
        if failed is not None:
            lacks = lacks | failed
        values = np.where(lacks, MISSING if self.kind != "real" else np.nan, made)
        result: NDArray[Any] = values.astype(self.dtype)
        return result


def outcomes(members: Members, all_columns: bool = False) -> list[Outcome]:
    """List the headline outcomes of a run, and with `all_columns` every other outcome column after them."""
    variables, weeks = members.variables, members.manifest.horizon
    chosen: list[Outcome] = []
    for row in headlines(members):
        kind: Kind = "flag" if row.statistic == "probability" else "real"
        can_lack = "_given_" in row.target or (row.is_column and variables[row.target].nullable)
        chosen.append(
            Outcome(row.target, row.label, row.unit, kind, row.horizon, True, can_lack, row.columns, row.compute)
        )
    if all_columns:
        names = {outcome.name for outcome in chosen}
        for v in variables.values():
            if v.name not in names:
                what = Outcome(
                    v.name, v.long_name, v.unit, _KINDS[v.kind], v.horizon(weeks), False, v.nullable, (v.name,), _same
                )
                chosen.append(what)
    return chosen


def cube(run: Run, outcome: Outcome, branch: str) -> NDArray[Any]:
    """Read an outcome of one branch as [draw, replicate]. Members that the run lacks have no value.

    Parameters
    ----------
    run : Run
        The run.
    outcome : Outcome
        The outcome.
    branch : str
        The branch.
    """
    record = run.manifest
    values = np.empty(record.draws * record.replicates, dtype=outcome.dtype)
    values[record.members :] = np.nan if outcome.kind == "real" else MISSING
    failed = run.failed if record.failed else None
    for lo, part in run.blocks(branch, outcome.columns):
        columns = [part[name] for name in outcome.columns]
        hi = lo + columns[0].size
        values[lo:hi] = outcome.encode(columns, None if failed is None else failed[lo:hi])
    return values.reshape(record.draws, record.replicates)


def cubes(run: Run, outcome: Outcome) -> NDArray[Any]:
    """Read an outcome of all branches as [branch, draw, replicate]."""
    return np.stack([cube(run, outcome, branch) for branch in run.manifest.branches])


def reader(run: Run, outcome: Outcome) -> Callable[[], NDArray[Any]]:
    """Return `cubes` of this outcome, to be called when it is written."""
    return partial(cubes, run, outcome)


def _same(values: NDArray[Any]) -> NDArray[Any]:
    return values
