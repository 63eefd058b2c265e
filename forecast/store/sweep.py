"""`sweep.parquet`: which runs a finished sweep is made of, and which keys it swept."""

from pathlib import Path

import pyarrow.parquet as pq

from forecast.store.columns import reading
from forecast.store.reader import Run, open_run
from forecast.store.registry_series import SUMMARY_VARIABLES

NAME = "sweep.parquet"
RUN_ID = "run_id"


def swept_keys(folder: Path) -> tuple[str, ...]:
    """The dotted keys of the sweep in an experiment folder; none where there is no sweep. Raises ResultError."""
    path = folder / NAME
    if not path.is_file():
        return ()
    with reading(path):
        names = pq.read_schema(path).names
        return tuple(names[names.index(RUN_ID) + 1 : -len(SUMMARY_VARIABLES)])


def sweep_runs(folder: Path) -> list[Run]:
    """The runs of the newest finished sweep in an experiment folder, in its order. Raises ResultError."""
    path = folder / NAME
    with reading(path):
        names = pq.read_table(path, columns=[RUN_ID]).column(RUN_ID).to_pylist()
    return [open_run(folder / name) for name in dict.fromkeys(names)]
