"""A file of questions with its answers and outcomes: from a run, or from answers that were registered."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from forecast.analysis.members import Members
from forecast.config.questions import Outcomes, Questions, read_outcomes, read_questions
from forecast.questions.answers import Answer, answer_all
from forecast.questions.register import read_registered
from forecast.questions.scoring import Row, Score, rows_of, score
from forecast.store.reader import Run


class Record(NamedTuple):
    """Questions with answers, and with scores where outcomes are known.

    Attributes
    ----------
    questions : Questions
        The questions.
    outcomes : Outcomes or None
        What is known.
    rows : list of Row
        One row a question, answered from one branch.
    score : Score
        The score of these rows.
    source : str
        One line on where the answers come from: run, version, config hash, week 0.
    by_branch : dict of str to list of Row
        Rows of every branch; empty for registered answers.
    answered : date or None
        Day when the run was started or its answers were registered; None if it is unknown.
    """

    questions: Questions
    outcomes: Outcomes | None
    rows: list[Row]
    score: Score
    source: str
    by_branch: dict[str, list[Row]]
    answered: date | None = None

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers by id of the question."""
        return {row.answer.id: row.answer for row in self.rows}

    @property
    def late(self) -> list[str]:
        """Questions whose deadline had passed when they were answered: the outcome can have been known."""
        day = self.answered
        return [row.answer.id for row in self.rows if day is not None and row.question.deadline <= day]

    def scores_by_branch(self) -> dict[str, Score]:
        """Score every branch, on the questions that do not name one."""
        return {name: score([r for r in rows if r.question.branch is None]) for name, rows in self.by_branch.items()}


def record_of_run(run: Run, file: str, resolved: str | None = None, branch: str | None = None) -> Record:
    """Answer the questions of a file from a run. Raises what reading raises.

    Parameters
    ----------
    run : Run
        A finished run.
    file : str
        The file of questions.
    resolved : str, optional
        The file of outcomes.
    branch : str, optional
        The branch that answers; by default the reference.
    """
    questions = read_questions(file, run.experiment)
    outcomes = read_outcomes(resolved, questions) if resolved else None
    members, manifest = Members(run), run.manifest
    answers = answer_all(questions, members, manifest.branches)
    by_branch = {name: rows_of(questions, found, outcomes) for name, found in answers.items()}
    chosen = branch or members.reference
    source = (
        f"{manifest.experiment}/{manifest.run_id}, version {manifest.versions.get('frontcast', '?')}, config hash "
        f"{manifest.config_hash[:8]}, week 0 on {members.origin}, {members.count:,} members, branch {chosen}"
    )
    started = date.fromisoformat(manifest.started[:10]) if manifest.started else None
    return Record(questions, outcomes, by_branch[chosen], score(by_branch[chosen]), source, by_branch, started)


def record_of_registered(path: str, file: str, resolved: str | None = None) -> tuple[Record, dict[str, Any]]:
    """Return the record of registered answers, and the content of their file. Raises what reading raises.

    Parameters
    ----------
    path : str
        The file of registered answers.
    file : str
        The file of questions.
    resolved : str, optional
        The file of outcomes.
    """
    questions = read_questions(file)
    found = read_registered(Path(path), questions)
    outcomes = read_outcomes(resolved, questions) if resolved else None
    rows, known = rows_of(questions, found.answers, outcomes), found.record
    source = (
        f"answers registered on {known['date']} from {known['experiment']}/{known['run_id']}, version "
        f"{known['version']}, config hash {known['config_hash'][:8]}, week 0 on {known['week_0']}"
    )
    return Record(questions, outcomes, rows, score(rows), source, {}, date.fromisoformat(known["date"])), known
