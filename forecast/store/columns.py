"""Reading columns out of the parts of a run folder."""

import difflib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from forecast.errors import ResultError
from forecast.store.arrow import numpy_type, to_numpy
from forecast.store.parquet import metadata_columns, part_name

SMALL = 10_000
"""Members up to which whole tables are kept once they are read: some megabytes a branch."""


class Parts:
    """The Parquet folders of a run: `draws` and `members/branch=<name>`, each with the same members in its parts."""

    def __init__(self, root: Path, members: int) -> None:
        self.root, self.members = root, members
        self._heads: dict[str, pq.FileMetaData] = {}
        self._whole: dict[str, pa.Table] = {}

    def names(self, folder: str) -> list[str]:
        """Column names, in file order. Raises ResultError."""
        names: list[str] = self._head(folder).schema.names
        return names

    def field(self, folder: str, name: str) -> pa.Field:
        """Type of a column; nullable if its variable is. Raises ResultError on an unknown column."""
        self._check(folder, [name])
        return self._head(folder).schema.to_arrow_schema().field(name)

    def attributes(self, folder: str) -> dict[str, dict[str, str]]:
        """CF attributes (units, long_name) and evidence by column; empty ones for a column without metadata."""
        metadata = metadata_columns(self._head(folder))
        names = {"unit": "units", "long_name": "long_name", "evidence": "evidence"}
        return {
            column: {names[key]: text for key, text in metadata.get(column, {}).items() if key in names}
            for column in self.names(folder)
        }

    def table(self, folder: str, names: Sequence[str] | None = None, lo: int = 0, hi: int | None = None) -> pa.Table:
        """Columns of members lo .. hi-1.

        Parameters
        ----------
        folder : str
            `draws` or `members/branch=<name>`.
        names : Sequence[str], optional
            Columns, all if left out.
        lo, hi : int
            Range of members, all by default.

        Raises
        ------
        ResultError
            If a column or rows are missing, or a file is damaged.
        """
        self._check(folder, names or [])
        hi = self.members if hi is None else min(hi, self.members)
        size = self._head(folder).num_rows
        tables = []
        for part in range(lo // size, max(-(-hi // size), lo // size + 1)):
            table = self._part(folder, part, names)
            first = max(lo - part * size, 0)
            tables.append(table.slice(first, max(hi - part * size - first, 0)))
        table = pa.concat_tables(tables).replace_schema_metadata(None)
        if table.num_rows != max(hi - lo, 0):
            raise ResultError.of(str(self.root / folder), "has too few rows; run the experiment again")
        return table

    def numbers(self, folder: str, name: str, lo: int = 0, hi: int | None = None) -> NDArray[np.generic]:
        """One column as an array of its type on disk; a nullable one as float32 with NaN for null.

        Parameters
        ----------
        folder : str
            `draws` or `members/branch=<name>`.
        name : str
            Column.
        lo, hi : int
            Range of members, all by default.
        """
        column = self.table(folder, [name], lo, hi).column(name)
        return to_numpy(column).astype(number_type(self.field(folder, name)), copy=False)

    def blocks(self, folder: str, names: Sequence[str]) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        """Part by part: its first member, and its columns by name, as `numbers` gives them.

        Raises
        ------
        ResultError
            If a column or rows are missing, or a file is damaged.
        """
        kinds = {name: number_type(self.field(folder, name)) for name in names}
        size = self._head(folder).num_rows
        for part, lo in enumerate(range(0, self.members, size)):
            table = self._part(folder, part, names)
            if table.num_rows != min(size, self.members - lo):
                raise ResultError.of(str(self.root / folder), "has too few rows; run the experiment again")
            yield lo, {name: to_numpy(table.column(name)).astype(kinds[name], copy=False) for name in names}

    def _part(self, folder: str, part: int, names: Sequence[str] | None) -> pa.Table:
        """Columns of a part. Those of a small run are read once and kept: opening files takes longer."""
        path = self.root / folder / part_name(part)
        if self.members > SMALL:
            with reading(path), pq.ParquetFile(path) as file:
                return file.read(columns=None if names is None else list(names))
        key = f"{folder}/{part}"
        if key not in self._whole:
            with reading(path), pq.ParquetFile(path) as file:
                self._whole[key] = file.read()
        return self._whole[key] if names is None else self._whole[key].select(list(names))

    def _head(self, folder: str) -> Any:
        if folder not in self._heads:
            path = self.root / folder / part_name(0)
            with reading(path):
                self._heads[folder] = pq.read_metadata(path)
        return self._heads[folder]

    def _check(self, folder: str, names: Sequence[str]) -> None:
        columns = self.names(folder)
        for name in names:
            if name not in columns:
                raise ResultError.of(str(self.root / folder), f"has no column '{name}'{nearest(name, columns)}")


def number_type(field: pa.Field) -> np.dtype[Any]:
    """The NumPy type in which a column is returned."""
    return np.dtype(np.float32) if field.nullable else numpy_type(field.type)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the error of a file inside into a ResultError.

    Raises
    ------
    ResultError
        Naming the file: missing, damaged or unreadable.
    """
    try:
        yield
    except FileNotFoundError:
        raise ResultError.of(str(path), "no such file; run the experiment again") from None
    except PermissionError:
        raise ResultError.of(str(path), "cannot be read: permission denied") from None
    except (OSError, ValueError) as problem:  # pyarrow's and HDF5's own errors are of these kinds
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise ResultError.of(str(path), f"is damaged ({reason}); run the experiment again") from None


def nearest(name: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, if any."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
