"""Arrangement of charts: a small chart per branch, and labels of lines and points that do not cover each other."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from forecast.report.lettering import width, wrap
from forecast.report.style import WIDTH, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import BboxBase

CHARTS_PER_ROW = 2  # so few that a phone can show them
TITLE_WIDTH, LABEL_WIDTH, END_WIDTH = 2.3, 1.45, 2.2
"""Inches that a name may take above a chart, in each line beside a point, and beside a line."""

Box = tuple[float, float, float, float]
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
FAR = (1.0, 1.8, 2.8)
"""Distances of a name from its point; the farther ones are taken only where a nearer name would cover something."""


def branch_charts(
    titles: Mapping[str, str], looks: dict[str, Look], height: float, x_label: str, y_label: str
) -> "tuple[Figure, dict[str, Axes], Axes]":
    """Make a small chart for each branch; all have the same scales.

    Parameters
    ----------
    titles : mapping of str to str
        Name of each branch for people, by id, in the order of the charts.
    looks : dict of str to Look
        Look of each branch; its text colour is that of the title.
    height : float
        Height of a row of charts in inches.
    x_label, y_label : str
        Labels of the lowest and of the leftmost axes.

    Returns
    -------
    figure : Figure
        The figure.
    axes : dict of str to Axes
        Chart of each branch.
    legend : Axes
        Empty axes for a legend.
    """
    from matplotlib.figure import Figure

    rows = math.ceil(len(titles) / CHARTS_PER_ROW)
    has_gap = len(titles) % CHARTS_PER_ROW != 0  # the legend goes there
    figure = Figure(figsize=(WIDTH, height * rows + 0.35 + (0.0 if has_gap else 0.5)))
    grid = figure.add_gridspec(
        rows + (0 if has_gap else 1), CHARTS_PER_ROW, height_ratios=[1.0] * rows + ([] if has_gap else [0.22])
    )
    charts: dict[str, Axes] = {}
    first = None
    for i, (branch, title) in enumerate(titles.items()):
        axes = figure.add_subplot(grid[i // CHARTS_PER_ROW, i % CHARTS_PER_ROW], sharex=first, sharey=first)
        first = first or axes
        axes.set_title("\n".join(wrap(title, 9.5, TITLE_WIDTH, bold=True, most=2)), color=looks[branch].text)
        axes.tick_params(labelleft=i % CHARTS_PER_ROW == 0, labelbottom=i >= len(titles) - CHARTS_PER_ROW)
        if i % CHARTS_PER_ROW == 0:
            axes.set_ylabel(y_label)
        if i >= len(titles) - CHARTS_PER_ROW:
            axes.set_xlabel(x_label)
        charts[branch] = axes
    legend = figure.add_subplot(grid[rows - 1, 1] if has_gap else grid[rows, :])
    legend.set_axis_off()
    return figure, charts, legend


def label_ends(
    axes: "Axes",
    ends: Mapping[str, tuple[float, float]],
    looks: Mapping[str, Look],
    titles: Mapping[str, str],
    gap: float,
) -> None:
    """Write the name of each branch to the right of the end of its line, with a thin line from there to its left end.

    Parameters
    ----------
    axes : Axes
        The chart, with its limits already set.
    ends : mapping of str to (x, y)
        End of the line of each branch, in data units.
    looks : mapping of str to Look
        Look of each branch, for the colours of the names.
    titles : mapping of str to str
        Name of each branch for people.
    gap : float
        Minimum distance between two names, in data units of y.
    """
    right = axes.get_xlim()[1]
    left = axes.get_xlim()[0]
    heights = within(spread([y for _, y in ends.values()], gap), *axes.get_ylim())
    for (branch, (x, y)), height in zip(ends.items(), heights, strict=True):
        axes.annotate(
            wrap(titles[branch], 8.5, END_WIDTH, most=1)[0],
            (x, y),
            (right + 0.06 * (right - left), height),
            color=looks[branch].text,
            va="center",
            fontsize=8.5,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": looks[branch].text,
                "linewidth": 0.5,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0.0, 0.5),
            },
        )


def label_points(
    axes: "Axes",
    points: Mapping[str, tuple[float, float]],
    bars: Mapping[str, tuple[float, float]],
    looks: Mapping[str, Look],
    titles: Mapping[str, str],
) -> None:
    """Write the name of each branch beside its point, on the side where it covers the smallest area.

    Names that would be covered nearby stand farther away, with a thin line to their point.

    Parameters
    ----------
    axes : Axes
        The chart, with its limits already set.
    points : mapping of str to (x, y)
        Point of each branch, in data units.
    bars : mapping of str to (x, y)
        Half-lengths of the error bars of each branch, in data units.
    looks : mapping of str to Look
        Look of each branch, for the colours of the names.
    titles : mapping of str to str
        Name of each branch for people.
    """
    size = 8.5
    root = axes.get_figure(root=True)
    assert root is not None  # these axes were made by a figure
    root.draw_without_rendering()  # only then the layout, and so the place of every point, is known
    pixels = {b: axes.transData.transform(xy) for b, xy in points.items()}
    scale = axes.figure.dpi / 72.0
    frame = axes.get_window_extent()
    taken = [(x - 8 * scale, y - 8 * scale, x + 8 * scale, y + 8 * scale) for x, y in pixels.values()]
    for branch, (x, y) in points.items():
        wide, high = bars[branch]
        left, low = axes.transData.transform((x - wide, y - high))
        right, top = axes.transData.transform((x + wide, y + high))
        taken += [(left, (low + top) / 2 - scale, right, (low + top) / 2 + scale)]
        taken += [((left + right) / 2 - scale, low, (left + right) / 2 + scale, top)]
    for branch, (x, y) in pixels.items():
        lines = wrap(titles[branch], size, LABEL_WIDTH, most=2)
        wide = max(width(line, size) for line in lines) * axes.figure.dpi + 4 * scale
        high = 1.25 * size * scale * len(lines)
        places = [(side, far) for far in FAR for side in SIDES]
        side, far = min(
            places,
            key=lambda at: (
                _covered_area(_label_box(x, y, at[0], at[1], wide, high, scale), taken, frame) // scale**2,
                at[1],
            ),
        )
        taken.append(_label_box(x, y, side, far, wide, high, scale))
        axes.annotate(
            "\n".join(lines),
            points[branch],
            (side[0] * 9 * far, side[1] * _rise(high, scale) * far / scale),
            textcoords="offset points",
            color=looks[branch].text,
            fontsize=size,
            ha={1: "left", 0: "center", -1: "right"}[side[0]],
            va="center",
            zorder=6,
            arrowprops=None if far == FAR[0] else {"arrowstyle": "-", "color": looks[branch].text, "linewidth": 0.5},
        )


def _label_box(x: float, y: float, side: tuple[int, int], far: float, wide: float, high: float, scale: float) -> Box:
    left = x + side[0] * 9 * far * scale - {1: 0.0, 0: 0.5, -1: 1.0}[side[0]] * wide
    middle = y + side[1] * _rise(high, scale) * far
    return left, middle - high / 2, left + wide, middle + high / 2


def _rise(high: float, scale: float) -> float:
    """Distance in pixels from a point to the middle of a text above it."""
    return high / 2 + 5.7 * scale


def _covered_area(box: Box, taken: Sequence[Box], frame: "BboxBase") -> float:
    """Compute the area of a label that covers other marks or lies outside the axes."""
    left, low, right, top = box
    hidden = sum(max(0.0, min(right, r) - max(left, a)) * max(0.0, min(top, t) - max(low, b)) for a, b, r, t in taken)
    inside = max(0.0, min(right, frame.x1) - max(left, frame.x0)) * max(0.0, min(top, frame.y1) - max(low, frame.y0))
    return hidden + (right - left) * (top - low) - inside


def within(heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move all heights by the same amount, so that they lie between two limits where there is room for them.

    Parameters
    ----------
    heights : sequence of float
        The heights.
    low, high : float
        The limits.
    """
    up = max(low - min(heights), 0.0)
    down = max(max(heights) - high, 0.0)
    return [height + up - (down if not up else 0.0) for height in heights]


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Move heights apart until neighbours are at least `gap` from each other; their order stays the same."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = [heights[i] for i in order]
    for _ in range(200):
        is_settled = True
        for low in range(len(moved) - 1):
            lack = gap - (moved[low + 1] - moved[low])
            if lack > 1e-9:
                moved[low] -= lack / 2.0
                moved[low + 1] += lack / 2.0
                is_settled = False
        if is_settled:
            break
    spread_heights = [0.0] * len(heights)
    for height, i in zip(moved, order, strict=True):
        spread_heights[i] = height
    return spread_heights
