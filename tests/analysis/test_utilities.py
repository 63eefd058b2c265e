"""Utilities are the stated weighted sums; rank, share of draws and regret follow from them member by member."""

from types import SimpleNamespace

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters, mean
from forecast.analysis.members import Members
from forecast.analysis.utilities import Utilities, utilities
from forecast.analysis.utility_sets import SETS, SPILLOVER, TERMS, UtilitySet
from forecast.store.reader import Run
from forecast.store.variables import member_variables
from forecast.text.utility_text import notes, plain_utilities, utilities_text

PEACE = UtilitySet("peace", "peace that lasts", {"durable_peace": 3.0})
BOTH = UtilitySet("both", "peace and no collapse", {"durable_peace": 3.0, "collapse": 1.0})


def made(columns: dict[str, dict[str, list[float]]], replicates: int = 2) -> Members:
    """Members of a made-up run: by column and branch one value a member."""
    first = next(iter(columns.values()))
    count = len(next(iter(first.values())))
    draw = np.arange(count) // replicates
    found = SimpleNamespace(
        count=count,
        manifest=SimpleNamespace(branches=tuple(first), members=count, sides=("ua", "ru"), donors=("us", "europe")),
        run=SimpleNamespace(columns=tuple(columns)),
        variables=dict.fromkeys(columns),
        draw=draw,
        clusters=Clusters(draw),
        values=lambda branch, name: np.asarray(columns[name][branch], dtype=np.float64),
    )
    return found  # type: ignore[return-value]


@pytest.fixture(scope="module")
def found(run: Run) -> Utilities:
    return utilities(Members(run))


def test_that_weights_add_up_to_a_hundred_and_name_terms_that_can_be_measured(run: Run) -> None:
    terms = {term.name: term for term in TERMS}
    assert len(SETS) == 4
    for chosen in SETS:
        assert sum(chosen.weights.values()) == 100.0
        assert set(chosen.weights) == set(terms)
        assert sorted(chosen.weights.values())[-2] < chosen.weights[chosen.heaviest]
    assert [s.heaviest for s in SETS] == ["losses_defender", "sovereignty", "cost", "durable_peace"]
    known = {v.name for v in member_variables(run.experiment)}
    for term in (*TERMS, *(term for term, _ in SPILLOVER)):
        for measure in term.measures:
            assert set(measure.named(run.manifest.sides, run.manifest.donors).columns) <= known, term.name


def test_that_mean_utility_is_the_weighted_sum_of_scaled_mean_outcomes(run: Run, found: Utilities) -> None:
    assert [r.set.name for r in found.rankings] == [s.name for s in SETS]
    for ranking in found.rankings:
        assert ranking.missing == ()
        for branch, worth in ranking.worth.items():
            by_hand = 0.0
            for term, weight in ranking.set.weights.items():
                columns, worst, best, _ = found.measures[term]
                amount = sum(float(run.column(branch, column).astype(float).mean()) for column in columns)
                by_hand += weight * (amount - worst) / (best - worst)
            assert worth.utility.value == pytest.approx(by_hand, abs=1e-9)


def test_that_order_and_gaps_follow_from_the_means(found: Utilities) -> None:
    for ranking in found.rankings:
        means = [ranking.worth[branch].utility.value for branch in ranking.order]
        assert means == sorted(means, reverse=True)
        assert ranking.worth[ranking.order[0]].behind is None
        for branch, value in zip(ranking.order[1:], means[1:], strict=True):
            gap = ranking.worth[branch].behind
            assert gap is not None and gap.value == pytest.approx(value - means[0], abs=1e-9)
            assert gap.mcse > 0.0


def test_that_regret_is_taken_member_by_member() -> None:
    durable = {"a": [1, 0, 1, 1, 0, 0], "b": [0, 1, 1, 0, 0, 0], "c": [0, 0, 1, 0, 0, 0]}
    (ranking,) = utilities(made({"durable_5y": durable}), (PEACE,)).rankings
    assert ranking.order == ("a", "b", "c")
    assert [ranking.worth[b].utility.value for b in "abc"] == pytest.approx([300 / 6, 200 / 6, 100 / 6])
    assert [ranking.worth[b].regret.value for b in "abc"] == pytest.approx([100 / 6, 200 / 6, 300 / 6])
    assert [ranking.worth[b].regret_high.value for b in "abc"] == pytest.approx([50.0, 100.0, 100.0])
    wanted = mean([0.0, 100.0, 0.0, 0.0, 0.0, 0.0], Clusters([0, 0, 1, 1, 2, 2])).estimate
    assert ranking.worth["a"].regret == wanted and wanted.mcse > 0.0


def test_that_regret_ranks_as_utility_does_and_is_never_below_zero(found: Utilities) -> None:
    for ranking in found.rankings:
        worths = [ranking.worth[branch] for branch in ranking.order]
        sums = {round(w.utility.value + w.regret.value, 6) for w in worths}
        assert len(sums) == 1  # the mean over members of the best branch of each
        assert all(w.regret.value >= 0.0 and w.regret_high.value >= 0.0 for w in worths)


def test_that_the_share_of_draws_is_that_of_the_draws_means_and_equal_branches_share() -> None:
    durable = {"a": [1, 1, 0, 0, 1, 1], "b": [0, 1, 1, 0, 1, 1], "twin": [0, 1, 1, 0, 1, 1]}
    (ranking,) = utilities(made({"durable_5y": durable}), (PEACE,)).rankings
    shares = {branch: worth.best for branch, worth in ranking.worth.items()}
    assert shares["a"].value == pytest.approx((1.0 + 0.0 + 1.0 / 3.0) / 3.0)
    assert shares["b"].value == shares["twin"].value == pytest.approx((0.0 + 0.5 + 1.0 / 3.0) / 3.0)
    assert shares["a"].n == 3 and shares["a"].mcse > 0.0
    assert ("b", "twin") not in ranking.ahead and ("twin", "b") not in ranking.ahead


def test_that_shares_of_draws_add_up_to_one(found: Utilities) -> None:
    for ranking in found.rankings:
        assert sum(worth.best.value for worth in ranking.worth.values()) == pytest.approx(1.0)


def test_that_a_missing_term_is_named_and_the_others_keep_the_scale() -> None:
    found = utilities(made({"durable_2y": {"a": [1, 1], "b": [0, 1]}}, replicates=1), (BOTH,))
    (ranking,) = found.rankings
    assert ranking.missing == ("collapse",) and [term.name for term in found.missing] == ["collapse"]
    assert ranking.worth["a"].utility.value == 100.0
    note = "no column for collapse. What it lacks is not counted, and the other weights are scaled up."
    assert note in utilities_text(found, 200)


def test_that_a_short_run_leaves_out_what_it_cannot_judge_and_says_so(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    year = utilities(Members(synthetic.write_run(tmp_path / "year", draws=30, horizon=52)))
    assert [r.set.name for r in year.rankings] == ["casualty-first", "sovereignty-first"]
    assert year.measures["losses_defender"].columns == ("losses_ua_w52",)
    said = utilities_text(year, 300)
    assert "cost-first is left out" in said and "stability-first is left out" in said
    month = utilities(Members(synthetic.write_run(tmp_path / "month", draws=30, horizon=4)))
    assert month.rankings == () and "casualty-first is left out" in utilities_text(month)


def test_that_land_in_place_of_sovereignty_is_said() -> None:
    index = {"sovereignty_w520": {"a": [0.4, 0.5], "b": [0.8, 0.7]}}
    land = {"share_pre2022_w520": {"a": [0.8, 0.8], "b": [0.8, 0.8]}}
    chosen = (UtilitySet("s", "sovereignty", {"sovereignty": 1.0}),)
    without = utilities(made(land, 1), chosen)
    assert "neutrality and limits on its forces are not in it" in " ".join(notes(without))
    both = utilities(made({**index, **land}, 1), chosen)
    assert both.measures["sovereignty"].columns == ("sovereignty_w520",)
    assert "neutrality" not in " ".join(notes(both))
    assert both.rankings[0].worth["a"].utility.value == pytest.approx(45.0)


def test_that_spillover_counts_only_when_asked_for() -> None:
    spill = {term.measures[0].columns[0]: {"a": [0.5, 0.5], "b": [0.0, 0.0]} for term, _ in SPILLOVER}
    columns = {"durable_5y": {"a": [1.0, 0.0], "b": [1.0, 0.0]}, **spill}
    outside = utilities(made(columns, 1), (PEACE,))
    inside = utilities(made(columns, 1), (PEACE,), spillover=True)
    assert outside.rankings[0].worth["a"].utility == outside.rankings[0].worth["b"].utility
    assert "(spillover) is not counted" in utilities_text(outside, 200)
    weights = [3.0, *(weight for _, weight in SPILLOVER)]
    assert inside.rankings[0].worth["a"].utility.value == pytest.approx(np.average([50.0] * 4, weights=weights))
    assert inside.rankings[0].worth["b"].utility.value == pytest.approx(
        np.average([50.0, 100, 100, 100], weights=weights)
    )
    assert "spillover" not in utilities_text(inside, 200)


def test_that_weights_have_to_be_above_zero() -> None:
    for weights in ({}, {"cost": 0.0}, {"cost": -1.0}, {"cost": float("nan")}):
        with pytest.raises(ValueError, match="above 0"):
            UtilitySet("s", "about", weights)


def test_that_every_printed_number_has_an_error_and_json_has_them_all(found: Utilities) -> None:
    for ranking in plain_utilities(found)["sets"]:
        for worth in ranking["branches"].values():
            for name in ("utility", "best_in_draws", "regret", "regret_q90"):
                assert worth[name]["mcse"] is not None and worth[name]["n"] > 0
    numbers = [
        line for line in utilities_text(found, 100).splitlines() if line.startswith("  ") and "regret" not in line
    ]
    assert len(numbers) == 4 * 5 and all(line.count("±") >= 4 - line.count("none") for line in numbers)
