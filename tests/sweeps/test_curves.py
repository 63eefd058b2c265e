"""Curves along a sweep, from the config to the Dataset, on the command line and in Python."""

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from forecast.cli import main
from forecast.errors import ResultError
from forecast.store.begun_sweep import begin_sweep
from forecast.store.reader import open_run
from forecast.store.sweep import sweep_runs, sweep_table, write_sweep
from forecast.sweeps import curve
from forecast.sweeps.grid import Grid

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
MEMBERS = 320
FREEZE = "branches.surge_offer.offer.freeze"
STEP = "branches.surge_offer.offer.if_refused.surge"


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished sweep of 2 x 2 points; a branch has no surge, and nothing is drawn from stocks early."""
    folder = tmp_path_factory.mktemp("sweeps")
    config = folder / "grid.yaml"
    config.write_text(
        f"extends: {CONFIGS / 'smoke.yaml'}\nexperiment: grid\n"
        "branches:\n"
        "  surge_bluff: null\n  europe_led: null\n  no_aid: null\n"
        "  surge_offer: {offer: {if_refused: {drawdown: null}}}\n"
        f"  without: {{extends: {CONFIGS / 'branches' / 'surge_offer.yaml'}, offer: {{if_refused: {{drawdown: null, "
        "surge: {us: 1 x, europe: 1 x, duration: 0 weeks}}}}\n"
        "sweep:\n"
        f"  {STEP}.duration: [1 year, 0 weeks]\n"
        f"  {FREEZE}: [standing, withdrawn]\n"
    )
    with pytest.raises(SystemExit) as stop:
        main(["run", str(config), "--members", str(MEMBERS), "--out", str(folder), "--quiet"])
    assert not stop.value.code
    return folder / "grid"


def run_at(folder: Path, text: str):  # type: ignore[no-untyped-def]
    (name,) = (point.run_id for point in sweep_table(folder) if text in point.label)
    return open_run(folder / name)


def call(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capfd.readouterr()
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    out, err = capfd.readouterr()
    return int(stop.value.code or 0), out, err


def test_that_axes_are_numbers_with_a_unit_or_texts(swept: Path) -> None:
    duration, freeze = Grid(swept).axes
    assert (duration.name, duration.unit, duration.values) == ("duration", "year", (0.0, 1.0))
    assert (freeze.unit, freeze.values) == (None, ("standing", "withdrawn"))
    assert duration.find("52 weeks") == 1 and duration.find("0 years") == 0 and duration.find("3 weeks") is None


def test_that_the_curve_has_paired_differences_with_their_errors(swept: Path) -> None:
    found = curve(swept, ["ceasefire_by_w104", "net_km2_w52"])
    assert dict(found.sizes) == {"duration": 2, "freeze": 2, "branch": 3, "outcome": 2, "axis": 2}
    assert found.duration.attrs["units"] == "year" and found.duration.attrs["key"] == f"{STEP}.duration"
    pair = (run_at(swept, f"duration={text}, {FREEZE}=standing") for text in ("0 weeks", "1 year"))
    first, last = (np.asarray(run.column("surge_offer", "ceasefire_week")) <= 104.0 for run in pair)
    gap = last.astype(float) - first
    here = found.sel(duration=1.0, freeze="standing", branch="surge_offer", outcome="ceasefire_by_w104")
    assert float(here["value"]) == pytest.approx(last.mean())
    assert float(here["change"]) == pytest.approx(gap.mean())
    # independent groups: the 16 scrambles, to which draws belong in turn; 10 members a draw
    scramble = np.arange(MEMBERS) // 10 % 16
    groups = np.array([gap[scramble == number].sum() / MEMBERS for number in range(16)])
    sizes = np.array([(scramble == number).sum() for number in range(16)]) / MEMBERS
    error = np.sqrt(16 / 15 * np.sum((groups - gap.mean() * sizes) ** 2))
    assert float(here["change_mcse"]) == pytest.approx(error)
    assert float(here["change_mcse"]) < float(here["mcse"])
    assert float(here["step"].sel(axis="duration")) == pytest.approx(float(here["change"]))
    at_base = found.sel(duration=0.0, freeze="standing")
    assert np.isnan(at_base["change"]).all() and np.isnan(at_base["step"]).all()
    assert np.isnan(found["difference"].sel(branch="muddle_through")).all()


def test_that_a_branch_that_the_sweep_leaves_alone_does_not_change(swept: Path) -> None:
    found = curve(swept, ["ceasefire_by_w104"]).isel(outcome=0)
    for branch in ("muddle_through", "without"):
        same = found.sel(branch=branch)
        assert (same["value"] == same["value"][0, 0]).all()
        assert float(np.nanmax(abs(same["change"]))) == 0.0 == float(np.nanmax(same["change_mcse"]))


def test_that_a_surge_of_no_weeks_is_the_offer_without_a_surge(swept: Path) -> None:
    run = run_at(swept, f"duration=0 weeks, {FREEZE}=standing")
    for name in run.columns:
        if name != "surge_week":
            np.testing.assert_array_equal(run.column("surge_offer", name), run.column("without", name), err_msg=name)


def test_that_another_base_turns_the_change_round(swept: Path) -> None:
    first = curve(swept, ["durable_1y"], ["surge_offer"])
    turned = curve(swept, ["durable_1y"], ["surge_offer"], base={"duration": "52 weeks"})
    assert turned.attrs["base"] == "duration 1 year, freeze standing"
    one = float(first["change"].sel(duration=1.0, freeze="standing").squeeze())
    other = float(turned["change"].sel(duration=0.0, freeze="standing").squeeze())
    assert one == pytest.approx(-other)


def test_that_compare_prints_writes_and_gives_json(swept: Path, tmp_path: Path, capfd) -> None:
    import xarray as xr

    file = tmp_path / "curves.nc"
    code, out, err = call(capfd, "compare", swept, "--outcome", "ceasefire_by_w104", "--out", file)
    assert code == 0, err
    assert "surge_offer, Ceasefire within 104 weeks" in out
    assert "The same at every point, and not shown, are muddle_through, without." in out
    assert "same at every point." in out and "grade C" in out
    with xr.open_dataset(file, engine="h5netcdf") as written:
        assert written["value"].dims == ("duration", "freeze", "branch", "outcome")
    code, out, _ = call(capfd, "compare", swept, "--outcome", "ceasefire_by_w104", "--json")
    (line,) = out.splitlines()
    found = json.loads(line)
    assert found["base"] == {"duration": 0.0, "freeze": "standing"} and found["emulator_is_the_same"] is True
    assert [len(one["points"]) for one in found["curves"]] == [4] * 3


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--outcome", "ceasefire_by_w10"], 2, "--outcome: unknown outcome 'ceasefire_by_w10'; did you mean"),
        (
            ["--base", "duration=5 weeks"],
            2,
            "the sweep has no point with duration '5 weeks'; there are 0 weeks, 1 year",
        ),
        (["--base", "length=5 weeks"], 2, "the sweep has no axis 'length'; it has duration, freeze"),
        (["--base", "duration"], 2, "write AXIS=VALUE"),
        (["--branch", "withou"], 2, "did you mean 'without'?"),
        (["--out", "curves.csv"], 2, "must end in .nc"),
    ],
)
def test_that_a_mistake_is_one_clear_line(swept: Path, capfd, words: list[str], code: int, message: str) -> None:
    found, out, err = call(capfd, "compare", swept, *words)
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert message in err


def test_that_a_run_is_refused_where_a_sweep_is_needed(swept: Path, capfd) -> None:
    run = swept / pq.read_table(swept / "sweep.parquet").column("run_id")[0].as_py()
    code, _, err = call(capfd, "compare", run, "--outcome", "durable_1y")
    assert (code, err) == (2, "--outcome: needs the folder of a finished sweep that is not over switches\n")


def test_that_a_missing_or_unfinished_point_is_named(swept: Path, tmp_path: Path, capfd) -> None:
    folder = tmp_path / "grid"
    begin_sweep(["duration=1 year", "duration=0 weeks"], ["0" * 64, "1" * 64], "grid", tmp_path)
    code, _, err = call(capfd, "compare", folder)
    assert code == 3 and "a sweep of 2 points is not finished; 2 are missing, the first is duration=1 year" in err
    shutil.copy(swept / "sweep.parquet", folder)
    (folder / "sweep_points.json").unlink()
    code, out, err = call(capfd, "compare", folder)
    assert (code, out, len(err.splitlines())) == (3, "", 1)
    assert f"the run of the point {STEP}.duration=1 year" in err and "run the sweep again" in err
    with pytest.raises(ResultError, match="has no finished sweep"):
        curve(tmp_path)


def test_that_a_swept_key_may_be_named_as_a_column_of_the_summary(swept: Path, tmp_path: Path) -> None:
    shutil.copytree(swept, tmp_path / "grid")
    labels = [
        f"horizon={point.settings[STEP + '.duration']}, {FREEZE}={point.settings[FREEZE]}"
        for point in sweep_table(swept)
    ]
    write_sweep(labels, sweep_runs(swept), tmp_path)
    first = sweep_table(tmp_path / "grid")[0]
    assert first.settings == {"horizon": "1 year", FREEZE: "standing"}
    with pytest.raises(ResultError, match="has no outcome 'nothing'"):
        curve(swept, ["nothing"])
