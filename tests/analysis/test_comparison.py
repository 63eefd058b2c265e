"""Differences of branches and of runs are those by hand, and refused where members are not the same worlds."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from forecast.analysis.branch_table import branch_table
from forecast.analysis.comparison import COLUMNS, branch_differences, compare
from forecast.analysis.estimates import Clusters, mean
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.summary import write_summaries
from forecast.errors import ResultError
from forecast.store.reader import Run
from forecast.text.comparison_text import plain_difference

SEED = 2290
Make = Callable[..., Run]


@pytest.fixture(scope="module")
def table(run: Run) -> pd.DataFrame:
    return compare(run)


@pytest.fixture
def make(synthetic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:  # type: ignore[no-untyped-def]
    """make(effects of the surge_offer, ...): a run of 400 members; all have the same random numbers by default."""
    number = iter(range(100))

    def build(effects: tuple[float, float, float] | None = None, **more: object) -> Run:
        with monkeypatch.context() as patch:
            if effects is not None:
                patch.setitem(synthetic.BRANCHES, "surge_offer", effects)
            made: Run = synthetic.write_run(tmp_path / f"run{next(number)}", **{"draws": 80, "short": 0, **more})
        return made

    return build


def row(table: pd.DataFrame, branch: str, target: str) -> pd.Series:
    chosen = table[(table.branch == branch) & (table.target == target)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_that_every_branch_but_the_reference_and_every_headline_has_a_row(run: Run, table: pd.DataFrame) -> None:
    assert tuple(table.columns) == COLUMNS
    targets = [headline.target for headline in headlines(Members(run))]
    branches = [name for name in run.manifest.branches if name != "muddle_through"]
    assert list(zip(table.branch, table.target, strict=True)) == [(b, t) for b in branches for t in targets]
    assert table.notna().all().all()
    assert (table.low <= table.high).all() and table.in_favour.between(0.0, 1.0).all()


def test_that_differences_are_those_of_the_files_and_of_the_branch_table(run: Run, table: pd.DataFrame) -> None:
    write_summaries(run)
    frame = pq.read_table(run.path / "differences.parquet").to_pandas()
    for shown in branch_table(run).rows:
        for branch, cell in shown.cells.items():
            if cell.paired is None:
                continue
            one = row(table, branch, shown.headline.target)
            assert (one.value, one.mcse, one.n) == tuple(cell.paired.difference)
            kind = {"median": "quantile", "probability": "mean"}.get(shown.headline.statistic, shown.headline.statistic)
            stored = frame[(frame.scenario_id == branch) & (frame.target == one.target) & (frame.output_type == kind)]
            assert [(r.value, r.mcse, r.n) for r in stored.itertuples()] in ([tuple(cell.paired.difference)], [])


def test_that_a_mean_and_its_band_are_those_of_a_calculation_by_hand(run: Run, table: pd.DataFrame) -> None:
    one = row(table, "europe_led", "losses_ua_w104")
    gap = run.column("europe_led", "losses_ua_w104").astype(float) - run.column("muddle_through", "losses_ua_w104")
    by_hand = mean(gap, Clusters(run.clusters)).estimate
    assert (one.value, one.mcse) == pytest.approx((by_hand.value, by_hand.mcse)) and one.n == gap.size
    draws = gap[:995].reshape(199, 5)  # the last draw is short
    means = draws.mean(axis=1)
    between = means.var(ddof=1) - draws.var(axis=1, ddof=1).mean() / 5
    own = means.mean() + np.sqrt(between / means.var()) * (means - means.mean())
    assert [one.low, one.high] == pytest.approx(np.quantile(own, [0.1, 0.9]), abs=0.05 * own.std())
    assert one.in_favour == pytest.approx(np.mean(own > 0.0), abs=0.01)
    raw = np.quantile(means, [0.1, 0.9])
    assert raw[0] < one.low < one.high < raw[1]


def test_that_exchanging_the_branches_turns_a_difference_round(run: Run, table: pd.DataFrame) -> None:
    back = compare(run, reference="no_aid")
    for target in ("ceasefire_by_w104", "losses_ru_w104", "complete_defeat"):
        forth, turned = row(table, "no_aid", target), row(back, "muddle_through", target)
        assert turned.value == -forth.value and turned.mcse == pytest.approx(forth.mcse)
        assert (turned.low, turned.high) == pytest.approx((-forth.high, -forth.low))
        assert turned.in_favour == pytest.approx(1.0 - forth.in_favour)
    assert row(table, "no_aid", "complete_defeat").in_favour == 0.5  # never happens in either


def test_that_without_replicates_the_share_is_the_raw_one_and_there_is_no_band(make: Make) -> None:
    single = make(replicates=1, draws=200)
    one = row(compare(single), "no_aid", "losses_ua_w104")
    gap = single.column("no_aid", "losses_ua_w104").astype(float) - single.column("muddle_through", "losses_ua_w104")
    assert np.isnan(one.low) and np.isnan(one.high)
    assert one.in_favour == pytest.approx(np.mean(gap > 0.0) + 0.5 * np.mean(gap == 0.0))


def test_that_two_runs_are_paired_member_by_member(make: Make) -> None:
    first, second = make((0.8, -0.4, 0.92)), make()
    found = compare(first, second)
    assert set(found.branch) == set(first.manifest.branches)
    same = found[found.branch != "surge_offer"]
    assert (same.value == 0.0).all() and (same.mcse == 0.0).all() and (same.in_favour == 0.5).all()
    one = row(found, "surge_offer", "ceasefire_by_w104")
    gap = (first.column("surge_offer", "ceasefire_week") <= 104) * 1.0
    gap -= second.column("surge_offer", "ceasefire_week") <= 104
    by_hand = mean(gap, Clusters(first.clusters)).estimate
    assert (one.value, one.mcse, one.n) == pytest.approx(tuple(by_hand)) and one.value > 0.0
    apart = [
        mean(r.column("surge_offer", "ceasefire_week") <= 104, Clusters(r.clusters)).estimate for r in (first, second)
    ]
    assert one.mcse < np.hypot(apart[0].mcse, apart[1].mcse)


def test_that_only_outcomes_for_the_same_week_are_compared_between_runs(make: Make) -> None:
    long, short = make(), make(horizon=160)
    targets = set(compare(long, short).target)
    assert "ceasefire_by_w104" in targets and "complete_defeat" not in targets and "durable_5y" not in targets


def test_that_runs_with_other_members_are_refused_and_the_difference_is_named(make: Make) -> None:
    first = make()
    inputs = make()
    shutil.rmtree(inputs.path / "draws")
    shutil.copytree(make(seed=6).path / "draws", inputs.path / "draws")
    fewer = make()
    fewer.manifest = fewer.manifest.model_copy(update={"branches": ("elsewhere",)})
    seed = make()
    seed.manifest = seed.manifest.model_copy(update={"seed": 8})
    for other, text in (
        (seed, r"cannot be paired with \w+: seed 7 here, 8 there"),
        (make(layout="sobol"), "design mc here, sobol there"),
        (make(draws=40, replicates=10), "replicates 5 here, 10 there"),
        (make(draws=70), "members 400 here, 350 there"),
        (inputs, "the draws of agreement_hazard differ"),
        (fewer, "they have no branch in common"),
    ):
        with pytest.raises(ResultError, match=text) as caught:
            compare(first, other)
        assert len(str(caught.value).splitlines()) == 1


def test_that_an_unknown_reference_and_two_questions_at_once_are_refused(run: Run) -> None:
    with pytest.raises(ResultError, match=r"has no branch 'no_ad'; did you mean 'no_aid'\?|no_aid"):
        compare(run, reference="no_ad")
    with pytest.raises(ValueError, match="not both"):
        compare(run, run, "no_aid")


def test_that_an_unknown_error_is_null_in_json(make: Make) -> None:
    members = Members(make(draws=2, replicates=1, short=1))
    assert members.clusters.count == 1
    first = next(branch_differences(members, members.reference, ["no_aid"]))
    found = json.loads(json.dumps(plain_difference(first, members.reference), allow_nan=False))
    assert found["difference"]["mcse"] is None and found["low"]["value"] is None
    assert found["difference"]["value"] == first.paired.difference.value
