"""Rules that compute a result column from the outcomes of the kernel, which are rows with one value per member."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.layout.outcomes import (
    AGREEMENT_WEEK,
    CEASEFIRE_WEEK,
    NEVER_WEEK,
    OUTCOMES,
    READY_WEEK_1,
    RESUMED_WEEK,
)

DURABLE_BY = 104
Mask = NDArray[np.bool_]


class Rows(NamedTuple):
    """Outcomes of n members of one branch.

    out: float32[NO, n]. donor_out: float32[ND, n], one row per donor. horizon: weeks.
    """

    out: NDArray[np.float32]
    donor_out: NDArray[np.float32]
    horizon: int


class ColumnValues(NamedTuple):
    """values: [n], one per member. missing: bool[n], true where the value is missing; None if it never is."""

    values: NDArray[np.generic]
    missing: Mask | None = None


class Rule(Protocol):
    """Computes a column. `derivation` is a text for docs/results.md that names the rows it uses."""

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
class ComesBy:
    """Whether the event came by a week."""

    row: int
    week: int

    def column(self, rows: Rows) -> ColumnValues:
        return ColumnValues(_by(rows.out[self.row], self.week))

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[self.row].name}` at most {self.week}"


@dataclass(frozen=True)
class Refused:
    """Whether the attacker was ready for something on the table by a week, and no agreement came by then."""

    week: int

    def column(self, rows: Rows) -> ColumnValues:
        ready, agreed = (_by(rows.out[row], self.week) for row in (READY_WEEK_1, AGREEMENT_WEEK))
        return ColumnValues(ready & ~agreed)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[READY_WEEK_1].name}`, `{OUTCOMES[AGREEMENT_WEEK].name}`"


def _by(weeks: NDArray[np.float32], last: int) -> Mask:
    return np.asarray((weeks != NEVER_WEEK) & (weeks <= last))


@dataclass(frozen=True)
class Number:
    """The row, unchanged."""

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
    """Whether the row is at least `bound`. The default 0.5 is for rows that are 0 or 1."""

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
    """Weeks from the first ceasefire to the horizon, or to the last week before the return to war."""

    def column(self, rows: Rows) -> ColumnValues:
        ceasefire, resumed = rows.out[CEASEFIRE_WEEK], rows.out[RESUMED_WEEK]
        end = np.where(resumed == NEVER_WEEK, np.float32(rows.horizon), resumed - np.float32(1.0))
        return ColumnValues(end - ceasefire, ceasefire == NEVER_WEEK)

    @property
    def derivation(self) -> str:
        return f"`{OUTCOMES[CEASEFIRE_WEEK].name}`, `{OUTCOMES[RESUMED_WEEK].name}`"


@dataclass(frozen=True)
class Lasting:
    """Whether a ceasefire came by week 104 and none of some events in the `weeks` weeks after it.

    rows: the weeks of these events.
    """

    weeks: int
    rows: tuple[int, ...] = (RESUMED_WEEK,)

    def column(self, rows: Rows) -> ColumnValues:
        ceasefire = rows.out[CEASEFIRE_WEEK]
        lasting = (ceasefire != NEVER_WEEK) & (ceasefire <= DURABLE_BY)
        for row in self.rows:
            week = rows.out[row]
            lasting &= (week == NEVER_WEEK) | (week - ceasefire > self.weeks)
        return ColumnValues(lasting)

    @property
    def derivation(self) -> str:
        return ", ".join(f"`{OUTCOMES[row].name}`" for row in (CEASEFIRE_WEEK, *self.rows))
