"""What the page says: the numbers of the run, no favour to any branch, no digit that the error does not carry."""

import re
from html import unescape

import pytest

from forecast.analysis.branch_table import branch_table
from forecast.analysis.utilities import utilities
from forecast.config import PriorRef
from forecast.config.branch import Package
from forecast.display.digits import error_text, format_value, value_text
from forecast.experiment.evidence import OF_CONSTANTS
from forecast.report.figures import durability
from forecast.report.material import Material
from forecast.report.report_page import report_page
from forecast.report.svg import drawing
from forecast.store.reader import Run
from forecast.text.utility_text import order_sentences, worth_text


@pytest.fixture(scope="module")
def material(run: Run) -> Material:
    return Material.of(run)


def words_of(page: str) -> str:
    """The page as text, without pictures and style."""
    bare = re.sub(r"<(svg|style).*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", bare)))


def test_that_the_page_holds_every_number_of_the_branch_table(page: str, run: Run) -> None:
    text = words_of(page)
    for row in branch_table(run).rows:
        for branch, cell in row.cells.items():
            if cell.estimate.mcse > 0.0:
                assert format_value(cell.estimate) in text, (row.headline.target, branch)
            if cell.paired is not None and cell.paired.difference.mcse > 0.0:
                gap = cell.paired.difference
                assert f"Δ {value_text(gap, signed=True)} " in text and f" in favour) ±{error_text(gap)}" in text


def test_that_the_first_screen_warns_of_judgment(page: str) -> None:
    head = words_of(page[: page.index("<nav")])
    judged, everything = 3 + OF_CONSTANTS["C"], 7 + sum(OF_CONSTANTS.values())
    assert f"{judged} of {everything} inputs are judgments (grade C)" in head
    assert "not a prediction" in head


def test_that_the_appendix_says_what_the_order_depends_on(page: str) -> None:
    part = words_of(page[page.index("Judgments on which the order") :])
    assert "accept_threat, grade C" in part and "accept_neutrality, grade C" in part
    assert len(re.findall(r"\d[\d.]* ±\d[\d.]* percentage points (?:above|below)", part)) == 4


def test_that_the_durability_curve_does_not_fall_at_the_end_of_the_simulation(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    short = Material.of(synthetic.write_run(tmp_path / "run", draws=300, horizon=300))
    curve = durability.peace_curve(short, "surge_offer")
    assert curve is not None
    late = curve.value[curve.at_risk > 30]
    assert late[-1] > 0.5 and late[-1] - late[-5] > -0.06
    with drawing():
        panel = durability.panel(short)
    assert panel is not None
    drawn = panel.figure.axes[0].lines[0].get_ydata()
    assert min(drawn) > 0.3


def test_that_sources_are_credited_and_limits_are_said(page: str) -> None:
    text = words_of(page)
    assert "DeepStateMap.live" in text
    assert "judged inputs dominate" in text
    assert "No input uses an event after 2024-12-20" in text


def test_that_every_number_of_ground_says_what_is_not_in_it(page: str, material: Material) -> None:
    text = words_of(page)
    assert "Net gain of ground by Russia on the front alone after 52 weeks (median, km²)¹" in text
    assert "Ukraine holds after 104 weeks (mean)²" in text
    assert "¹ The front only: this excludes land lost in a military collapse of Ukraine" in text
    assert "² All land: this mean includes what a military collapse costs and what a treaty returns." in text
    caption = words_of(page[page.index('<figure id="territory">') :])
    assert "Not in it: land lost in a collapse of Ukraine" in caption[: caption.index("Numbers, evidence")]


def test_that_fewer_losses_are_not_taken_for_good_news(page: str, material: Material) -> None:
    text = words_of(page)
    assert "Killed and wounded, Ukraine, in 104 weeks (mean, thousand persons)³" in text
    assert "³ In the model the fighting stops after a collapse, and losses with it." in text
    assert "fewer losses may come from an earlier ceasefire or from a collapse." in text


def test_that_the_rule_of_what_is_clear_is_stated(page: str, material: Material) -> None:
    text = words_of(page)
    assert material.table.clusters == 400
    assert "within 1.97 standard errors of 0" in text and "399 degrees of freedom" in text
    assert f"makes {4 * len(material.table.rows)} comparisons" in text


def test_that_the_page_names_verification_and_what_relief_does_not_cost(synthetic, tmp_path, page: str) -> None:  # type: ignore[no-untyped-def]
    head = words_of(page)
    assert "verification on site (package.verification)" in head and "Sanctions relief" not in head
    run = synthetic.write_run(tmp_path / "run", draws=60)
    branch = run.experiment.branches["surge_offer"]
    package = Package.model_construct(verification=PriorRef(prior="keepers_hopeful"), sanctions_relief=True)
    run.experiment.branches["surge_offer"] = branch.model_copy(update={"package": package})
    text = report_page(Material.of(run), [], [])
    head = words_of(text)
    assert "(package.verification; keepers_hopeful, grade B)" in head
    assert "Where keepers_hopeful is lowest (a third of the draws), surge_offer is" in head
    assert (
        "Sanctions relief (in surge_offer) makes an agreement more likely. In peace the relief also pays for new arms "
        "of Russia." in head
    )


def test_that_the_page_says_whether_the_ranking_is_the_same_whatever_one_values(page: str, material: Material) -> None:
    found = utilities(material.members)
    part = words_of(page[page.index("How the ranking depends") : page.index("More figures")])
    for sentence in order_sentences(found):
        assert sentence in part
    for ranking in found.rankings:
        for place, branch in enumerate(ranking.order, 1):
            worth = ranking.worth[branch]
            assert f"{place}. {worth_text(worth.utility)}" in part
            assert f"regret {worth_text(worth.regret)}, 90%: {worth_text(worth.regret_high)}" in part
    assert "grade C" in part and "(spillover) is not counted" in part
