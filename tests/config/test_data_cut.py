"""The state of the front and week 0: later weeks are refused, an old state is warned of with its place and the fix."""

from pathlib import Path

import pytest

from forecast.config import load_experiment, load_points
from forecast.errors import ConfigError, Problem

LEVEL = "priors.row_level_t0"


def warned(config: Path, *overrides: str) -> list[str]:
    problems: list[Problem] = []
    load_experiment(config, overrides, problems.append)
    again: list[Problem] = []
    load_points(config, overrides, again.append)
    assert again == problems
    return [str(problem) for problem in problems]


def test_that_a_state_of_up_to_four_weeks_is_accepted(minimal: Path) -> None:
    assert warned(minimal) == []  # a state without a date is not judged
    assert warned(minimal, f"{LEVEL}.as_of=2024-12-20") == []
    assert warned(minimal, f"{LEVEL}.as_of=2024-11-22") == []


def test_that_an_old_state_is_warned_of_with_place_and_fix(minimal: Path) -> None:
    (line,) = warned(minimal, f"{LEVEL}.as_of=2024-11-21")
    assert line.startswith("baselines/start.yaml:2:7: baseline.date: week 0 is 2024-12-20, and the state of the front")
    assert "('row_level_t0') ends on 2024-11-21, 4 weeks before" in line
    assert "`forecast calibrate CONFIG --observations FILE --until 2024-12-20`" in line
    (line,) = warned(minimal, f"{LEVEL}.as_of=2024-11-22", "baseline.date=2024-12-21")
    assert line.startswith("--set baseline.date=2024-12-21: baseline.date: week 0 is 2024-12-21")


def test_that_a_state_later_than_week_0_is_refused_with_the_fix(minimal: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_experiment(minimal, [f"{LEVEL}.as_of=2024-12-21"])
    (problem,) = caught.value.problems
    assert (
        "2024-12-21 is after the baseline date 2024-12-20: the state of the front would know weeks" in problem.message
    )
    assert "forecast calibrate CONFIG --observations FILE --until 2024-12-20" in problem.message


def test_that_the_shipped_study_is_current_and_a_moved_date_is_not(root: Path) -> None:
    study = root / "configs" / "offer.yaml"
    assert warned(study) == []
    (line,) = warned(study, "baseline.date=2025-06-01")
    assert "ends on 2024-12-14, 24 weeks before" in line
    assert warned(study, "baseline.date=2025-06-01", "baseline.state.level_t0.as_of=2025-05-31") == []
    with pytest.raises(ConfigError) as caught:
        load_experiment(study, ["baseline.date=2024-11-29"])
    assert any("state.yaml" in str(each) and "--until 2024-11-29" in each.message for each in caught.value.problems)
