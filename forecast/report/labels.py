"""Labels at the ends of lines, moved apart so that none covers another."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from forecast.report.style import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import BboxBase

Box = tuple[float, float, float, float]
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


def end_labels(place: "Axes", ends: Mapping[str, tuple[float, float]], looks: Mapping[str, Look], gap: float) -> None:
    """Write each branch to the right of the end (x, y) of its line; gap: least distance in y between two labels."""
    right = place.get_xlim()[1]
    left = place.get_xlim()[0]
    heights = spread([y for _, y in ends.values()], gap)
    for (branch, (x, y)), height in zip(ends.items(), heights, strict=True):
        place.annotate(
            branch,
            (x, y),
            (right + 0.03 * (right - left), height),
            color=looks[branch].text,
            va="center",
            fontsize=8.5,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": looks[branch].text, "linewidth": 0.5, "shrinkB": 0},
        )


def point_labels(
    place: "Axes",
    points: Mapping[str, tuple[float, float]],
    bars: Mapping[str, tuple[float, float]],
    looks: Mapping[str, Look],
) -> None:
    """Name each point beside it, on the side where the name covers least; axis limits must be set already.

    bars: half-lengths of the error bars of each point, in the units of the axes.
    """
    size = 8.5
    pixels = {b: place.transData.transform(xy) for b, xy in points.items()}
    scale = place.figure.dpi / 72.0
    frame = place.get_window_extent()
    taken = [(x - 8 * scale, y - 8 * scale, x + 8 * scale, y + 8 * scale) for x, y in pixels.values()]
    for branch, (x, y) in points.items():
        wide, high = bars[branch]
        left, low = place.transData.transform((x - wide, y - high))
        right, top = place.transData.transform((x + wide, y + high))
        taken += [(left, (low + top) / 2 - scale, right, (low + top) / 2 + scale)]
        taken += [((left + right) / 2 - scale, low, (left + right) / 2 + scale, top)]
    for branch, (x, y) in pixels.items():
        wide, high = 0.56 * size * len(branch) * scale, 1.25 * size * scale
        best = min(SIDES, key=lambda side: _covered(_box(x, y, side, wide, high, scale), taken, frame))
        taken.append(_box(x, y, best, wide, high, scale))
        place.annotate(
            branch,
            points[branch],
            (best[0] * 9, best[1] * 11),
            textcoords="offset points",
            color=looks[branch].text,
            fontsize=size,
            ha={1: "left", 0: "center", -1: "right"}[best[0]],
            va="center",
        )


def _box(x: float, y: float, side: tuple[int, int], wide: float, high: float, scale: float) -> Box:
    left = x + side[0] * 9 * scale - {1: 0.0, 0: 0.5, -1: 1.0}[side[0]] * wide
    middle = y + side[1] * 11 * scale
    return left, middle - high / 2, left + wide, middle + high / 2


def _covered(box: Box, taken: Sequence[Box], frame: "BboxBase") -> float:
    """Area of a label that lies on others or outside the axes."""
    left, low, right, top = box
    hidden = sum(max(0.0, min(right, r) - max(left, a)) * max(0.0, min(top, t) - max(low, b)) for a, b, r, t in taken)
    inside = max(0.0, min(right, frame.x1) - max(left, frame.x0)) * max(0.0, min(top, frame.y1) - max(low, frame.y0))
    return hidden + (right - left) * (top - low) - inside


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Moves label positions apart until neighbours are at least `gap` from each other, keeping their order."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [places[i] for i in order]
    for _ in range(200):
        still = True
        for low in range(len(moved) - 1):
            lack = gap - (moved[low + 1] - moved[low])
            if lack > 1e-9:
                moved[low] -= lack / 2.0
                moved[low + 1] += lack / 2.0
                still = False
        if still:
            break
    result = [0.0] * len(places)
    for place, i in zip(moved, order, strict=True):
        result[i] = place
    return result
