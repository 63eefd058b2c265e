"""NetCDF and the ArviZ layout: values and shapes as in the run, CF, groups."""

import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from forecast.export.arviz_groups import write_arviz_export
from forecast.export.netcdf_file import write_netcdf_export


@pytest.fixture(scope="module")
def cube(run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nc")
    write_netcdf_export(run, folder, all_columns=True)
    return folder / "synthetic.nc"


def test_that_members_inputs_and_weeks_are_those_of_the_run(run, cube: Path) -> None:
    with warnings.catch_warnings(), xr.open_dataset(cube) as read:
        warnings.simplefilter("error")
        assert read["net_km2_w52"].dims == ("branch", "draw", "replicate") and read["net_km2_w52"].shape == (5, 200, 5)
        assert read["net_km2_w52"].attrs["units"] == "km2" and read["losses_ru_w104"].attrs["units"] == "1e3"
        for branch in run.manifest.branches:
            for name in ("net_km2_w52", "ceasefire_week", "durable_5y"):
                stored = read[name].sel(branch=branch).values.ravel()
                wanted = run.column(branch, name).astype(np.float32)
                np.testing.assert_array_equal(stored[:998], wanted)
                assert np.isnan(stored[998:]).all()
        np.testing.assert_array_equal(read["input_accept_threat"], run.draw_column("accept_threat")[::5])
        with run.timeseries as weekly:
            np.testing.assert_array_equal(read["weekly_net_km2"], weekly["net_km2"])
            np.testing.assert_array_equal(read["time"], weekly["time"])
        assert not [name for name in read.variables if str(name).endswith(("_count", "_bin"))]
        assert read.attrs["evidence"].startswith("Grade C") and "same random numbers" in read.attrs["comment"]


def test_that_a_flag_of_every_member_keeps_its_type(sobol, tmp_path: Path) -> None:
    write_netcdf_export(sobol, tmp_path)
    with xr.open_dataset(tmp_path / "synthetic.nc") as read:
        assert read["ceasefire_by_w52"].dtype == np.int8
        assert read["cluster"].values.tolist() == [draw % 16 for draw in range(64)]
        assert "durable_5y" not in read  # the run is too short


def test_that_failed_members_are_missing_in_every_branch(failing, tmp_path: Path) -> None:
    write_netcdf_export(failing, tmp_path)
    with xr.open_dataset(tmp_path / "synthetic.nc") as read:
        for name in ("ceasefire_by_w104", "net_km2_w52"):
            lacks = read[name].isnull().values.reshape(5, -1)
            assert [np.flatnonzero(row).tolist() for row in lacks] == [[3, 410, 998, 999]] * 5


@pytest.mark.validate
def test_that_the_cf_checker_has_no_complaint(single, tmp_path: Path) -> None:
    write_netcdf_export(single, tmp_path)
    checker = shutil.which("compliance-checker", path=str(Path(sys.executable).parent))
    if checker is None:
        pytest.skip("compliance-checker has no packages for this platform")
    run = subprocess.run(
        [checker, "--test=cf:1.11", str(tmp_path / "synthetic.nc")], capture_output=True, text=True, check=False
    )
    assert "All tests passed!" in run.stdout, run.stdout + run.stderr


def test_that_the_groups_are_those_of_inference_data(run, tmp_path: Path) -> None:
    said = write_arviz_export(run, tmp_path)
    with xr.open_datatree(tmp_path / "synthetic.nc", engine="h5netcdf") as tree:
        assert set(tree.children) == {"prior", "prior_predictive", "constant_data"}
        prior, outcome = tree["prior"], tree["prior_predictive"]["net_km2_w52"]
        assert prior["accept_threat"].dims == ("chain", "draw") and prior["accept_threat"].shape == (1, 200)
        assert outcome.dims == ("chain", "draw", "branch", "replicate")
        np.testing.assert_array_equal(prior["accept_threat"][0], run.draw_column("accept_threat")[::5])
        stored = outcome.sel(chain=0, branch="no_aid").values.ravel()
        np.testing.assert_array_equal(stored[:998], run.column("no_aid", "net_km2_w52"))
        fixed = tree["constant_data"]
        assert fixed["fixed_input"].values.tolist() == ["held_reference"] and fixed["fixed_value"].item() == 560000.0
    assert any("one chain" in note for note in said.notes)


def test_that_the_scrambles_of_a_sobol_design_are_chains(sobol, tmp_path: Path) -> None:
    write_arviz_export(sobol, tmp_path)
    inputs, values = sobol.draw_column("level_mean")[::2], sobol.column("surge_offer", "net_km2_w52").reshape(64, 2)
    with xr.open_datatree(tmp_path / "synthetic.nc", engine="h5netcdf") as tree:
        assert tree["prior"]["level_mean"].shape == (16, 4)
        for chain, draw in ((0, 0), (3, 2), (15, 3)):
            where = {"chain": chain, "draw": draw}
            assert tree["prior"]["level_mean"].isel(where).item() == inputs[draw * 16 + chain]
            found = tree["prior_predictive"]["net_km2_w52"].isel(where).sel(branch="surge_offer")
            assert found.values.tolist() == values[draw * 16 + chain].tolist()


def test_that_arviz_stats_finds_chains_of_one_distribution(sobol, tmp_path: Path) -> None:
    array_stats = pytest.importorskip("arviz_stats.base").array_stats
    write_arviz_export(sobol, tmp_path)
    with xr.open_datatree(tmp_path / "synthetic.nc", engine="h5netcdf") as tree:
        values = tree["prior"]["level_mean"]
        rhat = array_stats.rhat(values.values, chain_axis=0, draw_axis=1)
    assert values.dims == ("chain", "draw") and 0.8 < float(rhat) < 1.6
