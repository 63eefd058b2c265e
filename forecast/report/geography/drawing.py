"""Reads the drawing: sectors of the front, outline of Ukraine, the sea, the line of contact, the salient, towns."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""Longitude and latitude of each point in degrees, float64[points, 2]; an area repeats its first point at its end."""

MIDDLE = 48.5
"""Latitude at which a degree of longitude is drawn as long as it is on the ground."""


class Drawing(NamedTuple):
    """The drawing.

    Attributes
    ----------
    sectors : dict of str to (str, Line)
        Name and outline of each sector by its id. They reach far behind the line, and tile the front.
    ukraine, sea, salient : Line
        Areas. The salient shows a place; its size is not to scale.
    front : Line
        The line of contact of December 2024, and from its northern end on the state border.
    contact : Line
        The part of `front` along which the armies face each other inside Ukraine.
    towns : dict of str to (float, float)
        Longitude and latitude.
    """

    sectors: dict[str, tuple[str, Line]]
    ukraine: Line
    sea: Line
    salient: Line
    front: Line
    contact: Line
    towns: dict[str, tuple[float, float]]

    def fits(self, names: Mapping[str, str]) -> bool:
        """Whether the sectors of a run are those of the drawing. names: name of each sector of the run by its id."""
        return dict(names) == {key: name for key, (name, _) in self.sectors.items()}


@cache
def read_drawing() -> Drawing:
    """Read the drawing of the package, once."""
    lines = {f["properties"]["name"]: f["geometry"] for f in _features("lines.geojson")}
    towns = {name: tuple(g["coordinates"]) for name, g in lines.items() if g["type"] == "Point"}
    contact = _points(lines["contact"])
    return Drawing(
        {f["properties"]["sector_id"]: (f["properties"]["name"], _points(f["geometry"])) for f in _features(
            "sectors.geojson")},
        _points(lines["ukraine"]),
        _points(lines["sea"]),
        _points(lines["salient"]),
        np.concatenate([contact, _points(lines["border"])]),
        contact,
        towns,
    )  # fmt: skip


def _features(name: str) -> list[dict[str, Any]]:
    text = files("forecast.report.geography").joinpath(name).read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def _points(geometry: dict[str, Any]) -> Line:
    """The points of a line, or of the edge of an area without holes."""
    places = geometry["coordinates"]
    return np.asarray(places[0] if geometry["type"] == "Polygon" else places, dtype=np.float64)
