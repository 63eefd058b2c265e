"""Every table and figure says what it rests on, and names the judgments that move it, only where they do."""

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from forecast.analysis.drivers import DriverSearch, strongest_judgments
from forecast.experiment.evidence import Evidence
from forecast.report.material import Material
from forecast.report.panel import leading_judgments
from forecast.report.report_page import report_page
from forecast.store.reader import Run
from forecast_kernels.layout.constants import CONSTANTS

MARK = Evidence({"A": 2, "B": 2, "C": 3}).mark
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def material(run: Run) -> Material:
    return Material.of(run)


def test_that_every_table_has_its_grade_in_itself(page: str) -> None:
    tables = re.findall(r"<table.*?</table>", page, flags=re.DOTALL)
    assert len(tables) > 8
    for table in tables:
        assert re.search(r"<caption>([^<]*)</caption>", table).group(1) == MARK  # type: ignore[union-attr]


def test_that_every_svg_file_shows_its_grade_and_describes_itself_by_it(run: Run, page: str) -> None:
    files = sorted((run.path / "figures").glob("*.svg"))
    assert len(files) >= 8
    for file in files:
        root = ElementTree.parse(file).getroot()
        drawn = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        described = root.find(f"{SVG}desc")
        assert described is not None and described.attrib["id"] == root.attrib["aria-describedby"]
        assert f"{MARK}." in (described.text or "")
        assert re.sub(r"\s", "", f"{MARK}.") in re.sub(r"\s", "", drawn), file.name


def test_that_figures_and_rows_name_the_judgments_that_move_them(material: Material, page: str) -> None:
    row = material.table.row("ceasefire_by_w104")
    assert row is not None
    drivers = material.judged["ceasefire_by_w104"]
    assert drivers[0].prior.name == "agreement_hazard"
    named = [driver.prior.about for driver in drivers]
    sentence = f"Judgments that move it most: {'; '.join(named)}."
    assert leading_judgments(material, row.headline) == sentence
    figure = page[page.index('<figure id="ceasefire">') :]
    assert sentence in unescape(figure[: figure.index("</desc>")])
    head = page[page.index("Ceasefire within 104 weeks (probability)") :]
    assert head[: head.index("</th>")].count(f"C: {drivers[0].prior.about}") == 1


def test_that_an_outcome_that_judgment_does_not_move_names_none(material: Material) -> None:
    search = DriverSearch(material.members)
    level = material.members.run.draw_column("level_mean").astype(np.float64)
    top = search.top(level)
    assert top[0].prior.name == "level_mean" and top[0].grade == "A"
    assert strongest_judgments(search, level) == []
    row = material.table.row("net_km2_w52")
    assert row is not None
    material.judged["net_km2_w52"], drivers = [], material.judged["net_km2_w52"]
    sentence = leading_judgments(material, row.headline)
    material.judged["net_km2_w52"] = drivers
    assert sentence == "No single judgment moves it beyond what chance could do in this run."


def test_that_a_run_without_judgments_says_so(synthetic, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", draws=40, replicates=2, horizon=60, short=0)
    for name, prior in run.experiment.priors.items():
        run.experiment.priors[name] = prior.model_copy(update={"grade": "B"})
    text = report_page(Material.of(run), [], [])
    assert Evidence({"B": 7}).mark in text


def test_that_the_grade_is_the_lowest_of_the_inputs() -> None:
    assert Evidence({"A": 3, "B": 0, "C": 1}, {}).grade == "C"
    assert Evidence({"A": 3, "B": 1, "C": 0}, {"A": 2}).grade == "B"
    assert Evidence({"A": 3}, {}).mark == "Grade A: 0 of 3 inputs and constants are judgments"


def test_that_constants_of_the_model_count_as_inputs_do() -> None:
    found = Evidence({"A": 3, "B": 1, "C": 2}, {"A": 1, "C": 5})
    assert found.mark == "Grade C: 7 of 12 inputs and constants are judgments"
    assert found.line == "Every outcome is of grade C: 7 of 12 inputs and constants are judgments (C)."
    assert sum(Evidence({}).constants.values()) == len(CONSTANTS)
