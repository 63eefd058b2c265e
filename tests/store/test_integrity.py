"""A finished run notices any change of its files, before a number of them is used."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.errors import ResultError
from forecast.store.integrity import SealedFiles
from forecast.store.manifest import read_manifest
from forecast.store.reader import Run, open_run
from tests.fuzz_results.corruptions import reseal

SEED = 20200106
FLIPS = 200


@pytest.fixture(scope="module")
def original(making: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = making.run(tmp_path_factory.mktemp("results"), making.experiment(), SEED)
    return path


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / original.name))


def damaged(path: Path) -> dict[str, str]:
    return dict(SealedFiles.of_run(path, read_manifest(path / "manifest.json")).damaged())


def test_that_a_run_as_written_has_no_damage(original: Path) -> None:
    assert not damaged(original)


def test_that_any_flipped_bit_is_found_and_named(copy: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    for _ in range(FLIPS):
        path = files[rng.integers(len(files))]
        written = path.read_bytes()
        content = bytearray(written)
        content[rng.integers(len(content))] ^= 1 << int(rng.integers(8))
        path.write_bytes(bytes(content))
        if path.name == "manifest.json":
            with pytest.raises(ResultError, match=r"manifest\.json"):
                damaged(copy)
        else:
            assert list(damaged(copy)) == [path.relative_to(copy).as_posix()]
        path.write_bytes(written)
    assert not damaged(copy)


def test_that_swapped_missing_extra_and_truncated_files_are_told_apart(copy: Path) -> None:
    first, second = (f"members/branch={branch}/part-00000.parquet" for branch in ("stay", "leave"))
    (copy / first).rename(copy / "aside")
    (copy / second).rename(copy / first)
    (copy / "aside").rename(copy / second)
    cut = copy / "draws/part-00000.parquet"
    cut.write_bytes(cut.read_bytes()[:-10])
    (copy / "summary.csv").unlink()
    (copy / "draws/part-00077.parquet").write_bytes(b"")
    (copy / "report.html").write_text("<!doctype html>")
    assert damaged(copy) == {
        first: f"has the content of {second}",
        second: f"has the content of {first}",
        "draws/part-00000.parquet": "differs from what was written",
        "summary.csv": "no such file",
        "draws/part-00077.parquet": "is no file of this run",
    }


READERS: dict[str, tuple[str, Callable[[Run], Any]]] = {
    "members": ("members/branch=stay/part-00001.parquet", lambda run: run.column("stay", "neutral")),
    "blocks": ("members/branch=stay/part-00001.parquet", lambda run: list(run.blocks("stay", ["neutral"]))),
    "draws": ("draws/part-00000.parquet", lambda run: run.draw_column("will")),
    "summary": ("summary.parquet", lambda run: run.summary),
    "timeseries": ("timeseries.nc", lambda run: run.timeseries),
    "config": ("config.yaml", lambda run: run.experiment),
}


@pytest.mark.parametrize("reader", READERS)
def test_that_a_reader_refuses_a_changed_file(reader: str, copy: Path) -> None:
    name, read = READERS[reader]
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 4
    (copy / name).write_bytes(bytes(content))
    with pytest.raises(ResultError, match="differs from what was written") as caught:
        read(open_run(copy))
    assert name in str(caught.value) and caught.value.exit_code == 3


def test_that_a_file_is_compared_once(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = open_run(copy)
    before = run.column("stay", "neutral")
    monkeypatch.setattr("forecast.store.integrity.entry_of", None)
    np.testing.assert_array_equal(run.column("stay", "neutral"), before)


def test_that_links_out_of_the_run_are_refused(copy: Path, original: Path, tmp_path: Path) -> None:
    name = "members/branch=stay/part-00000.parquet"
    (copy / name).unlink()
    (copy / name).symlink_to(original / name)
    assert damaged(copy) == {name: "is a symbolic link"}
    shutil.rmtree(copy / "draws")
    (copy / "draws").symlink_to(original / "draws")
    with pytest.raises(ResultError, match="lies behind the symbolic link draws"):
        open_run(copy).draw_column("will")


def test_that_an_edited_manifest_and_one_without_seal_are_refused(copy: Path) -> None:
    path = copy / "manifest.json"
    text = path.read_text()
    path.write_text(text.replace('"members": 1000', '"members": 900'))
    with pytest.raises(ResultError, match=r"manifest.json: differs from what was written"):
        open_run(copy)
    content = json.loads(text)
    del content["seal"]
    path.write_text(json.dumps(content))
    with pytest.raises(ResultError, match="has no seal"):
        open_run(copy)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("members/branch=stay/part-00000.parquet", "members/branch=leave/part-00000.parquet"),
        ("members/branch=stay/part-00000.parquet", "members/branch=stay/part-00001.parquet"),
        ("draws/part-00000.parquet", "draws/part-00001.parquet"),
    ],
)
def test_that_parts_which_were_swapped_and_sealed_again_are_refused(
    one: str, other: str, copy: Path, reseal: Callable[[Path], None]
) -> None:
    (copy / one).rename(copy / "aside")
    (copy / other).rename(copy / one)
    (copy / "aside").rename(copy / other)
    reseal(copy)
    run = open_run(copy)
    with pytest.raises(ResultError, match=r"part-00000.parquet: holds members \d+ to \d+ of .*, not members 0 to 399"):
        run.draw_column("will") if "draws" in one else run.column("stay", "neutral")


FIELDS: dict[str, Any] = {
    "experiment": "other", "seed": 8, "layout": "mc", "members": 900, "draws": 90, "replicates": 5, "horizon": 59,
    "censor_week": 61, "origin_date": "2020-01-07", "branches": ["leave", "stay"], "reference": "leave",
    "sides": ["south", "north"], "donors": ["beta", "alpha"], "sectors": ["S02", "S01"],
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_that_a_manifest_sealed_again_must_fit_its_config(field: str, copy: Path) -> None:
    content = json.loads((copy / "manifest.json").read_text())
    content[field] = FIELDS[field]
    write_sealed(copy, content)
    with pytest.raises(ResultError, match=rf"manifest.json: {field} is .*, but config.yaml says") as caught:
        open_run(copy)
    assert caught.value.exit_code == 3


def write_sealed(folder: Path, content: dict[str, Any]) -> None:
    """Write a manifest with a new seal, of whatever content."""
    content.pop("seal", None)
    text = json.dumps(content, indent=2, ensure_ascii=False).removesuffix("\n}")
    seal = hashlib.sha256(text.encode()).hexdigest()
    (folder / "manifest.json").write_text(f'{text},\n  "seal": "{seal}"\n}}\n')


def _rows(content: dict[str, Any]) -> None:
    content["files"][1]["rows"] = 65536


def _twice(content: dict[str, Any]) -> None:
    content["files"].append(content["files"][0])


def _outside(content: dict[str, Any]) -> None:
    content["files"][0]["path"] = "../../elsewhere.parquet"


def _branch(content: dict[str, Any]) -> None:
    content["failed"] = [{"branch": "none", "members": [1], "reason": "made up"}]


def _members(content: dict[str, Any]) -> None:
    content["failed"] = [{"branch": "stay", "members": [1000], "reason": "made up"}]


def _half(content: dict[str, Any]) -> None:
    content["failed"] = [{"branch": "stay", "members": [1.5], "reason": "made up"}]


def _no_part(content: dict[str, Any]) -> None:
    del content["files"][1]


@pytest.mark.parametrize("change", [_rows, _twice, _outside, _branch, _members, _half, _no_part])
def test_that_lists_of_a_manifest_sealed_again_are_checked(
    change: Callable[[dict[str, Any]], None], copy: Path
) -> None:
    content = json.loads((copy / "manifest.json").read_text())
    content["files"].sort(key=lambda entry: not entry["path"].startswith("members"))
    change(content)
    write_sealed(copy, content)
    with pytest.raises(ResultError, match=r"manifest.json: (files|failed|is damaged)"):
        open_run(copy)


@pytest.mark.parametrize(
    "text",
    ["NaN", '{"a": 1, "a": 2}', "[" * 100_000, '{"schema_version": "2", "members": 1e999}', "\ufeff{}", "1" * 5_000],
)
def test_that_a_manifest_of_odd_json_is_one_line(text: str, copy: Path) -> None:
    (copy / "manifest.json").write_text(text)
    with pytest.raises(ResultError, match=r"manifest.json: is damaged") as caught:
        open_run(copy)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["manifest.json", "config.yaml", "draws/part-00000.parquet", "timeseries.nc"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "sparse", "link"])
def test_that_what_is_no_plain_file_is_refused_at_once(name: str, kind: str, copy: Path, original: Path) -> None:
    (copy / name).unlink()
    if kind == "folder":
        (copy / name).mkdir()
    elif kind == "pipe":
        os.mkfifo(copy / name)
    elif kind == "sparse":
        with open(copy / name, "wb") as stream:
            stream.truncate(1 << 42)
    else:
        (copy / name).symlink_to("/dev/zero" if kind == "device" else original / name)
    with pytest.raises(ResultError, match=rf"{name}: (is|has \S+ bytes)|holds no finished run") as caught:
        run = open_run(copy)
        run.draw_column("will")
        _ = run.timeseries
    assert caught.value.exit_code == 3


def test_that_a_part_of_long_texts_is_refused_by_its_footer(copy: Path, reseal: Callable[[Path], None]) -> None:
    path = copy / "draws/part-00001.parquet"
    table = pa.table({"member": np.arange(400), "text": ["0" * 100_000] * 400})
    with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"members": "400-800"})
    reseal(copy)
    with pytest.raises(ResultError, match=r"part-00001.parquet: column 'text' holds no plain numbers"):
        open_run(copy).draw_column("will", 0, 10)


def test_that_rows_are_compared_from_the_footers_before_a_part_is_read(
    copy: Path, reseal: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy / "draws/part-00002.parquet"
    table = pq.ParquetFile(path).read().slice(0, 199)
    with pq.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"members": "800-1000"})
    reseal(copy)
    monkeypatch.setattr(pq.ParquetFile, "read", None)
    with pytest.raises(ResultError, match=r"part-00002.parquet: has 199 rows, 200 are right"):
        open_run(copy).draw_column("will")


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of a finalizer of h5netcdf
def test_that_weekly_series_that_were_damaged_before_the_seal_are_named(
    copy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, rng, refused = copy / "timeseries.nc", np.random.default_rng(SEED), 0
    content = path.read_bytes()
    for _ in range(40):
        damage = np.frombuffer(content, np.uint8).copy()
        damage[rng.integers(damage.size, size=8)] = rng.integers(256, size=8)
        path.write_bytes(damage.tobytes())
        reseal(copy)
        try:
            _ = open_run(copy).timeseries
        except ResultError as error:
            assert "timeseries.nc: is damaged" in str(error)
            refused += 1
    assert refused > 20 and capfd.readouterr().err == ""
