"""Worlds in which a lead of one branch over another turns round or is lost: thirds of the draws by one or two inputs.

A lead is a difference of two shares of at least one point. A world is found in one half of the draws (every second
cluster) and has to be found again in the other half; its numbers are those of all draws.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.draw_groups import band_where
from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats, Linear, mean, ratio_of_totals
from forecast.analysis.members import Members
from forecast.analysis.ties import POINT, error_reach
from forecast.config.prior import Prior

CLEAR = 4.0
"""Standard errors by which the difference in a world has to lie apart from that elsewhere, in all draws."""

CLEAR_IN_HALF = 2.0
MIN_DRAWS = 100
"""Draws of a world."""

MAX_PAIRED = 16
"""Thirds of which pairs are searched: those that move the difference most."""

MAX_TIMES = 2
"""How often a limit may stand in worlds of two inputs."""


class Limit(NamedTuple):
    """An input above or below a bound, in the unit of the input."""

    prior: Prior
    bound: float
    above: bool


@dataclass(frozen=True)
class TurningWorld:
    """Draws in which the lead is lost or turns round.

    share: part of all draws. inside, outside: the difference in these draws and in the others. band: band between the
    draws of the world.
    """

    limits: tuple[Limit, ...]
    share: float
    inside: Estimate
    outside: Estimate
    band: DrawBand


@dataclass(frozen=True)
class Turning:
    """What turns a difference. whole: the difference in all draws. inputs, draws: number of both in the search.

    Worlds of one input need 3 times `MIN_DRAWS` draws in the run, worlds of two inputs 9 times as many.
    """

    whole: Estimate
    inputs: int
    draws: int
    worlds: tuple[TurningWorld, ...]


class _Found(NamedTuple):
    """Limits, and which draws they keep, bool[draws]."""

    limits: tuple[Limit, ...]
    mask: NDArray[np.bool_]


class _Draws(NamedTuple):
    """Total difference and number of members of every draw, and its half (0 or 1)."""

    table: DrawTable
    total: Floats
    size: Floats
    half: NDArray[np.int64]

    def compare(self, chosen: NDArray[np.bool_]) -> tuple[Linear, Linear]:
        """The mean difference in some draws, and in all others."""
        inside, outside = (self._mean(part) for part in (chosen, ~chosen))
        return inside, outside

    def _mean(self, part: NDArray[np.bool_]) -> Linear:
        clusters = self.table.clusters
        n = int(self.size[part].sum())
        return ratio_of_totals(clusters.sums(self.total * part), clusters.sums(self.size * part), n)


def turning_worlds(members: Members, priors: Sequence[Prior], gap: Floats, most: int = 5) -> Turning:
    """Search thirds of the draws by one input, and by two where neither turns the difference alone.

    Parameters
    ----------
    members : Members
        The run.
    priors : sequence of Prior
        Drawn inputs to search.
    gap : float64[members]
        Difference of a yes-or-no outcome between two branches in every member.
    most : int
        Most worlds to return: those of one input first, and of these the ones furthest from the whole.
    """
    table = DrawTable(members)
    outcome = table.mean(gap)
    draws = _Draws(table, np.nan_to_num(outcome.mean) * outcome.size, outcome.size, table.cluster % 2)
    whole = mean(gap, members.clusters).estimate
    thirds = _by_distance(draws, (third for prior in priors for third in _thirds(table, prior)), whole)
    found = [third for third in thirds if _turns(draws, third.mask, whole)]
    if len(found) < most:
        turning = {third.limits for third in found}
        rest = [third for third in thirds if third.limits not in turning][:MAX_PAIRED]
        pairs = [pair for pair in _pairs(rest) if _turns(draws, pair.mask, whole)]
        found += _rarely_repeated(_by_distance(draws, pairs, whole))
    return Turning(whole, len(priors), table.count, tuple(_world(draws, gap, each) for each in found[:most]))


def _thirds(table: DrawTable, prior: Prior) -> Iterator[_Found]:
    """Yield the lowest and the highest third of the draws; the bound lies between the draws inside and outside."""
    values = table.input(prior.name)
    bottom, top = np.quantile(values, [1.0 / 3.0, 2.0 / 3.0], method="lower")
    for above, mask in ((False, values <= bottom), (True, values > top)):
        if mask.any() and not mask.all():
            inside, outside = values[mask], values[~mask]
            ends = (outside.max(), inside.min()) if above else (inside.max(), outside.min())
            yield _Found((Limit(prior, float(ends[0] + ends[1]) / 2.0, above),), mask)


def _pairs(thirds: Sequence[_Found]) -> Iterator[_Found]:
    for one, two in combinations(thirds, 2):
        if one.limits[0].prior.name != two.limits[0].prior.name:
            yield _Found((*one.limits, *two.limits), one.mask & two.mask)


def _turns(draws: _Draws, mask: NDArray[np.bool_], whole: Estimate) -> bool:
    """Whether the lead is lost or turned in these draws, in all of them and in both halves."""
    if np.count_nonzero(mask) < MIN_DRAWS:
        return False
    count = draws.table.clusters.count
    for half, errors in ((None, CLEAR), (0, CLEAR_IN_HALF), (1, CLEAR_IN_HALF)):
        part = np.ones(mask.size, dtype=bool) if half is None else draws.half == half
        inside, outside = draws._replace(total=draws.total * part, size=draws.size * part).compare(mask)
        apart = (inside - outside).estimate
        if not abs(apart.value) > errors * apart.mcse or not _is_other(inside.estimate, whole, count):
            return False
    return True


def _is_other(inside: Estimate, whole: Estimate, clusters: int) -> bool:
    """Whether a lead in all draws is none here; or a lead is here, beyond chance, where all draws have none."""
    if whole.value >= POINT:
        return inside.value < POINT
    if whole.value <= -POINT:
        return inside.value > -POINT
    return abs(inside.value) >= max(POINT, error_reach(inside, clusters))


def _by_distance(draws: _Draws, found: Iterable[_Found], whole: Estimate) -> list[_Found]:
    """Sort draws by how far they move the difference against the lead; without a lead, by how far they move it."""

    def distance(each: _Found) -> float:
        move = draws.compare(each.mask)[0].value - whole.value
        return -abs(move) if abs(whole.value) < POINT else math.copysign(move, move * whole.value)

    return sorted(found, key=distance)


def _rarely_repeated(pairs: Iterable[_Found]) -> Iterator[_Found]:
    """Keep pairs in which no limit stands more than twice."""
    times: Counter[tuple[str, bool]] = Counter()
    for pair in pairs:
        keys = [(limit.prior.name, limit.above) for limit in pair.limits]
        if all(times[key] < MAX_TIMES for key in keys):
            times.update(keys)
            yield pair


def _world(draws: _Draws, gap: Floats, found: _Found) -> TurningWorld:
    inside, outside = draws.compare(found.mask)
    band = band_where(draws.table.members, gap, found.mask[draws.table.index])
    return TurningWorld(found.limits, float(np.mean(found.mask)), inside.estimate, outside.estimate, band)
