"""Columns of `sectors[S, NSEC]`: properties of each sector of the front, from the baseline, equal for all members."""

from forecast_kernels.layout.column import Table

_t = Table()
_add = _t.add

SHARE = _add("share", "1", "expected share of side 1's gain, sums to one")
ACTIVE_STAY = _add("active_stay", "1", "chance that an active sector is active next week")
ACTIVE_OPEN = _add("active_open", "1", "chance that a quiet sector is active next week")
ACTIVE_T0 = _add("active_t0", "1", "whether the sector is active at week 0")
STAKE_1 = _add("stake_1", "km2", "area that side 1 can still take")
STAKE_0 = _add("stake_0", "km2", "area that side 0 can take back")
COUNTER_SHARE = _add("counter_share", "1", "expected share of side 0's gain, sums to one")
COUNTER_ACTIVE = _add("counter_active", "1", "share of weeks in which side 0 gains ground")

SECTOR_COLUMNS = tuple(_t.columns)
N_SECTOR_COLUMNS = len(SECTOR_COLUMNS)
