"""The branch table shows what the summary holds, in 80 columns, in Markdown and as JSON."""

import json

import pytest

from forecast.analysis.branch_table import BranchTable, branch_table
from forecast.analysis.estimates import Estimate
from forecast.analysis.members import Members
from forecast.analysis.summary import summarise
from forecast.display.digits import format_value
from forecast.store.reader import Run
from forecast.text.branch_table_text import branch_table_text, plain_branch_table

ASKED = [
    "package_signed_by_w52",
    "package_signed_by_w104",
    "refused_by_w104",
    "surge_begun_by_w104",
    "ua_refused",
    "agreement_by_w104",
    "ceasefire_by_w52",
    "ceasefire_by_w104",
    "ceasefire_in_26w_given_agreement_by_w104",
    "durable_5y",
    "quiet_5y",
    "durable_10y",
    "quiet_10y",
    "lasts_5y_given_ceasefire_by_w104",
    "net_km2_w52",
    "share_pre2022_w104",
    "sovereignty_w520",
    "losses_ua_w104",
    "losses_ru_w104",
    "collapse_ua_by_w104",
    "collapse_ru_by_w104",
    "complete_defeat",
    "aid_us_eur_bn",
    "aid_europe_eur_bn",
    "keepers_cost_eur_bn",
    "oped_success",
]


@pytest.fixture(scope="module")
def table(run: Run) -> BranchTable:
    return branch_table(run)


def test_that_it_has_the_outcomes_that_were_asked_for(table: BranchTable) -> None:
    assert [row.headline.target for row in table.rows] == ASKED
    assert table.branches[0] == table.reference == "muddle_through"


def test_that_a_run_without_offers_shows_nothing_about_offers(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "none", draws=30)
    for branch in run.experiment.branches.values():
        branch.__dict__["offer"] = None
    of_offers = {"refused_by_w104", "surge_begun_by_w104", "ua_refused", "keepers_cost_eur_bn"}
    of_offers |= {"aid_us_eur_bn", "aid_europe_eur_bn"}
    assert [row.headline.target for row in branch_table(run).rows] == [t for t in ASKED if t not in of_offers]


def test_that_its_contents_equal_the_summary(table: BranchTable, run: Run) -> None:
    summary = {
        (row.scenario_id, row.target, row.output_type, row.output_type_id): Estimate(row.value, row.mcse, row.n)
        for row in summarise(run)
    }
    kinds = {"probability": ("mean", None), "mean": ("mean", None), "median": ("quantile", "0.5")}
    for row in table.rows:
        for branch, cell in row.cells.items():
            kind = kinds[row.headline.statistic]
            assert cell.estimate == summary[(branch, row.headline.target, *kind)]
            if cell.interval is not None:
                assert cell.interval[0] == summary[(branch, row.headline.target, "quantile", "0.1")]
                assert cell.interval[1] == summary[(branch, row.headline.target, "quantile", "0.9")]


def test_that_differences_are_those_of_the_two_estimates(table: BranchTable) -> None:
    for row in table.rows:
        base = row.cells["muddle_through"]
        assert base.paired is None
        for branch in table.branches[1:]:
            paired = row.cells[branch].paired
            assert paired is not None
            gap = row.cells[branch].estimate.value - base.estimate.value
            assert paired.difference.value == pytest.approx(gap, abs=1e-12)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_that_plain_text_keeps_within_the_width(table: BranchTable, width: int) -> None:
    lines = branch_table_text(table, width).splitlines()
    assert max(map(len, lines)) <= max(width, 80)
    numbers = [line for line in lines if "±" in line and "error" not in line]
    assert max(map(len, numbers)) <= max(width, 48)
    words = " ".join(lines)
    for row in table.rows:
        assert row.headline.short in words
    cell = table.row("ceasefire_by_w104").cells["no_aid"].estimate  # type: ignore[union-attr]
    assert format_value(cell, space="", max_decimals=3) in words


def test_that_json_is_strict_and_complete(table: BranchTable) -> None:
    assert table.evidence.grade == "C" and table.evidence.mark.split(": ")[1] in branch_table_text(table)
    data = json.loads(json.dumps(plain_branch_table(table), allow_nan=False))
    row = next(r for r in data["rows"] if r["target"] == "net_km2_w52")
    cell = row["branches"]["surge_offer"]
    assert {"value", "mcse", "n", "interval80", "difference", "share_above", "epistemic80", "aleatory80"} <= set(cell)
    assert cell["epistemic80"][0] < cell["value"] < cell["epistemic80"][1]
    assert row["branches"]["muddle_through"].get("difference") is None


def test_that_a_difference_shows_its_draws_before_its_error(table: BranchTable) -> None:
    cell = table.row("ceasefire_by_w104").cells["no_aid"]  # type: ignore[union-attr]
    assert cell.draws is not None and cell.draws.in_favour.value == 1.0
    losses = table.row("losses_ua_w104").cells["europe_led"]  # type: ignore[union-attr]
    assert losses.draws.low.value < losses.paired.difference.value < losses.draws.high.value  # type: ignore[union-attr]
    lines = branch_table_text(table, 200).split("Difference from")[1].splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith("ceasefire by w104"))
    assert [line.split()[0] for line in lines[start : start + 3]] == ["ceasefire", "draws", "in"]
    favour = lines[start + 2].split()
    assert favour[:3] == ["in", "favour,", "±"] and favour[3] == "100%" and favour[4].startswith("±")
    assert table.rows[0].cells["muddle_through"].draws is None


def test_that_an_impossible_outcome_is_said_to_have_none(table: BranchTable) -> None:
    row = table.row("oped_success")
    assert row is not None and row.cells["no_aid"].estimate.value == 0.0
    line = next(x for x in branch_table_text(table, 120).splitlines() if x.startswith("oped_success"))
    assert " none" in line and "0±0" not in line


def test_that_a_short_run_shows_what_it_can(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    year = branch_table(synthetic.write_run(tmp_path / "year", draws=30, horizon=52))
    assert [row.headline.target for row in year.rows] == ["package_signed_by_w52", "ceasefire_by_w52", "net_km2_w52"]
    three = branch_table(synthetic.write_run(tmp_path / "three", draws=30, horizon=156))
    assert three.years == 1 and three.durable is not None and three.lasts is not None
    month = branch_table(synthetic.write_run(tmp_path / "month", draws=30, horizon=4))
    assert "too short" in branch_table_text(month) and month.rows == ()


def test_that_a_sobol_run_has_its_scrambles_as_clusters(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "sobol", layout="sobol", draws=64)
    assert Members(run).clusters.count == 16 == branch_table(run).clusters
