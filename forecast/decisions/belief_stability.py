"""Whether the best branch of each actor stays the same under other beliefs, without a new run."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.members import Members
from forecast.beliefs.weights import usable_weights
from forecast.config.beliefs import Belief
from forecast.decisions.actors import Values
from forecast.decisions.decision import rankings
from forecast.decisions.switch_stability import ActorStability, judge_stability


@dataclass(frozen=True)
class BeliefStability:
    """The stability of all actors over beliefs. effective: what the weighted draws count as, for each belief."""

    beliefs: tuple[str, ...]
    effective: tuple[float, ...]
    actors: tuple[ActorStability, ...]


def belief_stability(members: Members, values: Values, beliefs: Sequence[Belief]) -> BeliefStability:
    """Rank the branches for every actor under every belief, and compare with the priors of the run.

    Parameters
    ----------
    members : Members
        The run.
    values : Values
        The stated values.
    beliefs : sequence of Belief
        Each is judged by itself.

    Raises
    ------
    ResultError
        If the draws of the run are too few for a belief.
    """
    table = DrawTable(members)
    weights = [usable_weights(table, belief) for belief in beliefs]
    base = rankings(members, values.actors)
    found = [rankings(members, values.actors, each.draw) for each in weights]
    judged = [actor for actor in values.actors if actor.key in base]
    actors = tuple(judge_stability(actor, base[actor.key], [one[actor.key] for one in found]) for actor in judged)
    return BeliefStability(tuple(belief.name for belief in beliefs), tuple(w.effective for w in weights), actors)
