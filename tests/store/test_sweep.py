"""Which keys a finished sweep swept, and its runs."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.cli.conclusions import is_over_switches
from forecast.errors import ResultError
from forecast.store.begun_sweep import POINTS, begin_sweep, begun, unfinished_points
from forecast.store.reader import open_run
from forecast.store.registry import SCHEMA_VERSION
from forecast.store.registry_series import SUMMARY_VARIABLES
from forecast.store.sweep import NAME, sweep_runs, sweep_table, swept_keys, write_sweep


def write(folder: Path, *keys: str) -> Path:
    """A table with the columns of a sweep over these keys, of a run that there is not."""
    name = "20200101T000000Z-00000000"
    names = ["run_id", *keys, *(variable.name for variable in SUMMARY_VARIABLES)]
    points = [[name, dict.fromkeys(keys, name)]]
    text = json.dumps(points)
    texts = {"forecast_schema": SCHEMA_VERSION, "points": text, "seal": hashlib.sha256(text.encode()).hexdigest()}
    table = pa.Table.from_arrays([pa.array([name])] * len(names), names=names)
    put(table, texts, folder / NAME)
    return folder


@pytest.fixture(scope="module")
def sweep(making: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two finished runs and the table of their sweep over `duration`."""
    out = tmp_path_factory.mktemp("results")
    runs = [open_run(making.run(out, making.experiment(members=60), seed)) for seed in (1, 2)]
    labels = [f"duration={weeks} weeks" for weeks in (8, 12)]
    marks = {"_experiment": making.experiment()}
    for run in runs:
        vars(run).update(marks)
    return write_sweep(labels, runs, out).parent


@pytest.fixture
def copy(sweep: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sweep, tmp_path / sweep.name))


def put(table: pa.Table, texts: Mapping[Any, Any], path: Path) -> None:
    with pq.ParquetWriter(path, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(texts)


def test_that_a_sweep_as_written_is_read(copy: Path) -> None:
    assert [point.settings for point in sweep_table(copy)] == [{"duration": "8 weeks"}, {"duration": "12 weeks"}]
    assert [run.path.name for run in sweep_runs(copy)] == [point.run_id for point in sweep_table(copy)]
    assert swept_keys(copy) == ("duration",)


def test_that_estimates_which_are_not_those_of_the_runs_are_refused(copy: Path) -> None:
    table, texts = pq.ParquetFile(copy / NAME).read(), pq.read_metadata(copy / NAME).metadata
    value = table.schema.get_field_index("value")
    put(table.set_column(value, table.schema.field(value), [[0.25, 0.5]]), texts, copy / NAME)
    with pytest.raises(ResultError, match=r"sweep.parquet: differs from the summaries of its runs"):
        sweep_table(copy)


def test_that_another_setting_or_run_of_a_point_is_refused(copy: Path) -> None:
    table, texts = pq.ParquetFile(copy / NAME).read(), pq.read_metadata(copy / NAME).metadata
    (first, _), (second, _) = json.loads(texts[b"points"])
    put(table, {**texts, b"points": texts[b"points"].replace(b"12 weeks", b"13 weeks")}, copy / NAME)
    with pytest.raises(ResultError, match=r"sweep.parquet: differs from what was written"):
        swept_keys(copy)
    for name, said in (("../../../elsewhere", "what was written"), (first, "the summaries of its runs")):
        points = texts[b"points"].decode().replace(second, name)
        seal = hashlib.sha256(points.encode()).hexdigest()
        put(table, {**texts, b"points": points.encode(), b"seal": seal.encode()}, copy / NAME)
        with pytest.raises(ResultError, match=said):
            sweep_table(copy)


def test_that_a_changed_run_is_named(copy: Path) -> None:
    point = sweep_table(copy)[1]
    path = copy / point.run_id / "summary.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ResultError, match=rf"{point.run_id}/summary.parquet: differs from what was written"):
        sweep_runs(copy)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "old", "edited", "nan"])
def test_that_prepared_tables_and_lists_are_refused(kind: str, copy: Path) -> None:
    begin_sweep(["duration=8 weeks"], ["0" * 64], copy.name, copy.parent)
    for path, read in ((copy / NAME, swept_keys), (copy / POINTS, unfinished_points)):
        content = path.read_bytes()
        path.unlink()
        if kind == "link":
            path.symlink_to(copy / "manifest.json")
        elif kind == "folder":
            path.mkdir()
        elif kind == "pipe":
            os.mkfifo(path)
        elif kind == "old":
            path.write_bytes(content.replace(b"seal", b"leas"))
        else:
            path.write_bytes(content.replace(b"8 weeks", b"9 weeks") if kind == "edited" else b'{"points": NaN}')
        with pytest.raises(ResultError, match=rf"{path.name}: ") as caught:
            read(copy)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "over_switches"),
    [
        (("switches",), True),
        (("switches.tripwire", "switches.threat"), True),
        (("switches", "design.seed"), False),
        (("horizon",), False),
        (("switches", "horizon"), False),
    ],
)
def test_that_the_swept_keys_are_those_before_the_summary(
    keys: tuple[str, ...], over_switches: bool, tmp_path: Path
) -> None:
    assert swept_keys(write(tmp_path, *keys)) == keys
    assert is_over_switches(tmp_path) is over_switches


def test_that_a_folder_without_a_sweep_has_no_keys(tmp_path: Path) -> None:
    assert swept_keys(tmp_path) == ()
    assert not is_over_switches(tmp_path)
    assert not is_over_switches(tmp_path / "nowhere")


def test_that_a_run_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match=r"20200101T000000Z-00000000.*no such folder"):
        sweep_runs(write(tmp_path, "switches"))


def test_that_a_sweep_that_fails_before_its_first_run_leaves_nothing(tmp_path: Path) -> None:
    points = (["duration=8 weeks"], ["0" * 64], "trial")
    with pytest.raises(ValueError, match="refused"), begun(*points, tmp_path / "new"):
        raise ValueError("refused")
    assert not (tmp_path / "new").exists()
    (tmp_path / "trial").mkdir()
    (tmp_path / "trial" / "mine.txt").touch()
    with pytest.raises(KeyboardInterrupt), begun(*points, tmp_path):
        raise KeyboardInterrupt
    assert [path.name for path in (tmp_path / "trial").iterdir()] == ["mine.txt"]
    with pytest.raises(ValueError, match="later"), begun(*points, tmp_path):
        (tmp_path / "trial" / f"20200101T000000Z-{'0' * 8}").mkdir()
        raise ValueError("later")
    assert (tmp_path / "trial" / POINTS).is_file()
