"""Scores answers whose outcomes are known: Brier scores, their mean, differences to others, and a reliability table."""

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from forecast.config.question_models import Question
from forecast.config.questions import Outcomes, Questions
from forecast.questions.answers import Answer
from forecast.scores.probability import Murphy, murphy

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
RIVALS: tuple[Literal["crowd", "base_rate"], ...] = ("crowd", "base_rate")
Status = Literal["open", "resolved", "void"]


class Row(NamedTuple):
    """One question with its answer, and its outcome if it is known. `outcome`: yes, no, void or None."""

    answer: Answer
    question: Question
    status: Status
    outcome: str | None
    brier: float | None

    @property
    def event(self) -> float:
        """1 for yes, 0 for no."""
        return float(self.outcome == "yes")


class MeanBrier(NamedTuple):
    """A mean over questions, or a difference of means.

    Attributes
    ----------
    value : float
        The mean.
    se : float
        Its standard error over questions as if they were independent; NaN for fewer than two. They share one future,
        so the true error is larger.
    mcse : float
        Its Monte Carlo standard error; NaN if it is unknown.
    n : int
        Number of questions.
    """

    value: float
    se: float
    mcse: float
    n: int


class Rival(NamedTuple):
    """Our mean Brier score less that of a rival, on the questions that have one. Below 0 we are better."""

    name: str
    ours: float
    theirs: float
    difference: MeanBrier


class Score(NamedTuple):
    """Counts of questions, and the scores of those that are resolved. Without any, `brier` and `murphy` are None."""

    n: int
    open: int
    resolved: int
    void: int
    brier: MeanBrier | None
    rivals: tuple[Rival, ...]
    murphy: Murphy | None

    @property
    def void_share(self) -> float | None:
        """Share of void questions among those that are no longer open."""
        closed = self.resolved + self.void
        return self.void / closed if closed else None


def rows_of(questions: Questions, answers: Mapping[str, Answer], outcomes: Outcomes | None) -> list[Row]:
    """Join questions, answers and outcomes, in the order of the file.

    Parameters
    ----------
    questions : Questions
        The questions.
    answers : mapping of str to Answer
        Answers by id of the question.
    outcomes : Outcomes, optional
        What is known; without it all questions are open.
    """
    rows = []
    for name, question in questions.questions.items():
        known = outcomes.outcomes.get(name) if outcomes else None
        outcome = known.outcome if known else None
        status: Status = "open" if known is None else "void" if outcome == "void" else "resolved"
        probability = answers[name].probability.value
        brier = _brier(probability, float(outcome == "yes")) if status == "resolved" else None
        rows.append(Row(answers[name], question, status, outcome, brier))
    return rows


def score(rows: Sequence[Row]) -> Score:
    """Score the resolved rows; the others are counted."""
    counts = {status: sum(row.status == status for row in rows) for status in ("open", "resolved", "void")}
    known = [row for row in rows if row.status == "resolved"]
    if not known:
        return Score(len(rows), counts["open"], 0, counts["void"], None, (), None)
    brier = _mean([float(row.brier or 0.0) for row in known], known)
    rivals = tuple(rival for name in RIVALS if (rival := _rival(name, known)) is not None)
    p, event = [row.answer.probability.value for row in known], [row.event for row in known]
    return Score(len(rows), counts["open"], len(known), counts["void"], brier, rivals, murphy(p, event, EDGES))


def _brier(probability: float, event: float) -> float:
    return (probability - event) ** 2  # scores.probability.brier_score takes seconds to import


def _rival(name: Literal["crowd", "base_rate"], rows: Sequence[Row]) -> Rival | None:
    both = [(row, other) for row in rows if (other := getattr(row.question, name)) is not None]
    if not both:
        return None
    known = [row for row, _ in both]
    ours = np.array([row.brier for row in known], dtype=np.float64)
    theirs = np.array([_brier(other.probability, row.event) for row, other in both])
    return Rival(name, float(ours.mean()), float(theirs.mean()), _mean(list(ours - theirs), known))


def _mean(values: Sequence[float], rows: Sequence[Row]) -> MeanBrier:
    x = np.array(values, dtype=np.float64)
    se = float(x.std(ddof=1)) / math.sqrt(x.size) if x.size > 1 else math.nan
    return MeanBrier(float(x.mean()), se, _monte_carlo(rows), x.size)


def _monte_carlo(rows: Sequence[Row]) -> float:
    """Monte Carlo error of the mean Brier score, from the slope 2 (p - outcome) of each score in its probability.

    Answers from members share draws: their pulls are added. The errors of other answers are added to that in full.
    """
    pulls, rest = [], 0.0
    for row in rows:
        slope = 2.0 * (row.answer.probability.value - row.event)
        if row.answer.pull is None:
            rest += abs(slope) * row.answer.probability.mcse
        else:
            pulls.append(slope * row.answer.pull)
    shared = 0.0
    if pulls:
        pull = np.sum(pulls, axis=0)
        shared = math.sqrt(pull.size / (pull.size - 1) * float(np.sum(pull**2))) if pull.size > 1 else math.nan
    return (shared + rest) / len(rows)
