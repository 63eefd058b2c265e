"""A changed input does not keep the source and grade of the numbers before."""

from datetime import date
from pathlib import Path

import pytest

from forecast.config import config_hash, load_experiment
from forecast.config.models import Prior

FORCE = "baseline.state.force_low"


def force(config: Path, *overrides: str) -> Prior:
    return load_experiment(config, overrides).priors["force_low"]


def user_file(folder: Path, *lines: str) -> Path:
    path = folder / "mine.yaml"
    state = "".join(f"      {line}\n" for line in lines)
    path.write_text(f"extends: experiment.yaml\nbaseline:\n  state:\n    force_low:\n{state}")
    return path


@pytest.mark.parametrize("change", ["normal: {mean: 700_000}", "fixed: 650_000", "at_least: 2e5", "at_least:"])
def test_that_a_file_without_a_source_is_named_and_graded_a_judgment(minimal: Path, change: str) -> None:
    before = force(minimal)
    assert (before.source, before.grade, before.as_of) == ("invented", "B", date(2024, 12, 20))
    after = force(user_file(minimal.parent, change))
    assert (after.source, after.grade, after.as_of) == ("changed in mine.yaml (no source given)", "C", None)


def test_that_an_override_without_a_source_is_named(minimal: Path) -> None:
    for change in (f"{FORCE}.normal.mean=700_000", f"{FORCE}.fixed=1e6", f"{FORCE}.at_least="):
        after = force(minimal, change)
        assert (after.source, after.grade) == (f"changed by --set {change} (no source given)", "C")


def test_that_a_source_of_the_user_is_carried(minimal: Path) -> None:
    file = user_file(minimal.parent, "fixed: 650_000", "source: a count of my own", "grade: A", "as_of: 2024-12-01")
    after = force(file)
    assert (after.source, after.grade, after.as_of) == ("a count of my own", "A", date(2024, 12, 1))
    # the grade of the numbers before is not that of the user's
    after = force(user_file(minimal.parent, "fixed: 650_000", "source: a count of my own"))
    assert (after.source, after.grade) == ("a count of my own", "C")
    # a grade without a source is no evidence
    after = force(user_file(minimal.parent, "fixed: 650_000", "grade: A"))
    assert (after.source, after.grade) == ("changed in mine.yaml (no source given)", "C")


def test_that_the_order_of_overrides_does_not_matter(minimal: Path) -> None:
    value, source, grade = f"{FORCE}.fixed=1e6", f"{FORCE}.source=my own", f"{FORCE}.grade=A"
    for order in ((value, source, grade), (source, grade, value), (grade, value, source)):
        after = force(minimal, *order)
        assert (after.source, after.grade, after.as_of) == ("my own", "A", None)


def test_that_the_last_change_counts(minimal: Path) -> None:
    file = user_file(minimal.parent, "fixed: 650_000", "source: a count of my own", "grade: A")
    after = force(file, f"{FORCE}.fixed=1e6")
    assert (after.source, after.grade) == (f"changed by --set {FORCE}.fixed=1e6 (no source given)", "C")


def test_that_the_same_numbers_and_another_note_keep_the_source(minimal: Path) -> None:
    before = force(minimal)
    assert force(minimal, f"{FORCE}.normal.mean=600000") == before
    assert force(user_file(minimal.parent, "normal: {mean: 600_000, sd: 50_000}")) == before
    noted = force(user_file(minimal.parent, "note: seen"))
    assert (noted.source, noted.grade, noted.as_of, noted.note) == ("invented", "B", before.as_of, "seen")


def test_that_comments_and_places_of_a_file_are_not_in_the_hash(minimal: Path) -> None:
    file = user_file(minimal.parent, "fixed: 650_000")
    hashed = config_hash(load_experiment(file))
    file.write_text("# a remark\n\n" + file.read_text())
    assert config_hash(load_experiment(file)) == hashed
    assert config_hash(load_experiment(file.resolve())) == hashed


def test_that_an_input_of_the_shipped_study_shows_the_change(root: Path) -> None:
    study = load_experiment(root / "configs" / "offer.yaml", ["priors.level_scale.lognormal.median=20"])
    changed = study.priors["level_scale"]
    assert changed.source.startswith("changed by --set") and (changed.grade, changed.note) == ("C", None)
    assert not any(entry.source.startswith("changed") for name, entry in study.priors.items() if name != changed.name)
