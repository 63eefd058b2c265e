"""The probability that a run gives to each question: the share of its members that meet all conditions."""

import math
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.members import Members
from forecast.config.question_models import AskedCondition, Question
from forecast.config.question_weeks import deadline_week
from forecast.config.questions import Questions

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
        not tell which members share a draw, so the error is the largest that n members in so many draws can have.
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


def answer_all(questions: Questions, members: Members, branch: str) -> dict[str, Answer]:
    """Answer every question from one branch.

    Parameters
    ----------
    questions : Questions
        Questions that were checked against the experiment of this run.
    members : Members
        The run.
    branch : str
        The branch. A question that names a branch is answered from that one.
    """
    chosen = {name: question.branch or branch for name, question in questions.questions.items()}
    return {name: answer(name, questions.questions[name], members, chosen[name]) for name in chosen}


def answer(name: str, question: Question, members: Members, branch: str) -> Answer:
    """Answer one question from one branch."""
    week = deadline_week(question.deadline, members.origin)
    first = question.all[0]
    if first.quantity is None:
        share, n, cut = _regime(first, members, branch, week) if first.regime else _weekly(first, members, branch, week)
        estimate = Estimate(share, _largest_error(share, members.clusters.count, members.manifest.draws), n)
        return Answer(name, branch, estimate, week, "weekly", cut, None)
    met = np.logical_and.reduce([_met(condition, members, branch) for condition in question.all])
    linear = mean(met, members.clusters)
    return Answer(name, branch, linear.estimate, week, "members", 0.0, linear.pull)


def _largest_error(share: float, clusters: int, draws: int) -> float:
    """Standard error of a share if the members of a draw all agree. It is the largest for so many draws."""
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


def _weekly(condition: AskedCondition, members: Members, branch: str, week: int) -> tuple[float, int, float]:
    """Share of members between the bounds, members, and the share of them in the bins that a bound cuts."""
    with members.run.timeseries as file:
        at: dict[str, Any] = {"branch": branch, "time": _index(file["week"].values, week)}
        if condition.sector is not None:
            at["sector"] = condition.sector
        time = at.pop("time")
        counts = file[f"{condition.weekly}_count"].sel(at).isel(time=time).values.astype(np.float64)
        ends = file[f"{condition.weekly}_bin_bounds"].values
    total = float(counts.sum())
    below = (0.0, 0.0) if condition.at_least is None else _below(counts, ends, condition.at_least)
    up_to = (total, 0.0) if condition.at_most is None else _below(counts, ends, condition.at_most)
    return (up_to[0] - below[0]) / total, int(total), (up_to[1] + below[1]) / total


def _below(counts: Floats, ends: Floats, bound: float) -> tuple[float, float]:
    """Members below a bound, interpolated inside its bin, and the members of that bin if it is cut."""
    inside = np.clip((bound - ends[:, 0]) / (ends[:, 1] - ends[:, 0]), 0.0, 1.0)
    return float((counts * inside).sum()), float(counts[(inside > 0.0) & (inside < 1.0)].sum())


def _regime(condition: AskedCondition, members: Members, branch: str, week: int) -> tuple[float, int, float]:
    with members.run.timeseries as file:
        shares = file["regime_share"].sel(branch=branch).isel(time=_index(file["week"].values, week))
        share = float(shares.sel(regime=list(condition.regime or ())).sum())
    return min(max(share, 0.0), 1.0), members.count, 0.0


def _index(weeks: NDArray[Any], week: int) -> int:
    """Index of the last stored week that is not later than `week`."""
    return int(np.searchsorted(weeks, week, side="right")) - 1
