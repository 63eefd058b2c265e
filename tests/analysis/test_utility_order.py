"""Whether the ranking hangs on what one values is said, and said rightly."""

import math
import re
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.members import Members
from forecast.analysis.utilities import Ranking, Utilities, Worth, stability, utilities
from forecast.analysis.utility_sets import NAMES, SETS, TERMS, WEIGHTS, UtilitySet
from forecast.store.reader import Run
from forecast.text.utility_text import order_sentences

NARROW = tuple(UtilitySet(n, "", {n: 1.0}) for n in ("losses_defender", "sovereignty", "collapse", "durable_peace"))
SOME = Estimate(1.0, 0.1, 10)
DOCS = Path(__file__).parents[2] / "docs" / "howto" / "values.md"


def of(*orders: str, ahead: str) -> Utilities:
    """Sets with these orders ('abc': a first); ahead: for each set its clear pairs, 'ab ac bc, ab'."""
    rankings = []
    for number, (order, pairs) in enumerate(zip(orders, ahead.split(","), strict=True)):
        clear = frozenset((pair[0], pair[1]) for pair in pairs.split())
        worth = dict.fromkeys(order, Worth(SOME, None, SOME, SOME, SOME))
        rankings.append(Ranking(UtilitySet(f"set{number}", "", {"cost": 1.0}), tuple(order), worth, clear, ()))
    return Utilities(tuple(rankings), (), (), {}, 16, False)


class Upset(Members):
    """The same run, but peace lasts where it did not."""

    def values(self, branch: str, name: str) -> Floats:
        found = super().values(branch, name)
        return 1.0 - found if name == "durable_5y" else found


@pytest.mark.parametrize(
    ("kind", "sets", "verdict"), [(Members, SETS, "same"), (Members, NARROW, "open"), (Upset, SETS, "different")]
)
def test_that_the_ranking_under_four_utilities_is_stable_or_said_not_to_be(
    run: Run, kind: type[Members], sets: tuple[UtilitySet, ...], verdict: str
) -> None:
    """The sentence is checked against orders and paired differences worked out by plain sums.

    In the made-up run the four stated sets agree, sets that care for one thing each differ within the error, and where
    lasting peace is turned upside down the stated sets disagree.
    """
    members = kind(run)
    found = utilities(members, sets)
    assert len(found.rankings) == 4
    judged = [by_hand(members, ranking, found) for ranking in found.rankings]
    assert [(ranking.order, ranking.ahead) for ranking in found.rankings] == judged
    swapped = any((b, a) in other for _, one in judged for a, b in one for _, other in judged)
    alike = len({order for order, _ in judged}) == 1
    first = order_sentences(found)[0]
    assert ("is not the same under the four sets" in first) == swapped
    assert ("is the same under all four sets" in first) == (alike and not swapped)
    assert ("cannot be told" in first) == (not alike and not swapped)
    assert verdict == ("different" if swapped else "same" if alike else "open")


def by_hand(members: Members, ranking: Ranking, found: Utilities) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
    """Order and clear pairs by sums over members and draws; 1.972 is Student's t for 200 draws."""
    draw = np.arange(members.manifest.members) // members.manifest.replicates
    total = {}
    for branch in members.manifest.branches:
        total[branch] = np.zeros(draw.size)
        for term, weight in ranking.set.weights.items():
            columns, worst, best, _ = found.measures[term]
            amount = np.sum([members.values(branch, column) for column in columns], axis=0)
            total[branch] += weight * (amount - worst) / (best - worst)
    order = tuple(sorted(total, key=lambda branch: -float(total[branch].mean())))
    ahead = set()
    for a, b in permutations(total, 2):
        gap = total[a] - total[b]
        pulls = [float((gap[draw == d] - gap.mean()).sum()) for d in range(200)]
        if gap.mean() > 1.972 * math.sqrt(sum(pull**2 for pull in pulls) * 200 / 199) / gap.size:
            ahead.add((a, b))
    return order, frozenset(ahead)


def test_that_one_order_under_all_sets_is_called_the_same() -> None:
    found = of("abc", "abc", ahead="ab ac bc,ab ac")
    result = stability(found)
    assert result is not None and result.verdict == "same"
    assert result.kept == (("a", "b"), ("a", "c")) and result.swapped == ()
    first, leader, pairs = order_sentences(found)
    assert first == "The ranking of the branches is the same under all two sets of values: a, b and c, best first."
    assert leader == "First under every set is a."
    assert "2 with the same clear order under every set (a ahead of b; a ahead of c)" in pairs
    assert pairs.endswith("1 too close to call under some set.")


def test_that_a_clear_change_of_places_is_called_not_the_same() -> None:
    found = of("abc", "bac", ahead="ab ac bc,ba ac bc")
    result = stability(found)
    assert result is not None and result.verdict == "different" and result.swapped == (("a", "b"),)
    first, leader, pairs = order_sentences(found)
    assert "is not the same under the two sets" in first
    assert leader == "First is a under set0; b under set1."
    assert "1 whose clear order depends on the set" in pairs


def test_that_a_change_of_places_within_the_error_is_left_open() -> None:
    found = of("abc", "bac", ahead="ac bc,ac bc")
    result = stability(found)
    assert result is not None and result.verdict == "open"
    first, leader, _ = order_sentences(found)
    assert "cannot be told" in first
    assert leader == "First is a under set0 (too close to call with b); b under set1 (too close to call with a)."


def test_that_an_uncertain_first_place_is_said() -> None:
    _, leader, _ = order_sentences(of("ab", "ab", ahead="ab,"))
    assert leader == "First under every set is a; too close to call with b under set1."


def test_that_one_set_or_one_branch_is_no_ranking() -> None:
    assert stability(of("abc", ahead="ab")) is None
    assert order_sentences(of("a", "a", ahead=",")) == []


def test_that_the_page_shows_the_weights_and_scales_of_the_code() -> None:
    rows = {}
    for line in DOCS.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"`\w+`", cells[0]) and len(cells) == 8:
            rows[cells[0].strip("`")] = cells
    assert {name: tuple(map(float, row[4:])) for name, row in rows.items()} == dict(WEIGHTS)
    head = next(line for line in DOCS.read_text().splitlines() if line.startswith("| term"))
    assert [cell.strip() for cell in head.strip("|").split("|")][4:] == list(NAMES)
    for term in TERMS:
        shown = rows[term.name]
        for place, end in ((2, term.measures[0].worst), (3, term.measures[0].best)):
            assert shown[place].split()[0] in (f"{end:g}", {0.0: "no", 1.0: "yes"}.get(end))
