"""Nothing is left behind, and what others own is left alone."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from forecast.errors import ForecastWarning, RunError
from forecast.store import drafts, folder, leftovers
from forecast.store.drafts import host, sweep, temporary
from forecast.store.folder import RunFolder
from forecast.store.run_ids import RUN_ID, moment_of, new_folder
from forecast.store.search import find_run, find_sealed, list_runs

HASH = "0123456789abcdef"


def make(making: Any, root: Path, name: str = "trial") -> RunFolder:
    return RunFolder.create(root, making.manifest(making.experiment()).model_copy(update={"experiment": name}))


def finish(run: RunFolder) -> Path:
    run.seal(run.manifest, [run.write_text("config.yaml", "experiment: trial\n")])
    return run.path


def test_that_no_folder_has_a_name_before_its_record(making: Any, tmp_path: Path, monkeypatch: Any) -> None:
    seen = []
    put = folder.put_bytes

    def looked_at(path: Path, *rest: Any, **more: Any) -> None:
        seen.append([name for name in os.listdir(tmp_path / "trial") if RUN_ID.fullmatch(name)])
        put(path, *rest, **more)

    monkeypatch.setattr(folder, "put_bytes", looked_at)
    make(making, tmp_path).close()
    assert seen == [[]]


def test_that_a_run_that_cannot_begin_leaves_nothing(making: Any, tmp_path: Path, monkeypatch: Any) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise RunError.of("here", "No space left on device")

    monkeypatch.setattr(folder, "put_bytes", full)
    with pytest.raises(RunError):
        make(making, tmp_path / "new" / "results")
    assert os.listdir(tmp_path / "new") == []


def test_that_drafts_of_dead_processes_go_and_others_stay(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine = temporary(tmp_path, "mine")
    names = {
        "dead": f"tmp-{host()}-{dead.pid}-7-file",
        "mine": mine.name,
        "parent": f"tmp-{host()}-{os.getppid()}-7-file",
        "elsewhere": f"tmp-{'0' * 8}-{dead.pid}-7-file",
        "elsewhere, old": f"tmp-{'0' * 8}-{dead.pid}-8-file",
        "no draft": "tmp-of-somebody",
    }
    for name in names.values():
        (tmp_path / name).write_text("")
    (tmp_path / f"tmp-{host()}-{dead.pid}-7-folder" / ".work").mkdir(parents=True)
    old = time.time() - drafts.ABANDONED_S - 60
    os.utime(tmp_path / names["elsewhere, old"], (old, old))
    sweep(tmp_path)
    kept = {"mine", "parent", "elsewhere", "no draft"}
    assert set(os.listdir(tmp_path)) == {names[name] for name in kept}


def test_that_the_next_write_sweeps_a_folder(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from forecast.store.drafts import temporary\n"
        "temporary(Path(sys.argv[1]), 'page').write_text('half'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert len(os.listdir(tmp_path)) == 1
    temporary(tmp_path, "page")
    assert os.listdir(tmp_path) == []


def test_that_the_next_run_sweeps_what_dead_ones_left(making: Any, tmp_path: Path) -> None:
    done, begun, empty, alive = (make(making, tmp_path) for _ in range(4))
    finish(done)
    begun.close()
    (done.path / ".work").mkdir()  # killed between the seal and the end
    (done.path / ".work" / "lock").touch()
    (empty.path / ".work" / "manifest.json").unlink()  # of a version that made the folder first
    empty.close()
    (alive.path / ".work" / "manifest.json").unlink()
    (tmp_path / "trial" / "20200101T000000Z-01234567").mkdir()
    new = make(making, tmp_path)
    assert set(os.listdir(tmp_path / "trial")) == {run.path.name for run in (done, begun, alive, new)}
    assert not (done.path / ".work").exists()
    for run in (alive, new):
        run.close()


def test_that_a_work_area_that_stays_is_a_warning(making: Any, tmp_path: Path, monkeypatch: Any) -> None:
    def busy(_: Path) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(leftovers.shutil, "rmtree", busy)
    with pytest.warns(ForecastWarning, match="the run is finished"):
        path = finish(make(making, tmp_path))
    assert find_sealed(tmp_path, "trial", HASH) == path


def test_that_a_file_removed_meanwhile_is_no_finished_run(making: Any, tmp_path: Path) -> None:
    run = make(making, tmp_path)
    entry = run.write_text("config.yaml", "experiment: trial\n")
    (run.path / "config.yaml").unlink()
    with pytest.raises(RunError, match=r"config\.yaml: was removed"):
        run.seal(run.manifest, [entry])
    shutil.rmtree(run.path)
    for write in (lambda: run.log.write("part"), lambda: run.write_text("fitted.json", "{}")):
        with pytest.raises(RunError, match="removed meanwhile"):
            write()
    assert os.listdir(tmp_path / "trial") == []


def test_that_the_newest_run_is_the_last_made_whatever_the_clock_says(making: Any, tmp_path: Path) -> None:
    ahead = finish(make(making, tmp_path))
    future = tmp_path / "trial" / "20991231T235959Z-ffffffff"
    ahead.rename(future)
    first, second = finish(make(making, tmp_path)), finish(make(making, tmp_path))
    assert future.name < first.name < second.name
    assert moment_of(second.name) is not None
    assert find_sealed(tmp_path, "trial", HASH) == second
    assert find_run(tmp_path)[0] == second
    other = finish(make(making, tmp_path, "other"))
    assert find_run(tmp_path)[0] == other, "also between experiments of one results folder"


def test_that_hindcasts_are_named_in_order_too(tmp_path: Path) -> None:
    (tmp_path / "20991231T235959Z-ffffffff").mkdir()
    made = [new_folder(tmp_path, HASH).name for _ in range(3)]
    assert made == sorted(made) and made[0] > "20991231T235959Z-ffffffff"


def test_that_unfinished_hindcasts_of_dead_processes_go(tmp_path: Path) -> None:
    from forecast.hindcast.folder import begin, seal

    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = begin(tmp_path, HASH)
    (owner,) = (left / ".work").iterdir()
    owner.rename(owner.with_name(f"tmp-{host()}-{dead.pid}-7-owner"))
    done = begin(tmp_path, HASH)
    assert os.listdir(tmp_path) == [done.name] and not list(done.rglob("*-7-owner"))
    seal(done, "hindcast.json", {}, [])
    alive, new = begin(tmp_path, HASH), begin(tmp_path, HASH)
    assert {path.name for path in tmp_path.iterdir()} == {done.name, alive.name, new.name}
    assert os.listdir(done) == ["hindcast.json"]


def test_that_names_that_are_no_time_are_no_runs(making: Any, tmp_path: Path) -> None:
    for name in ("99999999T999999Z-ffffffff", "20241399T000000Z-ffffffff"):
        (tmp_path / "trial" / name).mkdir(parents=True)
    (tmp_path / "trial" / "20240101T000000Z-ffffffff").write_text("a file")
    (tmp_path / "notes.txt").write_text("")
    path = finish(make(making, tmp_path))
    assert moment_of(path.name).year < 2099  # type: ignore[union-attr]
    assert find_run(tmp_path)[0] == path
    assert [run for run, _ in list_runs(tmp_path)[0]] == [path]
