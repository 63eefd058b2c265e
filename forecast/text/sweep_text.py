"""The curves of a sweep as tables, with a line for each point."""

import textwrap
from collections.abc import Iterator, Sequence

from forecast.analysis.estimates import critical
from forecast.analysis.headlines import Headline
from forecast.display.digits import error_text, format_value, range_text, share_of_draws, value_text
from forecast.sweeps.curves import Curve
from forecast.sweeps.grid import Grid, Index
from forecast.sweeps.plateaus import Change
from forecast.text.branch_table_text import outcome_label
from forecast.text.sweep_sentences import curve_sentences
from forecast.text.table import aligned

NOTE = (
    "All points have the same draws and the same random numbers, so members pair over points and over branches. "
    "Each difference is followed by its band between draws (10% to 90%), the share of draws in favour (above 0), both "
    "without noise of chance, and its Monte Carlo standard error. A difference is a tie if it is less than {errors} "
    "errors from zero, if it is less than one point, or if its band between draws contains zero."
)
ONE_FIT = "What the attacker expects of the war comes from a fit before each run. It is the same at every point."
SEVERAL_FITS = (
    "What the attacker expects of the war comes from a fit before each run. This fit differs between the points, so a "
    "part of a difference may come from the fit."
)


def curve_lines(grid: Grid, found: Sequence[Curve], reference: str, base: Index, width: int) -> Iterator[str]:
    """Yield lines of text: the axes, then for each branch and outcome a table with sentences.

    Parameters
    ----------
    grid : Grid
    found : sequence of Curve
        Curves of one grid.
    reference : str
        The branch that was subtracted at each point.
    base : Index
        The point that was subtracted from the others.
    width : int
        Width of the screen in characters, for the sentences.
    """
    manifest = grid.first.manifest
    yield f"{manifest.experiment}: {len(grid.points)} points, {grid.first.count:,} members each"
    for axis in grid.axes:
        yield f"  {axis.name}: {', '.join(axis.texts)}  ({axis.key})"
    yield f"  base: {grid.label(base)}"
    errors = f"{max(2.0, critical(grid.first.ordered_clusters.count)):.1f}"
    yield from _filled(NOTE.format(errors=errors), width, "")
    yield from _filled(ONE_FIT if grid.has_one_fit else SEVERAL_FITS, width, "")
    unchanged = unchanged_branches(found)
    if unchanged:
        verb = "is" if len(unchanged) == 1 else "are"
        yield f"The same at every point, and not shown, {verb} {', '.join(unchanged)}."
    for curve in found:
        if curve.branch not in unchanged:
            yield ""
            yield from _table(grid, curve, reference)
            for text in curve_sentences(grid, curve):
                yield from _filled(f"- {text}", width, "  ")


def unchanged_branches(found: Sequence[Curve]) -> list[str]:
    """List the branches in which no chosen outcome of any member changes along the sweep."""
    branches = dict.fromkeys(curve.branch for curve in found)
    return [branch for branch in branches if all(curve.is_same for curve in found if curve.branch == branch)]


def _table(grid: Grid, curve: Curve, reference: str) -> Iterator[str]:
    headline = curve.headline
    yield f"{curve.branch}, {headline.label}{_unit(headline)}"
    steps = [k for k, axis in enumerate(grid.axes) if len(axis.values) > 1]
    with_reference = curve.branch != reference
    head = [*(axis.name for axis in grid.axes), outcome_label(headline)]
    head += [f"minus {reference}", *_HEAD] if with_reference else []
    head += ["minus base", *_HEAD]
    for k in steps:
        head += [f"step of {grid.axes[k].name}", *_HEAD]
    rows = []
    for index, point in curve.points.items():
        row = [axis.texts[k] for axis, k in zip(grid.axes, index, strict=True)]
        row.append(format_value(point.value))
        row += _cells(point.from_reference) if with_reference else []
        row += _cells(point.from_base)
        for k in steps:
            row += _cells(point.steps[k])
        rows.append(row)
    yield from aligned(head, rows, left=0)


_HEAD = ("draws", "in favour", "±")


def _cells(change: Change | None) -> list[str]:
    if change is None:
        return ["", "", "", ""]
    gap, draws = change
    band = range_text(draws.low, draws.high)
    return [value_text(gap, signed=True), band, share_of_draws(draws.in_favour), error_text(gap)]


def _unit(headline: Headline) -> str:
    return "" if headline.unit == "1" else f", {headline.unit}"


def _filled(text: str, width: int, indent: str) -> list[str]:
    later = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(text, min(width, 120), initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)
