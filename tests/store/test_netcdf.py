"""`timeseries.nc`: quantiles out of histograms, CF, bytes."""

import importlib.util
import shutil
import subprocess
import sys
import time
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import h5netcdf
import h5py
import numpy as np
import pytest
import xarray as xr

from forecast.experiment.evidence import Evidence
from forecast.store.hdf import Array, write_netcdf
from forecast.store.netcdf import histogram_quantiles, timeseries_arrays, write_timeseries
from forecast.store.registry_series import LEVELS
from forecast_kernels.layout import regimes as regimes_of
from forecast_kernels.layout import series as s


def made_totals(exp: Any, seed: int, members: int = 500) -> dict[str, tuple[Any, Any]]:
    """Histograms of normal values in every series, and random states."""
    rng = np.random.default_rng(seed)
    grid, rows = len(s.grid_weeks(exp.horizon)), s.N_SERIES + len(exp.baseline.sectors)
    totals = {}
    for branch in exp.branches:
        places = np.clip(rng.normal(120, 20, (grid, rows, members)), 0, s.BINS - 1).astype(int)
        hist = np.zeros((grid, rows, s.BINS), np.int64)
        np.add.at(hist, (np.arange(grid)[:, None, None], np.arange(rows)[:, None], places), 1)
        totals[branch] = (
            hist,
            rng.multinomial(members, np.full(regimes_of.N_REGIMES, 1 / regimes_of.N_REGIMES), size=grid),
        )
    return totals


@pytest.fixture
def written(making: Any, seed: int, tmp_path: Path) -> tuple[Any, dict[str, tuple[Any, Any]], Path]:
    exp = making.experiment(horizon=140)
    totals = made_totals(exp, seed)
    (tmp_path / ".work").mkdir()
    write_timeseries(exp, totals, tmp_path)
    return exp, totals, tmp_path / "timeseries.nc"


def test_that_quantiles_lie_within_a_bin_of_the_sample(seed: int) -> None:
    values = np.sort(np.random.default_rng(seed).gamma(2.0, 1.0, 4000))
    ends = np.linspace(0.0, values[-1] * 1.01, 201)
    counts = np.histogram(values, ends)[0]
    found = histogram_quantiles(counts, ends, LEVELS)
    assert np.abs(found - np.quantile(values, LEVELS)).max() < ends[1]
    assert (np.diff(found) > 0).all()


def test_that_quantiles_are_linear_inside_a_bin() -> None:
    ends = np.array([0.0, 1.0, 3.0, 10.0])
    assert histogram_quantiles(np.array([0, 4, 0]), ends, (0.25, 0.5, 0.75)).tolist() == [1.5, 2.0, 2.5]
    assert histogram_quantiles(np.array([2, 0, 2]), ends, (0.25, 0.5, 0.75)).tolist() == [0.5, 1.0, 6.5]
    stacked = histogram_quantiles(np.array([[1, 0, 0], [0, 0, 0]]), ends, (0.5,))
    assert stacked[0] == 0.5 and np.isnan(stacked[1])


def test_that_xarray_opens_it_without_a_warning(written: Any) -> None:
    exp, totals, path = written
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with xr.open_dataset(path, engine="h5netcdf") as dataset:
            dataset.load()
    assert dataset["net_km2"].dims == ("branch", "quantile", "time")
    assert dataset["sector_net_km2"].dims == ("branch", "sector", "quantile", "time")
    assert all(dataset[name].dims[-1] == "time" for name in dataset.data_vars if "time" in dataset[name].dims)
    assert dataset["week"].values.tolist() == s.grid_weeks(140)
    assert dataset["week"].dims == ("time",)
    assert str(dataset["time"].values[4])[:10] == "2020-02-03" and exp.baseline.date == date(2020, 1, 6)
    assert dataset["branch"].values.tolist() == ["stay", "leave"]
    assert dataset["quantile"].values.tolist() == list(LEVELS)
    np.testing.assert_allclose(dataset["regime_share"].sum("regime"), 1.0, atol=1e-6)
    hist = totals["leave"][0]
    stored = dataset["force_south_count"].sel(branch="leave").transpose("time", "bin")
    np.testing.assert_array_equal(stored, hist[:, s.FORCE_1])
    stored = dataset["sector_net_km2_count"].sel(branch="leave", sector="S02").transpose("time", "bin")
    np.testing.assert_array_equal(stored, hist[:, s.N_SERIES + 1])


def test_that_everything_but_axes_says_what_it_rests_on(written: Any) -> None:
    mark = Evidence({"C": 2}).mark
    with xr.open_dataset(written[2]) as dataset:
        assert dataset.attrs["evidence"] == mark
        bare = {name for name, array in dataset.variables.items() if array.attrs.get("evidence") != mark}
        assert {"net_km2", "net_km2_count", "regime_share", "sector_net_km2"} <= set(dataset.variables) - bare
        assert all(name in dataset.coords or str(name).endswith(("_bin", "_bin_bounds")) for name in bare)


def test_that_bands_are_read_from_the_histogram_of_their_series(written: Any) -> None:
    _, totals, path = written
    with xr.open_dataset(path) as dataset:
        for row, name in ((s.NET, "net_km2"), (s.LOSSES_0, "losses_north")):
            ends = np.array(s.edges(s.SERIES[row]))
            np.testing.assert_array_equal(dataset[f"{name}_bin_bounds"], np.stack([ends[:-1], ends[1:]], axis=-1))
            band = dataset[name].sel(branch="stay").transpose("time", "quantile")
            wanted = histogram_quantiles(totals["stay"][0][:, row], ends, LEVELS)
            np.testing.assert_allclose(band, wanted, rtol=1e-6)


def test_that_two_writings_give_the_same_bytes(written: Any, tmp_path: Path) -> None:
    exp, totals, path = written
    first = path.read_bytes()
    time.sleep(1.1)  # HDF5 would stamp whole seconds
    assert write_timeseries(exp, totals, tmp_path).path == "timeseries.nc"
    assert path.read_bytes() == first


def test_that_no_version_is_in_the_bytes(written: Any) -> None:
    data = written[2].read_bytes()
    versions = (xr.__version__, h5netcdf.__version__, h5py.__version__, h5py.version.hdf5_version)
    for text in ("_NCProperties", "h5netcdf", "h5py", *versions):
        assert text.encode() not in data


def test_that_it_is_plain_netcdf(written: Any) -> None:
    if importlib.util.find_spec("netCDF4") is None:
        pytest.skip("netCDF4 is not installed")
    import netCDF4

    with netCDF4.Dataset(written[2]) as dataset:
        assert dataset.data_model == "NETCDF4"
        assert dataset["net_km2"].dimensions == ("branch", "quantile", "time")
        assert dataset["branch"][:].tolist() == ["stay", "leave"]


def test_that_the_cf_checker_has_no_complaint(written: Any) -> None:
    checker = shutil.which("compliance-checker", path=str(Path(sys.executable).parent))
    if checker is None:
        pytest.skip("compliance-checker has no packages for this platform")
    run = subprocess.run([checker, "--test=cf:1.11", str(written[2])], capture_output=True, text=True, check=False)
    assert "All tests passed!" in run.stdout, run.stdout + run.stderr


def test_that_counts_beyond_32_bits_are_kept(making: Any) -> None:
    exp = making.experiment(horizon=4, branches=("one",))
    totals = made_totals(exp, 1)
    totals["one"][0][:] += 2**31
    arrays = {array.name: array.values for array in timeseries_arrays(exp, totals)}
    assert arrays["net_km2_count"].dtype == np.int64
    assert arrays["net_km2_count"].min() >= 2**31


def test_that_lengths_that_disagree_are_refused(tmp_path: Path) -> None:
    arrays = [Array("a", ("x",), np.zeros(3)), Array("b", ("x",), np.zeros(4))]
    with pytest.raises(ValueError, match="dimension x of b has 4 entries, elsewhere 3"):
        write_netcdf(tmp_path / "a.nc", arrays, {})


def test_that_text_beyond_ascii_is_kept(tmp_path: Path) -> None:
    names = np.array(["Kyjiw", "Донецьк"], dtype=object)
    write_netcdf(tmp_path / "a.nc", [Array("place", ("place",), names, {"long_name": "місце"})], {"title": "é"})
    with xr.open_dataset(tmp_path / "a.nc", engine="h5netcdf") as dataset:
        assert dataset["place"].values.tolist() == names.tolist()
        assert dataset["place"].attrs["long_name"] == "місце"
        assert dataset.attrs["title"] == "é"
