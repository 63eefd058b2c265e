"""Defines a record: one year of the front, observed or simulated, to compare. Reads the observed record."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from studies.front_statistics.training_series import LAST_WEEK, MAPS, Floats, read_column, read_weekly

WEEKS = 57
"""Length of the compared record: the 57 weeks that end with the training series (front statistics of the dossier)."""
QUARTER, YEAR = 13, 52
SALIENT_WEEKS = 12
"""Weeks from the peak of the salient to the end of the series."""
SALIENT_PEAK = "2024-09-06"
SALIENT_COLUMNS = ("ds_km2", "uacm_km2")
"""Columns of the salient, of the first and of the second map."""


@dataclass(frozen=True)
class Record:
    """Weekly series; the last axis is the member (one for the observed record).

    Attributes
    ----------
    net : float64[WEEKS, m]
        Net gain of the attacker, km2 a week.
    shown : float64[WEEKS, m]
        Net gain as one map shows it, km2 a week. Simulated weeks have the error of that map.
    sectors : float64[WEEKS, n_sectors, m]
        Net gain by sector, km2 a week.
    claimed : float64[WEEKS, m]
        Claimed casualties of the attacker, persons a day.
    salient : float64[SALIENT_WEEKS + 1, m]
        Area of the salient, km2.
    land : float
        Pre-invasion land of the defender, km2.
    ahead : bool
        Whether week 0 lies before the first week (simulated) and not after the last week (observed).
    """

    net: Floats
    shown: Floats
    sectors: Floats
    claimed: Floats
    salient: Floats
    land: float
    ahead: bool

    def near(self, x: Floats, weeks: int) -> Floats:
        """Return the `weeks` weeks of a series that are nearest to week 0."""
        return x[:weeks] if self.ahead else x[-weeks:]


def read_observed(folder: Path, sectors: Sequence[str], land: float) -> list[Record]:
    """Read the last 57 weeks of the training series: one record per map, with one member.

    Parameters
    ----------
    folder : Path
        Folder of the training series.
    sectors : sequence of str
        Ids of the sectors, in the order of the baseline.
    land : float
        Pre-invasion land of the defender, km2.

    Raises
    ------
    ObservationError
        If a file is missing or short, or has other sectors.
    """
    days = 7 * WEEKS
    _, claims = read_column(folder, "losses_russia_daily.csv", "date", "d_personnel", lambda day: day <= LAST_WEEK)
    if len(claims) < days:
        raise ObservationError.of(str(folder / "losses_russia_daily.csv"), f"has fewer than {days} days")
    claimed = claims[-days:].reshape(-1, 7).mean(axis=1)[:, None]
    records = []
    for name, column in zip(MAPS, SALIENT_COLUMNS, strict=True):
        net = _net(folder, name, sectors)
        _, area = read_column(
            folder, "kursk_salient_daily.csv", "date", column, lambda day: SALIENT_PEAK <= day <= LAST_WEEK
        )
        salient = area[::-7][: SALIENT_WEEKS + 1][::-1]
        total = net.sum(axis=1)[:, None]
        records.append(Record(total, total, net[..., None], claimed, salient[:, None], land, False))
    return records


def read_front(folder: Path, later: Path, last: str, sectors: Sequence[str], land: float) -> list[Record]:
    """Read the 57 weeks up to `last`, from the training series and the series after them: one record per map.

    The later series have neither daily claims nor a salient, so both are NaN: only statistics of the front may use
    these records.

    Parameters
    ----------
    folder, later : Path
        Folders of the training series and of the series after them.
    last : str
        Last day of the last week.
    sectors, land
        As for `read_observed`.

    Raises
    ------
    ObservationError
        If a file is missing or short, or has other sectors.
    """
    unknown = np.full((WEEKS, 1), np.nan)
    nets = [_net(folder, name, sectors, later, last) for name in MAPS]
    totals = [net.sum(axis=1)[:, None] for net in nets]
    return [
        Record(total, total, net[..., None], unknown, unknown[: SALIENT_WEEKS + 1], land, False)
        for net, total in zip(nets, totals, strict=True)
    ]


def _net(folder: Path, name: str, sectors: Sequence[str], later: Path | None = None, last: str = LAST_WEEK) -> Floats:
    """Weekly net gain by sector of one map, float64[WEEKS, n_sectors]."""
    table = read_weekly(folder, name, later, last)
    if table.sectors != list(sectors):
        message = f"has sectors {', '.join(table.sectors)}; the baseline has {', '.join(sectors)}"
        raise ObservationError.of(str(folder / name), message)
    net = table.net[-WEEKS:]
    if np.isnan(net).any():
        raise ObservationError.of(str(folder / name), f"a net gain is missing in the last {WEEKS} weeks")
    return net
