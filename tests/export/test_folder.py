"""The folder of an export: whole or not there, never over other files, the same bytes each time."""

import hashlib
import json
import re
from functools import partial
from pathlib import Path

import pytest
import yaml

from forecast.errors import ConfigError, RunError
from forecast.export import citation
from forecast.export.arviz_groups import write_arviz_export
from forecast.export.cells import cell, plain
from forecast.export.csv_tables import write_csv_export
from forecast.export.folder import write_export
from forecast.export.hubverse_hub import write_hubverse_export
from forecast.export.netcdf_file import write_netcdf_export

ROOT = Path(__file__).resolve().parents[2]
WRITERS = {
    "csv": partial(write_csv_export, members=50),
    "netcdf": write_netcdf_export,
    "arviz": write_arviz_export,
    "hubverse": partial(write_hubverse_export, samples=40),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("form", WRITERS)
def test_that_two_exports_have_the_same_bytes_and_say_what_they_are(run, tmp_path: Path, form: str) -> None:
    for name in ("a", "deep/b"):
        assert write_export(run, form, tmp_path / name, {}, WRITERS[form]).is_new
    first, second = contents(tmp_path / "a"), contents(tmp_path / "deep/b")
    assert first == second
    cited = json.loads(first["citation.json"])
    assert (cited["format"], cited["config_hash"], cited["week_0"]) == (form, "0" * 64, "2024-12-20")
    assert set(cited["files"]) == {*first} - {"citation.json"}
    assert all(hashlib.sha256(first[name]).hexdigest() == digest for name, digest in cited["files"].items())
    assert cited["command"].startswith("forecast export results/synthetic/") and str(tmp_path) not in str(cited)
    readme = first["README.md"].decode()
    assert cited["cite_as"] in readme and all(note in readme for note in cited["notes"])
    assert not re.search(r"\d\d:\d\d", readme)


def test_that_the_same_export_is_left_alone_and_anything_else_refused(run, single, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_export(run, "csv", out, {}, write_csv_export)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*")}
    again = write_export(run, "csv", out, {}, write_csv_export)
    assert not again.is_new and again.notes
    for other, options in ((single, {}), (run, {"members": "3"})):
        with pytest.raises(ConfigError, match="is not empty"):
            write_export(other, "csv", out, options, write_csv_export)
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*")} == before
    (out / "summary.csv").write_text("changed")
    with pytest.raises(ConfigError, match="is not empty"):
        write_export(run, "csv", out, {}, write_csv_export)
    assert (out / "summary.csv").read_text() == "changed"


def test_that_an_empty_folder_is_filled_and_a_file_is_not_replaced(run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert write_export(run, "csv", tmp_path / "empty", {}, write_csv_export).is_new
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConfigError, match="is not empty"):
        write_export(run, "csv", tmp_path / "file", {}, write_csv_export)
    with pytest.raises(ConfigError, match="lies in the folder of the run"):
        write_export(run, "csv", run.path / "export", {}, write_csv_export)


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_that_a_failure_leaves_nothing(run, tmp_path: Path, problem: BaseException) -> None:
    def break_off(run: object, folder: Path) -> citation.Written:
        (folder / "half.csv").write_text("1")
        raise problem

    with pytest.raises(RunError if isinstance(problem, OSError) else KeyboardInterrupt):
        write_export(run, "csv", tmp_path / "new" / "out", {}, break_off)
    assert list(tmp_path.iterdir()) == []


def test_that_the_citation_is_that_of_the_project() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert (cff["title"], cff["license"]) == (citation.TITLE, citation.LICENSE)
    assert [author["name"] for author in cff["authors"]] == [citation.AUTHORS]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        (" @sum(a1)", "' @sum(a1)"),
        ("-2", "'-2"),
        ("+cmd", "'+cmd"),
        ("\t=1", "\\x09=1"),
        ("\r=1", "\\x0d=1"),
        ("＝1", "'＝1"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("Донецьк - é", "Донецьк - é"),
    ],
)
def test_that_a_text_can_be_no_formula_and_no_escape_sequence(text: str, shown: str) -> None:
    assert cell(text) == shown
    assert plain(shown) == shown
