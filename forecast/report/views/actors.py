"""The view of who prefers which branch, by the stated values that ship with the package."""

from collections.abc import Sequence

from forecast.decisions.actors import Actor, read_values, require_own_values
from forecast.decisions.decision import rankings
from forecast.decisions.ranking import Ranking
from forecast.display.numbers import percent, rounded
from forecast.errors import ConfigError
from forecast.report.material import Material
from forecast.report.views.view import MOST_ROWS, View
from forecast.text.outcome_tables import TextTable

TITLE = "Which policy is best for whom?"
NAMED = 3
"""Branches that a cell names; the others are counted."""

VALUES = (
    "What each actor values is a judgment (grade C): weights, scales and all. State your own in a file and rank again "
    "with forecast decide RUN --values FILE."
)
TIES = (
    "Tied: the difference is within two errors or under one point of utility, or its sign differs between the draws. "
    "Then which policy is better depends on inputs that nobody knows."
)
PROMISE = "Each policy supposes that its donors do what it says."
NOTE = (
    "Each cell: rank by mean utility, = where the policy is tied with the best for that actor, and the share of draws "
    "in which it is the best. Points of two actors cannot be compared."
)
TIED = " (tied with the best)"
NO_NOISE = "Every draw has one member, so chance is in the shares of draws."


def view(material: Material) -> View | None:
    """Rank the branches for each actor; None for another war than that of the values, one branch, or a short run."""
    values = read_values()
    try:
        require_own_values(material.members.run, values)
    except ConfigError:
        return None
    if len(material.branches) < 2:
        return None
    found = rankings(material.members, values.actors)
    ranked = [(actor, found[actor.key]) for actor in values.actors if actor.key in found]
    if not ranked:
        return None
    titles = material.titles
    has_noise = all(ranking.noise_removed for _, ranking in ranked)
    return View(
        "actors",
        TITLE,
        (*(_claim(actor, ranking, titles) for actor, ranking in ranked), *_rank_of_tested(material, ranked)),
        table=_table(ranked, titles),
        folded=_folded(ranked, titles),
        caveats=(VALUES, TIES, PROMISE, *(() if has_noise else (NO_NOISE,))),
        explained="docs/howto/decide.md",
    )


def _claim(actor: Actor, ranking: Ranking, titles: dict[str, str]) -> str:
    first, name = ranking.order[0], _who(actor)
    share = percent(ranking.values[first].best)
    tied = _tied(ranking)
    if not tied:
        second = ranking.order[1]
        lead = ranking.gaps[first, second].difference
        return (
            f"{name}: “{titles[first]}” is best, {rounded(lead.value, lead.mcse)} points of utility ahead of "
            f"“{titles[second]}”, and best in {share} of the draws."
        )
    if len(tied) + 1 == len(ranking.order):
        return f"{name}: nothing is best. All {len(ranking.order)} policies are tied."
    with_whom = "one other policy" if len(tied) == 1 else f"{len(tied)} others"
    favourite = max(ranking.order, key=lambda branch: ranking.values[branch].best.value)
    most = (
        f"; “{titles[favourite]}” is best most often, in {percent(ranking.values[favourite].best)}"
        if favourite != first
        else ""
    )
    return (
        f"{name}: nothing is clearly best. “{titles[first]}” has the highest mean and is best in {share} of the draws, "
        f"but is tied with {with_whom}{most}."
    )


def _rank_of_tested(material: Material, ranked: Sequence[tuple[Actor, Ranking]]) -> list[str]:
    """Say which rank the tested branch has for each actor; nothing without one, or where all are tied."""
    tested = material.tested_branch
    if tested is None or all(len(ranking.best) == len(ranking.order) for _, ranking in ranked):
        return []
    told = [
        f"{ranking.order.index(tested) + 1}. for {_who(actor)}{TIED if _is_tied(ranking, tested) else ''}"
        for actor, ranking in ranked
    ]
    ranks = ", ".join(told)
    return [f"Of {len(material.branches)} policies “{material.titles[tested]}” has by its mean the rank {ranks}."]


def _is_tied(ranking: Ranking, branch: str) -> bool:
    return branch in ranking.best and len(ranking.best) > 1


def _table(ranked: Sequence[tuple[Actor, Ranking]], titles: dict[str, str]) -> TextTable:
    rows = []
    for actor, ranking in ranked[:MOST_ROWS]:
        first = ranking.order[0]
        tied = [f"{titles[b]} ({percent(ranking.values[b].best)})" for b in _tied(ranking)]
        more = len(tied) - NAMED
        told = "; ".join([*tied[:NAMED], *([f"and {more} more"] if more > 0 else [])]) or "none"
        rows.append((_who(actor), f"{titles[first]} ({percent(ranking.values[first].best)})", told))
    head = ("for whom", "highest mean (share of draws in which it is best)", "tied with it")
    return TextTable(head, tuple(rows), wordy=True)


def _folded(ranked: Sequence[tuple[Actor, Ranking]], titles: dict[str, str]) -> TextTable:
    branches = list(ranked[0][1].order)
    rows = tuple((titles[b], *(_cell(ranking, b) for _, ranking in ranked)) for b in branches)
    return TextTable(("policy", *(_who(actor) for actor, _ in ranked)), rows, NOTE)


def _cell(ranking: Ranking, branch: str) -> str:
    mark = " =" if _is_tied(ranking, branch) else ""
    share = percent(ranking.values[branch].best)
    return f"{ranking.order.index(branch) + 1}.{mark} {share}"


def _tied(ranking: Ranking) -> list[str]:
    """Branches that are tied with the first one, the highest mean first."""
    return [branch for branch in ranking.order[1:] if branch in ranking.best]


def _who(actor: Actor) -> str:
    return actor.name if actor.decides else f"{actor.name} (the other side)"
