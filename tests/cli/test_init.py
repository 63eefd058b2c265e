"""`forecast init`: a study that runs at once, made whole or not at all, also without a checkout."""

import errno
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import typer
import yaml

from forecast.cli.app import app
from forecast.config import load_experiment
from forecast.config.files import Files
from forecast.starter.new_study import study_name
from forecast.starter.shipped import NEEDED, shipped_files

ROOT = Path(__file__).resolve().parents[2]


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_a_new_study_is_valid_and_runs(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("init", "mine")
    assert (done.code, done.err) == (0, "") and "forecast run mine/study.yaml" in done.out
    assert call("validate", "mine/study.yaml").code == 0
    assert call("run", "mine/study.yaml", "--members", "32", "--quiet").code == 0
    compared = call("compare", "results/mine", "--branch", "my_offer", "--reference", "surge_offer")
    assert compared.code == 0 and "durable" in compared.out
    assert not [path for path in tmp_path.iterdir() if path.name not in ("mine", "results")]


def test_that_the_branch_differs_from_the_shipped_one_by_the_length_of_the_surge(call, tmp_path: Path) -> None:
    call("init", tmp_path / "mine")
    study, offer = load_experiment(tmp_path / "mine/study.yaml"), load_experiment(ROOT / "configs/offer.yaml")
    assert (study.baseline, study.priors, study.horizon) == (offer.baseline, offer.priors, offer.horizon)
    assert list(study.branches) == ["muddle_through", "surge_offer", "my_offer"]
    theirs, mine = (study.branches[name].model_dump() for name in ("surge_offer", "my_offer"))
    assert offer.branches["surge_offer"].model_dump() == theirs
    mine |= {"about": theirs["about"], "title": theirs["title"]}
    assert mine["offer"]["if_refused"]["surge"].pop("duration") == "104 weeks"
    theirs["offer"]["if_refused"]["surge"].pop("duration")
    assert mine == theirs


def test_that_nothing_is_copied_that_the_study_does_not_read(call, tmp_path: Path) -> None:
    call("init", tmp_path / "mine")
    files = Files()
    files.experiment(str(tmp_path / "mine/study.yaml"))
    read = {os.path.relpath(document.place.source.name, tmp_path / "mine") for document, _ in files.documents}
    assert not files.findings
    assert read == {*content(tmp_path / "mine")} - {"README.md"}


def test_that_the_package_ships_what_a_study_needs() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {f"configs/{name}": f"forecast/starter/configs/{name}" for name in NEEDED}
    assert all((ROOT / "configs" / name).read_bytes() == data for name, data in shipped_files())


def test_that_the_change_that_is_shown_works(call, tmp_path: Path) -> None:
    call("init", tmp_path / "mine")
    study = tmp_path / "mine/study.yaml"
    shown = re.sub(r"^# (priors:|  )", r"\1", study.read_text(), flags=re.MULTILINE)
    assert yaml.safe_load(shown)["priors"]
    study.write_text(shown)
    prior = load_experiment(study).priors["surge_size"]
    assert prior.source == "My own estimate" and prior.grade == "C"


def test_that_the_commands_of_its_page_parse(call, tmp_path: Path) -> None:
    call("init", tmp_path / "mine")
    page = (tmp_path / "mine/README.md").read_text()
    commands = re.findall(r"^forecast .*", page, re.MULTILINE)
    group = typer.main.get_command(app)
    assert len(commands) >= 4 and "results/mine" in page and "STUDY_NAME" not in page and "VERSION" not in page
    for command in commands:
        words = shlex.split(command, comments=True)[1:]
        context = group.make_context("forecast", list(words), resilient_parsing=True)
        _, verb, rest = group.resolve_command(context, list(words))  # type: ignore[attr-defined]
        verb.make_context(words[0], rest, parent=context).close()


@pytest.mark.parametrize("kind", ["folder", "file", "hidden"])
def test_that_what_is_there_stays_untouched(call, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "mine"
    if kind == "file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / (".git" if kind == "hidden" else "notes.txt")).write_text("mine")
    before = content(tmp_path)
    done = call("init", place)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1 and "nothing is overwritten" in done.err
    assert content(tmp_path) == before


@pytest.mark.parametrize("exists", [False, True])
def test_that_a_full_disk_leaves_nothing(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool) -> None:
    place = tmp_path / "a/b/mine"
    if exists:
        place.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    write, written = Path.write_bytes, []

    def full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) > 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = call("init", place)
    assert done.code == 4 and done.err.count("\n") == 1 and "No space left on device; free the disk" in done.err
    assert len(written) == 6 and sorted(tmp_path.rglob("*")) == before


def test_that_an_empty_folder_stays_itself(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    number = tmp_path.stat().st_ino
    assert call("init", ".").code == 0
    assert tmp_path.stat().st_ino == number and (tmp_path / "study.yaml").exists()


def test_that_json_and_quiet_are_those_of_other_commands(call, tmp_path: Path) -> None:
    told = json.loads(call("init", tmp_path / "one", "--json").out)
    assert told["status"] == "written" and sorted(told["files"]) == sorted(content(tmp_path / "one"))
    quiet = call("init", tmp_path / "two", "--quiet")
    assert (quiet.out, quiet.err) == ("", "")
    refused = call("init", tmp_path / "two", "--json")
    assert refused.code == json.loads(refused.out)["exit"] == 2


def test_that_the_same_name_gives_the_same_bytes(call, tmp_path: Path) -> None:
    for parent in ("a", "b"):
        call("init", tmp_path / parent / "mine")
    assert content(tmp_path / "a") == content(tmp_path / "b")


@pytest.mark.parametrize(
    ("folder", "name"),
    [("mine", "mine"), ("My Study", "my_study"), ("2025", "my_study"), ("战争", "my_study"), ("null", "my_study")],
)
def test_that_the_experiment_has_a_valid_name(call, tmp_path: Path, folder: str, name: str) -> None:
    assert study_name(tmp_path / folder) == name
    call("init", tmp_path / folder)
    assert load_experiment(tmp_path / folder / "study.yaml").experiment == name


@pytest.mark.validate
def test_that_an_installation_without_a_checkout_makes_a_study(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    own = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    for words in (["init", "mine"], ["validate", "mine/study.yaml"]):
        subprocess.run([sys.executable, "-m", "forecast", *words], cwd=tmp_path, env=own, check=True)
    where = "import forecast; print(forecast.__file__)"
    done = subprocess.run([sys.executable, "-c", where], cwd=tmp_path, env=own, capture_output=True, text=True)
    assert done.stdout.startswith(str(tmp_path))
