"""PRIM and CART find a planted box among 50 dummies, and are not believed where there is none."""

import subprocess
import sys

import numpy as np
import pytest

from forecast.discovery.boxes import inside
from forecast.discovery.discover import METHODS, Explorer, halves, propose
from forecast.discovery.judge import figures, is_clear
from forecast.discovery.patient import peel, rows_by_weight
from forecast.discovery.stability import refit
from forecast.text.discovery_text import discovery_lines, plain_discovery

TRUTH = {("x0", "above"): 0.6, ("x1", "below"): 0.5}


@pytest.mark.parametrize("method", METHODS)
def test_that_a_planted_box_is_found_and_its_numbers_hold_elsewhere(plant, method: str) -> None:
    box, *_ = METHODS[method](plant(11).sample)
    assert {limit[:2] for limit in box} == set(TRUTH)
    for limit in box:
        assert limit.bound == pytest.approx(TRUTH[limit[:2]], abs=0.06)
    fresh = plant(12, draws=4000)
    chosen = fresh.sample.keeps(box)
    worth = figures(fresh.outcome, fresh.outcome, chosen, np.arange(4000))
    chance = fresh.chance
    assert worth.density.value == pytest.approx(chance[chosen].mean(), abs=2.0 * worth.density.mcse)
    coverage = chance[chosen].sum() / chance.sum()
    assert worth.coverage.value == pytest.approx(coverage, abs=2.0 * worth.coverage.mcse)
    assert coverage > 0.4  # the whole planted box has 48% of all cases


def test_that_held_out_numbers_are_not_flattered_and_searched_ones_are(plant) -> None:
    flattered, honest = [], []
    for seed in range(6):
        noise, fresh = plant(seed, draws=400, inside=0.12, dummies=8), plant(100 + seed, 400, 0.12, 8)
        for box in peel(noise.sample):
            own, other = (
                figures(each.outcome, each.outcome, each.sample.keeps(box), np.arange(400)).lead
                for each in (noise, fresh)
            )
            flattered.append(own.value / own.mcse)
            honest.append(other.value / other.mcse)
    root = np.sqrt(len(honest))
    assert sum(flattered) / root > 3.0 > abs(sum(honest)) / root


def test_that_rows_are_chosen_in_proportion_to_weight() -> None:
    assert rows_by_weight(np.full(7, 3.0)).tolist() == list(range(7))
    rows = rows_by_weight(np.tile([0.0, 1.0, 2.0, 3.0], 100))
    assert np.bincount(rows % 4, minlength=4) == pytest.approx([0, 50, 100, 150], abs=12)
    assert rows.size == 300 and np.bincount(rows).max() == 2  # 1.5 times, rounded


def test_that_whole_clusters_are_held_out() -> None:
    cluster = np.arange(1600) % 16
    searched = halves(cluster, np.random.default_rng(1))
    assert sorted(np.bincount(cluster[searched], minlength=16).tolist()) == [0] * 8 + [100] * 8


def test_that_stability_is_high_for_a_true_limit_and_low_for_a_dummy(plant) -> None:
    sample = plant(11, draws=800).sample
    refits = refit(METHODS["CART"], sample, np.random.default_rng(1))
    true, dummy = (sample.names.index(name) for name in ("x0", "x5"))
    (box, *_) = METHODS["CART"](sample)
    limit = next(limit for limit in box if limit.name == sample.names[true])
    assert refits.stability(limit) >= 0.9
    assert refits.stability(limit._replace(name=sample.names[dummy])) <= 0.2
    low, high = np.quantile(refits.bounds(limit), [0.1, 0.9])
    assert low <= 0.62 and high >= 0.58


def test_that_no_warning_of_a_library_reaches_the_user() -> None:
    code = (
        "import numpy as np; from forecast.discovery.boxes import Sample; from forecast.discovery.patient import peel;"
        "x = np.random.default_rng(1).random((300, 3));"
        "print(peel(Sample(('a', 'b', 'c'), x, (x[:, 0] > 0.6) - 0.4, np.ones(300))))"
    )
    done = subprocess.run([sys.executable, "-W", "default", "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stderr == "" and "Limit(name='a', side='above'" in done.stdout


def test_that_the_box_of_a_made_up_run_is_told_in_words(members, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(METHODS, "PRIM")  # the slower one
    from forecast.discovery.cases import own_case

    case = own_case(members, "ceasefire_by_w104", "surge_offer", None, None, None)
    explorer = Explorer(members)
    found = explorer.discover(case)
    box = found.clear[0]
    assert {limit.prior.name for limit in box.limits} == {"agreement_hazard"}
    assert plain_discovery(found) == plain_discovery(explorer.discover(case)), "same input, other result"
    text = " ".join(" ".join(discovery_lines([found], 100)).split())
    assert "about agreement_hazard (agreement_hazard) is above 0.2" in text
    assert "of its prior [grade C; found again in 20 of 20" in text
    plain = plain_discovery(found)["boxes"][0]
    assert plain["held_out"]["density"]["value"] > plain_discovery(found)["base"]["value"]
    assert all(max(map(len, discovery_lines([found], width))) <= width for width in (60, 100))


@pytest.mark.validate
def test_that_noise_is_rarely_called_a_box(plant) -> None:
    """2.5% of runs in the limit; without the filter of stability, which takes away limits."""
    wrong, runs = 0, 80
    for seed in range(runs):
        noise, fresh = plant(seed, draws=500, inside=0.12, dummies=6), plant(1000 + seed, 500, 0.12, 6)
        boxes = [box for search in METHODS.values() for box in search(noise.sample)]
        leads = (figures(fresh.outcome, fresh.outcome, fresh.sample.keeps(box), np.arange(500)).lead for box in boxes)
        wrong += any(is_clear(lead, 500, len(boxes), True) for lead in leads)
    print(f"seeds 0 to {runs - 1}: {wrong} of {runs} runs of noise have a clear box")
    assert wrong <= 6


@pytest.mark.validate
def test_that_the_whole_search_keeps_the_planted_box_and_drops_the_rest(plant) -> None:
    sample = plant(11).sample
    leading = sample.names[:12]
    found = propose(sample, leading, np.random.default_rng(1))
    assert {candidate.method for candidate in found} == {"PRIM", "CART"}
    for candidate in found:
        assert {limit[:2] for limit in candidate.box} <= set(TRUTH)
        assert inside(candidate.box, lambda name: sample.inputs[:, sample.names.index(name)], 1500).any()
