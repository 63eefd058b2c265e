"""`forecast calibrate`: its files, what it refuses, and that no later week changes them."""

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr
import yaml

from forecast.calibration.simulation_based import MAKERS
from forecast.cli.app import main
from forecast.config import Experiment, load_experiment
from studies.app import main as studies

ROOT = Path(__file__).resolve().parents[2]
CONFIG = str(ROOT / "configs" / "offer.yaml")
COMMITTED = ROOT / "configs" / "posteriors" / "front-2024-12-14"
LAST = np.datetime64("2024-11-30")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["calibrate", *words])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def rows(seed: int, weeks: int = 60, last: np.datetime64 = LAST, beside: bool = True) -> list[str]:
    """An invented front, with claims and a salient that shrinks from week 40 on."""
    rng = np.random.default_rng(seed)
    lines = []
    for t in range(weeks):
        day = last - 7 * (weeks - 1 - t)
        for k in range(1, 14):
            gain = rng.lognormal(1.5, 0.8) * (rng.random() < 0.5) - 2.0 * (rng.random() < 0.1)
            lines.append(f"{day},net_km2,S{k:02d},{gain:.3f}")
        if beside:
            lines.append(f"{day},losses_claimed,ru,{7000 * np.exp(0.1 * rng.standard_normal()):.0f}")
        if beside and t >= 40:
            lines.append(
                f"{day},salient_km2,abroad,{900 * 0.95 ** (t - 40) * np.exp(0.03 * rng.standard_normal()):.1f}"
            )
    return lines


def write(path: Path, lines: list[str]) -> str:
    path.write_text("\n".join(["target_end_date,target,location,observation", *lines]) + "\n")
    return str(path)


@pytest.fixture
def maps(tmp_path: Path) -> list[str]:
    return [write(tmp_path / f"{k}.csv", rows(k)) for k in (1, 2)]


def using(folder: Path, target: Path) -> Experiment:
    """The shipped study with the three parts of a folder in target of its own."""
    lines = (folder / "priors.yaml").read_text().splitlines()[2:]
    base = [ROOT / "configs" / "baselines" / "ukraine-2024-12-20.yaml", folder / "state.yaml", folder / "sectors.yaml"]
    names = ", ".join(map(str, base))
    user = target / "user.yaml"
    user.write_text("\n".join([f"extends: {CONFIG}", "baseline:", f"  extends: [{names}]", "priors:", *lines]) + "\n")
    return load_experiment(user)


def test_that_two_maps_give_a_posterior_and_three_parts(call: Call, maps: list[str], tmp_path: Path) -> None:
    words = [CONFIG, "--observations", maps[0], "--observations", maps[1], "--draws", "400"]
    code, out, _ = call(*words, "--out", str(tmp_path / "one"), "--json")
    result = json.loads(out)
    assert code == 0 and result["status"] == "done" and result["maps"] == 2 and not result["not_fitted"]
    folder = Path(result["posterior"])
    assert folder == tmp_path / "one" / "posteriors" / "front-2024-11-30" and not (folder / ".work").exists()
    assert sorted(path.name for path in folder.iterdir()) == sorted(result["files"])
    assert call(*words, "--out", str(tmp_path / "two"), "--quiet") == (0, "", "")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "two/posteriors/front-2024-11-30" / path.name).read_bytes(), path.name
    parts = [str(folder / name) for name in ("priors.yaml", "state.yaml", "sectors.yaml")]
    assert yaml.safe_load(Path(parts[0]).read_text())["priors"]["level_sd"]["dimension"] == 23
    experiment = using(folder, tmp_path)
    level = yaml.safe_load(Path(parts[1]).read_text())["state"]["level_t0"]["lognormal"]["median"]
    assert experiment.priors["level_t0"].distribution.median == level
    assert "of `forecast calibrate`, observations through 2024-11-30" in experiment.priors["level_sd"].source


def test_that_the_dataset_is_one_that_arviz_reads(call: Call, maps: list[str], tmp_path: Path) -> None:
    assert call(CONFIG, "--observations", maps[0], "--draws", "300", "--out", str(tmp_path), "--quiet")[0] == 0
    path = tmp_path / "posteriors" / "front-2024-11-30" / "posterior.nc"
    with xr.open_datatree(path) as tree:
        assert set(tree.children) == {
            "posterior", "prior", "sample_stats", "posterior_predictive", "observed_data", "constant_data",
        }  # fmt: skip
        for group in ("posterior", "prior"):
            assert tree[group]["level_sd"].dims == ("chain", "draw") and tree[group]["level_sd"].shape == (1, 300)
            assert tree[group]["noise"].dims == ("chain", "draw", "map")
        assert tree["sample_stats"]["log_likelihood"].dims == ("chain", "draw")
        weight = np.exp(tree["sample_stats"]["proposal_log_weight"].values)
        assert weight.sum() == pytest.approx(1.0)
        assert float(tree["sample_stats"].attrs["effective"]) == pytest.approx(1.0 / (weight**2).sum(), rel=1e-4)
        assert tree["posterior"]["level_t0"].attrs["units"] == "km2 week-1"
        assert tree.attrs["last_week"] == "2024-11-30" and len(tree.attrs["config_hash"]) == 64
        assert tree["observed_data"]["week_end"].values[-1] == LAST
        assert tree["posterior_predictive"]["net_km2"].dims == ("chain", "draw", "week_end", "map")
    with h5py.File(path) as file:
        assert "_NCProperties" not in file.attrs


def test_that_until_equals_a_shortened_file_byte_for_byte(call: Call, tmp_path: Path) -> None:
    full, stop = rows(3, 70), "2024-10-19"
    cut = [row for row in full if row[:10] <= stop]
    second = rows(4, 70, last=LAST - 2)
    files = {"full": (full, second), "cut": (cut, [row for row in second if row[:10] <= stop])}
    folders = []
    for name, pair in files.items():
        (tmp_path / name).mkdir()
        paths = [write(tmp_path / name / f"{k}.csv", part) for k, part in enumerate(pair)]
        words = ["--observations", paths[0], "--observations", paths[1], "--out", str(tmp_path / name), "--quiet"]
        extra = ["--until", stop] if name == "full" else []
        assert call(CONFIG, *words, "--draws", "200", *extra)[0] == 0
        folders.append(tmp_path / name / "posteriors" / f"front-{stop}")
    assert len(list(folders[0].iterdir())) == len(list(folders[1].iterdir())) == 10
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes(), path.name


def test_that_what_is_not_there_is_not_fitted_and_said_in_one_line(call: Call, tmp_path: Path) -> None:
    total = [row.replace("S01", "total") for row in rows(5, beside=False) if ",S01," in row]
    code, out, err = call(CONFIG, "--observations", write(tmp_path / "t.csv", total), "--out", str(tmp_path))
    assert code == 0 and "level_sd" in out and "share_sd" not in out
    assert err.splitlines() == [
        "sectors: not fitted, the file has the total only",
        "losses_claimed: not fitted, no rows of this target",
        "salient_km2: not fitted, no rows of this target",
    ]
    folder = tmp_path / "posteriors" / "front-2024-11-30"
    assert not (folder / "sectors.yaml").exists()
    assert list(yaml.safe_load((folder / "state.yaml").read_text())["state"]) == ["level_t0", "pulse_t0"]


def test_that_a_record_that_the_priors_hardly_allow_is_not_passed_over(call: Call, tmp_path: Path) -> None:
    still = [row.rsplit(",", 1)[0] + ",0" if "net_km2" in row else row for row in rows(7)]
    code, out, err = call(CONFIG, "--observations", write(tmp_path / "x.csv", still), "--out", str(tmp_path))
    assert code == 0 and err.startswith("level: DO NOT USE") and err.count("\n") == 1 and "TOO HEAVY" in out


def test_that_a_front_that_goes_back_gives_parts_that_load(call: Call, tmp_path: Path) -> None:
    """A normal where a log-normal cannot be."""
    back = [
        f"{(row.rsplit(',', 1)[0])},{-float(row.rsplit(',', 1)[1])}" if "net_km2" in row else row for row in rows(8)
    ]
    assert call(CONFIG, "--observations", write(tmp_path / "x.csv", back), "--out", str(tmp_path), "--quiet")[0] == 0
    folder = tmp_path / "posteriors" / "front-2024-11-30"
    experiment = using(folder, tmp_path)
    assert experiment.priors["level_t0"].distribution.kind == "normal"
    assert experiment.priors["level_t0"].distribution.mean < 0.0


def test_that_a_check_is_printed_and_stored(call: Call, maps: list[str], tmp_path: Path) -> None:
    code, out, err = call(CONFIG, "--observations", maps[0], "--check", "6", "--out", str(tmp_path), "--json")
    checks = json.loads(out)["check"]
    assert code == 0 and [c["records"] for c in checks] == list(MAKERS)
    assert all(sum(h["counts"]) == 6 for c in checks for h in c["ranks"].values()) and "synthetic" in err
    assert (tmp_path / "posteriors" / "front-2024-11-30" / "ranks.csv").is_file()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--until", "2024-13-01"], 2, "--until 2024-13-01: is not a date; write YYYY-MM-DD"),
        (["--until", "2025-01-04"], 3, "--until 2025-01-04: is past the baseline's date, 2024-12-20"),
        (["--until", "2023-12-02"], 3, "at least 26 are needed"),
        (["--until", "1999-01-02"], 3, "0 weeks with a value up to 1999-01-02; at least 26 are needed"),
        (["--draws", "9"], 2, "--draws 9: must be 100 to 100,000"),
        (["--check", "-1"], 2, "--check -1: must be 0 to 100,000"),
    ],
)
def test_that_a_mistake_is_one_line(
    call: Call, maps: list[str], tmp_path: Path, words: list[str], code: int, message: str
) -> None:
    exit_code, out, err = call(CONFIG, "--observations", maps[0], "--out", str(tmp_path), *words)
    assert (exit_code, out) == (code, "") and message in err and err.count("\n") == 1
    assert not (tmp_path / "posteriors").exists()


def test_that_faulty_observations_are_refused(call: Call, tmp_path: Path) -> None:
    good = rows(6)
    cases = {
        "missing.csv: no such file": None,
        "goes to 2024-12-28, past the baseline's date 2024-12-20; add --until 2024-12-20": rows(6, last=LAST + 28),
        "has the sectors S01, S02": [row for row in good if ",S01," in row or ",S02," in row],
        "its location must be 'ru'": [row.replace(",ru,", ",RU,") for row in good],
        "is above 1,000,000 persons": [row.replace(",ru,", ",ru,999") for row in good],
        "is below 0 km2": [row.replace("abroad,", "abroad,-") for row in good],
    }
    for message, lines in cases.items():
        path = str(tmp_path / "missing.csv") if lines is None else write(tmp_path / "x.csv", lines)
        code, out, err = call(CONFIG, "--observations", path, "--out", str(tmp_path))
        assert code == 3 and not out and message in err, (message, err)
        assert "Traceback" not in err


def test_that_a_folder_that_cannot_be_written_ends_in_one_line(call: Call, maps: list[str], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    code, _, err = call(CONFIG, "--observations", maps[0], "--out", str(tmp_path / "taken"), "--quiet")
    assert code == 4 and err.count("\n") == 1 and "cannot write" in err


def numbers(tree: object, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], object]:
    if isinstance(tree, dict):
        return {k: v for key, value in tree.items() for k, v in numbers(value, (*path, str(key))).items()}
    return {path: tree}


def test_that_the_committed_posterior_is_what_the_command_gives(
    call: Call, training_data: Path, tmp_path: Path
) -> None:
    """Text and dimensions exactly; numbers to 3 %, since another processor may round another way."""
    folders = training_data, training_data / "2025"
    if not folders[1].is_dir():
        pytest.skip("the later year is not here")
    losses = ["--losses", str(training_data / "losses_russia_daily.csv"), "--side", "ru"]
    convert = [
        ["territory_weekly_sector.csv", "ds_km2", *losses],
        ["territory_weekly_sector_uacontrolmap.csv", "uacm_km2"],
    ]
    until = ["--until", COMMITTED.name.removeprefix("front-")]
    words = []
    for k, (table, column, *more) in enumerate(convert):
        out = str(tmp_path / f"{k}.csv")
        salient = [word for folder in folders for word in ("--salient", str(folder / "kursk_salient_daily.csv"))]
        salient += ["--salient-column", column]
        tables = [str(folder / table) for folder in folders]
        assert studies(["observations", *tables, *until, "--out", out, *salient, *more]) == 0
        words += ["--observations", out]
    assert call(CONFIG, *words, *until, "--out", str(tmp_path), "--quiet")[0] == 0
    for name in ("priors.yaml", "state.yaml", "sectors.yaml"):
        ours = (tmp_path / "posteriors" / COMMITTED.name / name).read_text()
        fitted, committed = (numbers(yaml.safe_load(text)) for text in (ours, (COMMITTED / name).read_text()))
        assert list(fitted) == list(committed)
        for path, value in committed.items():
            if isinstance(value, float) and path[-1] != "dimension":
                assert fitted[path] == pytest.approx(value, rel=0.03, abs=0.002), path
            elif path[-1] not in ("note", "mean", "sd", "median"):
                assert fitted[path] == value, path
