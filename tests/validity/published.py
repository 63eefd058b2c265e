"""Statistics of the war that were in print by week 0, with their sources. Only figures: no series is needed.

AFP counts the gains on the maps of the Institute for the Study of War; it ran about a sixth above DeepState in 2024.
"""

from typing import NamedTuple

import numpy as np

AFP_MONTHS = {"2024-08": 477.0, "2024-09": 459.0, "2024-10": 610.0, "2024-11": 725.0}
"""Net gain, km2 a month: AFP on ISW data, 28 October and 2 December 2024."""
AFP_DONETSK = {"2024-10-27": (324.0, 478.0), "2024-11": (629.0, 725.0)}
"""Of the gain since the start of the month, km2 in Donetsk oblast and in all: the same."""
DEEPSTATE_NOVEMBER = 730.0
"""Net gain, km2: DeepState, as printed."""
AFP_TO_27_OCTOBER = 2660.0
"""Net gain since 1 January 2024, km2: AFP on ISW data, 28 October 2024."""
AFP_JANUARY = 146.0
"""Net gain of January 2024, km2: AFP on ISW data."""
CASUALTIES = {"2024-09": 1271.0, "2024-10": 1354.0, "2024-11": 1523.0}
"""Russian casualties a day as claimed: British defence ministry, 7 October, 8 November and 5 December 2024."""
CHINA_SHARES = (0.90, 0.70)
"""Microelectronics and machine tools that Russia imports from China: US Secretary of State, April 2024."""
COUNTRY = 603_628.0
"""km2 of Ukraine."""

ELEVEN_MONTHS = AFP_TO_27_OCTOBER + (AFP_MONTHS["2024-10"] - AFP_DONETSK["2024-10-27"][1]) + AFP_MONTHS["2024-11"]
"""Net gain from January to November 2024: 3,517 km2; the press printed "more than 3,500"."""

HELD_IN_CLAIMED = {
    "S01": 9591, "S02": 4711, "S03": 1165, "S04": 876, "S05": 746, "S06": 2817, "S07": 1042, "S08": 1310, "S09": 1163,
    "S10": 1400, "S11": 99,
}  # fmt: skip
"""km2 of Donetsk, Luhansk, Zaporizhzhia and Kherson oblasts that Ukraine held on 2024-11-30, by sector (measured)."""
LAND_CLAIMED = float(sum(HELD_IN_CLAIMED.values()))
"""24,920 km2: what Moscow asked Kyiv to leave on 14 June 2024."""


class Statistic(NamedTuple):
    """A printed figure and its standard deviation: how far figures of its kind differ, from the figures themselves.

    missed: whether the model is known to lie beyond one standard deviation; docs/coverage.md says why.
    """

    claim: str
    what: str
    value: float
    sd: float
    source: str
    missed: bool = False


def spread(*figures: float) -> float:
    return float(np.std(figures, ddof=1))


_DONETSK = [part / whole for part, whole in AFP_DONETSK.values()]

STATISTICS = (
    Statistic(
        "C11", "share of the country gained in eleven months of 2024, log of per cent",
        float(np.log(100 * ELEVEN_MONTHS / COUNTRY)), 0.0, "AFP on ISW data",
    ),
    Statistic(
        "C12", "net gain of a month, km2", (DEEPSTATE_NOVEMBER + AFP_MONTHS["2024-11"]) / 2,
        spread(*AFP_MONTHS.values()), "DeepState; AFP on ISW data; sd of four months", missed=True,
    ),
    Statistic(
        "C12", "share of Donetsk oblast in the gain",
        sum(part for part, _ in AFP_DONETSK.values()) / sum(whole for _, whole in AFP_DONETSK.values()),
        spread(*_DONETSK), "AFP on ISW data; sd of two months",
    ),
    Statistic(
        "C13", "casualties claimed a day", CASUALTIES["2024-11"], spread(*CASUALTIES.values()),
        "British defence ministry; sd of three months",
    ),
    Statistic(
        "C16", "share of critical imports that China supplies", float(np.mean(CHINA_SHARES)), spread(*CHINA_SHARES),
        "US Secretary of State; sd of two shares",
    ),
    Statistic(
        "C18", "share of the country gained in a year, log of per cent",
        float(np.log(100 * ELEVEN_MONTHS / COUNTRY * 12 / 11)), 0.0, "AFP on ISW data: a year like 2024",
    ),
)  # fmt: skip
