"""Brier scores, their mean, differences to a crowd, and registered answers."""

import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.estimates import Estimate
from forecast.config.questions import content_hash, read_outcomes, read_questions
from forecast.errors import ConfigError, ResultError
from forecast.questions.answers import Answer
from forecast.questions.question_text import head_lines, note, plain_record
from forecast.questions.record import record_of_run
from forecast.questions.register import read_registered, register
from forecast.questions.scoring import rows_of, score

CEASEFIRE = "{quantity: ceasefire_week, at_most: deadline}"
CROWD = "    crowd: {probability: 50 %, source: invented}\n"


@pytest.fixture
def case(asked, experiment, tmp_path):
    """Four questions (yes, no, void, open) with a crowd, and answers with pulls of two clusters."""
    questions = read_questions(asked(more=CROWD, a=CEASEFIRE, b=CEASEFIRE, c=CEASEFIRE, d=CEASEFIRE), experiment)
    path = tmp_path / "resolved.yaml"
    path.write_text(
        "title: x\ndated: 2025-12-31\noutcomes:\n"
        "  a: {outcome: yes, date: 2025-02-01, source: x}\n"
        "  b: {outcome: no, date: 2025-12-20, source: x}\n"
        "  c: {outcome: void, date: 2025-12-20, source: x}\n"
    )
    answers = {
        name: Answer(name, "x", Estimate(p, 0.01, 100), 52, "members", 0.0, np.array([0.005, -0.005]))
        for name, p in zip("abcd", (0.8, 0.4, 0.5, 0.1), strict=True)
    }
    return questions, answers, read_outcomes(path, questions)


def test_that_rows_have_their_status_and_brier_score(case) -> None:
    rows = rows_of(*case)
    assert [row.status for row in rows] == ["resolved", "resolved", "void", "open"]
    assert [row.outcome for row in rows] == ["yes", "no", "void", None]
    assert [row.brier for row in rows] == [pytest.approx(0.04), pytest.approx(0.16), None, None]


def test_that_void_and_open_questions_are_counted_and_not_scored(case) -> None:
    total = score(rows_of(*case))
    assert (total.n, total.resolved, total.void, total.open) == (4, 2, 1, 1)
    assert total.void_share == pytest.approx(1 / 3)
    assert total.brier is not None and total.brier.value == pytest.approx(0.1)
    assert total.brier.se == pytest.approx(0.12 / math.sqrt(2) / math.sqrt(2))


def test_that_the_monte_carlo_error_adds_the_pulls_of_shared_draws(case) -> None:
    questions, answers, outcomes = case
    brier = score(rows_of(questions, answers, outcomes)).brier
    pull = (2 * (0.8 - 1.0) + 2 * 0.4) * np.array([0.005, -0.005]) / 2
    assert brier is not None and brier.mcse == pytest.approx(math.sqrt(2 * np.sum(pull**2)))
    weekly = {name: answer._replace(basis="weekly", pull=None) for name, answer in answers.items()}
    larger = score(rows_of(questions, weekly, outcomes)).brier
    assert larger is not None and larger.mcse == pytest.approx((0.4 * 0.01 + 0.8 * 0.01) / 2)


def test_that_the_difference_to_the_crowd_is_paired(case) -> None:
    (crowd,) = score(rows_of(*case)).rivals
    assert (crowd.name, crowd.difference.n) == ("crowd", 2)
    assert (crowd.ours, crowd.theirs) == (pytest.approx(0.1), pytest.approx(0.25))
    assert crowd.difference.value == pytest.approx(-0.15)
    assert crowd.difference.se == pytest.approx(0.06)


def test_that_registered_answers_come_back_and_show_an_edit(case, run, asked, experiment, tmp_path) -> None:
    questions, answers, _ = case
    path = tmp_path / "registered.json"
    sha = register(path, questions, answers, run.manifest, date(2025, 1, 2))
    record = json.loads(path.read_text())
    assert record["date"] == "2025-01-02" and record["sha256"] == sha and record["run_id"] == run.manifest.run_id
    found = read_registered(path, read_questions(questions.path))
    assert {name: answer.probability for name, answer in found.answers.items()} == {
        name: answer.probability for name, answer in answers.items()
    }
    with pytest.raises(ConfigError, match="is not replaced"):
        register(path, questions, answers, run.manifest, date(2025, 1, 2))
    changed = read_questions(asked(more=CROWD, a="{regime: [war]}", b=CEASEFIRE, c=CEASEFIRE, d=CEASEFIRE), experiment)
    with pytest.raises(ResultError, match=r"a of .* differ from what was registered on 2025-01-02"):
        read_registered(path, changed)
    path.write_text(path.read_text().replace('"probability": 0.8', '"probability": 0.9'))
    with pytest.raises(ResultError, match="its hash differs"):
        read_registered(path, questions)


HEADER_EDITS = [
    ("written: before the outcome", "written: with hindsight possible", "'written: with hindsight possible'"),
    ("registered: 2024-12-01", "registered: 2024-11-01", "'registered: 2024-11-01'"),
    ("questions:\n", "week_0: 2025-11-29\nquestions:\n", "'week_0: 2025-11-29'"),
]


@pytest.mark.parametrize(("before", "after", "says"), HEADER_EDITS)
def test_that_an_edited_header_of_registered_questions_is_refused(case, run, tmp_path, before, after, says) -> None:
    questions, answers, _ = case
    path, edited = tmp_path / "registered.json", tmp_path / "edited.yaml"
    register(path, questions, answers, run.manifest, date(2025, 1, 2))
    edited.write_text(Path(questions.path).read_text().replace(before, after, 1))
    with pytest.raises(ResultError) as caught:
        read_registered(path, read_questions(edited))
    assert says in str(caught.value) and "was registered on 2025-01-02" in str(caught.value)


FORGERIES = [
    lambda record: record.pop("date"),
    lambda record: record.pop("version"),
    lambda record: record.update(config_hash=None),
    lambda record: record["answers"][0].update(probability=7),
    lambda record: record["answers"].append(record["answers"][0]),
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_that_a_malformed_registration_with_a_fitting_hash_is_refused(case, run, tmp_path, forge) -> None:
    questions, answers, _ = case
    path = tmp_path / "registered.json"
    register(path, questions, answers, run.manifest, date(2025, 1, 2))
    record = json.loads(path.read_text())
    del record["sha256"]
    forge(record)
    path.write_text(json.dumps({**record, "sha256": content_hash(record)}))
    with pytest.raises(ResultError, match="neither a run folder nor a file of registered answers"):
        read_registered(path, questions)


def test_that_a_deeply_nested_file_is_no_registration(case, tmp_path) -> None:
    path = tmp_path / "registered.json"
    path.write_text("[" * 100_000)
    with pytest.raises(ResultError, match="neither a run folder"):
        read_registered(path, case[0])


def test_that_answers_after_their_deadline_are_labelled(run, asked, tmp_path) -> None:
    record = record_of_run(run, str(asked(q=CEASEFIRE)))._replace(answered=date(2025, 12, 20))
    assert record.late == ["q"] and plain_record(record)["after_deadline"] == ["q"]
    assert any("1 of these answers came after the deadline" in line for line in head_lines(record))
    assert "left out of any claim" in note(record)
    early = record._replace(answered=date(2025, 12, 19))
    assert early.late == [] and len(head_lines(early)) == 3
