"""A run opened for reading. Find one with `forecast.open_run(path)`."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from forecast.errors import ResultError
from forecast.store import netcdf, summary
from forecast.store.atomic import entry_of
from forecast.store.columns import Parts, nearest, reading
from forecast.store.find import find_run
from forecast.store.manifest import RunManifest

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from forecast.config.models import Experiment

SCRAMBLES = 16


class Run:
    """A finished run. Nothing is read before it is asked for.

    path: the run folder. manifest: its record.
    """

    def __init__(self, path: Path, manifest: RunManifest) -> None:
        self.path = path
        self.manifest = manifest
        self.parts = Parts(path, manifest.members)

    def __repr__(self) -> str:
        return f"<Run {self.manifest.experiment}/{self.manifest.run_id}: {self.manifest.members} members>"

    def column(self, branch: str, name: str, lo: int = 0, hi: int | None = None) -> NDArray[np.generic]:
        """One outcome over members lo .. hi-1 (all of them by default).

        bool and int16 columns keep their type; weeks and numbers are float32, NaN where the file has null.
        Raises ResultError on an unknown branch or column.
        """
        return self.parts.numbers(self._folder(branch), name, lo, hi)

    def blocks(self, branch: str, names: Sequence[str]) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        """The same for several outcomes, part by part: the first member of the part, and its columns by name."""
        return self.parts.blocks(self._folder(branch), names)

    def draw_column(self, name: str, lo: int = 0, hi: int | None = None) -> NDArray[np.generic]:
        """One column of the draws over members lo .. hi-1: float32 for a prior, else integers."""
        return self.parts.numbers("draws", name, lo, hi)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the outcome columns, in file order, `member` first."""
        return tuple(self.parts.names(self._folder(self.manifest.branches[0])))

    def members(self, columns: Sequence[str] | None = None, branches: Sequence[str] | None = None) -> "xr.Dataset":
        """Outcomes with dimensions (branch, draw, replicate); a column is read when it is touched, then kept.

        Weeks are float32, NaN for never. If the last draw is short, its missing members are NaN in every column, and
        yes-or-no and count columns are float32 (see `MemberCube`).
        """
        import xarray as xr

        from forecast.store.lazy import lazy_variable

        chosen = self._branches(branches)
        names = [name for name in columns or self.columns if name != "member"]
        texts = self.parts.attributes(self._folder(self.manifest.branches[0]))
        dims = ("branch", "draw", "replicate")
        found = {name: xr.Variable(dims, lazy_variable(self, name, chosen), texts[name]) for name in names}
        axes = {"draw": np.arange(self.manifest.draws), "replicate": np.arange(self.manifest.replicates)}
        return xr.Dataset(found, coords={"branch": list(chosen), **axes})

    def frame(self, columns: Sequence[str] | None = None, branches: Sequence[str] | None = None) -> "pd.DataFrame":
        """Outcomes in rows, with columns `branch` (categorical) and `member` first; weeks are Int16, null for never."""
        import pandas as pd

        chosen = self._branches(branches)
        names = ["member", *(name for name in columns or self.columns if name not in ("member", "branch"))]
        tables = [self.parts.table(self._folder(branch), names) for branch in chosen]
        frame = pa.concat_tables(tables).to_pandas(types_mapper={pa.int16(): pd.Int16Dtype()}.get)
        codes = np.repeat(np.arange(len(chosen)), self.manifest.members)
        labels = pd.Categorical.from_codes(codes, pd.Index(chosen))
        frame.insert(0, "branch", labels)
        return frame

    @property
    def clusters(self) -> NDArray[np.int64]:
        """Cluster of each member for Monte Carlo errors: its draw, or its scramble (draw % 16) in a Sobol design."""
        draw = np.arange(self.manifest.members, dtype=np.int64) // self.manifest.replicates
        return draw % SCRAMBLES if self.manifest.layout == "sobol" else draw

    @property
    def timeseries(self) -> "xr.Dataset":
        """`timeseries.nc`, opened lazily. Raises ResultError."""
        import xarray as xr

        with reading(self.path / netcdf.NAME):
            return xr.open_dataset(self.path / netcdf.NAME, engine="h5netcdf")

    @cached_property
    def draws(self) -> "pd.DataFrame":
        """member, draw, replicate and one column per uncertain input."""
        return self.parts.table("draws").to_pandas()

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """`summary.parquet`."""
        path = self.path / summary.NAME
        with reading(path):
            return pq.read_table(path).to_pandas()

    @cached_property
    def experiment(self) -> "Experiment":
        """The configuration as it ran, from `config.yaml`."""
        from forecast.config import load_experiment

        return load_experiment(self.path / "config.yaml")

    def verify(self) -> None:
        """Compare every file with the manifest. Raises ResultError naming those that are missing or differ."""
        wrong = []
        for entry in self.manifest.files:
            try:
                same = entry_of(self.path, entry.path).sha256 == entry.sha256
            except OSError:
                same = False
            if not same:
                wrong.append(entry.path)
        if wrong:
            listed = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
            raise ResultError.of(str(self.path), f"{listed} is not as it was written; run the experiment again")

    def _folder(self, branch: str) -> str:
        self._branches([branch])
        return f"members/branch={branch}"

    def _branches(self, branches: Sequence[str] | None) -> tuple[str, ...]:
        known = self.manifest.branches
        for branch in branches or ():
            if branch not in known:
                hint = nearest(branch, known) or f"; it has {', '.join(known)}"
                raise ResultError.of(str(self.path), f"has no branch '{branch}'{hint}")
        return known if branches is None else tuple(branches)


def open_run(path: str | Path, *, unfinished: bool = False) -> Run:
    """Open a run folder, or the newest finished run below an experiment folder or a results folder.

    unfinished: also accept a run folder that is not sealed yet (to estimate from it before sealing).
    Raises ResultError if there is none.
    """
    return Run(*find_run(Path(path), unfinished))
