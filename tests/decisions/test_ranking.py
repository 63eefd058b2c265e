"""Best branch, regret, worst tenth and ties of made-up draws, which are known by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from forecast.analysis.draw_band import draw_band
from forecast.decisions.ranking import rank

SEED = 11
NAMES = ("safe", "poor", "bold")


def three(table: SimpleNamespace) -> np.ndarray:
    """60 in every draw; 50 in every draw; 80 in half of the draws and 20 in the others."""
    half = np.random.default_rng(SEED).permutation(table.count) % 2 == 0
    bold = np.where(half[table.index], 80.0, 20.0)
    return np.stack([np.full(bold.size, 60.0), np.full(bold.size, 50.0), bold])


def test_that_the_case_by_hand_comes_out(make) -> None:
    table = make.table(160, 2)
    found = rank(table, three(table), NAMES)
    expected = {
        #        utility, best, regret, regret 90%, worst tenth
        "safe": (60.0, 0.5, 10.0, 20.0, 60.0),
        "poor": (50.0, 0.0, 20.0, 30.0, 50.0),
        "bold": (50.0, 0.5, 20.0, 40.0, 20.0),
    }
    for branch, numbers in expected.items():
        worth = found.values[branch]
        got = [x.value for x in (worth.utility, worth.best, worth.regret, worth.regret_high, worth.worst)]
        assert got == pytest.approx(numbers, abs=1e-6), branch
    assert found.order[0] == "safe"
    assert found.least_regret == found.best_worst == ("safe",)
    # nobody knows which draw is true: bold is worse on average, and still no worse in half of the draws
    assert found.groups == (("safe", "bold"), ("poor",))
    assert found.gaps["safe", "bold"].ties == ("draws",)
    assert found.gaps["safe", "poor"].is_clear
    assert [x.value for x in (found.gaps["safe", "bold"].low, found.gaps["safe", "bold"].high)] == [-20.0, 40.0]


def test_that_changing_every_sign_turns_the_order_round(make) -> None:
    table = make.table(160, 2)
    there, back = rank(table, three(table), NAMES), rank(table, -three(table), NAMES)
    assert back.values["safe"].utility.value == -60.0 and back.order[-1] == "safe"
    for a in NAMES:
        for b in NAMES:
            if a != b:
                assert back.gaps[a, b].difference.value == there.gaps[b, a].difference.value
                assert back.gaps[a, b].ties == there.gaps[a, b].ties
                assert there.gaps[a, b].low.value == -there.gaps[b, a].high.value


def test_that_equal_branches_are_tied(make) -> None:
    table = make.table(64, 3)
    values = np.random.default_rng(SEED).normal(50.0, 9.0, table.index.size)
    found = rank(table, np.stack([values] * 3), NAMES)
    assert found.groups == (found.order,) and set(found.order) == set(NAMES)
    for lead in found.gaps.values():
        assert lead.ties == ("chance", "small", "draws")
    for worth in found.values.values():
        assert worth.best.value == pytest.approx(1.0 / 3.0) and worth.regret.value == pytest.approx(0.0, abs=1e-6)
    assert set(found.least_regret) == set(found.best_worst) == set(NAMES)


@pytest.mark.parametrize(
    ("lead", "ties"),
    [(0.9, ("small",)), (1.1, ()), (-0.9, ("small",)), (-1.1, ())],
)
def test_that_a_small_difference_is_a_tie_however_sure_it_is(make, lead: float, ties: tuple[str, ...]) -> None:
    table = make.table(64, 2)
    values = np.random.default_rng(SEED).normal(50.0, 9.0, table.index.size)
    assert rank(table, np.stack([values + lead, values]), ("a", "b")).gaps["a", "b"].ties == ties


def test_that_a_difference_within_its_error_is_a_tie(make) -> None:
    table = make.table(20, 2)
    rng = np.random.default_rng(SEED)
    values = np.stack([rng.normal(54.0, 30.0, 40), rng.normal(50.0, 30.0, 40)])
    assert "chance" in rank(table, values, ("a", "b")).gaps["a", "b"].ties


def test_that_chance_makes_no_regret(make) -> None:
    """Two branches with one true utility: all differences between draws are chance of ten members each."""
    table = make.table(1000, 10)
    values = np.random.default_rng(SEED).normal(50.0, 20.0, (2, table.index.size))
    noisy = values.reshape(2, 1000, 10).mean(axis=2)
    raw = float((noisy.max(axis=0) - noisy[0]).mean())
    found = rank(table, values, ("a", "b"))
    assert raw > 3.0
    assert found.noise_removed and found.values["a"].regret.value < 0.35 * raw


def test_that_the_share_of_draws_is_that_of_the_truth(make) -> None:
    """The true lead of a draw is normal with mean 1 and deviation 3; chance adds twice as much noise."""
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    draws, replicates = 4000, 10
    table = make.table(draws, replicates)
    truth = np.stack([1.0 + rng.normal(0.0, 3.0, draws), np.zeros(draws)])
    values = truth[:, table.index] + rng.normal(0.0, 14.0, (2, draws * replicates))
    found = rank(table, values, ("a", "b"))
    best = found.values["a"].best
    assert best.value == pytest.approx((truth[0] > 0.0).mean(), abs=0.03)
    noisy = values.reshape(2, draws, replicates).mean(axis=2)
    assert abs((noisy[0] > noisy[1]).mean() - best.value) > 0.03  # the noise matters here
    assert found.values["a"].regret.value == pytest.approx(np.maximum(-truth[0], 0.0).mean(), rel=0.15)
    house = draw_band(values[0] - values[1], table.index, table.members.clusters)
    assert found.gaps["a", "b"].low.value == pytest.approx(house.low.value, rel=0.01)
    assert found.gaps["a", "b"].high.value == pytest.approx(house.high.value, rel=0.01)


def test_that_a_weight_of_zero_leaves_a_draw_out(make) -> None:
    rng = np.random.default_rng(SEED)
    table, half = make.table(320, 4), make.table(160, 4)
    values = rng.normal(50.0, 8.0, (3, 320))[:, table.index] + rng.normal(0.0, 5.0, (3, table.index.size))
    weighted = rank(table, values, NAMES, np.repeat([2.0, 0.0], 160))
    left = rank(half, values[:, : half.index.size], NAMES)
    assert weighted.effective_draws == pytest.approx(160.0) and left.effective_draws == 160.0
    for branch in NAMES:
        for a, b in zip(weighted.values[branch].__dict__.values(), left.values[branch].__dict__.values(), strict=True):
            assert a.value == pytest.approx(b.value, rel=0.02, abs=0.01)
        assert weighted.values[branch].utility.value == pytest.approx(left.values[branch].utility.value, rel=1e-12)


def test_that_the_error_with_weights_is_the_spread_over_many_runs(make) -> None:
    rng = np.random.default_rng(SEED)
    table, found = make.table(96, 2, clusters=32), []
    for _ in range(150):
        level = rng.normal(0.0, 5.0, (2, 96))
        weights = np.exp(0.4 * level[0] / 5.0)  # the belief depends on what the utility depends on
        values = 50.0 + level[:, table.index] + rng.normal(0.0, 3.0, (2, 192))
        lead = rank(table, values, ("a", "b"), weights).gaps["a", "b"].difference
        found.append((lead.value, lead.mcse))
    leads, errors = np.array(found).T
    assert errors.mean() == pytest.approx(leads.std(), rel=0.15)
    assert leads.mean() == pytest.approx(0.4 * 5.0, abs=0.35)  # tilting by exp(0.4 z) moves the mean by 0.4 deviations


@pytest.mark.parametrize("weights", [np.ones(3), -np.ones(64), np.zeros(64), np.full(64, np.nan)])
def test_that_weights_that_are_none_are_refused(make, weights: np.ndarray) -> None:
    table = make.table(64, 2)
    with pytest.raises(ValueError, match="64 weights"):
        rank(table, three(table), NAMES, weights)


def test_that_draws_of_one_member_keep_their_noise_and_say_so(make) -> None:
    table = make.table(64, 1)
    found = rank(table, three(table), NAMES)
    assert not found.noise_removed and found.values["safe"].regret.value == pytest.approx(10.0)


def test_that_one_branch_is_the_best_one(make) -> None:
    table = make.table(64, 2)
    found = rank(table, three(table)[:1], NAMES[:1])
    assert found.groups == (("safe",),) and found.values["safe"].best.value == 1.0
