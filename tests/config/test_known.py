"""Known outcomes and hindsight of a past war: what is read, what is refused, what the hash sees."""

from pathlib import Path

import pytest

from forecast.config import config_hash, load_experiment, resolved_yaml

ENTRY = "known.ceasefire_week={value: 107 weeks, source: invented, grade: A}"


def test_that_known_outcomes_are_read_in_the_units_of_their_columns(minimal: Path) -> None:
    experiment = load_experiment(
        minimal,
        [
            "known.ceasefire_week={value: 2025-01-02, source: a date, grade: A}",
            "known.net_km2_w104={value: -700 km2, source: invented, grade: C, note: judged}",
            "known.losses_low_w104={value: 20_000 persons, source: invented, grade: B}",
            "known.lasts_10y={is: true, source: invented, grade: A}",
            "known.durable_5y={is: false, source: invented, grade: A}",
        ],
    )
    values = {name: entry.value for name, entry in experiment.known.items()}
    assert values == {
        "ceasefire_week": 2.0,  # 13 days: the event is of the second week
        "net_km2_w104": -700.0,
        "losses_low_w104": 20.0,
        "lasts_10y": None,
        "durable_5y": None,
    }
    assert experiment.known["lasts_10y"].is_ is True and experiment.known["durable_5y"].is_ is False


def test_that_known_outcomes_and_hindsight_survive_and_are_in_the_hash(minimal: Path, tmp_path: Path) -> None:
    plain = load_experiment(minimal)
    settings = [ENTRY, "known.neutral={is: false, source: invented, grade: C, note: a note}"]
    known = load_experiment(minimal, settings)
    both = load_experiment(minimal, [*settings, "hindsight=allowed"])
    assert len({config_hash(each) for each in (plain, known, both)}) == 3
    elsewhere = tmp_path / "resolved.yaml"
    elsewhere.write_text(resolved_yaml(both), encoding="utf-8")
    assert load_experiment(elsewhere) == both
    assert config_hash(load_experiment(minimal, ["hindsight=refused"])) == config_hash(plain)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "ceasfire_week: {value: 107 weeks, source: x, grade: A}",
            "known.ceasfire_week: unknown quantity 'ceasfire_week'; did you mean 'ceasefire_week'?",
        ),
        (
            "peace_weeks: {value: 107 weeks, source: x, grade: A}",
            "known.peace_weeks: unknown quantity 'peace_weeks'",
        ),
        ("durable_5y: {value: 5, source: x, grade: A}", "known.durable_5y: 'durable_5y' is true or false: write 'is:"),
        ("lasts_5y: {source: x, grade: A}", "known.lasts_5y: 'lasts_5y' is true or false: write 'is: true' or"),
        (
            "ceasefire_week: {is: true, source: x, grade: A}",
            "known.ceasefire_week: 'ceasefire_week' is a number: write 'value', without 'is'",
        ),
        (
            "net_km2_w52: {value: 10 weeks, source: x, grade: A}",
            "known.net_km2_w52.value: has the wrong unit: '10 weeks'; expected a quantity such as '500 km2'",
        ),
        ("ceasefire_week: {value: 107, source: x, grade: A}", "known.ceasefire_week.value: needs a unit: write e.g."),
        ("ceasefire_week: {value: 107 weeks, grade: A}", "known.ceasefire_week.source is missing"),
        ("ceasefire_week: {value: 107 weeks, source: x, grade: D}", "known.ceasefire_week.grade: must be A, B or C"),
    ],
)
def test_that_a_wrong_known_outcome_is_one_line_with_its_place(entry: str, message: str, refusal) -> None:
    (line,) = refusal("experiment.yaml", "success:", f"known:\n  {entry}\nsuccess:")
    place, _, text = line.partition(": ")
    assert place.startswith("experiment.yaml:13:") and text.startswith(message)


def test_that_a_known_outcome_beyond_the_horizon_is_refused(refusal) -> None:
    known = "known.lasts_10y={is: true, source: x, grade: A}"
    (line,) = refusal(overrides=(known, "horizon=10 years", "success="))
    assert line.endswith(": known.lasts_10y: 'lasts_10y' needs a horizon of 521 weeks or more, it is 520 weeks")


LATE = "priors.checked.as_of=2024-12-21"


def test_that_hindsight_lets_priors_be_later_than_week_0_but_not_the_state(minimal: Path, refusal) -> None:
    (line,) = refusal(overrides=(LATE,))
    assert "priors.checked.as_of: 2024-12-21 is after the baseline date 2024-12-20" in line
    assert load_experiment(minimal, [LATE, "hindsight=allowed"]).hindsight == "allowed"
    (line,) = refusal(overrides=("hindsight=allowed", "baseline.state.force_low.as_of=2024-12-21"))
    assert "baseline.state.force_low.as_of: 2024-12-21 is after the baseline date 2024-12-20" in line


def test_that_hindsight_is_a_word_of_two(refusal) -> None:
    (line,) = refusal(overrides=("hindsight=alowed",))
    assert "hindsight: must be refused or allowed, got 'alowed'; did you mean 'allowed'?" in line
