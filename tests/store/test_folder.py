"""Run folders: unique, adopted once, sealed last."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forecast.errors import ResultError, RunError
from forecast.store.atomic import entry_of
from forecast.store.folder import RunFolder
from forecast.store.manifest import read_manifest
from forecast.store.run_ids import RUN_ID
from forecast.store.search import find_sealed, find_unsealed, list_runs

HASH = "0123456789abcdef"


def test_that_two_runs_of_one_second_have_two_folders(making: Any, tmp_path: Path) -> None:
    manifest = making.manifest(making.experiment())
    runs = [RunFolder.create(tmp_path, manifest) for _ in range(3)]
    names = [run.path.name for run in runs]
    assert len(set(names)) == 3 and names == sorted(names)
    assert all(RUN_ID.fullmatch(name) and name.endswith("-01234567") for name in names)
    assert [run.manifest.run_id for run in runs] == names
    assert runs[0].path.parent == tmp_path / "trial"


def test_that_a_held_run_is_not_adopted(making: Any, tmp_path: Path) -> None:
    manifest = making.manifest(making.experiment())
    first, second = RunFolder.create(tmp_path, manifest), RunFolder.create(tmp_path, manifest)
    assert RunFolder.adopt(tmp_path, "trial", HASH) is None
    first.close()
    with RunFolder.adopt(tmp_path, "trial", HASH) as adopted:  # type: ignore[union-attr]
        assert adopted.path == first.path
    second.close()
    adopted = RunFolder.adopt(tmp_path, "trial", HASH)
    assert adopted is not None and adopted.path == second.path
    assert adopted.manifest == second.manifest


def test_that_another_config_or_code_is_not_adopted(making: Any, tmp_path: Path) -> None:
    manifest = making.manifest(making.experiment()).model_copy(update={"code_hash": "aa"})
    RunFolder.create(tmp_path, manifest).close()
    assert find_unsealed(tmp_path, "trial", HASH, "aa") is not None
    assert find_unsealed(tmp_path, "trial", HASH[:8] + "ffffffff", "aa") is None
    assert find_unsealed(tmp_path, "trial", HASH, "bb") is None
    assert RunFolder.adopt(tmp_path, "trial", HASH, "bb") is None
    assert RunFolder.adopt(tmp_path / "nowhere", "trial", HASH) is None


def test_that_the_lock_of_a_dead_process_is_gone(making: Any, tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, making.manifest(making.experiment())) as run:
        work = run.path / ".work"
    script = (
        "import sys, time; from pathlib import Path; from forecast.store.folder import Lock\n"
        "lock = Lock.take(Path(sys.argv[1])); print('held' if lock else 'busy', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, str(work)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        assert RunFolder.adopt(tmp_path, "trial", HASH) is None
    finally:
        holder.kill()
        holder.communicate()
    adopted = RunFolder.adopt(tmp_path, "trial", HASH)
    assert adopted is not None
    adopted.close()


def test_that_sealing_comes_last_and_cleans_up(making: Any, tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path, making.manifest(making.experiment()))
    entry = run.write_text("config.yaml", "experiment: trial\n")
    run.log.write("start", threads=2, rate=float("nan"))
    assert find_sealed(tmp_path, "trial", HASH) is None
    assert [manifest.status for _, manifest in list_runs(tmp_path)[0]] == ["running"]
    sealed = run.seal(run.manifest.model_copy(update={"threads": 2, "run_id": "ignored"}), [entry])
    assert sealed.status == "complete" and sealed.run_id == run.path.name and sealed.threads == 2
    assert not (run.path / ".work").exists()
    assert read_manifest(run.path / "manifest.json") == sealed
    assert find_sealed(tmp_path, "trial", HASH) == run.path
    assert find_unsealed(tmp_path, "trial", HASH) is None
    assert RunFolder.adopt(tmp_path, "trial", HASH) is None
    files = json.loads((run.path / "manifest.json").read_text())["files"]
    assert files == [{"path": "config.yaml", "rows": None, "sha256": entry.sha256}]
    assert sealed.log_sha256 == entry_of(run.path, "run.log").sha256
    lines = [json.loads(line) for line in run.log.path.read_text().splitlines()]
    assert lines[0]["event"] == "start" and lines[0]["rate"] is None


def test_that_a_folder_without_rights_is_one_line(making: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RunError, match="cannot write") as caught:
        RunFolder.create(tmp_path / "file", making.manifest(making.experiment()))
    assert caught.value.exit_code == 4 and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "damaged"), ("[]", "damaged"), ("{}", "damaged"), ('{"schema_version": "9"}', "schema version 9")],
)
def test_that_a_bad_manifest_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text)
    with pytest.raises(ResultError, match=message) as caught:
        read_manifest(path)
    assert "\n" not in str(caught.value)
