"""Reads columns from the parts of a run folder. A part is a Parquet file with up to 65,536 members."""

import difflib
import gc
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from forecast.errors import ResultError
from forecast.store.arrow import numpy_type, to_numpy
from forecast.store.atomic import exhausted
from forecast.store.integrity import AGAIN, SealedFiles
from forecast.store.parquet import Extent, metadata_columns, metadata_extent, part_name
from forecast.store.plain_files import kind_problem
from forecast.store.registry import MEMBER

MAX_KEPT_MEMBERS = 10_000
"""A run of at most this many members keeps every table in memory once it is read: a few megabytes per branch."""


_FIXED = frozenset(("BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE"))
"""Physical types of the columns of parts: of one size, so that the number of rows bounds the memory."""


class Parts:
    """Reads the Parquet folders of a run, `draws` and `members/branch=<name>`. Part k has the same members in all.

    files: the files of the run; each is compared with its hash when it is first read. with_nulls: folders in which
    members failed. Their columns may contain nulls, whatever the single file says.
    """

    def __init__(self, files: SealedFiles, members: int, with_nulls: Collection[str] = ()) -> None:
        self.files, self.root = files, files.root
        self.members, self.with_nulls = members, frozenset(with_nulls)
        self._metadata: dict[str, pq.FileMetaData] = {}
        self._tables: dict[str, pa.Table] = {}

    def names(self, folder: str) -> list[str]:
        """Column names, in file order. Raises ResultError."""
        names: list[str] = self._metadata_of(folder).schema.names
        return names

    def field(self, folder: str, name: str) -> pa.Field:
        """The Arrow field of a column: its type, and whether it may contain nulls. Raises ResultError if unknown."""
        self._require_columns(folder, [name])
        field = self._metadata_of(folder).schema.to_arrow_schema().field(name)
        return field.with_nullable(True) if folder in self.with_nulls and name != MEMBER.name else field

    def attributes(self, folder: str) -> dict[str, dict[str, str]]:
        """Column name -> its units, long_name and evidence. The dict of a column without metadata is empty."""
        metadata = metadata_columns(self._metadata_of(folder))
        names = {"unit": "units", "long_name": "long_name", "evidence": "evidence"}
        return {
            column: {names[key]: text for key, text in metadata.get(column, {}).items() if key in names}
            for column in self.names(folder)
        }

    def table(self, folder: str, names: Sequence[str] | None = None, lo: int = 0, hi: int | None = None) -> pa.Table:
        """Read columns of members lo .. hi-1.

        Parameters
        ----------
        folder : str
            `draws` or `members/branch=<name>`.
        names : Sequence[str], optional
            Names of the columns; default: all.
        lo, hi : int
            Range of members; default: all.

        Raises
        ------
        ResultError
            If a column or rows are missing, or a file is damaged.
        """
        self._require_columns(folder, names or [])
        hi = self.members if hi is None else min(hi, self.members)
        size = self._metadata_of(folder).num_rows
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
        """Read one column as an array of its type on disk. A nullable column is float32, with NaN for null.

        Parameters
        ----------
        folder : str
            `draws` or `members/branch=<name>`.
        name : str
            Name of the column.
        lo, hi : int
            Range of members; default: all.
        """
        column = self.table(folder, [name], lo, hi).column(name)
        return to_numpy(column).astype(number_type(self.field(folder, name)), copy=False)

    def blocks(self, folder: str, names: Sequence[str]) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        """Yield for each part the number of its first member and its columns by name (arrays as from `numbers`).

        Raises
        ------
        ResultError
            If a column or rows are missing, or a file is damaged.
        """
        kinds = {name: number_type(self.field(folder, name)) for name in names}
        size = self._metadata_of(folder).num_rows
        for part, lo in enumerate(range(0, self.members, size)):
            table = self._part(folder, part, names)
            if table.num_rows != min(size, self.members - lo):
                raise ResultError.of(str(self.root / folder), "has too few rows; run the experiment again")
            yield lo, {name: to_numpy(table.column(name)).astype(kinds[name], copy=False) for name in names}

    def _part(self, folder: str, part: int, names: Sequence[str] | None) -> pa.Table:
        """Read columns of a part. Tables of a small run are kept, because opening a file takes longer than reading."""
        size = self._metadata_of(folder).num_rows
        path = self.files.require(f"{folder}/{part_name(part)}")
        key = f"{folder}/{part}"
        if key not in self._tables:
            is_kept = self.members <= MAX_KEPT_MEMBERS
            with reading(path), pq.ParquetFile(path) as file:
                self._check(file.metadata, folder, part, size)
                table = self._typed(folder, file.read(columns=None if is_kept or names is None else list(names)))
            if not is_kept:
                del file
                gc.collect(0)  # pyarrow's footer of a file is a cycle: half a megabyte for every part that is read
                return table
            self._tables[key] = table
        return self._tables[key] if names is None else self._tables[key].select(list(names))

    def _typed(self, folder: str, table: pa.Table) -> pa.Table:
        """Give the parts of a folder the same schema: a part without failed members has no nulls in its file."""
        if folder not in self.with_nulls:
            return table
        return pa.table(table.columns, schema=pa.schema([field.with_nullable(True) for field in table.schema]))

    def _metadata_of(self, folder: str) -> Any:
        if folder not in self._metadata:
            path = self.files.require(f"{folder}/{part_name(0)}")
            with reading(path):
                metadata = pq.read_metadata(path)
            size = max(metadata.num_rows, 1)
            self._check(metadata, folder, 0, size)
            for part in range(1, -(-self.members // size)) if self.files.is_sealed else ():
                self._check_footer(folder, part, size)
            self._metadata[folder] = metadata
        return self._metadata[folder]

    def _check_footer(self, folder: str, part: int, size: int) -> None:
        """Check a part by its footer alone, before anything large is read. Its hash is compared when it is read."""
        name = f"{folder}/{part_name(part)}"
        try:
            with reading(self.root / name):
                if kind_problem(self.root / name) is not None:
                    self.files.require(name)
                self._check(pq.read_metadata(self.root / name), folder, part, size)
        except ResultError:
            self.files.require(name)  # says more precisely what is wrong with a file that was changed
            raise

    def _check(self, metadata: Any, folder: str, part: int, size: int) -> None:
        """Compare what a part says of itself with its path and the run. `size`: members of a part."""
        lo = part * size
        branch = folder.partition("/branch=")[2] or None
        expected = Extent(branch, lo, max(min(lo + size, self.members), lo))
        found = metadata_extent(metadata)
        path = str(self.root / folder / part_name(part))
        if found != expected:
            holds = "does not say which members it holds" if found is None else f"holds {found}"
            raise ResultError.of(path, f"{holds}, not {expected}; {AGAIN}")
        if metadata.num_rows != expected.hi - lo:
            raise ResultError.of(path, f"has {metadata.num_rows:,} rows, {expected.hi - lo:,} are right; {AGAIN}")
        groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
        if sum(group.num_rows for group in groups) != metadata.num_rows:
            raise ResultError.of(path, f"has groups of rows that do not add up; {AGAIN}")
        for place in range(metadata.num_columns):
            column = metadata.schema.column(place)
            if column.physical_type not in _FIXED or column.max_repetition_level:
                raise ResultError.of(path, f"column '{column.name}' holds no plain numbers; {AGAIN}")

    def _require_columns(self, folder: str, names: Sequence[str]) -> None:
        columns = self.names(folder)
        for name in names:
            if name not in columns:
                raise ResultError.of(str(self.root / folder), f"has no column '{name}'{nearest(name, columns)}")


def number_type(field: pa.Field) -> np.dtype[Any]:
    """The NumPy type in which a column is returned."""
    return np.dtype(np.float32) if field.nullable else numpy_type(field.type)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn an error of a file inside the context into a ResultError.

    Raises
    ------
    ResultError
        If the file is missing, damaged or unreadable. The message names it.
    """
    try:
        yield
    except FileNotFoundError:
        raise ResultError.of(str(path), "no such file; run the experiment again") from None
    except PermissionError:
        raise ResultError.of(str(path), "cannot be read: permission denied") from None
    except (OSError, ValueError, RuntimeError, LookupError) as problem:  # the kinds that pyarrow and HDF5 raise
        if (number := exhausted(problem)) is not None:
            raise OSError(number, os.strerror(number), str(path)) from None
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise ResultError.of(str(path), f"is damaged ({reason}); run the experiment again") from None


def nearest(name: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown name: suggests the most similar known name, if there is one."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
