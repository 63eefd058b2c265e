"""The error that a stopped run states covers the truth as often as it should, although the error decides the stop."""

import numpy as np
import pytest

from forecast.analysis.members import Members
from forecast.analysis.precision import Verdict, check
from forecast.config.models import Experiment
from forecast.config.stopping import Asked, Stopping
from studies.precision.coverage import NORMAL, stops, with_design
from studies.precision.held_run import Columns, HeldRun

BRANCH, REFERENCE = "surge_offer", "muddle_through"
SHIFT, MOST, REPLICATES = 0.06, 32_768, 16
TRUTH = {REFERENCE: 0.3, BRANCH: 0.3 + SHIFT}


@pytest.fixture(scope="module")
def two_branches(synthetic) -> Experiment:  # type: ignore[no-untyped-def]
    exp = synthetic.experiment("mc", 256, REPLICATES, 26, 1, None)
    kept = {name: branch for name, branch in exp.branches.items() if name in TRUTH}
    return exp.model_copy(update={"branches": kept, "success": {}})  # type: ignore[no-any-return]


def made_up(rng: np.random.Generator, rare: float = 1.0) -> Columns:
    """An event whose chance differs between draws; both branches have the same draws and random numbers."""
    chance = np.repeat(rng.beta(3.0, 7.0, MOST // REPLICATES), REPLICATES)
    luck = rng.random(MOST)
    both = {REFERENCE: chance * rare, BRANCH: chance * (0.3 + SHIFT) / 0.3 * rare}
    return {branch: {"neutral": luck < level} for branch, level in both.items()}


def stopped(exp: Experiment, columns: Columns, rule: Stopping) -> Verdict:
    for held in stops(exp, columns, rule, 256):
        verdict = check(Members(held), rule)
        if verdict.stops:
            return verdict
    raise AssertionError


@pytest.mark.parametrize("layout", ["mc", "sobol"])
@pytest.mark.parametrize("paired", [False, True])
def test_that_stated_errors_cover_the_truth(two_branches: Experiment, seed: int, layout: str, paired: bool) -> None:
    exp, seeds = with_design(two_branches, layout=layout), 150
    rng = np.random.default_rng(seed)
    covered, members = [], set()
    for _ in range(seeds):
        columns = made_up(rng)
        pair = {"branch": BRANCH, "minus": REFERENCE} if paired else {}
        error = rng.uniform(0.0016, 0.0038) if paired else rng.uniform(0.0045, 0.0105)
        rule = Stopping(asked=(Asked(outcome="neutral", mcse=error, **pair),), max_members=MOST)
        verdict = stopped(exp, columns, rule)
        members.add(verdict.members)
        for criterion in verdict.criteria:
            truth = SHIFT if paired else TRUTH[criterion.name.removeprefix("neutral of ")]
            covered.append(abs(criterion.value - truth) <= NORMAL * criterion.mcse)
    assert len(members) >= 3  # runs end at different checks, so the error does decide
    assert 0.88 <= np.mean(covered) <= 0.99  # with an error from single members it would be 0.80


def test_that_a_rare_event_does_not_end_a_run_before_it_comes(two_branches: Experiment, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rule = Stopping(asked=(Asked(outcome="neutral", mcse=0.0025),), max_members=MOST)
    none_yet, covered = 0, []
    for _ in range(60):
        columns = made_up(rng, rare=0.0005)
        none_yet += not any(HeldRun(two_branches, columns, 4_096).column(b, "neutral").any() for b in TRUTH)
        verdict = stopped(two_branches, columns, rule)
        assert verdict.members > 4_096
        for criterion in verdict.criteria:
            truth = 0.0005 * TRUTH[criterion.name.removeprefix("neutral of ")]
            covered.append(abs(criterion.value - truth) <= NORMAL * 0.0025)
    assert none_yet >= 10  # whose error was 0
    assert np.mean(covered) >= 0.95
