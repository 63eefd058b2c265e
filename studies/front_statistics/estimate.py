"""Collects all statistics of one folder of training series, as plain numbers and as text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studies.front_statistics.block_estimates import estimate_aid, estimate_oil, estimate_turnover
from studies.front_statistics.stakes import estimate_stakes, held_at_start
from studies.front_statistics.training_series import LAST_WEEK, MAPS

SEED = 20241130


def estimate(folder: Path, seed: int = SEED) -> dict[str, Any]:
    """Estimate every statistic. A pair is a value and its standard error."""
    stakes = estimate_stakes(folder)
    sectors = {
        sector: {
            "contact": stakes.contact[sector],
            "stake": stakes.attacker[sector],
            "stake_defender": stakes.defender[sector],
        }
        for sector in stakes.contact
    }
    length = stakes.active_length()
    return {
        "last_week": LAST_WEEK,
        "seed": seed,
        "turnover": estimate_turnover(folder, MAPS, seed),
        "sectors": sectors,
        "front_length": {"full_detail": length[0], "smoothed": length[1]},
        "land": held_at_start(folder, MAPS),
        "oil": estimate_oil(folder, seed + 7),
        "aid": estimate_aid(folder, seed + 8),
    }


def render(statistics: dict[str, Any]) -> str:
    """Write all statistics as text, with their standard errors in brackets."""
    return "\n".join(_lines(statistics)) + "\n"


def _lines(statistics: dict[str, Any]) -> Iterator[str]:
    yield f"Training series through {statistics['last_week']}, seed {statistics['seed']}"
    yield ""
    for label, value in statistics["turnover"].items():
        kind, number = label.split("_")
        words = "turnover, km2 a week" if kind == "map" else "slope of ln(G U) on 100 km2 of net gain"
        yield f"{words}, map {number}: {value[0]:.2f} ({value[1]:.2f})"
    yield ""
    yield f"{'':5}{'contact km':>12}{'stake km2':>12}{'defender':>12}"
    for sector, row in statistics["sectors"].items():
        yield f"{sector:5}{row['contact']:12.1f}{row['stake']:12.0f}{row['stake_defender']:12.0f}"
    yield ""
    for label, value in statistics["oil"].items():
        yield f"oil volatility a year, {label} months {value[0]:.3f} ({value[1]:.3f})"
    for label, value in statistics["aid"].items():
        yield f"military aid, {label.replace('_', ' ')} {value[0]:.2f} ({value[1]:.2f})"
    length, land = statistics["front_length"], statistics["land"]
    yield f"line without the river {length['full_detail']:.0f} km, smoothed {length['smoothed']:.0f} km"
    yield (
        f"occupied mainland {land['occupied_first_map']:.0f} and {land['occupied_second_map']:.0f} km2, peninsula "
        f"{land['peninsula']:.0f}, carried {land['carried']:.0f}, held at week 0 {land['held']:.0f} km2"
    )
