"""Rules that derive a result column from the outcome rows of the kernel."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.layout.outcomes import CEASEFIRE_WEEK, NEVER_WEEK, OUTCOMES, RESUMED_WEEK

DURABLE_BY = 104
Mask = NDArray[np.bool_]


class Rows(NamedTuple):
    """out [NO, n] and donor_out [ND, n], float32, of one branch; horizon in weeks."""

    out: NDArray[np.float32]
    donor_out: NDArray[np.float32]
    horizon: int


class ColumnValues(NamedTuple):
    """Values [n], and where they are missing (None: nowhere)."""

    values: NDArray[np.generic]
    missing: Mask | None = None


class Rule(Protocol):
    """Derives a column; `derivation` names its rows for the reference page."""

    def column(self, rows: Rows) -> ColumnValues: ...

    @property
    def derivation(self) -> str: ...


@dataclass(frozen=True)
class Week:
    """The week of an event, missing if it never came."""

    row: int

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(rows.out[self.row], rows.out[self.row] == NEVER_WEEK)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[self.row].name}`"


@dataclass(frozen=True)
class Observed:
    """Whether the event came by the horizon."""

    row: int

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(rows.out[self.row] != NEVER_WEEK)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[self.row].name}` is a week"


@dataclass(frozen=True)
class Number:
    """The row as it is."""

    row: int

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(rows.out[self.row])

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[self.row].name}`"


@dataclass(frozen=True)
class KnownNumber:
    """The row, missing where it is negative."""

    row: int

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(rows.out[self.row], rows.out[self.row] < 0.0)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[self.row].name}`, null where negative"


@dataclass(frozen=True)
class Reaches:
    """Whether the row is at least a bound; half stands for a flag."""

    row: int
    bound: float = 0.5

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(rows.out[self.row] >= np.float32(self.bound))

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[self.row].name}` at least {self.bound:g}"


@dataclass(frozen=True)
class Donor:
    """The row of one donor."""

    index: int = 0

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(rows.donor_out[self.index])

    @property
    def derivation(self) -> str:
        return "`donor_out`"


@dataclass(frozen=True)
class Peace:
    """Whole weeks of peace from the first ceasefire to the return to war (that week not counted) or to the horizon."""

    def column(self, rows: Rows) -> ColumnValues:
        ceasefire, resumed = rows.out[CEASEFIRE_WEEK], rows.out[RESUMED_WEEK]
        end = np.where(resumed == NEVER_WEEK, np.float32(rows.horizon), resumed - np.float32(1.0))
        return ColumnValues(end - ceasefire, ceasefire == NEVER_WEEK)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[CEASEFIRE_WEEK].name}`, `{OUTCOMES[RESUMED_WEEK].name}`"


@dataclass(frozen=True)
class Durable:
    """Ceasefire by week 104 and no return to war within so many weeks of it."""

    weeks: int

    def column(self, rows: Rows) -> ColumnValues:
        ceasefire, resumed = rows.out[CEASEFIRE_WEEK], rows.out[RESUMED_WEEK]
        by_then = (ceasefire != NEVER_WEEK) & (ceasefire <= DURABLE_BY)
        broken = (resumed != NEVER_WEEK) & (resumed - ceasefire <= self.weeks)
        return ColumnValues(by_then & ~broken)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[CEASEFIRE_WEEK].name}`, `{OUTCOMES[RESUMED_WEEK].name}`"
