"""Reads the results of a run. `forecast.open_run(path)` returns one."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from forecast.errors import ConfigError, Problem, ResultError
from forecast.experiment.clusters import clusters_of
from forecast.store import fitted
from forecast.store.agreement import CONFIG, disagreements, file_problem
from forecast.store.columns import Parts, nearest, number_type, reading
from forecast.store.faults import failed_in_any
from forecast.store.fitted import Fitted
from forecast.store.integrity import AGAIN, SealedFiles
from forecast.store.manifest import NAME as RECORD
from forecast.store.manifest import RunManifest
from forecast.store.registry import SUMMARY_FILE, TIMESERIES_FILE
from forecast.store.search import find_run

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from forecast.config.models import Experiment


class Run:
    """A finished run. Files are read when a method or property needs them.

    Parameters
    ----------
    path : Path
        The run folder.
    manifest : RunManifest
        The manifest of the run.
    experiment : Experiment, optional
        The experiment that was run. Default: read from `config.yaml` in the folder.
    """

    def __init__(self, path: Path, manifest: RunManifest, experiment: "Experiment | None" = None) -> None:
        self.path = path
        self.manifest = manifest
        self._experiment = experiment
        self.files = SealedFiles.of_run(path, manifest)
        self.parts = Parts(
            self.files, manifest.members, {f"members/branch={entry.branch}" for entry in manifest.failed}
        )

    def __repr__(self) -> str:
        return f"<Run {self.manifest.experiment}/{self.manifest.run_id}: {self.manifest.members} members>"

    def column(self, branch: str, name: str, lo: int = 0, hi: int | None = None) -> NDArray[np.generic]:
        """Read one outcome, one value per member. bool and int16 keep their type; others are float32, NaN for null.

        In a branch with failed members every column is float32, with NaN for these members.

        Parameters
        ----------
        branch, name : str
            Branch and column (see `columns`). An unknown name raises ResultError.
        lo, hi : int
            Members lo .. hi-1; default: all.
        """
        return self.parts.numbers(self._folder(branch), name, lo, hi)

    def blocks(self, branch: str, names: Sequence[str]) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        """Yield for each part the number of its first member and its columns by name (arrays as from `column`)."""
        return self.parts.blocks(self._folder(branch), names)

    def draw_column(self, name: str, lo: int = 0, hi: int | None = None) -> NDArray[np.generic]:
        """Read one column of the draws, one value per member: float32 for a prior, else integers.

        Parameters
        ----------
        name : str
            A prior that is not fixed, or `member`, `draw` or `replicate`.
        lo, hi : int
            Members lo .. hi-1; default: all.
        """
        return self.parts.numbers("draws", name, lo, hi)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the outcome columns, in file order, `member` first."""
        return tuple(self.parts.names(self._folder(self.manifest.branches[0])))

    def members(self, columns: Sequence[str] | None = None, branches: Sequence[str] | None = None) -> "xr.Dataset":
        """Return outcomes as a lazy Dataset with dimensions (branch, draw, replicate).

        Every access reads the selected members again; call `load()` on the Dataset to keep them in memory. Weeks are
        float32, NaN for never. If the last draw has fewer replicates, its missing members are NaN in every column, and
        bool and count columns are float32.
        """
        import xarray as xr

        from forecast.store.lazy import Cube, lazy_array

        record, chosen = self.manifest, self._branches(branches)
        cube = Cube(chosen, record.draws, record.replicates, record.members)
        folder = self._folder(chosen[0])
        texts = self.parts.attributes(folder)

        def variable(name: str) -> "xr.Variable":
            kind = np.result_type(*(number_type(self.parts.field(self._folder(branch), name)) for branch in chosen))
            array = lazy_array(lambda branch, lo, hi: self.column(branch, name, lo, hi), cube, kind)
            return xr.Variable(("branch", "draw", "replicate"), array, texts[name])

        names = [name for name in columns or self.columns if name != "member"]
        axes = {"draw": np.arange(cube.draws), "replicate": np.arange(cube.replicates)}
        return xr.Dataset({name: variable(name) for name in names}, coords={"branch": list(chosen), **axes})

    def frame(self, columns: Sequence[str] | None = None, branches: Sequence[str] | None = None) -> "pd.DataFrame":
        """Return outcomes as a DataFrame with one row per branch and member. Weeks are Int16 with null for never."""
        import pandas as pd

        chosen = self._branches(branches)
        names = ["member", *(name for name in columns or self.columns if name not in ("member", "branch"))]
        tables = [self.parts.table(self._folder(branch), names) for branch in chosen]
        types: dict[pa.DataType, Any] = {pa.int16(): pd.Int16Dtype()}
        if self.manifest.failed:
            tables = [table.cast(pa.schema([f.with_nullable(True) for f in table.schema])) for table in tables]
            types[pa.bool_()] = pd.BooleanDtype()
        frame: pd.DataFrame = pa.concat_tables(tables).to_pandas(types_mapper=types.get)
        codes = np.repeat(np.arange(len(chosen)), self.manifest.members)
        frame.insert(0, "branch", pd.Series(pd.Categorical.from_codes(codes, pd.Index(chosen))))
        return frame

    @cached_property
    def failed(self) -> NDArray[np.bool_]:
        """Members that failed in any branch, bool[members]. Estimates leave them out in all branches."""
        return failed_in_any(self.manifest.failed, self.manifest.members)

    @property
    def clusters(self) -> NDArray[np.int64]:
        """Cluster of each member for standard errors, int64[members]: its scramble in a Sobol design, else its draw."""
        draw = np.arange(self.manifest.members, dtype=np.int64) // self.manifest.replicates
        return clusters_of(self.manifest.layout, draw, self.manifest.draws)

    @cached_property
    def timeseries(self) -> "xr.Dataset":
        """`timeseries.nc`, read whole: weekly quantiles, histograms and regime shares. Its hash is checked."""
        import h5py  # type: ignore[import-untyped]
        import xarray as xr

        path = self.files.require(TIMESERIES_FILE)
        with reading(path):
            h5py.File(path, "r", locking=False).close()  # h5netcdf prints a traceback where this fails
            return xr.load_dataset(path, engine="h5netcdf", driver_kwds={"locking": False})

    @cached_property
    def draws(self) -> "pd.DataFrame":
        """One row per member: member, draw, replicate and one column per uncertain input."""
        frame: pd.DataFrame = self.parts.table("draws").to_pandas()
        return frame

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """`summary.parquet`: one row per estimate, in hubverse columns."""
        path = self.files.require(SUMMARY_FILE)
        with reading(path):
            frame: pd.DataFrame = pq.read_table(path).to_pandas()
        return frame

    @cached_property
    def fitted(self) -> Fitted | None:
        """The emulator of the run, None if it has none."""
        name = fitted.NAME
        if self.files.is_sealed:
            if name not in self.files.entries:
                return None
            self.files.require(name)
        return fitted.read_fitted(self.path)

    @cached_property
    def experiment(self) -> "Experiment":
        """The experiment that was run.

        Raises
        ------
        ResultError
            If `config.yaml` differs from what was written, or this version cannot read it.
        """
        from forecast.config import load_experiment

        if self._experiment is not None:
            return self._experiment
        path = self.files.require(CONFIG)
        try:
            return load_experiment(path)
        except ConfigError as problem:
            raise ResultError(problem.problems) from None

    def check_record(self) -> None:
        """Compare the manifest with the config of the run, because a manifest can be edited and sealed again.

        Raises
        ------
        ResultError
            If a field of the manifest does not follow from `config.yaml`, or its lists of files or of failed members
            do not. The message names the field.
        """
        path, record = self.files.require(CONFIG), str(self.path / RECORD)
        try:
            differences = list(disagreements(self.manifest, path.read_text(encoding="utf-8")))
        except ValueError as problem:
            raise ResultError.of(str(path), f"{problem}; {AGAIN}") from None
        if differences:
            raise ResultError(Problem(record, f"{difference}; {AGAIN}") for difference in differences)
        wrong = file_problem(self.manifest)
        if wrong is not None:
            raise ResultError.of(record, f"{wrong}; {AGAIN}")

    def verify(self) -> None:
        """Compare every file with its hash in the manifest, and look for files that are no part of the run.

        Raises
        ------
        ResultError
            If files are missing, differ or were added. The message names the first three of them.
        """
        damaged = list(self.files.damaged())
        if damaged:
            named = ", ".join(f"{file.path} {file.problem}" for file in damaged[:3])
            more = f" and {len(damaged) - 3} more" if len(damaged) > 3 else ""
            raise ResultError.of(str(self.path), f"{named}{more}; `forecast verify` names every file")

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

    `unfinished`: also accept a run folder whose run is not finished. Raises ResultError if there is no run, or if its
    manifest does not fit its config.
    """
    run = Run(*find_run(Path(path), unfinished))
    if run.files.is_sealed:
        run.check_record()
    return run
