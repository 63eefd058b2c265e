"""Searches a run for boxes of worlds in which a case comes more often, and judges them on draws held out.

Half of the clusters of draws (whole scrambles of a Sobol design) are searched, the other half judge what was found. So
the numbers of a box are not flattered by the choice of the box.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawMean, DrawTable
from forecast.analysis.drivers import DriverSearch
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.members import Members
from forecast.config.prior import Prior
from forecast.discovery.boxes import Box, Limit, Sample, add_new, inside, quasi_p
from forecast.discovery.cases import Case
from forecast.discovery.judge import Difference, Figures, difference, figures, is_clear, repeatability
from forecast.discovery.patient import peel
from forecast.discovery.stability import Refits, Search, keep_stable, refit
from forecast.discovery.tree import grow
from forecast.errors import ConfigError, ResultError

MAX_SEARCHED = 10_000
"""Draws that are searched; more add little to a bound, and time."""

MAX_LEADING = 15
"""Inputs that PRIM searches: those with the largest first-order index. The tree searches all inputs."""

MIN_DRAWS = 200
MIN_CASES = 50
"""Cases (or draws in which two branches differ) that a search needs in each half of the draws."""

METHODS: dict[str, Search] = {"PRIM": peel, "CART": grow}
STREAM = 0x646973


class FoundLimit(NamedTuple):
    """A limit of a box.

    prior: the input. share: share of the prior that the limit keeps. stability: share of refits with a limit on this
    side of the input; low, high: range of their bounds (10% to 90%). quasi_p: its quasi-p-value in the held-out draws.
    values: the values that the limit keeps, if the input has a few values only.
    """

    prior: Prior
    limit: Limit
    share: float
    stability: float
    low: float
    high: float
    quasi_p: float
    values: tuple[float, ...]


class FoundBox(NamedTuple):
    """A box with its worth in the held-out draws; `searched`: the same where it was found, which flatters it."""

    method: str
    limits: tuple[FoundLimit, ...]
    figures: Figures
    searched: Figures
    difference: Difference | None
    is_clear: bool


class Discovery(NamedTuple):
    """What was found for a case.

    base: share of the members (or draws) that are cases, in the held-out draws. repeatability: how often a draw that is
    a case by half of its members is one by the other half; None where cases are members. boxes: clear ones first.
    draws: number searched, and held out. inputs: number that PRIM searched, and CART. too_few: cases are too rare.
    """

    case: Case
    base: Estimate
    repeatability: Estimate | None
    boxes: tuple[FoundBox, ...]
    draws: tuple[int, int]
    inputs: tuple[int, int]
    too_few: bool

    @property
    def clear(self) -> tuple[FoundBox, ...]:
        """Boxes that differ from the other worlds by more than chance."""
        return tuple(box for box in self.boxes if box.is_clear)


class Candidate(NamedTuple):
    """A box that a search proposes, with its refits."""

    method: str
    box: Box
    refits: Refits


class Explorer:
    """Searches one run, case by case. The inputs are read once.

    Raises
    ------
    ConfigError
        If a library of the extra 'analysis' is missing.
    ResultError
        If the run has too few draws.
    """

    def __init__(self, members: Members) -> None:
        require_libraries()
        self.members = members
        self.table = DrawTable(members)
        if self.table.count < MIN_DRAWS:
            raise ResultError.of(
                str(members.run.path), f"has {self.table.count} draws; a search for boxes needs {MIN_DRAWS} or more"
            )
        self.names = tuple(prior.name for prior in self.table.priors)
        self.inputs = self.table.inputs(self.names)
        self.drivers = DriverSearch(members)
        self.seed = members.manifest.seed
        self.is_searched = halves(self.table.cluster, np.random.default_rng([self.seed, STREAM]))

    def discover(self, case: Case) -> Discovery:
        """Search for boxes with more of a case, and judge them."""
        outcome = self.table.mean(case.values)
        cases = cases_of(outcome, is_difference=case.against is not None)
        held_out = ~self.is_searched
        used = np.flatnonzero(self.is_searched & (outcome.size > 0.0))[:MAX_SEARCHED]
        nothing = np.zeros(self.table.count, dtype=bool)
        base = self._figures(outcome, cases, nothing, held_out).base
        counts = used.size, int(np.count_nonzero(held_out & (outcome.size > 0.0)))
        count = np.nan_to_num(cases.mean) * cases.size
        again = None
        if case.against is not None:
            again = repeatability(case.values, self.table.index, self.table.cluster)
            count = np.nan_to_num(outcome.mean) != -case.sign * case.bound  # draws in which the branches differ
        if min(count[used].sum(), count[held_out].sum()) < MIN_CASES:
            return Discovery(case, base, again, (), counts, (0, 0), too_few=True)
        sample = Sample(self.names, self.inputs[used], outcome.mean[used], outcome.size[used])
        in_search = np.zeros(self.table.count, dtype=bool)
        in_search[used] = True
        known = np.where(in_search[self.table.index], case.values, np.nan)
        leading = tuple(driver.prior.name for driver in self.drivers.top(known, MAX_LEADING))
        found = propose(sample, leading, np.random.default_rng([self.seed, STREAM, 1]))
        boxes = [self._judge(case, outcome, cases, candidate, used, len(found)) for candidate in found]
        boxes.sort(key=lambda box: (not box.is_clear, -box.figures.lead.value))
        return Discovery(case, base, again, tuple(boxes), counts, (len(leading), len(self.names)), too_few=False)

    def _judge(
        self, case: Case, outcome: DrawMean, cases: DrawMean, found: Candidate, used: NDArray[np.int64], boxes: int
    ) -> FoundBox:
        held_out = ~self.is_searched
        chosen = inside(found.box, self._column, self.table.count)
        worth = self._figures(outcome, cases, chosen, held_out)
        searched = np.zeros(self.table.count, dtype=bool)
        searched[used] = True
        clusters = int(np.unique(self.table.cluster[held_out]).size)
        between = None
        if case.against is not None:
            part = held_out[self.table.index]
            of_member = self.table.index[part]
            between = difference(
                case.values[part], of_member, self.table.cluster[of_member], chosen[of_member], case.sign
            )
            between = _moved(between, case.bound)
        weight = np.where(held_out, outcome.size, 0.0)
        test = Sample(self.names, self.inputs, np.nan_to_num(outcome.mean), weight)
        limits = tuple(self._limit(test, found, limit) for limit in found.box)
        clear = is_clear(worth.lead, clusters, boxes, case.is_share)
        in_sample = self._figures(outcome, cases, chosen, searched)
        return FoundBox(found.method, limits, worth, in_sample, between, clear)

    def _figures(
        self, outcome: DrawMean, cases: DrawMean, chosen: NDArray[np.bool_], part: NDArray[np.bool_]
    ) -> Figures:
        outcome, cases = (DrawMean(*(column[part] for column in each)) for each in (outcome, cases))
        return figures(outcome, cases, chosen[part], self.table.cluster[part])

    def _column(self, name: str) -> Floats:
        return self.inputs[:, self.names.index(name)]

    def _limit(self, test: Sample, found: Candidate, limit: Limit) -> FoundLimit:
        column = self._column(limit.name)
        keeps = inside((limit,), self._column, self.table.count)
        prior = self.table.priors[self.names.index(limit.name)]
        values = tuple(float(v) for v in np.unique(column[keeps])) if prior.distribution.kind == "choice" else ()
        bounds = found.refits.bounds(limit)
        low, high = (float(end) for end in np.quantile(bounds, [0.1, 0.9]))
        return FoundLimit(
            prior,
            limit,
            float(keeps.mean()),
            found.refits.stability(limit),
            low,
            high,
            quasi_p(test, found.box, limit),
            values,
        )


def propose(sample: Sample, leading: tuple[str, ...], rng: np.random.Generator) -> list[Candidate]:
    """Search with PRIM and CART, refit both, and keep the limits that come back.

    Parameters
    ----------
    sample : Sample
        Draws to search.
    leading : tuple of str
        Inputs that PRIM searches.
    rng : Generator
        Random numbers of the refits.
    """
    columns = [sample.names.index(name) for name in leading]
    samples = {"PRIM": sample._replace(names=leading, inputs=sample.inputs[:, columns]), "CART": sample}
    found: list[Candidate] = []
    for method, search in METHODS.items():
        part = samples[method]
        boxes = search(part) if part.names else ()
        if not boxes:
            continue
        refits = refit(search, part, rng)
        stable: tuple[Box, ...] = ()
        for box in boxes:
            stable = add_new(stable, keep_stable(box, refits))
        found += [Candidate(method, box, refits) for box in stable]
    return found


def halves(cluster: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Choose which draws are searched, bool[draws]: all those of half of the clusters, chosen at random."""
    labels = np.unique(cluster)
    return np.isin(cluster, rng.permutation(labels)[: (labels.size + 1) // 2])


def cases_of(outcome: DrawMean, is_difference: bool) -> DrawMean:
    """The cases of each draw: the share of its members, or of a difference whether its mean is above 0."""
    if not is_difference:
        return outcome
    is_case = np.where(outcome.size > 0.0, outcome.mean > 0.0, np.nan)
    return DrawMean(is_case, (outcome.size > 0.0).astype(np.float64), outcome.variance)


def require_libraries() -> None:
    """Refuse to start without the libraries of the search.

    Raises
    ------
    ConfigError
        If one is missing; the message says how to install it.
    """
    from importlib.util import find_spec

    for library in ("sklearn", "ema_workbench"):
        if find_spec(library) is None:
            raise ConfigError.of("forecast discover", "needs the extra 'analysis': pip install 'frontcast[analysis]'")


def _moved(between: Difference, bound: float) -> Difference:
    """Count means and ends of the band from 0 instead of the bound of the case."""

    def move(estimate: Estimate) -> Estimate:
        return estimate._replace(value=estimate.value + bound)

    band = between.band._replace(low=move(between.band.low), high=move(between.band.high))
    return between._replace(inside=move(between.inside), outside=move(between.outside), band=band)
