"""The statistics as plain text tables."""

from collections.abc import Iterator
from typing import Any


def render(result: dict[str, Any]) -> str:
    """All tables of one estimate, each value with its standard error where it has one."""
    return "\n".join(lines(result)) + "\n"


def lines(result: dict[str, Any]) -> Iterator[str]:
    """Lines of the tables."""
    yield f"Training series through {result['last_week']}, seed {result['seed']}"
    yield ""
    for label, value in result["turnover"].items():
        what, number = label.split("_")
        words = "turnover, km2 a week" if what == "map" else "slope of ln(G U) on 100 km2 of net gain"
        yield f"{words}, map {number}: {value[0]:.2f} ({value[1]:.2f})"
    yield ""
    yield f"{'':5}{'contact km':>12}{'stake km2':>12}{'defender':>12}"
    for sector, row in result["sectors"].items():
        yield f"{sector:5}{row['contact']:12.1f}{row['stake']:12.0f}{row['stake_defender']:12.0f}"
    yield ""
    yield from others(result)


def others(result: dict[str, Any]) -> Iterator[str]:
    """Lines of the short series and areas."""
    oil, land = result["oil"], result["land"]
    for label, value in oil.items():
        yield f"oil volatility a year, {label} months {value[0]:.3f} ({value[1]:.3f})"
    for label, value in result["aid"].items():
        yield f"military aid, {label.replace('_', ' ')} {value[0]:.2f} ({value[1]:.2f})"
    yield (
        f"line without the river {result['front_length']['full_detail']:.0f} km, "
        f"smoothed {result['front_length']['smoothed']:.0f} km"
    )
    yield (
        f"occupied mainland {land['occupied_first_map']:.0f} and {land['occupied_second_map']:.0f} km2, peninsula "
        f"{land['peninsula']:.0f}, carried {land['carried']:.0f}, held at week 0 {land['held']:.0f} km2"
    )
