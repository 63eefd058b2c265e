"""The pages of the documentation: commands parse, Python runs on a real result, YAML is valid."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(*languages: str) -> list[tuple[Path, int, str]]:
    """Page, line and text of every fenced block in these languages."""
    found = []
    for page in PAGES:
        text = page.read_text()
        for match in BLOCK.finditer(text):
            if match.group(1) in languages:
                found.append((page, text.count("\n", 0, match.start()) + 1, match.group(2)))
    return found


def name(item: object) -> str | None:
    return item.relative_to(ROOT).as_posix() if isinstance(item, Path) else None


COMMANDS = [
    (page, line, command)
    for page, line, text in blocks("sh", "console")
    for command in text.replace("\\\n", " ").splitlines()
    if command.startswith("forecast ")
]


@pytest.mark.parametrize(("page", "line", "command"), COMMANDS, ids=name)
def test_that_a_command_of_the_page_parses(page: Path, line: int, command: str) -> None:
    import typer

    from forecast.cli.app import app

    words = shlex.split(command.split(" > ")[0], comments=True)[1:]
    group = typer.main.get_command(app)
    if words == ["--help"]:
        return
    context = group.make_context("forecast", list(words), resilient_parsing=True)
    _, verb, rest = group.resolve_command(context, list(words))
    assert verb is not None
    verb.make_context(words[0], rest, parent=context).close()


def test_that_a_misspelt_option_would_be_noticed() -> None:
    import typer

    from forecast.cli.app import app

    group = typer.main.get_command(app)
    words = ["run", "configs/offer.yaml", "--membrs", "3"]
    context = group.make_context("forecast", list(words), resilient_parsing=True)
    _, verb, rest = group.resolve_command(context, list(words))
    with pytest.raises(Exception, match="--membrs"):
        verb.make_context("run", rest, parent=context)


@pytest.mark.parametrize(("page", "line", "text"), blocks("yaml"), ids=name)
def test_that_a_piece_of_config_is_yaml(page: Path, line: int, text: str) -> None:
    assert isinstance(yaml.safe_load(text), dict)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the configs, in which `results/offer` is a small finished run of the study."""
    from forecast.cli.app import main

    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "configs", folder / "configs")
    with pytest.raises(SystemExit) as stop:
        main(["run", str(ROOT / "configs/offer.yaml"), "--members", "32", "--out", str(folder / "results"), "--quiet"])
    assert not stop.value.code
    return folder


@pytest.mark.parametrize(("page", "line", "text"), blocks("python"), ids=name)
def test_that_python_of_the_page_runs(
    page: Path, line: int, text: str, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(finished)
    exec(compile(text, f"{name(page)}:{line}", "exec"), {})


FILES = [(page, line, text) for page, line, text in blocks("yaml") if text.startswith("# configs/")]


def test_that_the_experiments_of_the_pages_are_valid(tmp_path: Path) -> None:
    from forecast.config import load_experiment

    shutil.copytree(ROOT / "configs", tmp_path / "configs")
    for _, _, text in FILES:
        file = tmp_path / text.split("\n", 1)[0].removeprefix("# ")
        file.write_text(text)
    experiments = [text.split("\n", 1)[0].removeprefix("# ") for _, _, text in FILES if "\nexperiment:" in text]
    assert len(experiments) >= 4
    for experiment in experiments:
        load_experiment(tmp_path / experiment)
