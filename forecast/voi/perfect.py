"""The value of knowing every input of a draw (EVPI): a bound from below and a bound from above.

The mean utility of a draw is not known exactly, since a draw has few members. A choice by the noisy means themselves
would flatter: the highest of several noisy numbers is too high. So the choice for a member looks at the other members
of its draw and at a regression on the inputs, and the member itself gives the value. No such choice can be better than
that of somebody who knows the draw, so its value is a bound from below. The noisy maximum is a bound from above.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, Floats
from forecast.voi.draws import Draws
from forecast.voi.policies import Policy, Selector


class PerfectInformation(NamedTuple):
    """Value of knowing all inputs of a draw, in points; chance within a draw stays unknown.

    lower, upper: bounds. change: share of futures in which the choice behind `lower` is not the best single branch.
    """

    lower: Estimate
    upper: Estimate
    change: Estimate


class Utility(NamedTuple):
    """One utility of all members. number: its place. values: float64[B, members]. row: row in the draws, [members]."""

    number: int
    values: Floats
    row: NDArray[np.int64]


def perfect_information(selector: Selector, policy: Policy, predicted: Floats, utility: Utility) -> PerfectInformation:
    """Estimate the value of knowing every input.

    Parameters
    ----------
    selector : Selector
        The draws.
    policy : Policy
        The policy that was selected for all inputs; the lower bound is at least about its value.
    predicted : float64[n, B]
        Differences to the best single branch, predicted from all inputs without the draw's fold.
    utility : Utility
        The utility of every member.
    """
    draws, u = selector.draws, utility.number
    fixed = draws.held_out(selector.fixed.choice)[u]
    kept = draws.held_out(policy.choice)[u]
    gains, changes = [selector.gain(policy, u)], [(kept != fixed).astype(np.float64)]
    size = np.bincount(utility.row, minlength=draws.count).astype(np.float64)
    if size.max() > 1.0:
        for mixing in (_shrinkage(draws, predicted, utility, size), np.eye(predicted.shape[1])):
            gain, change = _by_others(draws, predicted, utility, size, mixing, fixed)
            gains.append(gain)
            changes.append(change)
    gain, change = np.empty(draws.count), np.empty(draws.count)
    for fold in range(draws.folds):
        rows, outside = draws.rows(fold), draws.fold != fold
        winner = int(np.argmax([float(each[outside].mean()) for each in gains]))
        gain[rows], change[rows] = gains[winner][rows], changes[winner][rows]
    noisy = draws.means[u].max(axis=1) - draws.worth(u, fixed)
    return PerfectInformation(
        draws.average(gain),
        draws.average(noisy),
        draws.average(change),
    )


def _sums(draws: Draws, utility: Utility, values: Floats) -> Floats:
    """Add up the values of the members of each draw, float64[n, B]; values: float64[B, members]."""
    return np.stack([np.bincount(utility.row, weights=part, minlength=draws.count) for part in values], axis=1)


def _shrinkage(draws: Draws, predicted: Floats, utility: Utility, size: Floats) -> Floats:
    """How far the mean of the other members moves a prediction: the best linear mixing, float64[B, B].

    The variance between draws that the regression leaves, over the same plus the noise of chance.
    """
    means, best = draws.means[utility.number], draws.best[utility.number]
    left = means - means[:, [best]] - predicted
    inside = utility.values - utility.values[best] - (means - means[:, [best]])[utility.row].T
    noise = inside @ inside.T / max(1.0, float((size - 1.0).clip(0.0).sum()))
    between = left.T @ left / draws.count - noise * float(np.mean(1.0 / np.maximum(size, 1.0)))
    spectrum, vectors = np.linalg.eigh(between)
    between = (vectors * np.maximum(spectrum, 0.0)) @ vectors.T
    typical = max(1.0, float(np.median(size)) - 1.0)
    return np.asarray(between @ np.linalg.pinv(between + noise / typical))


def _by_others(
    draws: Draws, predicted: Floats, utility: Utility, size: Floats, mixing: Floats, fixed: NDArray[np.int8]
) -> tuple[Floats, Floats]:
    """Choose for each member by the other members of its draw; mean gain and share of changes in each draw."""
    best, row, values = int(draws.best[utility.number]), utility.row, utility.values
    others = np.maximum(size[row] - 1.0, 1.0)
    sums = _sums(draws, utility, values - values[best])
    prior = predicted[row]
    seen = (sums[row] - (values - values[best]).T) / others[:, None]
    guess = prior + np.where(size[row, None] > 1.0, (seen - prior) @ mixing.T, 0.0)
    guess[:, best] = 0.0
    choice = guess.argmax(axis=1)
    choice = np.where(guess[np.arange(row.size), choice] > 0.0, choice, best)
    member = np.arange(row.size)
    gain = values[choice, member] - values[fixed[row].astype(np.int64), member]
    count = np.maximum(size, 1.0)
    changes = (choice != fixed[row]).astype(np.float64)
    return (
        np.bincount(row, weights=gain, minlength=draws.count) / count,
        np.bincount(row, weights=changes, minlength=draws.count) / count,
    )
