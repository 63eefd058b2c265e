"""All statistics of one folder of training series that no calibration gives, as plain numbers."""

from pathlib import Path
from typing import Any

from studies.front_statistics.aid import aid
from studies.front_statistics.observations import LAST_WEEK
from studies.front_statistics.oil import oil
from studies.front_statistics.stakes import held_at_start, stakes
from studies.front_statistics.turnover import turnover

SEED = 20241130
FIRST_MAP = "territory_weekly_sector.csv"
SECOND_MAP = "territory_weekly_sector_uacontrolmap.csv"
MAPS = (FIRST_MAP, SECOND_MAP)


def estimate(folder: Path, seed: int = SEED) -> dict[str, Any]:
    """Every statistic. Raises ObservationError if a file is missing or cannot be used."""
    ahead = stakes(folder)
    table = {
        sector: {
            "contact": ahead.contact[sector],
            "stake": ahead.attacker[sector],
            "stake_defender": ahead.defender[sector],
        }
        for sector in ahead.contact
    }
    length = ahead.active_length()
    return {
        "last_week": LAST_WEEK,
        "seed": seed,
        "turnover": turnover(folder, MAPS, seed),
        "sectors": table,
        "front_length": {"full_detail": length[0], "smoothed": length[1]},
        "land": held_at_start(folder, MAPS),
        "oil": oil(folder, seed + 7),
        "aid": aid(folder, seed + 8),
    }
