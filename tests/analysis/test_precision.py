"""The stopping rule: it compares the errors of the files, and is not deceived by what has not happened yet."""

import math
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.members import Members
from forecast.analysis.precision import LEAST_DIFFERENT, Criterion, Verdict, check, checkpoints
from forecast.analysis.targets import estimates_of
from forecast.config.stopping import Asked, Stopping
from forecast.store.faults import Failed
from forecast.store.reader import Run

PAIR = {"branch": "surge_offer", "minus": "muddle_through"}


def rule(*asked: Asked, most: int = 1_000) -> Stopping:
    return Stopping(asked=asked, max_members=most)


def flag(outcome: str, mcse: float) -> Stopping:
    return rule(Asked(outcome=outcome, mcse=mcse))


@pytest.mark.parametrize("layout", ["mc", "sobol"])
def test_that_values_and_errors_are_those_of_the_files(synthetic, tmp_path: Path, layout: str) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", layout=layout)
    outcomes = "durable_5y", "ceasefire_by_w104", "losses_ua_w104", "oped_success"
    asked = [Asked(outcome=name, mcse=1.0) for name in outcomes]
    pairs = [Asked(outcome=name, mcse=1.0, **PAIR) for name in outcomes]
    verdict = check(run, rule(*asked, *pairs))
    members = Members(run)
    found = {criterion.name: (criterion.value, criterion.mcse) for criterion in verdict.criteria}
    assert len(found) == 4 * 5 + 4
    for name in outcomes:
        for branch in run.manifest.branches:
            assert found[f"{name} of {branch}"] == estimates_of(members, branch, name).mean[:2]
        paired = estimates_of(members, "surge_offer", name).paired
        assert paired is not None and paired.difference.mcse > 0.0
        assert found[f"{name} of surge_offer - muddle_through"] == paired.difference[:2]


def test_that_it_asks_for_every_branch_and_every_difference(run: Run) -> None:
    members = Members(run)
    errors = [estimates_of(members, branch, "durable_5y").mean.mcse for branch in run.manifest.branches]
    assert check(members, flag("durable_5y", max(errors))).met
    assert not check(members, flag("durable_5y", 0.999 * max(errors))).met
    paired = estimates_of(members, "surge_offer", "durable_5y").paired
    assert paired is not None
    wide, both = Asked(outcome="durable_5y", mcse=1.0), Asked(outcome="durable_5y", mcse=paired.difference.mcse, **PAIR)
    assert check(members, rule(wide, both)).met
    assert not check(members, rule(wide, both.model_copy(update={"mcse": 0.999 * both.mcse}))).met


def test_that_an_event_that_has_not_come_yet_is_no_certainty(run: Run) -> None:
    (first, *_) = check(run, flag("complete_defeat", 0.01)).criteria
    assert (first.value, first.mcse) == (0.0, 0.0)
    assert first.guarded == pytest.approx(math.sqrt(2.0) / 204.0, rel=0.02)
    assert 1.96 * first.guarded == pytest.approx(3.0 / 200.0, rel=0.11)  # the rule of three, over draws
    assert first.met
    tight = check(run, flag("complete_defeat", 0.005))
    assert not tight.met
    assert "complete_defeat of muddle_through is too rare so far: its standard error may be 0.00686, asked 0.005" in (
        tight.reason
    )


def test_that_no_difference_yet_is_no_certainty(run: Run) -> None:
    asked = Asked(outcome="complete_defeat", mcse=0.005, **PAIR)
    (criterion,) = check(run, rule(asked)).criteria
    assert (criterion.value, criterion.mcse, criterion.met) == (0.0, 0.0, False)
    assert criterion.guarded == pytest.approx(math.sqrt(2.0) / 202.0)


def test_that_a_constant_says_nothing_of_its_error(run: Run) -> None:
    verdict = check(run, flag("treaty_transfer_km2", 1.0))
    assert not verdict.met and all(math.isnan(criterion.guarded) for criterion in verdict.criteria)
    assert "treaty_transfer_km2 of muddle_through is the same in nearly all draws, so its standard" in verdict.reason


@pytest.mark.parametrize("layout", ["mc", "sobol"])
def test_how_many_draws_have_to_differ(synthetic, tmp_path: Path, layout: str) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", layout=layout, draws=256, replicates=4, short=0)
    for draws, known in ((LEAST_DIFFERENT - 1, False), (LEAST_DIFFERENT, True)):
        values = np.zeros(1_024, np.float32)
        values[np.arange(draws) * 4 * 8 + 1] = 1.0
        values[np.arange(draws) * 4 * 8 + 2] = 1.0  # the same draw
        members = Members(run)
        members.arranged = lambda branch, names, v=values, m=members: {"low_weeks": _in_order(m, v)}  # type: ignore[method-assign]
        (criterion, *_) = check(members, flag("low_weeks", 1.0)).criteria
        assert criterion.met is known


def _in_order(members: Members, values: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    target = np.empty_like(values)
    members.ordered_clusters.arrange(0, values, target)  # type: ignore[attr-defined]
    return target


def test_that_failed_members_are_left_out(run: Run) -> None:
    failed = (Failed("no_aid", tuple(range(400)), "made up"),)
    opened = Run(run.path, run.manifest.model_copy(update={"failed": failed}), run.experiment)
    verdict = check(
        opened, rule(Asked(outcome="durable_5y", mcse=1.0), Asked(outcome="force_ua_w52", mcse=9.0, **PAIR))
    )
    members = Members(opened)
    assert verdict.criteria[0].mcse == pytest.approx(estimates_of(members, "muddle_through", "durable_5y").mean.mcse)
    assert verdict.members == run.manifest.members
    (rare, *_) = check(opened, flag("complete_defeat", 1.0)).criteria
    assert rare.guarded == pytest.approx(math.sqrt(2.0) / 124.0, rel=0.03)  # 120 draws are left


def test_that_one_cluster_has_no_error(synthetic, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", draws=1, replicates=50, short=0)
    verdict = check(run, flag("ceasefire_by_w104", 10.0))
    assert not verdict.met
    assert "the standard error of ceasefire_by_w104 of muddle_through is not known, asked 10" in verdict.reason


def test_where_checks_lie(run: Run) -> None:
    exp = run.experiment
    assert checkpoints(exp) == []
    asked = rule(Asked(outcome="durable_5y", mcse=0.1), most=11_000)
    assert checkpoints(exp.model_copy(update={"stopping": asked})) == [1_280, 2_560, 5_120, 10_240]
    with pytest.raises(ValueError, match="no stopping rule"):
        check(run)


def test_that_the_rule_of_the_experiment_is_used(run: Run) -> None:
    exp = run.experiment.model_copy(update={"stopping": flag("durable_5y", 0.5)})
    assert check(Run(run.path, run.manifest, exp)).met


def test_what_a_verdict_says() -> None:
    good = Criterion("durable_5y of wait", 0.3, 0.0019, 0.002, 0.00191)
    bad = Criterion("neutral of wait", 0.3, 0.0031, 0.002, 0.00311)
    done = Verdict(131_072, 200_000, True, (good,))
    assert done.stops and done.reason == (
        "stopped at 131,072 members: all standard errors are as asked: durable_5y of wait 0.0019 (asked 0.002)"
    )
    ended = Verdict(131_072, 200_000, True, (good, bad))
    assert ended.stops and not ended.met
    where, what = ended.reason.split(": ")
    assert where == "stopped at 131,072 members, the last check within max_members 200,000"
    assert what == "the standard error of neutral of wait is 0.0031, asked 0.002"
    more = Verdict(65_536, 200_000, False, (good, *[bad] * 5))
    assert not more.stops
    assert more.reason.startswith("goes on after 65,536 members: the standard error of neutral of wait is 0.0031")
    assert more.reason.endswith("; and 2 more")


@pytest.mark.parametrize("failed", [False, True])
@pytest.mark.parametrize("layout", ["mc", "sobol"])
def test_that_the_error_of_chance_is_that_within_draws(synthetic, tmp_path: Path, layout: str, failed: bool) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", layout=layout)
    if failed:
        left_out = (Failed("no_aid", tuple(range(400)), "made up"),)
        run = Run(run.path, run.manifest.model_copy(update={"failed": left_out}), run.experiment)
    members = Members(run)
    for asked in (Asked(outcome="losses_ua_w104", mcse=1e9), Asked(outcome="losses_ua_w104", mcse=1e9, **PAIR)):
        (criterion, *_) = check(members, rule(asked)).criteria
        values = members.values("muddle_through", "losses_ua_w104")
        if asked.branch is not None:
            values = members.values("surge_offer", "losses_ua_w104") - values
        within = [values[members.draw == draw] for draw in np.unique(members.draw)]
        squares = sum(((part - part.mean()) ** 2).sum() for part in within)
        assert criterion.chance == pytest.approx(
            math.sqrt(squares / (values.size - len(within)) / values.size), rel=1e-5
        )
        assert criterion.chance > 0.0


def test_that_an_error_below_that_of_chance_is_not_believed() -> None:
    lucky = Criterion("neutral of wait", 0.3, 0.0011, 0.002, 0.0011, 0.0021)
    assert not lucky.met
    assert lucky.problem == "chance alone gives neutral of wait a standard error of 0.0021, asked 0.002"
    assert Criterion("neutral of wait", 0.3, 0.0011, 0.002, 0.0011, 0.0019).met


def test_that_one_replicate_shows_no_chance(synthetic, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "run", draws=300, replicates=1, short=0)
    assert {criterion.chance for criterion in check(run, flag("durable_5y", 1.0)).criteria} == {0.0}
