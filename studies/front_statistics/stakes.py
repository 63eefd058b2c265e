"""Estimates the area at stake in every sector, the land held at week 0, and the length of the line of contact.

Side 0 is the defender, side 1 the attacker. What side 1 can still take in a sector is a ceiling, not a forecast. It is
the land of the sector's polygon that side 1 does not hold. It is at most three times the strip of 30 km that the
defender holds along the line (a depth of about 90 km, beyond any advance of this war since April 2022), but at least
the claimed oblasts' land. A sector without a line takes the strip along the state border. What side 0 can take back is
what side 1 holds there.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from studies.front_statistics.geography import CELL_KM, Shape, area, covered, grid, near, read_shapes
from studies.front_statistics.training_series import LAST_WEEK, read_column, read_weekly

STRIP_KM = 30.0
STRIPS = 3.0
MIN_STAKE = 1.0
PENINSULA = ("Crimea", "Sevastopol")
COUNTRY_KM2 = 603628.0
RIVER_SECTORS = ("S01",)
CARRY_WEEKS = 3
RECENT_WEEKS = 4


class Stakes(NamedTuple):
    """Stakes and length of the line, by sector id.

    Attributes
    ----------
    attacker, defender : dict of float
        Area that side 1 and side 0 can take, km2.
    contact, smooth : dict of float
        Length of the line at full detail, and smoothed to 2 km, km.
    """

    attacker: dict[str, float]
    defender: dict[str, float]
    contact: dict[str, float]
    smooth: dict[str, float]

    def active_length(self) -> tuple[float, float]:
        """Return the length of the line without the river stretch, km: at full detail, and smoothed to 2 km."""
        dry = [sector for sector in self.contact if sector not in RIVER_SECTORS]
        return sum(self.contact[s] for s in dry), sum(self.smooth[s] for s in dry)


def read_regions(folder: Path) -> dict[str, Shape]:
    """Read the first-level regions of the country, by name.

    Raises
    ------
    ObservationError
        If the peninsula is not among them.
    """
    regions = read_shapes(folder, "oblasts.geojson", "name")
    if not set(PENINSULA) <= regions.keys():
        raise ObservationError.of(str(folder / "oblasts.geojson"), f"no region named {' or '.join(PENINSULA)}")
    return regions


def estimate_stakes(folder: Path, gained: Mapping[str, float] | None = None) -> Stakes:
    """Estimate the stakes of all sectors of `sectors.csv`.

    Parameters
    ----------
    folder : Path
        Folder of the training series.
    gained : mapping, optional
        What side 1 gained in each sector since the day of `sectors.csv`, km2. It leaves the open land and the claimed
        land, and adds to what side 0 can take back. The strip along the line is taken to be as wide as it was.

    Raises
    ------
    ObservationError
        If the polygons are not those of the sectors.
    """

    def values(field: str) -> dict[str, float]:
        keys, numbers = read_column(folder, "sectors.csv", "sector_id", field, bool)
        return dict(zip(keys, (float(x) for x in numbers), strict=True))

    occupied, strip, claimed = (
        values(f) for f in ("occupied_km2", "ukr_held_within_30km_km2", "ukr_held_in_claimed_oblasts_km2")
    )
    polygons = read_shapes(folder, "sectors.geojson", "sector_id")
    regions = read_regions(folder)
    if polygons.keys() != occupied.keys():
        raise ObservationError.of(str(folder / "sectors.geojson"), "does not have the sectors of sectors.csv")
    for sector, area_km2 in (gained or {}).items():
        occupied[sector] += area_km2
        claimed[sector] = max(claimed[sector] - area_km2, 0.0)
    attacker = {}
    for sector, polygon in polygons.items():
        columns, rows = grid(polygon)
        inside = covered(polygon, columns, rows)
        land, open_land = np.zeros_like(inside), np.zeros_like(inside)
        for name, region in regions.items():
            part = covered(region, columns, rows) & inside
            land |= part
            if name not in PENINSULA:
                open_land |= part
        cell = CELL_KM**2
        free = float(open_land.sum()) * cell - occupied[sector]
        if not strip[sector]:
            strip[sector] = float(near(open_land, inside & ~land, columns, rows, STRIP_KM).sum()) * cell
        attacker[sector] = min(free, max(STRIPS * strip[sector], claimed[sector]))
    defender = {sector: max(occupied[sector], MIN_STAKE) for sector in polygons}
    return Stakes(attacker, defender, values("contact_km"), values("contact_km_smooth"))


def held_at_start(folder: Path, maps: tuple[str, ...]) -> dict[str, float]:
    """Estimate the land that side 0 holds at week 0, km2: the country less the peninsula and the occupied mainland.

    The occupied mainland is the mean of both maps. It is carried forward to week 0 at the mean pace of the last four
    weeks of the weekly tables `maps`.
    """
    regions = read_regions(folder)
    peninsula = sum(area(regions[name]) for name in PENINSULA)
    first = read_column(folder, "territory_daily_oblast.csv", "date", "occupied_mainland_km2", lambda d: d <= LAST_WEEK)
    second = read_column(folder, "territory_monthly.csv", "month", "uacm_end_km2", lambda m: m <= LAST_WEEK[:7])
    pace = [read_weekly(folder, name).net[-RECENT_WEEKS:].sum(axis=1).mean() for name in maps]
    carried = CARRY_WEEKS * float(np.mean(pace))
    return {
        "occupied_first_map": float(first[1][-1]),
        "occupied_second_map": float(second[1][-1]),
        "peninsula": peninsula,
        "carried": carried,
        "held": COUNTRY_KM2 - peninsula - float(first[1][-1] + second[1][-1]) / 2.0 - carried,
    }
