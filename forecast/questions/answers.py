"""The probability that a run gives to each question: the share of its members that meet all conditions."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.members import Members
from forecast.config.question_models import AskedCondition, Question
from forecast.config.question_weeks import deadline_week
from forecast.config.questions import Questions
from forecast.questions.weekly import WeeklyCounts

Bools = NDArray[np.bool_]


class Answer(NamedTuple):
    """The probability of one question.

    Attributes
    ----------
    id, branch : str
        The question, and the branch that answered it.
    probability : Estimate
        Share of members, its Monte Carlo standard error, and the number of members.
    week : int
        Week of the run that stands for the deadline.
    basis : str
        `members`: counted from single members. `weekly`: read from a weekly histogram, or from weekly shares. It does
        not tell which members share a draw, so the error is that of independent draws whose members all agree.
    bin_share : float
        Share of members in the bins that a bound cuts: how far the interpolation inside a bin can be off. 0 for
        members.
    pull : float64[clusters] or None
        Pull of each cluster on the probability; None if the basis is `weekly`.
    """

    id: str
    branch: str
    probability: Estimate
    week: int
    basis: Literal["members", "weekly"]
    bin_share: float
    pull: Floats | None


def answer_all(questions: Questions, members: Members, branches: Sequence[str]) -> dict[str, dict[str, Answer]]:
    """Answer every question from each branch; the result is by branch, then by question.

    Parameters
    ----------
    questions : Questions
        Questions that were checked against the experiment of this run.
    members : Members
        The run.
    branches : sequence of str
        The branches. A question that names a branch is answered from that one in all of them.
    """
    with members.run.timeseries as file:
        weekly = WeeklyCounts(file)
        return {
            branch: {
                name: _answer(name, question, members, weekly, question.branch or branch)
                for name, question in questions.questions.items()
            }
            for branch in branches
        }


def _answer(name: str, question: Question, members: Members, weekly: WeeklyCounts, branch: str) -> Answer:
    week = deadline_week(question.deadline, members.origin)
    first = question.all[0]
    if first.quantity is None:
        if first.regime is not None:
            (share, n), cut = weekly.regime_share(branch, first.regime, week), 0.0
        else:
            share, n, cut = weekly.share_between(branch, first, week)
        estimate = Estimate(share, _largest_error(share, members.clusters.count, members.manifest.draws), n)
        return Answer(name, branch, estimate, week, "weekly", cut, None)
    met = np.logical_and.reduce([_met(condition, members, branch) for condition in question.all])
    linear = mean(met, members.clusters)
    return Answer(name, branch, linear.estimate, week, "members", 0.0, linear.pull)


def _largest_error(share: float, clusters: int, draws: int) -> float:
    """Standard error of a share if draws are independent and the members of a draw all agree: an upper bound."""
    return math.sqrt(share * (1.0 - share) / draws) if clusters > 1 else math.nan


def _met(condition: AskedCondition, members: Members, branch: str) -> Bools:
    values = _values(str(condition.quantity), members, branch)
    if condition.is_ is not None:
        return np.asarray(values == float(condition.is_))
    met = ~np.isnan(values)
    if condition.at_least is not None:
        met &= values >= np.float32(condition.at_least)
    if condition.at_most is not None:
        met &= values <= np.float32(condition.at_most)
    return met


def _values(name: str, members: Members, branch: str) -> Floats:
    if name != "peace_weeks":
        return members.values(branch, name)
    begun, ended = members.values(branch, "ceasefire_week"), members.values(branch, "resumed_week")
    return np.where(np.isnan(ended), float(members.manifest.horizon), ended - 1.0) - begun
