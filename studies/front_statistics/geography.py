"""Plane shapes of a GeoJSON file: their area, which cells of a grid they cover, which cells lie near others."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forecast.errors import ObservationError
from studies.front_statistics.albers import project, ring_area
from studies.front_statistics.observations import Floats

CELL_KM = 2.0
Mask = npt.NDArray[np.bool_]
Shape = list[list[Floats]]  # parts, each an outer ring and its holes, plane km


def shapes(folder: Path, name: str, key: str) -> dict[str, Shape]:
    """Shapes of every feature, by the property `key`. Raises ObservationError if the file is not such GeoJSON."""
    path = folder / name
    found = {}
    try:
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            found[str(feature["properties"][key])] = [
                [project(np.array(ring, dtype=np.float64)[:, :2]) for ring in part] for part in parts
            ]
    except OSError as error:
        raise ObservationError.of(str(path), f"cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        message = f"is not GeoJSON of polygons with the property '{key}' ({error})"
        raise ObservationError.of(str(path), message) from None
    return found


def area(shape: Shape) -> float:
    """Area in km2, holes taken out."""
    return sum(ring_area(part[0]) - sum(ring_area(hole) for hole in part[1:]) for part in shape)


def grid(shape: Shape) -> tuple[Floats, Floats]:
    """Columns and rows of cell centres, in km, over the bounding box of a shape."""
    points = np.concatenate([ring for part in shape for ring in part])
    low, high = points.min(axis=0), points.max(axis=0)
    return (
        np.arange(low[0] + CELL_KM / 2, high[0], CELL_KM),
        np.arange(low[1] + CELL_KM / 2, high[1], CELL_KM),
    )


def covered(shape: Shape, columns: Floats, rows: Floats) -> Mask:
    """Which cell centres (rows, columns) lie inside a shape, by the even-odd rule along each row."""
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
    """Cells of `inside` whose centre is within `distance` km of the centre of a cell of `outside`."""
    others = np.argwhere(outside)
    others_xy = np.column_stack([columns[others[:, 1]], rows[others[:, 0]]])
    result = np.zeros_like(inside)
    for row, col in np.argwhere(inside):
        away = others_xy - (columns[col], rows[row])
        result[row, col] = bool(((away**2).sum(axis=1) <= distance**2).any())
    return result
