"""Files of questions and outcomes: what is read, the hash, and what is refused with its place."""

from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.config.questions import read_outcomes, read_questions, weekly_quantities
from forecast.errors import ConfigError
from forecast.store.variables import timeseries_variables

SHIPPED = Path(__file__).resolve().parents[2] / "configs" / "questions"
CEASEFIRE = "{quantity: ceasefire_week, at_most: deadline}"


def refusal(path: Path, experiment) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_questions(path, experiment)
    return [line.removeprefix(str(path)) for line in str(caught.value).splitlines()]


def test_that_the_deadline_becomes_a_week_of_the_run(asked, experiment) -> None:
    found = read_questions(asked("2025-11-30", early=CEASEFIRE), experiment).questions["early"]
    assert found.all[0].at_most == 49.0  # 345 days after 20 December 2024


@pytest.mark.parametrize(
    ("conditions", "place", "says"),
    [
        ("{quantity: ceasefire_wek, at_most: deadline}", ":7:22", "unknown quantity 'ceasefire_wek'; did you mean"),
        ("{quantity: ceasefire_week, at_mst: deadline}", ":7:38", "did you mean 'at_most'?"),
        ("{quantity: ceasefire_week, at_least: 3 weeks}", ":7", "needs at_most"),
        ("{quantity: ceasefire_week, at_most: 80 weeks}", ":7", "after the deadline (week 52)"),
        ("{quantity: ceasefire_week, at_most: 2026-12-31}", ":7", "at_most is week 105.9, after the deadline"),
        ("{quantity: ceasefire_observed, is: true}", ":7", "write 'quantity: ceasefire_week, at_most: deadline'"),
        ("{quantity: net_km2_w104, at_least: 5 km2}", ":7", "known in week 104 (2026-12-18), after the deadline"),
        ("{quantity: net_km2_w52, at_least: 5 km}", ":7:45", "wrong unit"),
        ("{quantity: durable_1y, at_least: 1}", ":7:44", "is true or false"),
        ("{quantity: neutral, is: true}", ":5:3", "needs a condition on 'ceasefire_week' beside it"),
        ("{quantity: truces_broken, at_least: 1}", ":7", "counted to the horizon (week 156)"),
        ("{weekly: net_km, at_least: 5 km2}", ":7:20", "unknown weekly series 'net_km'; did you mean 'net_km2'?"),
        ("{weekly: sector_net_km2, at_least: 5 km2}", ":7", "go together"),
        ("{weekly: sector_net_km2, sector: S99, at_least: 5 km2}", ":7:44", "unknown sector 'S99'"),
        ("{regime: [peace]}", ":7:21", "unknown state of the war 'peace'"),
        ("{at_least: 5 km2}", ":7", "needs one of quantity, weekly and regime"),
        (f"{{regime: [war]}}, {CEASEFIRE}", ":5:3", "stands alone"),
        (
            "{quantity: ceasefire_week, at_most: 40 weeks}, {quantity: peace_weeks, at_least: 26 weeks}",
            ":5:3",
            "after the deadline (week 52)",
        ),
    ],
)
def test_that_a_condition_is_refused_at_its_place(asked, experiment, conditions, place, says) -> None:
    (line,) = refusal(asked(q=conditions), experiment)
    assert line.startswith(place) and says in line


def test_that_a_deadline_must_lie_in_the_run(asked, experiment) -> None:
    (late,) = refusal(asked("2027-12-31", q=CEASEFIRE), experiment)
    assert late.startswith(":8:15") and "beyond the horizon of the run, 156 weeks" in late
    early = refusal(asked("2024-12-10", q=CEASEFIRE), experiment)
    assert any(line.startswith(":8:15") and "before week 0 of the run, 2024-12-20" in line for line in early)


def test_that_all_problems_are_reported_at_once(asked, experiment) -> None:
    path = asked(one="{quantity: nothing, is: true}", two="{weekly: nothing, at_least: 1}")
    path.write_text(path.read_text().replace("title: invented", "titel: invented"))
    lines = refusal(path, experiment)
    assert [line.split(":")[1] for line in lines] == ["1", "1", "7", "14"]


def test_that_an_unknown_key_is_refused_at_every_depth(asked, experiment) -> None:
    more = "    crowd: {probability: 5 %, source: x, asof: 2024-12-01}\n    vod: x\n"
    lines = refusal(asked(more=more, q=CEASEFIRE), experiment)
    assert len(lines) == 2 and "'as_of'" in lines[0] and "'void'" in lines[1]


def test_that_an_unknown_key_without_a_value_is_refused(asked, experiment) -> None:
    lines = refusal(asked(q="{quantity: ceasefire_week, at_most: deadline, sectr: }"), experiment)
    assert len(lines) == 1 and lines[0].startswith(":7:57") and "'sector'" in lines[0]


def test_that_before_the_outcome_needs_a_later_deadline(asked, experiment) -> None:
    head = "title: x\nregistered: 2025-12-20\nwritten: before the outcome\nquestions:\n"
    (line,) = refusal(asked(head=head, q=CEASEFIRE), experiment)
    assert line.startswith(":8:15") and "not written before the outcome" in line


def test_that_a_run_with_another_week_0_is_refused(asked, experiment) -> None:
    head = "title: x\nregistered: 2024-12-01\nwritten: before the outcome\nweek_0: {day}\nquestions:\n"
    (line,) = refusal(asked(head=head.format(day="2025-11-29"), q=CEASEFIRE), experiment)
    assert line.startswith(":4:9") and "this run starts on 2024-12-20" in line
    assert read_questions(asked(head=head.format(day="2024-12-20"), q=CEASEFIRE), experiment).questions


def test_that_the_hash_follows_content_and_not_layout(asked, experiment) -> None:
    path = asked(q=CEASEFIRE, other="{regime: [war]}")
    first = read_questions(path, experiment)
    path.write_text("# a remark\n" + path.read_text().replace("text: Does", 'text:   "Does').replace("n?", 'n?"'))
    again = read_questions(path, experiment)
    assert (again.sha256, again.hashes) == (first.sha256, first.hashes)
    path.write_text(path.read_text().replace("no record", "no records", 1))
    edited = read_questions(path, experiment)
    assert edited.sha256 != first.sha256
    assert [name for name in first.hashes if edited.hashes[name] != first.hashes[name]] == ["q"]


def test_that_weekly_series_have_the_names_of_the_file(experiment) -> None:
    known = weekly_quantities("ua", "ru")
    stored = {v.name: v.unit for v in timeseries_variables(experiment) if f"{v.name}_count" in known or v.name in known}
    assert {name: quantity.unit for name, quantity in known.items()} == stored


def test_that_outcomes_are_checked_against_their_questions(asked, experiment, tmp_path) -> None:
    questions = read_questions(asked(q=CEASEFIRE), experiment)
    path = tmp_path / "resolved.yaml"
    line = '  {name}: {{outcome: "{outcome}", date: {date}, source: x}}\n'
    cases = [
        ("w", "yes", "2025-02-01"),
        ("q", "no", "2025-06-01"),
        ("q", "yes", "2026-02-01"),
        ("q", "maybe", "2025-02-01"),
    ]
    found = []
    for name, outcome, day in cases:
        text = line.format(name=name, outcome=outcome, date=day)
        path.write_text(f"title: x\ndated: 2025-12-31\noutcomes:\n{text}")
        with pytest.raises(ConfigError) as caught:
            read_outcomes(path, questions)
        found.append(str(caught.value).removeprefix(str(path)))
    assert found[0].startswith(":4:3") and "unknown question 'w'" in found[0]
    assert "'no' on 2025-06-01 is before the deadline, 2025-12-20" in found[1]
    assert "is after the date of this file, 2025-12-31" in found[2]
    assert "must be yes, no or void" in found[3]


def test_that_the_shipped_questions_of_december_2024_are_valid(root) -> None:
    experiment = load_experiment(root / "configs" / "offer.yaml")
    questions = read_questions(SHIPPED / "december-2024.yaml", experiment)
    outcomes = read_outcomes(SHIPPED / "december-2024-resolved.yaml", questions)
    assert questions.written == "with hindsight possible"
    assert len(questions.questions) >= 25
    assert str(outcomes.dated) == "2025-11-30" and len(outcomes.outcomes) >= 25
    # every question whose deadline has passed is closed, and no other one
    due = [name for name, question in questions.questions.items() if question.deadline <= outcomes.dated]
    assert due == list(outcomes.outcomes)


@pytest.mark.parametrize("name", ["november-2025.yaml", "november-2025-later.yaml"])
def test_that_the_shipped_questions_of_november_2025_have_a_valid_form(name: str) -> None:
    assert read_questions(SHIPPED / name).questions


@pytest.mark.parametrize(
    "twice",
    [
        "{quantity: peace_weeks, at_least: 100 weeks}, {quantity: peace_weeks, at_least: 20 weeks}",
        "{quantity: peace_weeks, at_least: 20 weeks}, {quantity: peace_weeks, at_least: 100 weeks}",
    ],
)
def test_that_two_conditions_on_one_quantity_do_not_hide_a_late_one(asked, experiment, twice) -> None:
    (line,) = refusal(asked(q="{quantity: ceasefire_week, at_most: 10 weeks}, " + twice), experiment)
    assert line.startswith(":5:3") and "two conditions on 'peace_weeks'; write at_least and at_most in one" in line


@pytest.mark.parametrize("bound", ["-3 weeks", "2024-12-01"])
def test_that_a_week_before_week_0_is_refused(asked, experiment, bound) -> None:
    (line,) = refusal(asked(q=f"{{quantity: ceasefire_week, at_most: {bound}}}"), experiment)
    assert line.startswith(":7:47") and f"'{bound}' lies before week 0" in line


@pytest.mark.parametrize("outcome", ["yes", "no", "void"])
def test_that_an_outcome_older_than_its_question_contradicts_the_label(asked, experiment, tmp_path, outcome) -> None:
    path = tmp_path / "resolved.yaml"
    day = "2024-12-01"  # the day when the questions were written
    path.write_text(f"title: x\ndated: 2025-12-31\noutcomes:\n  q: {{outcome: '{outcome}', date: {day}, source: x}}\n")
    with pytest.raises(ConfigError) as caught:
        read_outcomes(path, read_questions(asked(q=CEASEFIRE), experiment))
    assert str(caught.value).startswith(f"{path}:4:") and "is not after 2024-12-01" in str(caught.value)
