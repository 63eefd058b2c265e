"""Describes the rows of kernel arrays: name, unit, meaning."""

from typing import NamedTuple


class Column(NamedTuple):
    """A row of a kernel array, which is a column of results and inputs. `default` None: the caller must supply it."""

    name: str
    unit: str
    meaning: str
    default: float | None = None


class Table:
    """Collects the rows of one array and numbers them from 0."""

    def __init__(self) -> None:
        self.columns: list[Column] = []

    def add(self, name: str, unit: str, meaning: str, default: float | None = None) -> int:
        """Appends a row and returns its number. Arguments: see `Column`."""
        self.columns.append(Column(name, unit, meaning, default))
        return len(self.columns) - 1
