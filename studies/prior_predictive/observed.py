"""The last year of the training series, one record for either map."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from studies.front_statistics.estimate import MAPS
from studies.front_statistics.observations import LAST_WEEK, column, weekly
from studies.prior_predictive.record import SALIENT_WEEKS, WEEKS, Record

SALIENT_PEAK = "2024-09-06"
SALIENT_MAPS = ("ds_km2", "uacm_km2")


def observed(folder: Path, sectors: Sequence[str], land: float) -> list[Record]:
    """Records of both maps, m = 1, with the sectors named. Raises ObservationError for a missing or short file."""
    days = 7 * WEEKS
    _, claims = column(folder, "losses_russia_daily.csv", "date", "d_personnel", lambda day: day <= LAST_WEEK)
    if len(claims) < days:
        raise ObservationError.of(str(folder / "losses_russia_daily.csv"), f"has fewer than {days} days")
    claimed = claims[-days:].reshape(-1, 7).mean(axis=1)[:, None]
    records = []
    for name, field in zip(MAPS, SALIENT_MAPS, strict=True):
        table = weekly(folder, name)
        if table.sectors != list(sectors):
            message = f"has sectors {', '.join(table.sectors)}; the baseline has {', '.join(sectors)}"
            raise ObservationError.of(str(folder / name), message)
        net = table.net[-WEEKS:]
        if np.isnan(net).any():
            raise ObservationError.of(str(folder / name), f"a net gain is missing in the last {WEEKS} weeks")
        _, area = column(folder, "kursk_salient_daily.csv", "date", field, lambda day: SALIENT_PEAK <= day <= LAST_WEEK)
        salient = area[::-7][: SALIENT_WEEKS + 1][::-1]
        total = net.sum(axis=1)[:, None]
        records.append(Record(total, total, net[..., None], claimed, salient[:, None], land, False))
    return records
