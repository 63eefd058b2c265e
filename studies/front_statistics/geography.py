"""Computes areas on the ground: projects GeoJSON shapes to a plane of true areas, and covers them with grid cells.

The projection is Albers on WGS84 in its ellipsoidal form (Snyder, Map projections: a working manual, USGS 1987,
chapter 14), so areas of small polygons are true. Edges are straight in the plane.
"""

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forecast.errors import ObservationError
from studies.front_statistics.training_series import Floats

MAJOR_KM = 6378.137
ECCENTRICITY = 0.0818191908426
STANDARD_PARALLELS = (46.0, 51.0)
CENTRE = (31.5, 48.5)
CELL_KM = 2.0
Mask = npt.NDArray[np.bool_]
Shape = list[list[Floats]]  # parts, each an outer ring and its holes, plane km


def authalic(latitude: Floats) -> Floats:
    """Return Snyder's q of a latitude in radians. It is proportional to the area between equator and latitude."""
    s = np.sin(latitude)
    es = ECCENTRICITY * s
    return np.asarray((1.0 - ECCENTRICITY**2) * (s / (1.0 - es**2) + np.arctanh(es) / ECCENTRICITY))


def project(lonlat: Floats) -> Floats:
    """Project longitudes and latitudes in degrees, float64[n, 2], to plane coordinates in km, float64[n, 2]."""

    def radius_ratio(degrees: float) -> float:
        s = math.sin(math.radians(degrees))
        return math.cos(math.radians(degrees)) / math.sqrt(1.0 - (ECCENTRICITY * s) ** 2)

    def q(degrees: float) -> float:
        return float(authalic(np.array(math.radians(degrees))))

    m1, m2 = (radius_ratio(parallel) for parallel in STANDARD_PARALLELS)
    q1, q2 = (q(parallel) for parallel in STANDARD_PARALLELS)
    n = (m1 * m1 - m2 * m2) / (q2 - q1)
    c = m1 * m1 + n * q1
    centre = MAJOR_KM * math.sqrt(c - n * q(CENTRE[1])) / n
    radius = MAJOR_KM * np.sqrt(c - n * authalic(np.radians(lonlat[:, 1]))) / n
    angle = n * np.radians(lonlat[:, 0] - CENTRE[0])
    return np.column_stack([radius * np.sin(angle), centre - radius * np.cos(angle)])


def ring_area(xy: Floats) -> float:
    """Return the area of a closed ring of plane points, float64[n, 2]. It is positive for both directions."""
    x, y = xy[:, 0], xy[:, 1]
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2.0


def read_shapes(folder: Path, name: str, key: str) -> dict[str, Shape]:
    """Read the shapes of a GeoJSON file and project them to the plane.

    Parameters
    ----------
    folder, name : Path, str
        Folder and name of the file.
    key : str
        Property that names a feature.

    Raises
    ------
    ObservationError
        If the file cannot be read or is not such GeoJSON.
    """
    path = folder / name
    shapes = {}
    try:
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            shapes[str(feature["properties"][key])] = [
                [project(np.array(ring, dtype=np.float64)[:, :2]) for ring in part] for part in parts
            ]
    except OSError as error:
        raise ObservationError.of(str(path), f"cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        message = f"is not GeoJSON of polygons with the property '{key}' ({error})"
        raise ObservationError.of(str(path), message) from None
    return shapes


def area(shape: Shape) -> float:
    """Return the area of a shape in km2, without its holes."""
    return sum(ring_area(part[0]) - sum(ring_area(hole) for hole in part[1:]) for part in shape)


def grid(shape: Shape) -> tuple[Floats, Floats]:
    """Return x and y of the centres of grid cells, in km, that fill the bounding box of a shape."""
    points = np.concatenate([ring for part in shape for ring in part])
    low, high = points.min(axis=0), points.max(axis=0)
    return (
        np.arange(low[0] + CELL_KM / 2, high[0], CELL_KM),
        np.arange(low[1] + CELL_KM / 2, high[1], CELL_KM),
    )


def covered(shape: Shape, columns: Floats, rows: Floats) -> Mask:
    """Find the cells whose centre lies inside a shape, by the even-odd rule along each row.

    Parameters
    ----------
    shape : Shape
        The shape.
    columns, rows : float64[n_columns], float64[n_rows]
        Cell centres, km.

    Returns
    -------
    bool[n_rows, n_columns]
        Whether each cell is covered.
    """
    rings = [ring for part in shape for ring in part]
    start = np.concatenate(rings)
    end = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    mask = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    for i, y in enumerate(rows):
        crossing = (start[:, 1] > y) != (end[:, 1] > y)
        a, b = start[crossing], end[crossing]
        x = np.sort(a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
        mask[i] = np.searchsorted(x, columns) % 2 == 1
    return mask


def near(inside: Mask, outside: Mask, columns: Floats, rows: Floats, distance: float) -> Mask:
    """Find the cells of one set that lie close to a cell of another.

    Parameters
    ----------
    inside, outside : bool[n_rows, n_columns]
        The two sets.
    columns, rows : float64[n_columns], float64[n_rows]
        Cell centres, km.
    distance : float
        Maximum distance between the centres, km.

    Returns
    -------
    bool[n_rows, n_columns]
        Cells of `inside` within that distance of `outside`.
    """
    others = np.argwhere(outside)
    others_xy = np.column_stack([columns[others[:, 1]], rows[others[:, 0]]])
    mask = np.zeros_like(inside)
    for row, col in np.argwhere(inside):
        away = others_xy - (columns[col], rows[row])
        mask[row, col] = bool(((away**2).sum(axis=1) <= distance**2).any())
    return mask
