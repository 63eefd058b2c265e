"""The Python interface: the numbers of the command line, in any process and thread, with nothing left behind."""

import doctest
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import forecast
from forecast import api
from forecast.config import Experiment
from forecast.errors import ConfigError, ResultError
from forecast.points import override_texts

ROOT = Path(__file__).resolve().parents[1]
SMOKE = ROOT / "configs" / "smoke.yaml"
SHORT = {"horizon": "1 year", "success": None}


def simulate(experiment: Experiment, out: str) -> bytes:
    """Run an experiment; the bytes of its estimates."""
    return (forecast.run(experiment, members=64, threads=1, out=out).path / "summary.parquet").read_bytes()


@pytest.fixture(scope="module")
def short() -> Experiment:
    return forecast.load(SMOKE, set=SHORT)


@pytest.fixture(scope="module")
def expected(short, tmp_path_factory) -> bytes:
    return simulate(short, str(tmp_path_factory.mktemp("expected")))


SCRIPT = """
import sys
import forecast
assert not {"numpy", "numba", "pydantic", "yaml"} & set(sys.modules), "import forecast has become expensive"
experiment = forecast.load(sys.argv[1], set={"design.seed": 7})
run = forecast.run(experiment, members=2_000, out=sys.argv[2])
assert run.manifest.members == 2_000 and run.experiment.design.seed == 7
assert run.manifest.overrides == ("design.seed=7", "--members 2000")
assert len(run.frame(["ceasefire_week"])) == 2_000 * len(run.manifest.branches)

import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
with run.timeseries as weeks:
    gain = weeks["net_km2"].sel(branch=run.manifest.reference, quantile=0.5)
    pyplot.plot(weeks["week"], gain)
pyplot.savefig(sys.argv[3])
print(run.path)
"""


def test_that_a_fresh_interpreter_gets_the_numbers_of_the_command_line(tmp_path) -> None:
    figure = tmp_path / "gain.png"
    words = [sys.executable, "-c", SCRIPT, str(SMOKE), str(tmp_path / "python"), str(figure)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert figure.stat().st_size > 1_000
    words = [
        "run",
        str(SMOKE),
        "--members",
        "2000",
        "--set",
        "design.seed=7",
        "--out",
        str(tmp_path / "cli"),
        "--quiet",
    ]
    subprocess.run([sys.executable, "-m", "forecast", *words], check=True, timeout=300)
    (by_command,) = (tmp_path / "cli" / "smoke").iterdir()
    by_python = Path(done.stdout.strip())
    files = {path.relative_to(by_command) for path in by_command.rglob("*") if path.is_file()}
    for name in files - {Path("manifest.json"), Path("run.log")}:
        assert (by_python / name).read_bytes() == (by_command / name).read_bytes(), name
    assert Path("summary.parquet") in files


NOTEBOOK = """
import os, sys
import numba, numpy, pandas, xarray
import forecast
experiment = forecast.load(sys.argv[1], set={"horizon": "1 year", "success": None})
for _ in range(2):
    run = forecast.run(experiment, members=20, out=sys.argv[2])
    run.members().load(), run.summary, forecast.open_run(sys.argv[2]).draws
from forecast_kernels.cpu.simulate import simulate
assert simulate._cache.cache_path.startswith(os.environ["NUMBA_CACHE_DIR"]), "compiled outside the cache folder"
"""


def test_that_libraries_may_be_imported_before(tmp_path) -> None:
    words = [sys.executable, "-c", NOTEBOOK, str(SMOKE), str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_that_a_second_call_gives_the_same_and_leaves_nothing(short, expected, tmp_path) -> None:
    handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    threads = threading.active_count()
    assert [simulate(short, str(tmp_path)) for _ in range(2)] == [expected] * 2
    assert len(list((tmp_path / "smoke").iterdir())) == 2
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers
    assert {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"} == environment
    assert threading.active_count() == threads


def test_that_threads_may_run_experiments_side_by_side(short, expected, tmp_path) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(simulate, [short] * 2, [str(tmp_path)] * 2)) == [expected] * 2


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_that_processes_may_run_experiments(method, short, expected, tmp_path) -> None:
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(simulate, [short] * 2, [str(tmp_path)] * 2)) == [expected] * 2


def test_that_progress_is_reported_from_the_calling_thread(short, tmp_path) -> None:
    calls = []
    run = forecast.run(
        short,
        members=300,
        threads=1,
        out=tmp_path,
        chunk_size=100,
        progress=lambda done, total: calls.append((done, total, threading.current_thread())),
    )
    assert [done for done, _, _ in calls] == sorted(done for done, _, _ in calls)
    assert calls[0][:2] == (0, 300)
    assert calls[-1][:2] == (300, 300)
    assert {thread for _, _, thread in calls} == {threading.current_thread()}
    assert forecast.open_run(tmp_path).path == run.path


def test_that_an_interrupt_is_continued(short, tmp_path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forecast.run(short, members=300, threads=1, out=tmp_path, chunk_size=50, progress=interrupt)
    with pytest.raises(ResultError, match="holds no finished run"):
        forecast.open_run(tmp_path)
    reports: list[int] = []
    forecast.run(short, members=300, threads=1, out=tmp_path, progress=lambda done, _: reports.append(done))
    assert reports[0] >= 100
    assert len(list((tmp_path / "smoke").iterdir())) == 1


BOTH = ("surge_offer", "surge_bluff")
VALUES = {
    "design.seed": 5,
    "design.draws": np.int64(20),
    "horizon": "2 years",
    **{f"branches.{name}.offer.deadline": "8 weeks" for name in BOTH},
    "success": None,
}


def test_that_python_values_are_the_texts_of_the_command_line() -> None:
    from forecast.config import config_hash, load_experiment

    texts = ["design.seed=5", "design.draws=20", "horizon=2 years"]
    texts += [f"branches.{name}.offer.deadline=8 weeks" for name in BOTH]
    loaded = forecast.load(SMOKE, set=VALUES)
    assert config_hash(loaded) == config_hash(load_experiment(SMOKE, [*texts, "success="]))
    assert loaded.changes == (*texts, "success=")
    assert forecast.load(SMOKE).changes == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (1e-6, "1e-06"),
        (np.float32(0.5), "0.5"),
        (3, "3"),
        ("35 km2", "35 km2"),
        ("12", '"12"'),
        ("a: b", '"a: b"'),
        ([1, "2 weeks"], "[1, 2 weeks]"),
        ((1, 2), "[1, 2]"),
        (np.arange(2), "[0, 1]"),
        ({"normal": {"mean": 1.5, "sd": 2}}, "{normal: {mean: 1.5, sd: 2}}"),
        (None, ""),
    ],
)
def test_that_a_value_becomes_yaml(value, text) -> None:
    assert override_texts({"a.b": value}) == [f"a.b={text}"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"design.sed": 1}, "design.sed"),
        ({"design.seed": "many"}, "design.seed"),
        ({"design.seed": object()}, "set: design.seed: a object has no form in a config"),
        ({"design.seed": {1, 2}}, "set: design.seed: a set has no form"),
        ({"a=b": 1}, "'a=b': is no dotted key"),
        ({3: 1}, "set: 3: is no dotted key"),
        ({"sweep": {"design.seed": [1, 2]}}, "stands for 2 runs; use forecast.load_sweep"),
    ],
)
def test_that_a_bad_value_is_named(values, message) -> None:
    with pytest.raises(ConfigError) as caught:
        forecast.load(SMOKE, set=values)
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_that_a_part_of_an_experiment_is_named() -> None:
    with pytest.raises(ConfigError, match="this is a branch, not an experiment"):
        forecast.load(ROOT / "configs" / "branches" / "surge_offer.yaml")


def test_that_a_value_that_may_be_a_mistake_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="does not reach branch 'surge_bluff'"):
        forecast.load(SMOKE, set={"branches.surge_offer.offer.deadline": "8 weeks"})


@pytest.mark.parametrize(
    ("options", "message"),
    [({"members": 0}, "must be 1 to"), ({"threads": 0}, "threads"), ({"device": "gpu"}, "there are cpu, cuda")],
)
def test_that_a_number_out_of_bounds_is_refused_before_anything_is_written(options, message, short, tmp_path) -> None:
    with pytest.raises(ConfigError, match=message):
        forecast.run(short, out=tmp_path, **options)
    assert list(tmp_path.iterdir()) == []


def test_that_a_sweep_is_one_experiment_a_point() -> None:
    experiments = forecast.load_sweep(SMOKE, set={"sweep": {"design.seed": [1, 2]}})
    assert {label: exp.design.seed for label, exp in experiments.items()} == {"design.seed=1": 1, "design.seed=2": 2}
    assert list(forecast.load_sweep(SMOKE)) == [""]


COMPARE = ["compare"] if find_spec("forecast.analysis.comparison") else []


@pytest.mark.parametrize("name", ["load", "load_sweep", "run", "open_run", *COMPARE])
def test_that_the_example_of_a_function_is_true(name, tmp_path, monkeypatch) -> None:
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    monkeypatch.chdir(tmp_path)
    if name in ("open_run", "compare"):
        forecast.run(forecast.load(SMOKE), members=32)
    (example,) = doctest.DocTestFinder(recurse=False).find(getattr(api, name), name, globs={})
    assert example.examples
    result = doctest.DocTestRunner().run(example)
    assert result.failed == 0


def test_that_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'runs'"):
        _ = forecast.runs
