"""Albers equal-area projection of longitude and latitude, and areas of plane polygons.

Ellipsoidal form (Snyder, Map projections: a working manual, USGS 1987, chapter 14) on WGS84, so areas of small
polygons are true; edges are taken as straight in the plane.
"""

import math

import numpy as np

from studies.front_statistics.observations import Floats

MAJOR_KM = 6378.137
ECCENTRICITY = 0.0818191908426
STANDARD = (46.0, 51.0)
CENTRE = (31.5, 48.5)


def authalic(latitude: Floats) -> Floats:
    """Snyder's q of a latitude in radians: proportional to the area between it and the equator."""
    s = np.sin(latitude)
    es = ECCENTRICITY * s
    return np.asarray((1.0 - ECCENTRICITY**2) * (s / (1.0 - es**2) + np.arctanh(es) / ECCENTRICITY))


def project(lonlat: Floats) -> Floats:
    """Plane coordinates (points, 2) in km of longitudes and latitudes (points, 2) in degrees."""

    def radius_ratio(degrees: float) -> float:
        s = math.sin(math.radians(degrees))
        return math.cos(math.radians(degrees)) / math.sqrt(1.0 - (ECCENTRICITY * s) ** 2)

    def q(degrees: float) -> float:
        return float(authalic(np.array(math.radians(degrees))))

    m1, m2 = (radius_ratio(parallel) for parallel in STANDARD)
    q1, q2 = (q(parallel) for parallel in STANDARD)
    n = (m1 * m1 - m2 * m2) / (q2 - q1)
    c = m1 * m1 + n * q1
    centre = MAJOR_KM * math.sqrt(c - n * q(CENTRE[1])) / n
    radius = MAJOR_KM * np.sqrt(c - n * authalic(np.radians(lonlat[:, 1]))) / n
    angle = n * np.radians(lonlat[:, 0] - CENTRE[0])
    return np.column_stack([radius * np.sin(angle), centre - radius * np.cos(angle)])


def ring_area(xy: Floats) -> float:
    """Area of a closed ring of plane points, positive whichever way it runs."""
    x, y = xy[:, 0], xy[:, 1]
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2.0
