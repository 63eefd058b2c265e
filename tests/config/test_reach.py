"""An override of one branch does not reach the branches whose files extend it: a warning says so, with the fix."""

from pathlib import Path

import pytest

from forecast.config import load_experiment, load_points
from forecast.errors import Problem

DEADLINE = "branches.threat.offer.deadline=4 weeks"
WARNING = Problem(
    f"--set {DEADLINE}",
    "does not reach branch 'bluff', whose file extends the file of 'threat'; to change them too, "
    "add --set 'branches.bluff.offer.deadline=4 weeks'",
)


def warnings(path: Path, *overrides: str) -> list[Problem]:
    found: list[Problem] = []
    load_experiment(path, overrides, found.append)
    return found


def test_that_a_branch_built_on_the_overridden_one_is_named(minimal: Path) -> None:
    assert warnings(minimal, DEADLINE) == [WARNING]


def test_that_the_warning_is_true_and_its_fix_ends_it(minimal: Path) -> None:
    def deadlines(*texts: str) -> list[object]:
        branches = load_experiment(minimal, texts).branches
        return [branches[name].offer.deadline for name in ("threat", "bluff")]

    fix = "branches.bluff.offer.deadline=4 weeks"
    assert deadlines(DEADLINE) == [4.0, 8.0]
    assert deadlines(DEADLINE, fix) == [4.0, 4.0]
    assert warnings(minimal, DEADLINE, fix) == []
    assert warnings(minimal, fix, DEADLINE) == []
    assert warnings(minimal, DEADLINE, "branches.bluff.offer={announced: 5 weeks}") == []


@pytest.mark.parametrize(
    "text",
    [
        "branches.bluff.offer.deadline=4 weeks",
        "branches.wait.sanctions.surge_from=10 weeks",
        "branches.threat=branches/wait.yaml",
        "horizon=11 years",
        # `bluff` writes a value of its own here, so it is meant to differ
        "branches.threat.offer.if_refused.executed=40 %",
    ],
)
def test_that_nothing_is_said_where_nothing_is_missed(text: str, minimal: Path) -> None:
    assert warnings(minimal, text) == []


@pytest.mark.parametrize(
    "text",
    ["branches.threat.package.neutrality=true", "branches.threat.offer.if_refused={executed: always}"],
)
def test_that_a_new_value_and_a_mapping_count_too(text: str, minimal: Path) -> None:
    assert [problem.where for problem in warnings(minimal, text)] == [f"--set {text}"]


def test_that_only_the_last_of_equal_overrides_counts(minimal: Path) -> None:
    assert warnings(minimal, "branches.threat.offer.deadline=9 weeks", DEADLINE) == [WARNING]


def test_that_every_branch_is_named_however_it_extends(minimal: Path) -> None:
    Path("branches/third.yaml").write_text("extends: bluff.yaml\n")
    minimal.write_text(
        minimal.read_text().replace(
            "  bluff: branches/bluff.yaml\n",
            "  bluff: branches/bluff.yaml\n  third: branches/third.yaml\n"
            "  inline: {extends: branches/threat.yaml, about: written here}\n  twin: branches/threat.yaml\n",
        )
    )
    (only,) = warnings(minimal, DEADLINE)
    assert "branches 'bluff', 'third', 'inline', whose files extend the file of 'threat'" in only.message
    assert only.message.count("--set ") == 3


def test_that_a_study_that_extends_another_warns_alike(minimal: Path) -> None:
    over = Path("over.yaml")
    over.write_text(
        f"extends: {minimal}\nbranches:\n  threat: {{pressure: 5 %}}\n"
        "  bluff: {offer: {if_refused: {executed: 10 %}}}\n"
    )
    assert warnings(over, DEADLINE) == [WARNING]


def test_that_a_sweep_warns_once(minimal: Path) -> None:
    found: list[Problem] = []
    points = load_points(minimal, ["sweep={design.seed: [1, 2, 3]}", DEADLINE], found.append)
    assert len(points) == 3
    assert found == [WARNING]
