"""Fits the law of a break of an agreement, and the ends of low-intensity fighting, to past truces.

The law is the kernel's (`model.truce`): the integrated hazard of a break is H(age) = -ln(1 - p30) (age/30 days)^shape,
lower by the effect of on-site verification where monitors stood. Ages are known to lie in intervals.

There are two ways out of an agreement, and each failure counts for one of them. A failure that was a full return to war
at once belongs to the hazard of a return to war; for the break the case is then censored. A break is a failure that
began as fighting of a smaller size. So no failure, and none of the first month, is counted twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, gamma
from scipy.stats import chi2

from studies.ceasefires.cases import Ceasefire, Truce
from studies.ceasefires.sampling_errors import Floats

MONTH = 30.0
VERIFICATION = -0.44
"""Log hazard ratio of monitors, the mean of its prior; the priors of the law are for agreements without them."""
NEVER = float("inf")
DAYS_OF_YEAR = 365.25
GROWN = (6, 19)
"""Case numbers of the fights between states after a ceasefire that grew to a war without a pause: Kashmir 1965, Vietnam
1975. The wars of 1973 (Suez), 1979 (China, Vietnam), 1984, 1999 and 2003 came after a pause."""
OFFENSIVES = 2
"""Large offensives in Donbas: January 2015, February 2022."""
DONBAS_DAYS = 2806.0
"""From the first truce, 20 June 2014, to 24 February 2022."""
STEP = 1e-3
"""Step of the second differences of the likelihood."""
START = (0.0, -0.5)


class Spell(NamedTuple):
    """One truce or ceasefire.

    Attributes
    ----------
    low, high : float
        Days between which it broke. `high` is infinite if it had not broken at `low`.
    verified : bool
        Whether monitors were there.
    group : str
        The war, for leaving one out.
    """

    low: float
    high: float
    verified: bool
    group: str = ""


@dataclass(frozen=True)
class BreakLaw:
    """Fitted law of a break for agreements without monitors.

    Attributes
    ----------
    n, broken : int
        Spells, and those that broke.
    logit_chance, log_shape : (value, standard error)
        Logit of the chance of a break in 30 days, and log of the shape.
    likelihood : float
        Log likelihood at the maximum.
    """

    n: int
    broken: int
    logit_chance: tuple[float, float]
    log_shape: tuple[float, float]
    likelihood: float

    @property
    def chance(self) -> float:
        """Chance of a break in 30 days."""
        return float(expit(self.logit_chance[0]))

    @property
    def chance80(self) -> tuple[float, float]:
        """Central 80 % of its sampling error."""
        value, error = self.logit_chance
        return float(expit(value - 1.2816 * error)), float(expit(value + 1.2816 * error))

    @property
    def shape(self) -> float:
        """Shape of the law."""
        return float(np.exp(self.log_shape[0]))

    @property
    def shape80(self) -> tuple[float, float]:
        """Central 80 % of its sampling error."""
        value, error = self.log_shape
        return float(np.exp(value - 1.2816 * error)), float(np.exp(value + 1.2816 * error))

    def over(self, days: float, verified: bool = False) -> float:
        """Chance of a break within some days."""
        return float(1.0 - np.exp(-_hazard(np.array([days]), self.chance, self.shape, np.array([verified]))[0]))


class LowFighting(NamedTuple):
    """How low-intensity fighting after an agreement ended.

    Attributes
    ----------
    name : str
        Which record.
    settled, grown : int
        Fights that ended in a renewed truce or a pause, and that grew to a war.
    years : float
        Years of such fighting.
    """

    name: str
    settled: int
    grown: int
    years: float


class Difference(NamedTuple):
    """Test whether two groups of spells break alike.

    Attributes
    ----------
    name : str
        What is compared.
    n : (int, int)
        Spells in the first and in the second group.
    ratio, low, high : float
        Hazard in the first group over that in the second, with the central 80 % of its error.
    chance : float
        Chance of so large a difference in likelihood if both break alike.
    """

    name: str
    n: tuple[int, int]
    ratio: float
    low: float
    high: float
    chance: float


def spells_of_states(cases: Sequence[Ceasefire]) -> list[Spell]:
    """Turn ceasefires of the case table into spells until the break, see the module."""
    return [_spell(case) for case in cases]


def spells_of_proxies(truces: Sequence[Truce]) -> list[Spell]:
    """Turn the truces of one conflict into spells; all had monitors."""
    return [Spell(t.low, max(t.high, 0.5), verified=True) for t in truces]


def low_fighting_of_states(days: Sequence[float], grown: Sequence[float]) -> LowFighting:
    """Count the ends of low-intensity fighting between states.

    Parameters
    ----------
    days : sequence of float
        Days of the episodes that stayed small.
    grown : sequence of float
        Days until a fight after a ceasefire grew to a war without a pause.
    """
    return LowFighting("between states", len(days), len(grown), (sum(days) + sum(grown)) / DAYS_OF_YEAR)


def low_fighting_of_proxies(truces: Sequence[Truce], law: BreakLaw) -> LowFighting:
    """Count the ends of the fighting in Donbas; the truces between are taken out of its years by their fitted mean."""
    scale = MONTH * (-np.log1p(-law.chance) * np.exp(VERIFICATION)) ** (-1.0 / law.shape)
    mean = float(scale * gamma(1.0 + 1.0 / law.shape))
    return LowFighting("Donbas", len(truces) - 1, OFFENSIVES, (DONBAS_DAYS - len(truces) * mean) / DAYS_OF_YEAR)


def fit(spells: Sequence[Spell]) -> BreakLaw:
    """Fit the law by maximum likelihood; errors from the curvature of the likelihood."""
    arrays = _arrays(spells)

    def loss(at: Floats) -> float:
        return -_likelihood(arrays, float(expit(at[0])), float(np.exp(at[1])), np.zeros(len(spells)))

    at, errors, value = _maximise(loss, np.array(START))
    broken = sum(spell.high < NEVER for spell in spells)
    return BreakLaw(len(spells), broken, (at[0], errors[0]), (at[1], errors[1]), -value)


def compare(name: str, first: Sequence[Spell], second: Sequence[Spell]) -> Difference:
    """Test whether the spells of `first` break sooner than those of `second`, with a common shape.

    Parameters
    ----------
    name : str
        What the two groups are, for the table.
    first, second : sequence of Spell
        The spells of the two groups.
    """
    both = [*first, *second]
    arrays, member = _arrays(both), np.array([1.0] * len(first) + [0.0] * len(second))

    def loss(at: Floats) -> float:
        return -_likelihood(arrays, float(expit(at[0])), float(np.exp(at[1])), at[2] * member)

    at, errors, value = _maximise(loss, np.array([*START, 0.0]))
    gain = max(2.0 * (-value - fit(both).likelihood), 0.0)
    low, high = (float(np.exp(at[2] + sign * 1.2816 * errors[2])) for sign in (-1.0, 1.0))
    return Difference(name, (len(first), len(second)), float(np.exp(at[2])), low, high, float(chi2.sf(gain, 1)))


def without_each_group(spells: Sequence[Spell]) -> tuple[float, float]:
    """Lowest and highest chance of a break in 30 days when one war at a time is left out."""
    groups = dict.fromkeys(spell.group for spell in spells)
    chances = [fit([spell for spell in spells if spell.group != group]).chance for group in groups]
    return min(chances), max(chances)


def _spell(case: Ceasefire) -> Spell:
    large, small = 7.0 * case.weeks, case.abandoned
    verified = case.terms.verified
    if small < large:
        return Spell(max(small - 0.5, 0.0), small + 0.5, verified, case.war)
    return Spell(large, NEVER, verified, case.war)


def _arrays(spells: Sequence[Spell]) -> tuple[Floats, Floats, Floats]:
    low, high = (np.array([getattr(spell, edge) for spell in spells], np.float64) for edge in ("low", "high"))
    return low, high, np.array([spell.verified for spell in spells], np.float64)


def _hazard(days: Floats, chance: float, shape: float, verified: Floats) -> Floats:
    return np.asarray(-np.log1p(-chance) * (days / MONTH) ** shape * np.exp(VERIFICATION * verified))


def _likelihood(arrays: tuple[Floats, Floats, Floats], chance: float, shape: float, effect: Floats) -> float:
    low, high, verified = arrays
    ratio = np.exp(effect)
    kept = np.exp(-ratio * _hazard(low, chance, shape, verified))
    left = np.where(np.isinf(high), 0.0, np.exp(-ratio * _hazard(np.minimum(high, 1e9), chance, shape, verified)))
    return float(np.log(np.maximum(kept - left, 1e-300)).sum())


def _maximise(loss: Callable[[Floats], float], start: Floats) -> tuple[list[float], list[float], float]:
    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 20_000})
    steps = STEP * np.eye(len(start))
    curvature = np.array(
        [
            [sum(a * b * loss(found.x + a * one + b * two) for a in (1, -1) for b in (1, -1)) for two in steps]
            for one in steps
        ]
    )
    errors = np.sqrt(np.maximum(np.diag(np.linalg.inv(curvature / (4.0 * STEP * STEP))), 0.0))
    return [float(x) for x in found.x], [float(x) for x in errors], float(found.fun)
