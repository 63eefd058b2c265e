"""Sensitivity of outcomes to single inputs and to groups of inputs, from the draws of an ordinary run.

All indices are shares of the variance between draws, without the noise of chance; PAWN is a distance.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.drivers import DriverSearch, FirstOrders
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.members import Members
from forecast.config.prior import Prior
from forecast.experiment.input_groups import InputGroup
from forecast.sensitivity.group_index import GroupIndex, group_index, jackknife_error
from forecast.sensitivity.outcomes import GROUPS, Outcome, Subject
from forecast.sensitivity.pawn import Noise, Pawn
from forecast.sensitivity.ranks import order_by, rank_index
from forecast.sensitivity.submodels import FEWEST, SUBMODELS, Strata, between, strata

MAX_DRAWS = 20_000
"""Draws that are used of a larger run, so that the analysis takes minutes. The errors are those of these draws."""

MIN_DRAWS = 100
STREAM = 0x5E75
"""Separates the random numbers here from other uses of the seed of a run."""


class InputResult(NamedTuple):
    """One input: its first-order index from bins and from ranks, its PAWN index, and the sign of its effect."""

    prior: Prior
    first_order: Estimate
    rank: Estimate
    pawn: Estimate
    raises: bool


class GroupResult(NamedTuple):
    """One group: what its inputs explain together (a lower bound), and how many inputs it has."""

    group: InputGroup
    explains: Estimate
    inputs: int


class Stratum(NamedTuple):
    """The draws of one sub-model of bargaining: their share and number; results are empty if there are too few."""

    submodel: str
    share: float
    draws: int
    variance: float
    first_orders: FirstOrders | None
    groups: tuple[GroupResult, ...]


class SubjectResult(NamedTuple):
    """Sensitivity of one outcome or difference.

    Attributes
    ----------
    subject : Subject
        What is analysed.
    draws : int
        Draws with a value.
    sd : float
        Standard deviation between draws without noise of chance, in the unit of the outcome.
    noise_share : float
        Share of the variance of the draw means that is noise of chance; 0 with one replicate, where it is unknown.
    inputs : tuple of InputResult
        All inputs, strongest first.
    additive, additive_groups : Estimate
        Sum of the first-order indices of all inputs, and of the indices of all groups.
    pawn_noise : Noise
        PAWN index of an input without influence.
    groups : tuple of GroupResult
        All groups, strongest first.
    submodel : Estimate
        Share of the variance that the choice of the bargaining sub-model explains alone.
    strata : tuple of Stratum
        Results within each sub-model; empty if all draws use the same.
    """

    subject: Subject
    draws: int
    sd: float
    noise_share: float
    inputs: tuple[InputResult, ...]
    additive: Estimate
    additive_groups: Estimate
    pawn_noise: Noise
    groups: tuple[GroupResult, ...]
    submodel: Estimate
    strata: tuple[Stratum, ...]


class GivenData(NamedTuple):
    """Results of all subjects.

    used, draws: draws that are used, and draws of the run. silent: subjects that do not vary between draws.
    """

    used: int
    draws: int
    replicates: int
    strata: Strata
    results: tuple[SubjectResult, ...]
    silent: tuple[Subject, ...]


class GivenDataSearch:
    """Reads the inputs of a run once and analyses any outcome.

    members : Members
        The run.
    max_draws : int
        Draws to use, the first ones of the run.
    """

    def __init__(self, members: Members, max_draws: int = MAX_DRAWS) -> None:
        self.members = members
        self.table = DrawTable(members)
        self.used = np.arange(self.table.count) < max_draws
        self._search = DriverSearch(members)
        self._inputs: dict[str, Floats] = {p.name: self.table.input(p.name)[self.used] for p in self.table.priors}
        self._orders = {name: order_by(column) for name, column in self._inputs.items()}
        self.strata = strata(self.table)
        self._seed = members.manifest.seed ^ STREAM

    def analyse(self, chosen: Sequence[Subject]) -> GivenData:
        """Analyse some outcomes. A subject that does not vary between draws is listed as silent."""
        found = [(subject, self._subject(subject)) for subject in chosen]
        return GivenData(
            int(np.count_nonzero(self.used)),
            self.table.count,
            self.members.manifest.replicates,
            self.strata,
            tuple(result for _, result in found if result is not None),
            tuple(subject for subject, result in found if result is None),
        )

    def _subject(self, subject: Subject) -> SubjectResult | None:
        values = np.where(self.used[self.table.index], subject.values(), np.nan)
        outcome = Outcome.of(self.table.mean(values), self.table.cluster, self.used)
        total = outcome.variance()
        first = self._search.every(values) if outcome.known.size >= MIN_DRAWS and total > 0.0 else None
        if first is None:
            return None
        pawn = Pawn(outcome)
        inputs = []
        for driver in first.drivers:
            order = _restrict(self._orders[driver.prior.name], outcome.known, self.used.size)
            rank = rank_index(order, outcome, total)
            inputs.append(InputResult(driver.prior, driver.first_order, rank, pawn.estimate(order), driver.raises))
        groups, together = self._groups(outcome, total)
        stratum = self.strata.of_draw[outcome.known]
        whole = float(np.var(outcome.mean, ddof=1))
        return SubjectResult(
            subject,
            outcome.known.size,
            float(np.sqrt(total)),
            float(outcome.noise.mean()) / whole if whole > 0.0 else 0.0,
            tuple(inputs),
            first.total,
            together,
            pawn.noise(len(inputs), self._seed),
            groups,
            between(outcome, stratum, total),
            () if self.strata.fixed else tuple(self._stratum(number, values, outcome) for number in range(3)),
        )

    def _groups(self, outcome: Outcome, total: float) -> tuple[tuple[GroupResult, ...], Estimate]:
        found: list[tuple[InputGroup, int, GroupIndex]] = []
        for group, priors in self.table.groups.items():
            inputs = np.stack([self._inputs[prior.name] for prior in priors], axis=1)[outcome.known]
            found.append((group, len(priors), group_index(inputs, outcome, total, self._seed)))
        without = np.sum([index.without for *_, index in found], axis=0) if found else np.zeros(GROUPS)
        summed = sum(index.value for *_, index in found)
        found.sort(key=lambda row: (-row[2].value, row[0].name))
        results = tuple(GroupResult(group, index.estimate, count) for group, count, index in found)
        return results, Estimate(summed, jackknife_error(without), outcome.mean.size)

    def _stratum(self, number: int, values: Floats, outcome: Outcome) -> Stratum:
        inside = self.strata.of_draw == number
        draws = self.table.mean(np.where(inside[self.table.index], values, np.nan))
        part = Outcome.of(draws, self.table.cluster, self.used & inside)
        total = part.variance()
        share = float(np.mean(inside[self.used]))
        if part.known.size < FEWEST or total <= 0.0:
            return Stratum(SUBMODELS[number], share, part.known.size, total, None, ())
        first = self._search.every(np.where(inside[self.table.index], values, np.nan))
        groups, _ = self._groups(part, total)
        return Stratum(SUBMODELS[number], share, part.known.size, total / outcome.variance(), first, groups)


def _restrict(order: NDArray[np.int64], known: NDArray[np.int64], draws: int) -> NDArray[np.int64]:
    """Leave out of an order of draws those without a value, and number the others from 0."""
    if known.size == order.size:
        return order
    place = np.full(draws, -1, dtype=np.int64)
    place[known] = np.arange(known.size)
    placed = place[order]
    return placed[placed >= 0]
