"""Switches: how they are written, what a default means, mistakes in them, and their catalogue."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from forecast.config import Switches, canonical, config_hash, load_experiment, resolved_yaml, sweep_points
from forecast.config.limits import range_problem
from forecast.config.prior import PriorEntry
from forecast.config.switches import REPLACED
from forecast_kernels.layout.parameters import PARAMETERS

SHIPPED = Path(__file__).resolve().parents[2] / "configs" / "switches.yaml"
CHOICES = [(switch, choice) for switch, choices in REPLACED.items() for choice in choices]


def choices(switch: str) -> set[str | bool]:
    annotation = Switches.model_fields[switch].annotation
    return {True, False} if annotation is bool else set(get_args(annotation))


def with_text(minimal: Path, text: str) -> Path:
    minimal.write_text(minimal.read_text() + text)
    return minimal


def test_that_every_choice_but_the_default_replaces_rows() -> None:
    assert list(REPLACED) == list(Switches.model_fields)
    for switch, replaced in REPLACED.items():
        assert set(replaced) == choices(switch) - {Switches.model_fields[switch].default}
        assert all(replaced.values())


def test_that_the_choices_of_a_switch_differ_in_what_they_replace() -> None:
    for replaced in REPLACED.values():
        assert len({tuple(sorted(rows.items())) for rows in replaced.values()}) == len(replaced)
        assert len({frozenset(rows) for rows in replaced.values()}) == 1


def test_that_no_two_switches_replace_one_row() -> None:
    rows = [row for replaced in REPLACED.values() for row in next(iter(replaced.values()))]
    assert len(rows) == len(set(rows))


def test_that_every_row_of_the_catalogue_is_a_row_of_the_kernel() -> None:
    known = {column.name for column in PARAMETERS}
    assert not {row for replaced in REPLACED.values() for rows in replaced.values() for row in rows} - known


def test_that_every_constant_lies_in_the_range_of_its_row() -> None:
    entry = {"about": "a constant", "unit": "1", "source": "the catalogue", "grade": "C"}
    for switch, choice in CHOICES:
        for row, number in REPLACED[switch][choice].items():
            assert range_problem(PriorEntry.model_validate({**entry, "fixed": number}), row, 1.0, row) is None


def test_that_left_out_and_default_are_one_config(minimal: Path) -> None:
    plain = load_experiment(minimal)
    written = "switches: {bargaining: mixture, tripwire: true, threat: prior}\n"
    experiment = load_experiment(with_text(minimal, written))
    assert experiment == plain
    assert config_hash(experiment) == config_hash(plain)
    assert "switches" not in canonical(experiment)
    assert (experiment.switches.rows, experiment.switches.label) == ({}, "default")


def test_that_every_choice_has_a_hash_of_its_own_and_loads_back(minimal: Path, tmp_path: Path) -> None:
    hashes = {config_hash(load_experiment(minimal))}
    for switch, choice in CHOICES:
        experiment = load_experiment(minimal, [f"switches.{switch}={str(choice).lower()}"])
        assert experiment.switches.rows == REPLACED[switch][choice]
        again = tmp_path / "config.yaml"
        again.write_text(resolved_yaml(experiment), encoding="utf-8")
        assert load_experiment(again) == experiment
        hashes.add(config_hash(experiment))
    assert len(hashes) == len(CHOICES) + 1


def test_that_several_switches_are_merged_key_by_key(minimal: Path) -> None:
    with_text(minimal, "switches: {tripwire: false, threat: none}\n")
    experiment = load_experiment(minimal, ["switches.peacekeeper_school=sceptic", "switches.threat="])
    assert experiment.switches.label == "peacekeeper_school: sceptic, tripwire: false"
    assert experiment.switches.rows == REPLACED["peacekeeper_school"]["sceptic"] | {"keepers_tripwire": 0.0}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("switches: 3\n", "20:11: switches: expected a mapping (`key: value` lines), got '3'"),
        (
            "switches: {peacekeeper: sceptic}\n",
            "20:12: unknown key 'switches.peacekeeper'; did you mean 'peacekeeper_school'?",
        ),
        (
            "switches: {peacekeeper_school: septic}\n",
            "20:32: switches.peacekeeper_school: must be mixture, hopeful or sceptic, got 'septic'; "
            "did you mean 'sceptic'?",
        ),
        ("switches: {tripwire: off}\n", "20:22: switches.tripwire: expected true or false, got 'off'"),
        ("switches: {threat: false}\n", "20:20: switches.threat: must be prior or none, got false"),
        (
            "sweep: {switches: [{}, {threat: nothing}]}\n",
            "20:24: sweep: switches.threat: must be prior or none, got 'nothing'",
        ),
    ],
)
def test_that_a_mistake_is_one_line_with_its_place(text: str, line: str, refusal: Callable[..., list[str]]) -> None:
    old = Path("experiment.yaml").read_text()
    assert refusal("experiment.yaml", old, old + text) == [f"experiment.yaml:{line}"]


def test_that_a_sweep_over_mappings_has_labels_to_read(minimal: Path) -> None:
    with_text(minimal, "sweep: {switches: [{}, {peacekeeper_school: hopeful}, {tripwire: false, threat: none}]}\n")
    points = sweep_points(minimal)
    assert [label for label, _ in points] == [
        "switches={}",
        "switches={peacekeeper_school: hopeful}",
        "switches={tripwire: false, threat: none}",
    ]
    loaded = [load_experiment(minimal, overrides).switches.label for _, overrides in points]
    assert loaded == ["default", "peacekeeper_school: hopeful", "tripwire: false, threat: none"]


def test_that_the_shipped_sweep_sets_every_choice_once_and_the_default(minimal: Path) -> None:
    settings = [load_experiment(SHIPPED, overrides).switches.chosen for _, overrides in sweep_points(SHIPPED)]
    assert settings == [{}, *({switch: choice} for switch, choice in CHOICES)]
