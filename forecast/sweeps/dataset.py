"""Curves as an xarray Dataset: one dimension for each swept key, and every number with its error."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import Headline
from forecast.errors import ResultError
from forecast.experiment.evidence import evidence
from forecast.store.columns import nearest
from forecast.sweeps.curves import Curve, chosen_outcomes, curves, main_outcomes
from forecast.sweeps.grid import Grid, Index
from forecast.sweeps.plateaus import Change

if TYPE_CHECKING:
    import xarray as xr

_FIELDS = {
    "": "{}",
    "_mcse": "Monte Carlo standard error of: {}",
    "_low": "10% of the draws lie below, noise of chance removed: {}",
    "_high": "90% of the draws lie below, noise of chance removed: {}",
    "_in_favour": "share of draws above 0, noise of chance removed: {}",
}
_CHANGES = {
    "difference": "paired difference from the reference branch at the same point",
    "change": "paired difference from the base point in the same branch",
    "step": "paired difference from the neighbour before along an axis",
}


def curve(
    folder: str | Path,
    outcomes: Sequence[str] | None = None,
    branches: Sequence[str] | None = None,
    reference: str | None = None,
    base: Mapping[str, str] | None = None,
) -> "xr.Dataset":
    """Compute the curves of a finished sweep, with paired differences and their errors.

    Parameters
    ----------
    folder : str or Path
        Experiment folder with a finished sweep, such as ``results/sweep_surge``.
    outcomes : sequence of str, optional
        Targets of headline outcomes; by default peace, land, losses, collapse and the entries of `success`.
    branches : sequence of str, optional
        By default all branches that every point has.
    reference : str, optional
        The branch that is subtracted at each point; by default the reference of the runs.
    base : mapping of str to str, optional
        The point that is subtracted from the others: axis to value as text, such as ``{"duration": "39 weeks"}``. By
        default the first point.

    Returns
    -------
    xarray.Dataset
        Dimensions: one for each swept key, ``branch``, ``outcome``; `step` has ``axis`` too. A coordinate of numbers
        has the attribute `units`; its attribute `key` is the dotted key. Variables, in the unit of the outcome:

        - ``value``, ``mcse``, ``n``: the statistic (probability, mean or median), its Monte Carlo standard error from
          independent groups of draws, and the members behind it;
        - ``difference``: paired difference from the reference branch at the same point; ``change``: from the base point
          in the same branch; ``step``: from the neighbour before along an axis. Each with ``_mcse``, and ``_low``,
          ``_high``, ``_in_favour``: ends of the band between draws of the mean difference, and the share of draws above
          0, noise of chance removed. NaN where there is nothing to subtract.

    Raises
    ------
    ResultError
        If the folder has no finished sweep, a run is missing, the runs do not pair, or a name is unknown.
    """
    grid = Grid(Path(folder))
    headlines = chosen_outcomes(grid, outcomes) if outcomes else main_outcomes(grid)
    for name in (*(branches or ()), *filter(None, [reference])):
        if name not in grid.branches:
            hint = nearest(name, grid.branches) or f"; they have {', '.join(grid.branches)}"
            raise ResultError.of(str(folder), f"not every point has a branch '{name}'{hint}")
    subtracted = reference or grid.first.reference
    origin = grid.find(base or {})
    found = curves(grid, headlines, branches or grid.branches, subtracted, origin)
    return to_dataset(grid, found, subtracted, origin)


def to_dataset(grid: Grid, found: Iterable[Curve], reference: str, base: Index) -> "xr.Dataset":
    """Arrange curves in a Dataset, see `curve`.

    Parameters
    ----------
    grid : Grid
    found : iterable of Curve
        Curves of every chosen outcome in every chosen branch.
    reference : str
        The branch that was subtracted.
    base : Index
        The point that was subtracted.
    """
    import xarray as xr

    held = list(found)
    headlines = {curve.headline.target: curve.headline for curve in held}
    branches = list(dict.fromkeys(curve.branch for curve in held))
    dims = (*(axis.name for axis in grid.axes), "branch", "outcome")
    shape = (*grid.shape, len(branches), len(headlines))
    arrays: dict[str, np.ndarray[Any, Any]] = {name: np.full(shape, np.nan) for name in ("value", "mcse")}
    arrays["n"] = np.zeros(shape, dtype=np.int64)
    for name in _CHANGES:
        more = (len(grid.axes),) if name == "step" else ()
        arrays |= {name + field: np.full((*shape, *more), np.nan) for field in _FIELDS}
    places = {target: k for k, target in enumerate(headlines)}
    for one in held:
        end = branches.index(one.branch), places[one.headline.target]
        for index, point in one.points.items():
            arrays["value"][*index, *end], arrays["mcse"][*index, *end], arrays["n"][*index, *end] = point.value
            _put(arrays, "difference", (*index, *end), point.from_reference)
            _put(arrays, "change", (*index, *end), point.from_base)
            for axis, step in enumerate(point.steps):
                _put(arrays, "step", (*index, *end, axis), step)
    variables = {
        name: ((*dims, "axis") if name.startswith("step") else dims, values, _attributes(name))
        for name, values in arrays.items()
    }
    manifest, exp = grid.first.manifest, grid.first.run.experiment
    attributes = {
        "title": f"{manifest.experiment}: {exp.question}",
        "members": manifest.members,
        "reference": reference,
        "base": grid.label(base),
        "emulator": "the same at every point" if grid.has_one_fit else "differs between the points",
        "evidence": evidence(exp).mark,
    }
    return xr.Dataset(variables, _coordinates(grid, branches, list(headlines.values())), attributes)


def _put(arrays: Mapping[str, "np.ndarray[Any, Any]"], name: str, at: tuple[int, ...], change: Change | None) -> None:
    if change is None:
        return
    numbers: tuple[Estimate, ...] = tuple(change.draws)
    fields = (change.difference.value, change.difference.mcse, *(number.value for number in numbers))
    for field, number in zip(_FIELDS, fields, strict=True):
        arrays[name + field][at] = number


def _attributes(name: str) -> dict[str, str]:
    first = {
        "value": "value of the outcome: probability, mean or median",
        "mcse": "Monte Carlo standard error of the value",
        "n": "members behind the value",
    }
    if name in first:
        return {"long_name": first[name]}
    what = next(change for change in _CHANGES if name.startswith(change))
    return {"long_name": _FIELDS[name.removeprefix(what)].format(_CHANGES[what])}


def _coordinates(grid: Grid, branches: list[str], headlines: list[Headline]) -> dict[str, Any]:
    axes: dict[str, Any] = {}
    for axis in grid.axes:
        units = {} if axis.unit is None else {"units": axis.unit}
        values = np.array(axis.values) if axis.is_numeric else np.array(axis.values, dtype=object)
        axes[axis.name] = (axis.name, values, {"key": axis.key, "long_name": axis.name, **units})
    return axes | {
        "branch": np.array(branches, dtype=object),
        "outcome": np.array([headline.target for headline in headlines], dtype=object),
        "axis": np.array([axis.name for axis in grid.axes], dtype=object),
        "unit": ("outcome", np.array([headline.unit for headline in headlines], dtype=object)),
        "statistic": ("outcome", np.array([headline.statistic for headline in headlines], dtype=object)),
        "label": ("outcome", np.array([headline.label for headline in headlines], dtype=object)),
    }
