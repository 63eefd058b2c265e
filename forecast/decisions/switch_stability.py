"""Whether the best branch of each actor stays the same under every setting of the switches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from forecast.analysis.conclusions import SwitchSetting, default_first, setting_of
from forecast.analysis.members import Members
from forecast.decisions.actors import Actor, Values
from forecast.decisions.decision import rankings
from forecast.decisions.ranking import Ranking
from forecast.store.reader import Run

Verdict = Literal["same", "shared", "changes"]


@dataclass(frozen=True)
class ActorStability:
    """The best branches (a tie group) of one actor by default and under each other setting.

    verdict: same if the group is the same everywhere; shared if some branch is in every group; changes if none is.
    shared: the branches that are in every group. ousted: settings under which no branch of the default's best group is
    left in the best one.
    """

    actor: Actor
    default: tuple[str, ...]
    under: tuple[tuple[str, ...], ...]
    verdict: Verdict
    shared: tuple[str, ...]

    @property
    def ousted(self) -> tuple[int, ...]:
        """Positions of the settings under which the best group has no branch of the default's."""
        return tuple(k for k, best in enumerate(self.under) if not set(best) & set(self.default))


@dataclass(frozen=True)
class SwitchStability:
    """The stability of all actors; settings: all but the default, in the order of the sweep; default: its run."""

    default: Run
    settings: tuple[SwitchSetting, ...]
    actors: tuple[ActorStability, ...]


def switch_stability(runs: Sequence[Run], values: Values) -> SwitchStability:
    """Rank the branches for every actor in every run of a sweep over switches.

    Parameters
    ----------
    runs : sequence of Run
        Runs that differ in their switches only; one has every switch at its default.
    values : Values
        The stated values.

    Raises
    ------
    ResultError
        If the runs cannot be compared or none has the default.
    """
    default, rest = default_first(runs)
    base = rankings(Members(default), values.actors)
    found = [rankings(Members(run), values.actors) for run in rest]
    judged = [actor for actor in values.actors if actor.key in base]
    actors = tuple(judge_stability(actor, base[actor.key], [one[actor.key] for one in found]) for actor in judged)
    return SwitchStability(default, tuple(map(setting_of, rest)), actors)


def judge_stability(actor: Actor, default: Ranking, others: Sequence[Ranking]) -> ActorStability:
    """Compare the best branches of an actor with those under other settings.

    Parameters
    ----------
    actor : Actor
        Whose values count.
    default : Ranking
        The ranking to compare with.
    others : sequence of Ranking
        The ranking under each other setting.
    """
    under = tuple(ranking.best for ranking in others)
    shared = tuple(branch for branch in default.best if all(branch in best for best in under))
    same = all(set(best) == set(default.best) for best in under)
    verdict: Verdict = "same" if same else "shared" if shared else "changes"
    return ActorStability(actor, default.best, under, verdict, shared)
