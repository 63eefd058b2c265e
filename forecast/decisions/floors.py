"""How often a branch meets all floors of an actor: the share of draws whose means lie where the actor wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.members import Members
from forecast.analysis.utility_sets import TermMeasure
from forecast.decisions.actors import ALL_TERMS, Actor, Floor
from forecast.decisions.replicates import Replicates, replicate
from forecast.decisions.settled_draws import NoisyMeans, Settled
from forecast.decisions.ties import tied_with_best

POINT = 0.01


@dataclass(frozen=True)
class FloorShares:
    """Shares of draws in which the floors of an actor hold, without the noise of chance.

    floors: those that the run can measure; missing: the others, which are not counted. together: share in which all
    hold, by branch. alone: share in which each holds, by branch, in the order of `floors`. best: branches with the
    highest `together`; more than one if they are tied.
    """

    floors: tuple[Floor, ...]
    missing: tuple[Floor, ...]
    together: dict[str, Estimate]
    alone: dict[str, tuple[Estimate, ...]]
    best: tuple[str, ...]


def floor_shares(
    members: Members, table: DrawTable, actor: Actor, measures: Mapping[str, TermMeasure], weights: Floats | None = None
) -> FloorShares | None:
    """Compute the shares for one actor; None if it has no floor that the run can measure.

    A floor is about the first measure of its term: one for five years says nothing about two.

    Parameters
    ----------
    members : Members
        The run.
    table : DrawTable
        Its draws.
    actor : Actor
        The actor.
    measures : mapping of str to TermMeasure
        The measure of each term that the run can measure.
    weights : float64[draws], optional
        Importance of each draw.
    """
    ids = members.manifest.sides, members.manifest.donors
    usual = {name: term.measures[0].named(*ids) for name, term in ALL_TERMS.items()}
    floors = tuple(floor for floor in actor.floors if measures.get(floor.term) == usual[floor.term])
    # with one member in each draw, chance decides about the floors
    if not floors or int(np.bincount(table.index).max()) < 2:
        return None
    branches, size = members.manifest.branches, len(floors) + 1
    found = [_shares(members, table, branch, floors, measures, weights) for branch in branches]
    joint = Replicates(
        np.array([one.value[-1] for one in found]), np.stack([one.without[:, -1] for one in found], 1), members.count
    )
    tied = tied_with_best(joint, range(len(branches)), table.clusters.count, POINT)
    return FloorShares(
        floors,
        tuple(floor for floor in actor.floors if floor not in floors),
        {branch: joint.estimate(k) for k, branch in enumerate(branches)},
        {branch: tuple(map(one.estimate, range(size - 1))) for branch, one in zip(branches, found, strict=True)},
        tuple(branches[k] for k in tied),
    )


def _shares(
    members: Members,
    table: DrawTable,
    branch: str,
    floors: Sequence[Floor],
    measures: Mapping[str, TermMeasure],
    weights: Floats | None,
) -> Replicates:
    """Share of draws of one branch in which each floor holds, and last in which all do."""
    amounts = np.zeros((len(floors), members.count))
    for row, floor in enumerate(floors):
        for column in measures[floor.term].columns:
            amounts[row] += members.values(branch, column)
    noisy = NoisyMeans.of(amounts, table, weights)
    steps = [bool(np.all((row == 0.0) | (row == 1.0))) for row in amounts]
    noisy = _spread_out(noisy, steps, table, members.manifest.seed)

    def numbers(settled: Settled) -> list[float]:
        holds = np.stack([_holds(row, floor) for row, floor in zip(settled.mean, floors, strict=True)])
        return [*settled.share(holds), *settled.share(np.all(holds, axis=0, keepdims=True))]

    return replicate(noisy, numbers, members.count)


def _holds(means: Floats, floor: Floor) -> NDArray[np.bool_]:
    low = -np.inf if floor.at_least is None else floor.at_least
    high = np.inf if floor.at_most is None else floor.at_most
    found: NDArray[np.bool_] = (means >= low) & (means <= high)
    return found


def _spread_out(noisy: NoisyMeans, steps: Sequence[bool], table: DrawTable, seed: int) -> NoisyMeans:
    """Spread the means of yes-or-no outcomes over their steps of one member, so that a floor does not fall between two.

    With ten members a mean is 0, 10, 20 % and so on. The spread is the same in every branch and is removed with the
    noise of chance.
    """
    size = np.bincount(table.index, minlength=table.count)
    shift = np.random.default_rng([seed, len(steps)]).uniform(-0.5, 0.5, table.count) / size
    mean, noise = noisy.mean.copy(), noisy.noise.copy()
    rows = np.flatnonzero(steps)
    mean[rows] += shift
    added = np.bincount(noisy.group, weights=noisy.weight * (size > 1) / (12.0 * size**2), minlength=len(noisy.known))
    for group, extra in enumerate(added):
        noise[group][np.ix_(rows, rows)] += extra
    return NoisyMeans(mean, noisy.weight, noisy.group, noise, noisy.known)
