"""Draws the front on a map: land, sea, border, towns, and a band along the line whose colour says what was gained."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.report.geography.drawing import MIDDLE, Drawing
from forecast.report.style import GREY, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAIN, LOSS, NOTHING = (
    ("#fdd9b0", "#fdb064", "#ee7f22", "#b85408", "#7a2f04"),
    ("#d9d4e9", "#b0a6d2", "#8073ac", "#5b4593", "#37166b"),
    "#f7f7f7",
)
"""Colours of a gain and of a loss of the attacker, pale to dark, and of neither."""

STEPS = (1.0, 2.0, 5.0)
MOST = len(GAIN)
WATER, ABROAD, HOME, EDGE = "#dce9f2", "#efeeea", "#ffffff", "#8a8a8a"
SIZE = 8.5  # points


class Scale(NamedTuple):
    """Colours by ground in km2: one colour between two neighbouring `edges`, and one beyond the first and the last."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]

    def colour(self, value: float) -> str:
        """The colour of a value."""
        return self.colours[int(np.searchsorted(self.edges, value, side="right"))]

    def labels(self) -> list[str]:
        """The classes in words, in the order of the colours."""
        words = [f"{low:+,.0f} to {high:+,.0f}" for low, high in zip(self.edges[:-1], self.edges[1:], strict=True)]
        return [f"below {self.edges[0]:+,.0f}", *words, f"above {self.edges[-1]:+,.0f}"]


def scale_of(values: Sequence[float]) -> Scale:
    """Choose classes that hold all values: round limits, each about twice the one before, the same on both sides of 0.

    Parameters
    ----------
    values : sequence of float
        Gains in km2.
    """
    top = max((abs(value) for value in values if math.isfinite(value)), default=0.0) or 1.0
    rounds = [step * 10.0**power for power in range(-2, 7) for step in STEPS]
    last = next((i for i, edge in enumerate(rounds) if edge >= top), len(rounds) - 1)
    limits = sorted({max(edge, 1.0) for edge in rounds[max(last - MOST, 0) : last]}) or [1.0]
    below = [-edge for edge in reversed(limits)] if min(values, default=0.0) < -limits[0] else []
    return Scale((*below, *limits), (*LOSS[: len(below)][::-1], NOTHING, *GAIN[: len(limits)]))


def draw_front(axes: "Axes", drawing: Drawing, colours: Mapping[str, str], width: float) -> None:
    """Draw a band along the line, in the colour of each sector, and the line of contact in its middle.

    Parameters
    ----------
    axes : Axes
        A map.
    drawing : Drawing
        The lines.
    colours : mapping of str to str
        Colour of each sector.
    width : float
        Width of the band in points.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    line = _below(drawing.front, axes.get_ylim()[1])
    axes.plot(*line.T, color=INK, linewidth=width + 1.4, solid_capstyle="butt", zorder=3)
    for sector, (_, outline) in drawing.sectors.items():
        (band,) = axes.plot(*line.T, color=colours[sector], linewidth=width, solid_capstyle="butt", zorder=4)
        band.set_clip_path(PathPatch(Path(outline), transform=axes.transData))
    axes.plot(*drawing.contact.T, color=INK, linewidth=0.9, zorder=5)


def _below(line: NDArray[np.float64], top: float) -> NDArray[np.float64]:
    """Cut a line where it leaves the map: a band that is clipped by a sector is not clipped by the frame."""
    out = np.flatnonzero(line[:, 1] > top)
    if not out.size or out[0] == 0:
        return line
    before, after = line[out[0] - 1], line[out[0]]
    part = (top - before[1]) / (after[1] - before[1])
    return np.vstack((line[: out[0]], before + part * (after - before)))


def draw_land(axes: "Axes", drawing: Drawing, frame: tuple[float, float, float, float]) -> None:
    """Draw land, sea and border, and set the limits of a map.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    drawing : Drawing
        The lines.
    frame : tuple of float
        Least and greatest longitude, least and greatest latitude.
    """
    axes.set_facecolor(ABROAD)
    axes.fill(*drawing.sea.T, color=WATER, linewidth=0, zorder=1)
    axes.fill(*drawing.ukraine.T, facecolor=HOME, edgecolor=EDGE, linewidth=0.9, zorder=2)
    axes.set_xlim(frame[:2])
    axes.set_ylim(frame[2:])
    axes.set_aspect(1.0 / math.cos(math.radians(MIDDLE)))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for edge in axes.spines.values():
        edge.set_visible(True)
        edge.set_color("#c4c4c4")


def draw_salient(axes: "Axes", drawing: Drawing) -> None:
    """Hatch the place of the salient."""
    axes.fill(*drawing.salient.T, facecolor="#cfe8dc", edgecolor="#00775a", hatch="////", linewidth=0.9, zorder=6)


def draw_towns(axes: "Axes", drawing: Drawing, places: Mapping[str, tuple[float, float, str]]) -> None:
    """Write the names of towns.

    Parameters
    ----------
    axes : Axes
        A map.
    drawing : Drawing
        Where the towns are.
    places : mapping of str to (float, float, str)
        Distance of the name from its town in points, right and up, and on which side of the text the town lies.
    """
    for name, (right, up, side) in places.items():
        axes.plot(*drawing.towns[name], marker="o", markersize=3.2, color=INK, zorder=7)
        write(axes, name, drawing.towns[name], (right, up), ha=side)


def write(axes: "Axes", text: str, at: tuple[float, float], shift: tuple[float, float], **how: str) -> None:
    """Write on a map, on a pale ground.

    Parameters
    ----------
    axes : Axes
        A map.
    text : str
        Text.
    at : (float, float)
        Longitude and latitude.
    shift : (float, float)
        Distance of the text from there in points.
    **how
        Alignment and colour.
    """
    look: dict[str, Any] = {"color": INK, "va": "center", **how}
    paper = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.5}
    axes.annotate(text, at, shift, textcoords="offset points", fontsize=SIZE, zorder=8, bbox=paper, **look)


def draw_key(axes: "Axes", scale: Scale, title: str) -> None:
    """Write what the colours mean.

    Parameters
    ----------
    axes : Axes
        Empty axes.
    scale : Scale
        The colours.
    title : str
        What they show, with its unit.
    """
    from matplotlib.patches import Patch

    axes.set_axis_off()
    handles = [
        Patch(facecolor=colour, edgecolor=GREY, linewidth=0.5, label=label)
        for colour, label in zip(scale.colours, scale.labels(), strict=True)
    ]
    axes.legend(handles=handles, loc="center", ncols=3 if len(handles) <= 6 else 4, frameon=False, fontsize=SIZE,
                title=title, title_fontsize=SIZE, handlelength=1.2, columnspacing=1.0, borderaxespad=0.0)  # fmt: skip


def middle_of(drawing: Drawing, sector: str) -> NDArray[np.float64]:
    """The middle of the part of the line that lies in a sector; longitude and latitude, float64[2]."""
    from matplotlib.path import Path

    steps = np.linspace(0.0, 1.0, 40, endpoint=False)[:, None]
    pieces = [a + steps * (b - a) for a, b in pairwise(drawing.front)]
    points = np.concatenate(pieces)
    inside = points[Path(drawing.sectors[sector][1]).contains_points(points)]
    return np.asarray(inside[len(inside) // 2], dtype=np.float64)


def draw_inset(
    axes: "Axes", drawing: Drawing, place: tuple[float, float, float, float], frame: tuple[float, float, float, float]
) -> None:
    """Draw all of Ukraine in a corner of a map, with the frame of the map in it.

    Parameters
    ----------
    axes : Axes
        The map.
    drawing : Drawing
        The lines.
    place : tuple of float
        Left, bottom, width and height in parts of the map.
    frame : tuple of float
        Least and greatest longitude, least and greatest latitude of the map.
    """
    corner = axes.inset_axes(place, zorder=10)
    draw_land(corner, drawing, (21.0, 41.5, 43.6, 53.0))
    corner.plot(*drawing.contact.T, color=GAIN[3], linewidth=1.6, zorder=5)
    west, east, south, north = frame
    corner.plot([west, east, east, west, west], [south, south, north, north, south], color=GREY, linewidth=0.7)
