"""The pages of the documentation: commands parse, Python runs on a real result, YAML is valid."""

import json
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


NOTEBOOKS = sorted(ROOT.glob("docs/notebooks/*.ipynb"))


def cells(notebook: Path) -> list[dict]:
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_that_a_notebook_has_no_outputs_and_one_form(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8")
    content = json.loads(text)
    assert text == json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in content["cells"]]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", one) for one in ids)
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    assert len(code) >= 4 and not any(cell["outputs"] or cell["execution_count"] for cell in code)
    assert content["cells"][0]["source"][0].startswith("# ")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_that_a_notebook_runs_from_its_first_cell_to_its_last(
    notebook: Path, finished: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from matplotlib import pyplot

    monkeypatch.setenv("MPLBACKEND", "Agg")
    inside = finished / "docs" / "notebooks"  # where Jupyter starts it
    inside.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(inside)
    names: dict[str, object] = {}
    for number, cell in enumerate(cells(notebook)):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{notebook.name}, cell {number}", "exec"), names)
    pyplot.close("all")
    assert capsys.readouterr().out


def test_that_what_the_page_on_r_names_is_in_a_run(finished: Path) -> None:
    import csv

    import pyarrow.parquet as pq
    import xarray as xr

    page = "".join(text for where, _, text in blocks("r") if where.name == "r.md")
    (run,) = [path.parent for path in finished.glob("results/offer/*/manifest.json")]
    heads: dict[str, set[str]] = {}
    for file in re.findall(r'"(\w+\.csv)"', page):
        with open(run / file, newline="", encoding="utf-8") as stream:
            heads[file] = set(next(csv.reader(stream)))
    assert set(heads) == {"summary.csv", "differences.csv"}
    assert {"target", "scenario_id", "value", "mcse"} <= heads["summary.csv"] & heads["differences.csv"]
    assert all(column in heads["differences.csv"] for column in re.findall(r'"(\w+_id)"', page))
    with xr.open_dataset(run / "timeseries.nc") as weeks:
        read = re.findall(r'ncvar_get\(nc, "(\w+)"\)', page)
        assert len(read) == 4 and all(variable in weeks.variables for variable in read)
        order = re.search(r'"net_km2"\) +# (.*)', page)
        assert order and tuple(reversed(weeks["net_km2"].dims)) == tuple(order[1].split(", "))
    columns = set(pq.read_schema(next(run.glob("members/branch=surge_offer/*.parquet"))).names)
    assert {"member", "durable_5y"} <= columns


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


def linked(page: Path) -> set[Path]:
    """Files of this repository that a page links to."""
    targets = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
    return {(page.parent / target).resolve() for target in targets if "://" not in target}


def test_that_the_index_links_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    missing = {*ROOT.glob("docs/**/*.md")} - linked(index) - {index}
    assert not sorted(page.relative_to(ROOT).as_posix() for page in missing), "docs/README.md links none of these"
    notebooks = {*ROOT.glob("docs/**/*.ipynb")} - linked(ROOT / "docs/notebooks/README.md")
    assert not notebooks, "docs/notebooks/README.md links none of these"


HOME_MADE = (
    "anchor, bare freeze, belt, best group, break-even, class of truces, counter-offer, deciding input, disruption, "
    "drawdown, early_deal, headline outcome, lasting peace, muddling through, not signed, opinion piece, package, "
    "plateau, policy chance, pulse, readiness, rung, school, sell-out, standing terms, strength first, sub-model, "
    "tripwire, war footing, weighed, withdrawal gap, worst cluster"
)
"""Terms of this project, or with a meaning of its own here."""


def glossary() -> list[str]:
    """The first cell of every row."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return [entry for entry in re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE) if entry != "term"]


def test_that_home_made_terms_are_in_the_glossary() -> None:
    known = {word.strip() for entry in glossary() for word in re.split(r"[,(`)]", entry)}
    assert not {*HOME_MADE.split(", ")} - known


def test_that_a_term_stands_once_in_the_glossary() -> None:
    assert len(glossary()) > 180 and len({*glossary()}) == len(glossary())
