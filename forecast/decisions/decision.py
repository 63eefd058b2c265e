"""The decision view of a run: how every actor ranks the branches, and what becomes of the offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Floats
from forecast.analysis.members import Members
from forecast.analysis.utilities import member_utilities
from forecast.analysis.utility_sets import TermMeasure, measures_of
from forecast.decisions.actors import ALL_TERMS, Actor, Values, read_values
from forecast.decisions.floors import FloorShares, floor_shares
from forecast.decisions.offer_fate import OfferFate, offer_fates
from forecast.decisions.package_frontier import Frontier, package_frontier
from forecast.decisions.ranking import Ranking, rank
from forecast.decisions.turning_weights import TurningWeight, turning_weights
from forecast.errors import ResultError
from forecast.experiment.evidence import Evidence, evidence
from forecast.store.reader import Run


@dataclass(frozen=True)
class ActorDecision:
    """How one actor ranks the branches.

    missing: terms of the actor that the run cannot measure; only the weights of the others count. floors: None if the
    actor has no floor that the run can measure. rival: the branch that the first one is compared with in `turning`: the
    tested branch, or the next one. turning: weights that would turn the order of the two.
    """

    actor: Actor
    ranking: Ranking
    missing: tuple[str, ...]
    floors: FloorShares | None
    rival: str | None
    turning: tuple[TurningWeight, ...]


@dataclass(frozen=True)
class Decision:
    """The decision view of a run.

    Attributes
    ----------
    experiment, reference : str
        Name of the experiment, and the branch that gains are measured from.
    branches : tuple of str
        All branches, the reference first.
    tested : str or None
        The branch that the experiment tests.
    members, draws, clusters : int
        Members of each branch, draws, and independent groups behind every error.
    values : Values
        The stated values.
    measures : dict of str to TermMeasure
        Columns and scale of every term that the run can measure.
    actors : tuple of ActorDecision
        In the order of the values. Those whose actor does not decide are shown apart.
    left_out : tuple of Actor
        Actors whose heaviest term the run cannot measure.
    fates : tuple of OfferFate
        What becomes of the offer, and what it costs, in every branch.
    frontier : Frontier or None
        Acceptance against durability; None with fewer than two branches that put a package on the table.
    evidence : Evidence
        Grades of the inputs.
    """

    experiment: str
    reference: str
    branches: tuple[str, ...]
    tested: str | None
    members: int
    draws: int
    clusters: int
    values: Values
    measures: dict[str, TermMeasure]
    actors: tuple[ActorDecision, ...]
    left_out: tuple[Actor, ...]
    fates: tuple[OfferFate, ...]
    frontier: Frontier | None
    evidence: Evidence


def decide(run: Run | Members, values: Values | None = None, weights: Floats | None = None) -> Decision:
    """Rank the branches of a run for every actor, and follow the offer.

    Parameters
    ----------
    run : Run or Members
        A finished run.
    values : Values, optional
        Stated values, from `read_values`; by default the shipped ones.
    weights : float64[draws], optional
        Importance of each draw that has a member, in their order, such as weights of a belief.

    Raises
    ------
    ResultError
        If the run can measure no actor's heaviest term.
    """
    members = run if isinstance(run, Members) else Members(run)
    stated = read_values() if values is None else values
    table = DrawTable(members)
    found = measures(members)
    judged = [actor for actor in stated.actors if actor.values.heaviest in found]
    if not judged:
        lacking = ", ".join(dict.fromkeys(actor.values.heaviest for actor in stated.actors))
        raise ResultError.of(str(members.run.path), f"is too short for these values: it has no column for {lacking}")
    manifest = members.manifest
    return Decision(
        manifest.experiment,
        members.reference,
        (members.reference, *members.others),
        members.tested_branch,
        members.count,
        table.count,
        members.clusters.count,
        stated,
        found,
        tuple(_judge(members, table, actor, found, weights) for actor in judged),
        tuple(actor for actor in stated.actors if actor not in judged),
        offer_fates(members, table, weights),
        package_frontier(members, table, weights),
        evidence(members.run.experiment),
    )


def measures(members: Members) -> dict[str, TermMeasure]:
    """Choose the measure of every term that the run has the columns for."""
    columns = set(members.run.columns) & set(members.variables)
    return measures_of(tuple(ALL_TERMS.values()), columns, members.manifest.sides, members.manifest.donors)


def rankings(members: Members, actors: Sequence[Actor], weights: Floats | None = None) -> dict[str, Ranking]:
    """Rank the branches for each actor whose heaviest term the run can measure, by the id of the actor.

    Parameters
    ----------
    members : Members
        The run.
    actors : sequence of Actor
        Whose values count.
    weights : float64[draws], optional
        Importance of each draw, see `rank`.
    """
    found, table = measures(members), DrawTable(members)
    return {
        actor.key: rank(table, member_utilities(members, actor.values, found), members.manifest.branches, weights)
        for actor in actors
        if actor.values.heaviest in found
    }


def _judge(
    members: Members, table: DrawTable, actor: Actor, found: dict[str, TermMeasure], weights: Floats | None
) -> ActorDecision:
    points = member_utilities(members, actor.values, found)
    ranking = rank(table, points, members.manifest.branches, weights)
    first, tested = ranking.order[0], members.tested_branch
    rival = tested if tested != first else next(iter(ranking.order[1:]), None)
    turning = () if rival is None else turning_weights(members, table, actor.values, found, (first, rival), weights)
    return ActorDecision(
        actor,
        ranking,
        tuple(term for term in actor.values.weights if term not in found),
        floor_shares(members, table, actor, found, weights),
        rival,
        turning,
    )
