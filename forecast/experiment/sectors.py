"""Writes the sectors of the baseline as the kernel's `sectors` table."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from forecast.config.models import Experiment, Sector
from forecast.errors import ConfigError
from forecast_kernels.layout import sectors as column

_FIELDS: dict[int, Callable[[Sector], float]] = {
    column.ACTIVE_STAY: lambda sector: sector.active_stay,
    column.ACTIVE_OPEN: lambda sector: sector.active_open,
    column.ACTIVE_T0: lambda sector: sector.active_t0,
    column.STAKE_1: lambda sector: sector.stake,
    column.STAKE_0: lambda sector: sector.stake_defender,
    column.COUNTER_ACTIVE: lambda sector: sector.counter_active,
}


def sector_table(exp: Experiment) -> NDArray[np.float32]:
    """Return the table, float32[n_sectors, n_columns], with sectors in the order of the baseline.

    The shares of the attacker's gain are rescaled to sum to one, and so are those of the defender's gain.

    Raises
    ------
    ConfigError
        If all shares of a kind are zero.
    """
    sectors = list(exp.baseline.sectors.values())
    table = np.empty((len(sectors), column.N_SECTOR_COLUMNS), dtype=np.float32)
    table[:, column.SHARE] = _shares([sector.share for sector in sectors], "share")
    table[:, column.COUNTER_SHARE] = _shares([sector.counter_share for sector in sectors], "counter_share")
    for number, value in _FIELDS.items():
        table[:, number] = [value(sector) for sector in sectors]
    return table


def _shares(values: list[float], name: str) -> list[float]:
    total = math.fsum(values)
    if total <= 0.0:
        raise ConfigError.of("baseline.sectors", f"every '{name}' is 0: at least one sector needs a share above 0")
    return [value / total for value in values]
