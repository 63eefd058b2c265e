"""The curves of a sweep as data for JSON: unrounded numbers, None for NaN."""

from collections.abc import Sequence
from typing import Any

from forecast.analysis.estimates import critical
from forecast.display.digits import plain_estimate
from forecast.experiment.evidence import evidence
from forecast.sweeps.curves import Curve
from forecast.sweeps.grid import Grid, Index
from forecast.sweeps.plateaus import Change, Extreme
from forecast.text.sweep_sentences import curve_sentences


def plain_curves(grid: Grid, found: Sequence[Curve], reference: str, base: Index) -> dict[str, Any]:
    """Turn the curves of a grid into data for JSON.

    Parameters
    ----------
    grid : Grid
    found : sequence of Curve
        Curves of one grid.
    reference : str
        The branch that was subtracted at each point.
    base : Index
        The point that was subtracted from the others.
    """
    manifest, clusters = grid.first.manifest, grid.first.ordered_clusters.count
    grade = evidence(grid.first.run.experiment)
    return {
        "experiment": manifest.experiment,
        "members": grid.first.count,
        "clusters": clusters,
        "errors_to_be_clear": max(2.0, critical(clusters)),
        "grade": grade.grade,
        "inputs": grade.inputs,
        "constants": grade.constants,
        "reference": reference,
        "base": plain_point(grid, base),
        "emulator_is_the_same": grid.has_one_fit,
        "axes": [
            {"key": axis.key, "name": axis.name, "unit": axis.unit, "values": list(axis.values)} for axis in grid.axes
        ],
        "curves": [_plain(grid, curve) for curve in found],
    }


def plain_point(grid: Grid, index: Index) -> dict[str, float | str]:
    """Turn the settings of a point into data for JSON: axis name to value."""
    return {axis.name: axis.values[k] for axis, k in zip(grid.axes, index, strict=True)}


def _plain(grid: Grid, curve: Curve) -> dict[str, Any]:
    headline = curve.headline
    return {
        "target": headline.target,
        "label": headline.label,
        "unit": headline.unit,
        "statistic": headline.statistic,
        "branch": curve.branch,
        "is_same": curve.is_same,
        "sentences": list(curve_sentences(grid, curve)),
        "points": [
            {
                "at": plain_point(grid, index),
                "run": str(grid.points[index].run.path),
                "value": plain_estimate(point.value),
                "from_reference": _plain_change(point.from_reference),
                "from_base": _plain_change(point.from_base),
                "steps": {
                    axis.name: _plain_change(step) for axis, step in zip(grid.axes, point.steps, strict=True) if step
                },
            }
            for index, point in curve.points.items()
        ],
        "plateaus": [
            {
                "axis": grid.axes[plateau.axis].name,
                "line": [plain_point(grid, index) for index in plateau.line],
                "from": None if plateau.largest is None else plain_point(grid, plateau.line[plateau.start]),
                "largest_after": None if plateau.largest is None else plain_estimate(plateau.largest),
                "under_one_point": plateau.is_small,
            }
            for plateau in curve.plateaus
        ],
        "highest": _plain_extreme(grid, curve.highest),
        "lowest": _plain_extreme(grid, curve.lowest),
        "highest_minus_lowest": _plain_change(curve.span),
    }


def _plain_change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    draws = {name: plain_estimate(number) for name, number in change.draws._asdict().items()}
    return {"difference": plain_estimate(change.difference), **draws}


def _plain_extreme(grid: Grid, extreme: Extreme) -> dict[str, Any]:
    ties = [{**plain_point(grid, index), "reason": reason} for index, reason in extreme.ties.items()]
    return {"at": plain_point(grid, extreme.at), "ties": ties}
