"""HDF5 takes locks of its own, which fail where a file system has none. Here somebody else holds them."""

import fcntl
from pathlib import Path

import numpy as np

from forecast.api import open_run
from forecast.store.hdf import Array, write_netcdf


def test_that_weekly_series_are_read_without_locks(finished) -> None:
    run = open_run(finished)
    with open(run.path / "timeseries.nc", "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with run.timeseries as series:
            assert series.sizes["time"] > 1


def test_that_they_are_written_without_locks(tmp_path: Path) -> None:
    path = tmp_path / "some.nc"
    path.write_bytes(b"")
    with open(path, "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        write_netcdf(path, [Array("x", ("x",), np.arange(3.0), {})], {})
    assert path.stat().st_size > 100
