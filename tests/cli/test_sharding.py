"""`forecast run --shard`, `--missing`, `--executor`, `forecast merge` and `forecast extend`."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from forecast.cli.app import main
from forecast.store.reader import open_run
from forecast.store.sweep import sweep_table

SMOKE = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"


@pytest.fixture
def forecast(capsys):
    """forecast(*words): run a command; returns exit code, stdout and stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return call


def small(folder: Path) -> Path:
    path = folder / "small.yaml"
    path.write_text(f"extends: {json.dumps(str(SMOKE))}\nexperiment: small\nhorizon: 28 weeks\nsuccess:\n")
    return path


@pytest.fixture
def config(tmp_path) -> Path:
    return small(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A results folder with one finished run of 100 members."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.raises(SystemExit):
        main(["run", str(small(folder)), "--members", "100", "--out", str(folder / "out"), "--quiet"])
    return folder / "out"


def test_that_shards_of_a_sweep_are_merged_to_its_table(config, forecast, tmp_path) -> None:
    text = config.read_text() + "sweep: {design.seed: [1, 2, 3]}\n"
    config.write_text(text)
    words = ["run", config, "--members", 100, "--out", tmp_path / "out", "--threads", 1]
    assert forecast(*words, "--missing", 4)[1].split() == ["1", "2", "3"]
    for number in (4, 2, 3):
        code, out, _ = forecast(*words, "--shard", f"{number}/4", "--json")
        assert (code, json.loads(out)["shard"]) == (0, f"{number}/4")
    assert forecast(*words, "--missing", 4)[1].split() == ["1"]
    code, _, problems = forecast("merge", tmp_path / "out/small", "--wait", 0)
    assert code == 3
    assert "no shard of the point design.seed=1" in problems
    assert forecast(*words, "--shard", "1/4", "--quiet") == (0, "", "")
    assert forecast("merge", tmp_path / "out/small", "--threads", 1)[0] == 0
    points = sweep_table(tmp_path / "out/small")
    assert [point.label for point in points] == ["design.seed=1", "design.seed=2", "design.seed=3"]
    assert not list((tmp_path / "out/small").glob("shards-*"))
    code, out, notes = forecast(*words, "--missing", 4)
    assert (code, out) == (0, "")
    assert "no shard is missing" in notes
    code, _, notes = forecast(*words, "--shard", "1/4")
    assert code == 0
    assert "is finished; nothing to do" in notes


def test_that_a_merged_run_prints_its_table_and_one_object(config, forecast, tmp_path) -> None:
    out = tmp_path / "out"
    assert forecast("run", config, "--members", 100, "--out", out, "--shard", "1/1", "--quiet")[0] == 0
    code, text, _ = forecast("merge", out, "--json")
    content = json.loads(text)
    assert (code, content["members"], content["resumed"]) == (0, 100, True)
    assert open_run(content["run"]).manifest.overrides == ("--members 100",)
    code, _, problems = forecast("merge", out, "--wait", 0)
    assert code == 3
    assert "holds no shards to merge" in problems


def test_that_a_folder_of_shards_may_come_late(config, forecast, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("forecast.runner.merging.LOOK_S", 0.05)
    out = tmp_path / "out"
    assert forecast("run", config, "--members", 100, "--out", out, "--shard", "1/1", "--quiet")[0] == 0
    (folder,) = (out / "small").iterdir()
    folder.rename(tmp_path / "hidden")
    timer = threading.Timer(0.5, (tmp_path / "hidden").rename, (folder,))
    timer.start()
    code, _, notes = forecast("merge", out)
    timer.join()
    assert code == 0
    assert f"waiting for shards in {out}" in notes


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--shard", "0/3"], "--shard 0/3: must be K/N"),
        (["--shard", "1/3", "--missing", "3"], "--shard: leave out --missing"),
        (["--missing", "0"], "--missing 0: must be 1 to"),
        (["--executor", "ray"], "--executor ray: must be threads or dask"),
        (["--scheduler", "tcp://x"], "--scheduler: goes with --executor dask"),
        (["--executor", "dask", "--shard", "1/2"], "--shard: leave it out with --executor dask"),
    ],
)
def test_that_wrong_options_are_refused_before_anything_is_made(words, message, config, forecast, tmp_path) -> None:
    code, out, problems = forecast("run", config, "--members", 10, "--out", tmp_path / "out", *words)
    assert (code, out) == (2, "")
    assert message in problems
    assert not (tmp_path / "out").exists()


def test_that_a_run_is_extended_by_members_and_by_a_branch(config, forecast, tmp_path) -> None:
    out = tmp_path / "out"
    assert forecast("run", config, "--members", 100, "--out", out, "--quiet")[0] == 0
    code, text, _ = forecast("extend", out, "--members", 150, "--json")
    content = json.loads(text)
    assert (code, content["members"], content["computed"]) == (0, 150, 50)
    config.write_text(config.read_text() + "branches: {hold: branches/hold.yaml}\n")
    shutil.copytree(SMOKE.parent / "branches", tmp_path / "branches")
    code, text, problems = forecast("extend", out, "--branch", "hold", "--json")
    content = json.loads(text)
    assert (code, content["members"]) == (0, 150), problems
    assert "hold" in content["branches"]
    run = open_run(content["run"])
    assert run.manifest.overrides == ("--members 150",)
    run.check_record()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give one of --members N, --branch NAME and --stopping"),
        (["--members", "200", "--branch", "hold"], "give one of"),
        (["--members", "100"], "must be more than the 100 members"),
        (["--branch", "nowhere"], "has no such branch; it has"),
        (["--members", "200", "--config", "x.yaml"], "--config: goes with --branch NAME or --stopping"),
        (["--stopping"], "has no `stopping`"),
        (["--stopping", "--set", "horizon=9 weeks"], "--set: changes the rule only"),
    ],
)
def test_that_a_wrong_extension_is_refused(words, message, made, forecast) -> None:
    code, _, problems = forecast("extend", made, *words)
    assert code == 2
    assert message in problems
    assert len(list((made / "small").iterdir())) == 1
