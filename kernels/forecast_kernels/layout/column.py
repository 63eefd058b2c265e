"""One column of an array that crosses the kernel boundary: name, unit, meaning."""

from typing import NamedTuple


class Column(NamedTuple):
    """A row of a kernel array. `default` None means that the caller must supply it."""

    name: str
    unit: str
    meaning: str
    default: float | None = None


class Table:
    """Hands out consecutive row numbers while a layout module is read."""

    def __init__(self) -> None:
        self.columns: list[Column] = []

    def add(self, name: str, unit: str, meaning: str, default: float | None = None) -> int:
        self.columns.append(Column(name, unit, meaning, default))
        return len(self.columns) - 1
