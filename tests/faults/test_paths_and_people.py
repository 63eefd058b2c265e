"""Paths that are no text, and results folders in which other people keep runs of their own."""

import json
import os
import shutil
from pathlib import Path

import pytest

LATER = pytest.mark.validate
"""Further examples of a kind: each is a process or more."""

LATIN = b"caf\xe9"
WITHOUT_RIGHTS = "setpriv --bounding-set=-all --inh-caps=-all" if os.geteuid() == 0 else ""
"""Root may read everything; without its capabilities it is as any other user."""

needs_rights_checked = pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root cannot do without its rights here"
)


@pytest.fixture
def latin(tmp_path: Path) -> bytes:
    """A folder whose name is no UTF-8."""
    folder = os.fsencode(tmp_path) + b"/" + LATIN
    try:
        os.mkdir(folder)
    except OSError:  # macOS
        pytest.skip("this file system has UTF-8 names only")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("run", "CONFIG", "--out", "HERE"),
        pytest.param(("plan", "CONFIG", "--out", "HERE"), marks=LATER),
        pytest.param(("hindcast", "CONFIG", "--observations", "nothing.csv", "--out", "HERE"), marks=LATER),
        pytest.param(("export", "RUN", "--to", "csv", "--out", "HERE"), marks=LATER),
    ],
)
def test_that_a_place_that_is_no_text_is_refused_at_once(words, latin, shell, configs, finished) -> None:
    named = {"CONFIG": configs / "smoke.yaml", "RUN": finished, "HERE": latin}
    done = shell('"$@"', *(named.get(word, word) for word in words))
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and b"not UTF-8" in line and b"caf\\udce9" in line
    assert os.listdir(latin) == []


def test_that_a_current_folder_that_is_no_text_is_refused_too(latin, shell, configs) -> None:
    above = os.fsdecode(os.path.dirname(latin))
    done = shell(f'cd {above}/$(printf "caf\\351") && "$@"', "run", configs / "smoke.yaml")
    assert done.returncode == 2 and b"not UTF-8" in done.stderr
    assert os.listdir(latin) == []


def test_that_runs_in_such_a_folder_are_listed_and_not_called_damaged(latin, shell, results) -> None:
    shutil.copytree(results, os.path.join(os.fsdecode(latin), "results"))
    place = latin + b"/results"
    for form in ([], ["--json"]):
        done = shell('"$@"', "list", place, *form)
        assert done.returncode == 0 and b"smoke" in done.stdout and done.stderr == b""
    assert os.fsencode(json.loads(done.stdout)["runs"][0]["path"]).startswith(place)
    for verb in ("summary", "verify", "report"):
        done = shell('"$@"', verb, place)
        assert done.returncode == 3 and b"not UTF-8" in done.stderr and b"damaged" not in done.stderr


@LATER
def test_that_single_files_are_written_there(latin, shell, finished) -> None:
    for words in (("report", finished), ("plot", finished, "territory")):
        ending = b"/page.html" if words[0] == "report" else b"/territory.svg"
        assert shell('"$@"', *words, "--quiet", "--out", latin + ending).returncode == 0
    assert {b"page.html", b"territory.svg"} <= set(os.listdir(latin))


@LATER
def test_that_a_locale_that_cannot_spell_a_path_is_named(tmp_path, shell, configs) -> None:
    env = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell('"$@"', "run", configs / "smoke.yaml", "--out", os.fsencode(tmp_path) + "/кафе".encode(), **env)
    assert done.returncode == 2 and b"LC_ALL=C.UTF-8" in done.stderr


@needs_rights_checked
def test_that_private_runs_of_others_are_passed_over(results, tmp_path, shell) -> None:
    shared = tmp_path / "results"
    shutil.copytree(results, shared)
    (mine,) = (shared / "smoke").iterdir()
    private = [mine.with_name("20980101T000000Z-ffffffff"), shared / "smoke" / "20990101T000000Z-ffffffff"]
    for path in private:
        shutil.copytree(mine, path)
    secret = [private[0], private[1] / "manifest.json", shared / "secret"]
    secret[2].mkdir()
    (shared / "notes").write_text("a file")
    for path in secret:
        path.chmod(0)
    try:
        done = shell(f'{WITHOUT_RIGHTS} "$@"', "list", shared)
        assert (done.returncode, done.stderr) == (0, b"") and mine.name.encode() in done.stdout
        assert b"ffffffff" not in done.stdout
        done = shell(f'{WITHOUT_RIGHTS} "$@"', "info", shared)
        assert done.returncode == 0 and mine.name.encode() in done.stdout + done.stderr
        done = shell(f'{WITHOUT_RIGHTS} "$@"', "info", private[0])
        assert done.returncode == 3 and len(done.stderr.splitlines()) == 1
    finally:
        for path in secret:
            path.chmod(0o700)


@LATER
@needs_rights_checked
def test_that_an_unfinished_run_of_another_is_not_continued(tmp_path, shell, configs) -> None:
    words = ["run", configs / "smoke.yaml", "--members", 8, "--quiet", "--out", tmp_path]
    words += ["--set", "horizon=1 year", "--set", "success="]
    assert shell('"$@"', *words).returncode == 0
    (theirs,) = (tmp_path / "smoke").iterdir()
    (theirs / ".work").mkdir()
    (theirs / "manifest.json").rename(theirs / ".work" / "manifest.json")
    (theirs / ".work" / "lock").touch()
    (theirs / ".work" / "lock").chmod(0o444)
    (theirs / ".work").chmod(0o555)
    done = shell(f'{WITHOUT_RIGHTS} "$@"', *words)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(os.listdir(tmp_path / "smoke")) == 2
