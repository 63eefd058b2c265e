"""Members of a cluster side by side: the same bits as a look-up a member, for any design and order of reading."""

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters, Sorted, mean
from forecast.analysis.ordered_clusters import OrderedClusters
from forecast.analysis.outcome_estimates import paired_difference
from forecast.analysis.split import split
from forecast.analysis.split_draws import SplitDraws, Tail, outer_quantiles

DESIGNS = [(1003, 10, 16), (1600, 10, 16), (57, 4, 16), (9, 1, 16), (1003, 10, None), (40, 1, None), (7, 10, 16)]
SEED = 11


def pair(members: int, replicates: int, scrambles: int | None) -> tuple[Clusters, OrderedClusters, np.ndarray]:
    """The clusters both ways, and the draw of each member."""
    draw = np.arange(members) // replicates
    return Clusters(draw % scrambles if scrambles else draw), OrderedClusters(members, replicates, scrambles), draw


def made(kind: str, members: int) -> np.ndarray:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    values = rng.normal(size=members).astype(np.float32)
    if kind == "weeks":
        return np.where(rng.random(members) < 0.6, np.round(np.abs(values) * 9), np.nan).astype(np.float32)
    return values > 0.3 if kind == "flag" else np.round(values * 3).astype(np.int16) if kind == "count" else values


def arranged(clusters: OrderedClusters, values: np.ndarray, step: int = 64) -> np.ndarray:
    found = np.empty_like(values)
    for lo in range(0, values.size, step):
        clusters.arrange(lo, values[lo : lo + step], found)
    return found


@pytest.mark.parametrize("step", [1, 64, 2000])
@pytest.mark.parametrize("design", DESIGNS)
def test_that_every_member_stands_in_its_cluster(design, step) -> None:
    known, ordered, draw = pair(*design)
    members = np.arange(design[0])
    order = arranged(ordered, members, step)
    assert np.array_equal(np.sort(order), members)
    assert np.array_equal(known.index[order], ordered.index)
    assert all(np.all(np.diff(order[ordered.index == cluster]) > 0) for cluster in range(ordered.count))
    for segment in ordered.segments():
        draws = np.unique(draw[order[segment.members]])
        assert np.array_equal(draws, segment.first + segment.step * np.arange(draws.size))


@pytest.mark.parametrize("small", [0, 10**9])
@pytest.mark.parametrize("kind", ["real", "weeks", "flag", "count"])
@pytest.mark.parametrize("design", DESIGNS)
def test_that_estimates_have_the_same_bits(design, kind, small, monkeypatch) -> None:
    monkeypatch.setattr("forecast.analysis.ordered_clusters.MIN_MEMBERS_BY_CLUSTER", small)
    known, ordered, draw = pair(*design)
    values, other = made(kind, design[0]), np.roll(made(kind, design[0]), 3)
    plain, sides = values.astype(np.float64), arranged(ordered, values)
    assert repr(mean(plain, known).estimate) == repr(mean(sides, ordered).estimate)
    for level in (0.025, 0.1, 0.5, 0.9):
        one, two = (Sorted(x, c).quantile(level).estimate for x, c in ((plain, known), (sides, ordered)))
        assert repr(one) == repr(two)
    assert repr(paired_difference(plain, other.astype(np.float64), known)) == repr(
        paired_difference(sides, arranged(ordered, other), ordered)
    )
    assert repr(split(plain, draw, known)) == repr(split(sides, None, ordered))


@pytest.mark.parametrize("design", [(4003, 10, 16), (4003, 10, None)])
def test_that_a_tail_gives_what_all_values_give(design, monkeypatch) -> None:
    _, ordered, _ = pair(*design)
    values = arranged(ordered, made("real", design[0]))
    draws = SplitDraws.ordered(values, ordered)
    whole = draws.around(np.ones(ordered.draws), (0.1, 0.9))
    tails: list[Tail] = []
    before = Tail.__init__

    def seen(self: Tail, *args: object) -> None:
        before(self, *args)  # type: ignore[arg-type]
        tails.append(self)

    monkeypatch.setattr(Tail, "__init__", seen)
    monkeypatch.setattr(
        "forecast.analysis.split_draws.outer_quantiles", lambda *rest: outer_quantiles(*rest, max_in_memory=0)
    )
    found = draws.around(np.ones(ordered.draws), (0.1, 0.9))
    assert [repr(one.estimate) for one in found] == [repr(one.estimate) for one in whole]
    assert len(tails) == 2
    assert all(tail.values.size < 0.3 * design[0] for tail in tails)
