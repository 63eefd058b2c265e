"""Every view: any name survives, the same run gives the same view, and tables and texts keep the rules of the page."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from forecast.experiment.evidence import count_grades
from forecast.report.figure_file import write_plot
from forecast.report.material import Material
from forecast.report.registry import FIGURES
from forecast.report.view_section import view_html
from forecast.report.views import actors, flips, model_card, outside, record, surge_length

VIEWS = (outside, flips, surge_length, record, actors, model_card)
SHIPPED = {"name": "ukraine-2024-12-20", "date": date(2024, 12, 20)}
DOCS = Path(__file__).parents[3]
HOSTILE = {
    "muddle_through": "Cost $x_1$ and $$ 100 % <b>",
    "no_aid": "援助なし 停战",
    "surge_offer": "הצעה עם תגבור",
    "surge_bluff": "long " * 40,
    "europe_led": "Europe leads \u202eodd",
}


@pytest.fixture
def material(changed, with_surge) -> Material:  # type: ignore[no-untyped-def]
    found: Material = changed(baseline=SHIPPED, branches=with_surge)
    return found


def test_that_the_same_run_gives_the_same_views(changed, with_surge) -> None:  # type: ignore[no-untyped-def]
    one, two = (changed(baseline=SHIPPED, branches=with_surge) for _ in range(2))
    assert [module.view(one) for module in VIEWS] == [module.view(two) for module in VIEWS]


def test_that_views_keep_the_rules_of_the_page(material: Material) -> None:
    views = [view for module in VIEWS if (view := module.view(material)) is not None]
    keys = [view.key for view in views]
    assert len(views) == len(VIEWS) and len(set(keys)) == len(keys)
    assert not {entry.name for entry in FIGURES} & set(keys)
    for view in views:
        assert view.claims and all(text.endswith(".") and "nan" not in text.lower().split() for text in view.claims)
        assert view.table is None or len(view.table.rows) <= 8
        assert (DOCS / view.explained).is_file()
        for table in (view.table, view.folded):
            assert table is None or all(len(row) == len(table.head) for row in table.rows)
        assert all((DOCS / fact.page).is_file() for fact in view.facts if fact.page)
        for words in (*view.claims, *view.caveats):
            assert "_" not in words and "±?" not in words


def test_that_any_name_survives(changed, with_surge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    material = changed(baseline=SHIPPED, branches=with_surge, titles=HOSTILE)
    for module in VIEWS:
        view = module.view(material)
        assert view is not None
        html = view_html(view, "", "Grade C")
        assert "<b>" not in html and "\u202e" not in html
    assert HOSTILE["surge_offer"] in flips.view(material).claims[0]
    assert "$x_1$" in flips.view(material).claims[0]
    for name in ("fan", "surge_length"):
        entry = next(entry for entry in FIGURES if entry.name == name)
        write_plot(material.members.run, entry, tmp_path / f"{name}.svg")
        text = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert "$x_1$" in text and "long " * 30 not in text


@pytest.mark.parametrize("name", ["fan", "surge_length"])
def test_that_a_figure_is_the_same_twice_and_its_numbers_have_errors(material: Material, name: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    entry = next(entry for entry in FIGURES if entry.name == name)
    for file in ("a.svg", "b.svg", "a.csv"):
        write_plot(material.members.run, entry, tmp_path / file)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    simulated = [row for row in rows if row.get("series", "run") == "run"]
    assert simulated and all(float(row.get("mcse") or row["mcse_at_most"]) >= 0.0 for row in simulated)


def test_that_the_model_card_counts_the_inputs(material: Material) -> None:
    view = model_card.view(material)
    assert view is not None
    facts = {fact.term: fact.text for fact in view.facts}
    grades = count_grades(material.experiment.priors.values())
    assert facts["Inputs"].startswith(
        f"7 inputs: {grades['A']} A (measured), {grades['B']} B (from the literature), {grades['C']} C (judgment). 6 of"
    )
    assert "No input of this run names a calibration" in facts["Fitted on"]
    assert (
        facts["Data cut"].startswith("No input uses an event after 20 December 2024")
        and facts["Cite as"] == material.stamp.cite
    )


def test_that_the_model_card_names_the_last_day_of_a_calibration(changed, run) -> None:  # type: ignore[no-untyped-def]
    priors = dict(run.experiment.priors)
    source = "Posterior of `forecast calibrate`, observations through 2024-12-14"
    priors["level_mean"] = priors["level_mean"].model_copy(update={"source": source})
    view = model_card.view(changed(priors=priors))
    assert view is not None
    (fitted,) = [fact.text for fact in view.facts if fact.term == "Fitted on"]
    assert fitted.startswith("1 input of the front") and "to 2024-12-14" in fitted
