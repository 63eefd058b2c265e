"""One figure in a file: it stands alone, is the same every time, and takes any name."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from forecast.errors import ResultError
from forecast.report.figure_file import write_plot
from forecast.report.geography.drawing import read_drawing
from forecast.report.lettering import missing_letters, width, wrap
from forecast.report.registry import FIGURES
from forecast.store.reader import Run
from forecast.text.run_stamp import run_stamp

SVG = "{http://www.w3.org/2000/svg}"
BY_NAME = {
    entry.name: entry for entry in FIGURES if entry.name not in ("fan", "surge_length")
}  # see tests/report/views


def drawn(path: Path) -> str:
    return " ".join("".join(text.itertext()) for text in ElementTree.parse(path).getroot().iter(f"{SVG}text"))


@pytest.mark.parametrize("name", BY_NAME)
def test_that_a_figure_names_its_run_and_grade_and_is_the_same_again(name: str, front: Run, tmp_path: Path) -> None:
    run = front
    done = write_plot(run, BY_NAME[name], tmp_path / "a.svg")
    text = drawn(tmp_path / "a.svg")
    assert run_stamp(run).line in text and "Grade C:" in text
    assert done.title.split()[0] in text
    write_plot(run, BY_NAME[name], tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("name", BY_NAME)
def test_that_the_numbers_of_a_figure_are_numbers_with_their_run(name: str, front: Run, tmp_path: Path) -> None:
    write_plot(front, BY_NAME[name], tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert rows and all(row["config_hash"] == "0" * 64 and row["grade"] == "C" for row in rows)
    assert all(row["week0"] == "2024-12-20" and row["figure"] == name for row in rows)
    (error,) = [key for key in rows[0] if key in ("mcse", "mcse_at_most", "ceasefire_mcse")]
    assert all(float(row[error]) >= 0.0 for row in rows)


def test_that_the_memo_figure_draws_the_probabilities_of_the_table(run: Run, tmp_path: Path) -> None:
    write_plot(run, BY_NAME["branches"], tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert [row["years"] for row in rows] == ["5", "10"] * 5
    for row in rows:
        column = run.column(row["branch"], f"durable_{row['years']}y")
        assert float(row["probability"]) == pytest.approx(np.mean(column), abs=1e-12)
        assert float(row["draws_low"]) <= float(row["probability"]) <= float(row["draws_high"])
        assert (row["difference"] == "") == (row["is_reference"] == "1")


def test_that_a_png_has_the_size_of_the_page_and_the_same_bytes(run: Run, tmp_path: Path) -> None:
    from PIL import Image

    for name in ("a.png", "b.png"):
        write_plot(run, BY_NAME["branches"], tmp_path / name, dpi=100)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert Image.open(tmp_path / "a.png").width == 472  # 12 cm


def test_that_any_name_is_drawn_as_it_is_written(
    synthetic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    run = synthetic.write_run(tmp_path / "run", draws=40, replicates=2, sectors=2, short=0)
    side = run.experiment.baseline.sides["ru"]
    run.experiment.baseline.sides["ru"] = side.model_copy(update={"name": "Rus$$ia $x_1$ 俄罗斯"})
    first = run.experiment.baseline.sectors["S01"]
    run.experiment.baseline.sectors["S01"] = first.model_copy(update={"name": "הצעה " + "x" * 90})
    done = write_plot(run, BY_NAME["sectors"], tmp_path / "a.svg")
    text = drawn(tmp_path / "a.svg")
    assert "Rus$$ia $x_1$ 俄罗斯" in text and "הצעה" in text and "x" * 60 not in text
    done = write_plot(run, BY_NAME["sectors"], tmp_path / "a.png", dpi=50)
    assert done.missing == ("俄", "斯", "罗") or set(done.missing) == set("俄罗斯")
    assert not recwarn.list


TITLES = {
    "muddle_through": "$$ a $x_1$ and\\n " + "long title " * 18,
    "no_aid": "俄罗斯的提议与和平",
    "surge_offer": "הצעה עם איום " * 4,
    "surge_bluff": "W" * 200,
    "europe_led": "<b>&amp;",
}


@pytest.fixture(scope="module")
def odd(synthetic, tmp_path_factory: pytest.TempPathFactory) -> Run:  # type: ignore[no-untyped-def]
    """A small run whose branches have odd titles."""
    run: Run = synthetic.write_run(tmp_path_factory.mktemp("odd") / "run", draws=30, replicates=2, sectors=13, short=0)
    for key, (sector, _) in read_drawing().sectors.items():
        run.experiment.baseline.sectors[key] = run.experiment.baseline.sectors[key].model_copy(update={"name": sector})
    for branch, title in TITLES.items():
        run.experiment.branches[branch] = run.experiment.branches[branch].model_copy(update={"title": title})
    return run


@pytest.mark.parametrize("name", sorted(set(BY_NAME) - {"drivers"}))
def test_that_a_figure_takes_any_title_of_a_branch(name: str, odd: Run, tmp_path: Path) -> None:
    write_plot(odd, BY_NAME[name], tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    wide, tall = (float(side) for side in (root.get("viewBox") or "").split()[2:])
    assert wide <= 72.0 * 6.2 and tall < 72.0 * 20.0
    assert "surge_offer" not in drawn(tmp_path / "a.svg")


def test_that_a_run_too_short_for_a_figure_says_so(synthetic, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", draws=20, replicates=2, horizon=60, short=0)
    with pytest.raises(ResultError, match="has nothing to draw in 'branches': it ends after 60 weeks"):
        write_plot(run, BY_NAME["branches"], tmp_path / "a.svg")
    assert not (tmp_path / "a.svg").exists()


def test_that_lines_are_no_wider_than_their_room() -> None:
    text = "a very long name with_an_endless_word_in_it_that_must_break and 中文名称"
    lines = wrap(text, 8.0, 1.0)
    assert len(lines) > 3 and all(width(line, 8.0) <= 1.0 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrap(text, 8.0, 1.0, most=2)[-1].endswith("…")
    assert missing_letters(["a 中", "א"]) == ["中"]
