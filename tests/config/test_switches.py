"""Switches: how they are written, what a default means, mistakes in them, and their catalogue."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from forecast.config import Switches, canonical, config_hash, load_experiment, resolved_yaml, sweep_points
from forecast.config.idle_inputs import idle_inputs, replaced_inputs
from forecast.config.limits import range_problem
from forecast.config.prior import PriorEntry
from forecast.config.switches import REPLACED
from forecast.errors import ConfigError
from forecast.experiment.distributions import quantile
from forecast_kernels.layout.parameters import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]
SHIPPED, DECIDING, OFFER = (ROOT / "configs" / name for name in ("switches.yaml", "deciding.yaml", "offer.yaml"))
CHOICES = [(switch, choice) for switch, choices in REPLACED.items() for choice in choices]


def choices(switch: str) -> set[str | bool]:
    annotation = Switches.model_fields[switch].annotation
    return {True, False} if annotation is bool else set(get_args(annotation))


def with_text(minimal: Path, text: str) -> Path:
    minimal.write_text(minimal.read_text() + text)
    return minimal


def test_that_every_choice_but_the_default_replaces_rows() -> None:
    assert [*REPLACED, "inputs"] == list(Switches.model_fields)
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
        ("switches: {tripwire: off}\n", "20:22: switches.tripwire: expected true or false, got 'off'; write false"),
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


def test_that_an_input_stands_at_an_end_of_its_prior_and_no_draw_changes(minimal: Path) -> None:
    """Every choice but the value of one row stays: the columns that are drawn are the same."""
    from forecast.experiment import Sampler

    plain, low = (load_experiment(OFFER, written) for written in ([], ["switches.inputs.accept_threat_effect=low"]))
    assert low.switches.label == "accept_threat_effect: low"
    assert config_hash(plain) != config_hash(low)
    one, other = (Sampler(each) for each in (plain, low))
    drawn = zip(one.draws(0, 8).values(), other.draws(0, 8).values(), strict=True)
    assert all(np.array_equal(a, b) for a, b in drawn)
    before, after = one.inputs(0, 8).params, other.inputs(0, 8).params
    row = [column.name for column in PARAMETERS].index("accept_threat")
    assert np.array_equal(np.delete(before, row, axis=0), np.delete(after, row, axis=0))
    expected = quantile(plain.priors["accept_threat_effect"], np.array([0.1]))
    assert np.allclose(after[row], expected * np.float32(plain.priors["accept_threat_effect"].factor))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("accept_threat_effct=low", "unknown input 'accept_threat_effct'; did you mean 'accept_threat_effect'?"),
        ("accept_threat_effect=middle", "must be low or high, got 'middle'"),
        ("season_amplitude_unknown=low", "unknown input 'season_amplitude_unknown'"),
    ],
)
def test_that_a_mistake_in_an_input_is_refused(written: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        load_experiment(OFFER, [f"switches.inputs.{written}"])


def test_that_an_input_with_a_single_value_is_refused() -> None:
    fixed = next(name for name, prior in load_experiment(OFFER).priors.items() if prior.distribution.kind == "fixed")
    with pytest.raises(ConfigError, match="has a single value; change it under 'priors'"):
        load_experiment(OFFER, [f"switches.inputs.{fixed}=low"])


@pytest.mark.validate
def test_that_every_input_that_decides_is_swept_or_has_a_switch() -> None:
    """docs/what_decides.md lists the inputs that move a headline difference by more than a point."""
    page = (ROOT / "docs" / "what_decides.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    priors = load_experiment(OFFER).priors
    deciding = {row[0].strip("| `"): row[2] for row in rows}
    swept = {name for _, texts in sweep_points(DECIDING) for name in load_experiment(DECIDING, texts).switches.inputs}
    assert len(deciding) > 10
    missing = {name for name, switch in deciding.items() if switch == "none" and name not in swept}
    assert not {name for name in missing if priors[name].distribution.kind != "fixed"}


def test_that_an_end_that_another_switch_replaces_is_named() -> None:
    found: list[str] = []
    words = ["switches.inputs.accept_threat_effect=low", "switches.threat=none"]
    both = load_experiment(OFFER, words, lambda problem: found.append(f"{problem.where}: {problem.message}"))
    (line,) = found
    assert line.startswith("--set switches.inputs.accept_threat_effect=low: switches.inputs.accept_threat_effect: ")
    assert "has no effect, since 'switches.threat' replaces it" in line
    assert replaced_inputs(both) == {"accept_threat_effect": "threat"}
    load_experiment(OFFER, words[:1], lambda problem: found.append(problem.message))
    assert len(found) == 1


def test_that_an_input_that_branches_take_is_not_idle() -> None:
    """`verification_prob` sets the chance of the standing deal, which the switch replaces, and that of the packages."""
    by_broker = load_experiment(OFFER, ["switches.verification=by_broker"])
    assert by_broker.priors["verification_prob"].sets == "standing_verification"
    assert "verification_prob" not in idle_inputs(by_broker)
    low = load_experiment(OFFER, ["switches.inputs.verification_prob=low"])
    assert idle_inputs(low) - idle_inputs(load_experiment(OFFER)) == {"verification_prob"}


def test_that_an_end_of_an_input_that_no_branch_takes_is_named() -> None:
    found: list[str] = []
    unused = sorted(idle_inputs(load_experiment(OFFER)))
    assert "counter_offer_chance" in unused
    load_experiment(OFFER, ["switches.inputs.counter_offer_chance=low"], lambda problem: found.append(problem.message))
    assert found == ["switches.inputs.counter_offer_chance: has no effect, since no branch takes it; remove it"]
