"""Opening a run: `forecast.open_run(path)`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from forecast.store.manifest import RunManifest

if TYPE_CHECKING:
    from forecast.config import Experiment


class Run:
    """A finished run. Nothing is read before it is asked for."""

    def __init__(self, path: Path, manifest: RunManifest) -> None:
        self.path = path
        self.manifest = manifest

    def column(self, branch: str, name: str) -> NDArray[np.generic]:
        """One column over all members [members]: bool, int16, or float32 with NaN where the file has null."""
        raise NotImplementedError

    def draw_column(self, name: str) -> NDArray[np.float32]:
        """One prior over all members [members]."""
        raise NotImplementedError

    def members(self, columns: Sequence[str] | None = None, branches: Sequence[str] | None = None) -> xr.Dataset:
        """Outcomes with dimensions (branch, draw, replicate); a column is read when it is touched."""
        raise NotImplementedError

    def frame(self, columns: Sequence[str] | None = None, branches: Sequence[str] | None = None) -> pd.DataFrame:
        """Outcomes in rows, with columns `branch` and `member` first."""
        raise NotImplementedError

    @property
    def clusters(self) -> NDArray[np.int64]:
        """Cluster of each member for Monte Carlo errors: its draw, or its scramble (draw % 16) in a Sobol design."""
        raise NotImplementedError

    @property
    def timeseries(self) -> xr.Dataset:
        """`timeseries.nc`, opened lazily."""
        raise NotImplementedError

    @property
    def draws(self) -> pd.DataFrame:
        """member, draw, replicate and one column per prior."""
        raise NotImplementedError

    @property
    def summary(self) -> pd.DataFrame:
        """`summary.parquet`."""
        raise NotImplementedError

    @property
    def experiment(self) -> "Experiment":
        """The configuration as it ran, from `config.yaml`."""
        raise NotImplementedError

    def verify(self) -> None:
        """Compare every file with the manifest; raises ResultError naming the first that differs."""
        raise NotImplementedError


def open_run(path: str | Path, *, unfinished: bool = False) -> Run:
    """Open a run folder, or the newest finished run below an experiment folder or a results folder.

    unfinished: also accept a run that is not sealed yet (to estimate from it before sealing).
    Raises ResultError if there is none.
    """
    raise NotImplementedError
