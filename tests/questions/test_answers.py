"""Answers from members and from weekly histograms, and their Monte Carlo errors."""

from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.members import Members
from forecast.cli import main
from forecast.config.questions import read_questions
from forecast.questions.answers import answer_all
from forecast.questions.record import record_of_run
from forecast.store import faults
from forecast.store.faults import failed_in_any
from forecast.store.reader import open_run
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout.bounds import BOUNDS, Bounds

CONFIGS = Path(__file__).resolve().parents[2] / "configs"


def answered(run, path, branch=None):
    members = Members(run)
    chosen = branch or members.reference
    return answer_all(read_questions(path, run.experiment), members, [chosen])[chosen]


def test_that_an_answer_is_the_share_of_members_with_a_clustered_error(run, asked) -> None:
    path = asked(
        ceasefire="{quantity: ceasefire_week, at_most: deadline}",
        front="{quantity: net_km2_w52, at_least: 2000 km2, at_most: 9000 km2}",
        lasts="{quantity: ceasefire_week, at_most: 26 weeks}, {quantity: peace_weeks, at_least: 20 weeks}",
        verified="{quantity: ceasefire_week, at_most: deadline}, {quantity: verified, is: false}",
    )
    found = answered(run, path)
    branch = run.manifest.reference
    week = np.asarray(run.column(branch, "ceasefire_week"), dtype=float)
    resumed = np.asarray(run.column(branch, "resumed_week"), dtype=float)
    net = np.asarray(run.column(branch, "net_km2_w52"), dtype=float)
    peace = np.where(np.isnan(resumed), run.manifest.horizon, resumed - 1.0) - week
    expected = {
        "ceasefire": week <= 52,
        "front": (net >= 2000) & (net <= 9000),
        "lasts": (week <= 26) & (peace >= 20),
        "verified": (week <= 52) & ~np.asarray(run.column(branch, "verified"), dtype=bool),
    }
    for name, met in expected.items():
        value, mcse, n = found[name].probability
        assert value == pytest.approx(met.mean()) and n == 400
        sums = np.bincount(run.clusters, met - met.mean())
        assert mcse == pytest.approx(np.sqrt(sums.size / (sums.size - 1) * np.sum((sums / 400) ** 2)))
        assert found[name].basis == "members"
    assert 0.0 < found["ceasefire"].probability.value < 1.0


def test_that_a_weekly_answer_agrees_with_the_members(run, asked) -> None:
    path = asked(
        weekly="{weekly: net_km2, at_least: 3000 km2}",
        between="{weekly: net_km2, at_least: 1000 km2, at_most: 6000 km2}",
        exact="{quantity: net_km2_w52, at_least: 3000 km2}",
        inside="{quantity: net_km2_w52, at_least: 1000 km2, at_most: 6000 km2}",
    )
    found = answered(run, path)
    for weekly, exact in (("weekly", "exact"), ("between", "inside")):
        read, counted = found[weekly], found[exact].probability
        assert read.basis == "weekly" and read.week == 52
        assert abs(read.probability.value - counted.value) <= read.bin_share
        assert 0.0 < read.bin_share < 0.1
        p = read.probability.value
        assert read.probability.mcse == pytest.approx(np.sqrt(p * (1 - p) / run.manifest.draws))
        assert read.probability.mcse >= 0.8 * found[exact].probability.mcse


def test_that_a_weekly_answer_counts_whole_bins_exactly(run, asked) -> None:
    branch = run.manifest.reference
    with run.timeseries as file:
        ends = file["salient_km2_bin_bounds"].values
        counts = file["salient_km2_count"].sel(branch=branch).isel(time=26).values
    edge = float(ends[40, 0])
    found = answered(run, asked("2025-06-21", q=f"{{weekly: salient_km2, at_least: {edge} km2}}"))["q"]
    assert found.week == 26 and found.bin_share == 0.0
    assert found.probability.value == pytest.approx(counts[40:].sum() / counts.sum())


def test_that_a_state_and_a_sector_are_read_in_the_week_of_the_deadline(run, asked) -> None:
    path = asked(
        "2025-03-22",
        war="{regime: [war, resumed_war]}",
        else_="{regime: [truce, ceasefire, second_peace, collapsed, low_intensity]}",
        sector="{weekly: sector_net_km2, sector: S05, at_least: 0 km2}",
    )
    found = answered(run, path)
    shares = run.timeseries["regime_share"].sel(branch=run.manifest.reference).isel(time=13)
    assert found["war"].probability.value == pytest.approx(float(shares.sel(regime=["war", "resumed_war"]).sum()))
    assert found["war"].probability.value + found["else_"].probability.value == pytest.approx(1.0)
    assert 0.5 < found["sector"].probability.value <= 1.0


def test_that_a_question_may_name_its_branch(run, asked) -> None:
    path = asked(more="    branch: no_aid\n", q="{quantity: package_signed_week, at_most: deadline}")
    found = answered(run, path)["q"]
    signed = np.asarray(run.column("no_aid", "package_signed_week"), dtype=float) <= 52
    assert found.branch == "no_aid" and found.probability.value == pytest.approx(signed.mean())


def test_that_failed_members_are_in_no_answer(asked, tmp_path, monkeypatch) -> None:
    """A quantity leaves out members that failed in any branch; a weekly count those that failed in its branch."""
    monkeypatch.setitem(BOUNDS, o.NET_W13, Bounds(-1e6, 2_000.0))
    faults._limits.cache_clear()
    with pytest.raises(SystemExit) as stop:
        main(["run", str(CONFIGS / "smoke.yaml"), "--members", "400", "--out", str(tmp_path), "--quiet"])
    monkeypatch.undo()
    faults._limits.cache_clear()
    assert stop.value.code == 4
    part = open_run(tmp_path / "smoke")
    branch, count = part.manifest.reference, int((~part.failed).sum())
    alone = int((~failed_in_any([e for e in part.manifest.failed if e.branch == branch], 400)).sum())
    assert count < alone < 400
    path = asked(
        quantity="{quantity: net_km2_w13, at_least: 0 km2}",
        weekly="{weekly: net_km2, at_least: -1000000 km2}",
        regime="{regime: [war]}",
    )
    answers = record_of_run(part, str(path)).answers
    assert {name: answer.probability.n for name, answer in answers.items()} == {
        "quantity": count,
        "weekly": alone,
        "regime": alone,
    }
    assert answers["weekly"].probability.value == 1.0
    assert all(0.0 <= answer.probability.value <= 1.0 for answer in answers.values())
