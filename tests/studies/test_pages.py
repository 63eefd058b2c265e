"""The pages that studies write are those that are shipped, and the command that writes them names its mistakes."""

from pathlib import Path

import pytest

from studies.app import main
from studies.argument.command import PAGES as ARGUMENT
from studies.pages import PAGES, regenerate

FAST = ("config", "results", "parameters")
LONG = ("worlds", "influence", *ARGUMENT)  # minutes each: `make studies DATA=DIR`, then `git diff docs`
FROM_RUNS = {
    "findings",
    "findings_tables",
    "gallery",
    "choices",
    "today",
    "questions",
    "front_change",
}  # `make findings` and others
FIGURE = "figures/ceasefire_calibration.svg"


def regenerated(name: str, root: Path, docs: Path, data: Path | None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(root)
    (docs / "figures").mkdir()
    assert list(regenerate(main, [name], data, docs)) == [docs / f"{name}.md"]
    return (docs / f"{name}.md").read_text()


@pytest.mark.parametrize("name", FAST)
def test_that_a_page_of_reference_is_current(
    name: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert regenerated(name, root, tmp_path, None, monkeypatch) == (root / "docs" / f"{name}.md").read_text()


@pytest.mark.validate
@pytest.mark.parametrize("name", [name for name in PAGES if name not in (*FAST, *LONG)])
def test_that_the_page_of_a_study_is_current(
    name: str, root: Path, tmp_path: Path, training_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = regenerated(name, root, tmp_path, training_data, monkeypatch)
    assert page == (root / "docs" / f"{name}.md").read_text(), f"run: python -m studies pages {name} --data DIR"
    if (tmp_path / FIGURE).exists():
        assert (tmp_path / FIGURE).read_bytes() == (root / "docs" / FIGURE).read_bytes()


def test_that_all_pages_with_the_mark_of_a_generated_page_are_listed(root: Path) -> None:
    marks = ("Do not edit by hand", "do not edit -->")
    made = {path.stem for path in (root / "docs").glob("*.md") if any(mark in path.read_text() for mark in marks)}
    assert made == {*PAGES, *FROM_RUNS}


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["pages", "nonsense"], 2, "nonsense: is not a generated page; there are config, results, parameters, "),
        (["pages", "worlds"], 2, "--data: is needed for worlds: name the folder of the training series"),
        (["nonsense"], 2, "python -m studies: no such command 'nonsense'"),
        (["worlds", "configs/offer.yaml"], 2, "python -m studies worlds: missing option '--observations'"),
        (["worlds", "x.yaml", "--observations", "y", "--json", "--markdown"], 2, "--markdown --json: are two output"),
        (["influence", "configs/offer.yaml", "--set", "horizon=no"], 2, "--set horizon=no"),
    ],
)
def test_that_a_mistake_is_one_line(
    words: list[str],
    code: int,
    line: str,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    assert main(words) == code
    problems = capsys.readouterr().err
    assert problems.startswith(line) and problems.count("\n") == 1


def test_that_a_traceback_is_printed_for_debug_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prior_predictive", "no.yaml", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err
    assert main(["prior_predictive", "no.yaml"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_that_all_studies_are_listed_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = capsys.readouterr().out
    commands = {page.words[0] for page in PAGES.values()} | {"observations", "front_statistics", "hindcast_figures"}
    assert all(f"  {command} " in listed for command in commands)
