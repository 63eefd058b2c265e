"""A run that an earlier release wrote is refused by every command, with the way out; it does not hide newer runs.

tests/data/run_of_schema_1.tar.xz is such a run, of 4 members, without its `timeseries.nc`.
"""

import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

import forecast
from forecast.errors import ResultError

WAY_OUT = (
    "manifest.json: written with schema version 1, and this program reads version 2; "
    "read it with the program that wrote it (frontcast 0.2.0), or run its config.yaml again\n"
)


@pytest.fixture
def older(root: Path, tmp_path: Path) -> Path:
    """The run, in a results folder."""
    with tarfile.open(root / "tests/data/run_of_schema_1.tar.xz") as archive:
        archive.extractall(tmp_path / "results", filter="data")
    (run,) = (tmp_path / "results/smoke").iterdir()
    return run


VERBS: dict[str, tuple[str, ...]] = {
    "summary": (), "compare": (), "variance": (), "discover": (), "voi": (), "decide": (), "info": (), "verify": (),
    "sectors": (), "sensitivity": (), "report": (), "believe": ("{root}/configs/beliefs",),
    "replay": ("--branch", "no_aid", "--member", "1"), "plot": ("territory", "--out", "{out}.svg"),
    "export": ("--to", "csv", "--out", "{out}"), "score": ("--observations", "{out}.csv"),
    "questions": ("{root}/configs/questions/december-2024.yaml",),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_that_every_command_refuses_it_with_the_way_out(
    verb: str, older: Path, root: Path, tmp_path: Path, call: Any
) -> None:
    before = sorted(path.name for path in older.rglob("*"))
    words = [word.format(root=root, out=tmp_path / "out") for word in VERBS[verb]]
    for place in (older, older.parent, older.parent.parent):
        done = call(verb, place, *words)
        assert (done.code, done.out) == (3, "") and done.err.endswith(WAY_OUT), done.err
    assert sorted(path.name for path in older.rglob("*")) == before and not (tmp_path / "out").exists()


def test_that_it_is_named_by_list_beside_other_runs(older: Path, finished: Path, call: Any) -> None:
    newer = Path(shutil.copytree(finished, older.parent / finished.name))
    done = call("list", older.parent.parent)
    assert done.code == 3 and newer.name in done.out and older.name not in done.out
    assert done.err == f"{older}/{WAY_OUT}"


def test_that_the_newest_run_is_taken_or_refused_and_never_passed_over(older: Path, finished: Path) -> None:
    newer = Path(shutil.copytree(finished, older.parent / "20990101T000000Z-00000000"))
    assert forecast.open_run(older.parent).path == newer
    older.rename(older.parent / "20990101T000001Z-00000000")
    for place in (older.parent, older.parent.parent):
        with pytest.raises(
            ResultError, match=r"20990101T000001Z-00000000/manifest.json: written with schema version 1"
        ):
            forecast.open_run(place)
