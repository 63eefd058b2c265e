"""Whether the ranking of the branches is the same whatever one values, in words."""

from itertools import combinations
from typing import Literal, NamedTuple

from forecast.analysis.utilities import Ranking, Utilities

Verdict = Literal["same", "different", "open"]
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}


class Stability(NamedTuple):
    """verdict: same order under all sets, clearly another under some, or open (other orders, but no clear ones).

    kept: pairs (a, b) of which a is clearly ahead of b under every set. swapped: pairs of which a is clearly ahead
    under some sets and b under others.
    """

    verdict: Verdict
    kept: tuple[tuple[str, str], ...]
    swapped: tuple[tuple[str, str], ...]


def stability(found: Utilities) -> Stability | None:
    """None for fewer than two sets or two branches: there is nothing to compare."""
    rankings = found.rankings
    if len(rankings) < 2 or len(rankings[0].order) < 2:
        return None
    kept, swapped = [], []
    for a, b in combinations(rankings[0].order, 2):
        forth, back = (sum(pair in r.ahead for r in rankings) for pair in ((a, b), (b, a)))
        if forth and back:
            swapped.append((a, b))
        elif forth == len(rankings) or back == len(rankings):
            kept.append((a, b) if forth else (b, a))
    same = all(r.order == rankings[0].order for r in rankings)
    verdict: Verdict = "different" if swapped else "same" if same else "open"
    return Stability(verdict, tuple(kept), tuple(swapped))


def order_sentences(found: Utilities) -> list[str]:
    """Whether the ranking is stable, who is first under what, which pairs do not depend on the values."""
    result = stability(found)
    if result is None:
        return []
    count = NUMBERS.get(len(found.rankings), str(len(found.rankings)))
    said = {
        "same": f"The ranking of the branches is the same under all {count} sets of values: "
        f"{_listed(found.rankings[0].order)}, best first.",
        "different": f"The ranking of the branches is not the same under the {count} sets of values: it depends on "
        "what you value.",
        "open": f"Whether the ranking of the branches is the same under the {count} sets of values cannot be told from "
        "this run: where their orders differ, the branches are too close to call.",
    }
    return [said[result.verdict], _firsts(found.rankings), _pairs(result, found)]


def _firsts(rankings: tuple[Ranking, ...]) -> str:
    """'First is a under x and y, b under z (too close to call with c).'"""
    firsts: dict[str, list[Ranking]] = {}
    for ranking in rankings:
        firsts.setdefault(ranking.order[0], []).append(ranking)
    if len(firsts) == 1:
        (branch,) = firsts
        open_under = [f"{_listed(close)} under {r.set.name}" for r in rankings if (close := _close(r))]
        ending = f"; too close to call with {'; with '.join(open_under)}" if open_under else ""
        return f"First under every set is {branch}{ending}."
    parts = []
    for branch, led in firsts.items():
        names = [
            r.set.name + (f" (too close to call with {_listed(close)})" if (close := _close(r)) else "") for r in led
        ]
        parts.append(f"{branch} under {_listed(names)}")
    return f"First is {'; '.join(parts)}."


def _close(ranking: Ranking) -> list[str]:
    """Branches from which the first cannot be told."""
    first, *rest = ranking.order
    return [b for b in rest if (first, b) not in ranking.ahead]


def _pairs(result: Stability, found: Utilities) -> str:
    total = len(list(combinations(found.rankings[0].order, 2)))
    kept = "; ".join(f"{a} ahead of {b}" for a, b in result.kept)
    left = total - len(result.kept) - len(result.swapped)
    parts = [f"{len(result.kept)} with the same clear order under every set" + (f" ({kept})" if kept else "")]
    parts += [f"{len(result.swapped)} that change places"] if result.swapped else []
    parts += [f"{left} too close to call under some set"] if left else []
    return f"Of {total} pairs of branches: {_listed(parts)}."


def _listed(items: list[str] | tuple[str, ...]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
