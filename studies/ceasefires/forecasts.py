"""What is forecast for a ceasefire of a war that was left out: chance that it holds to an age, f64[lives, ages].

Each forecaster is given the other wars and the lives to forecast; what it does not need it does not look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from studies.ceasefires.bands import BANDS
from studies.ceasefires.draws import BASELINES, Draws, Floats, mixed
from studies.ceasefires.record import DAYS, Life
from studies.ceasefires.terms import REFERENCE, Terms

SHIFTS = np.linspace(-2.0, 2.0, 41)
SHIFT_SD = 0.5
"""Prior of the shift of the log hazard: the size of a disagreement between two samples of ceasefires (C)."""
HALF_EVENT = 0.5
DAY = 1.0 / DAYS


class Forecaster(Protocol):
    """A way to forecast."""

    @property
    def name(self) -> str:
        """Its name in the results."""

    def holds(self, others: Sequence[Life], lives: Sequence[Life], weeks: Floats) -> Floats:
        """Chance that each life holds to each age, f64[lives, weeks], from the other wars."""


@dataclass(frozen=True)
class Ours:
    """The module with its priors: the other wars change nothing. known: the terms that it is told, all if None."""

    draws: Draws
    name: str = "frontcast"
    known: tuple[str, ...] | None = None

    def holds(self, others: Sequence[Life], lives: Sequence[Life], weeks: Floats) -> Floats:
        """The mean over draws."""
        return np.stack([self.draws.survival(self._told(life.terms), weeks).mean(axis=1) for life in lives])

    def _told(self, terms: Terms) -> Terms:
        if self.known is None:
            return terms
        return REFERENCE._replace(**{name: getattr(terms, name) for name in self.known})


@dataclass(frozen=True)
class Refitted:
    """The module with a shift of its log hazard and the weights of its three baselines learnt from the other wars.

    A grid of shifts (normal prior, mean 0) times baselines (prior weights as configured). Within a baseline each
    ceasefire has the mean over the draws: what they disagree on counts as difference between ceasefires.
    """

    draws: Draws
    name: str = "frontcast_refit"
    _kept: dict[tuple[Terms, bytes], Floats] = field(default_factory=dict)

    def holds(self, others: Sequence[Life], lives: Sequence[Life], weeks: Floats) -> Floats:
        """The mean over the grid, weighted by its posterior."""
        weights = self.posterior(others)
        return np.stack([np.einsum("bs,bsw->w", weights, self._survival(life.terms, weeks)) for life in lives])

    def posterior(self, others: Sequence[Life]) -> Floats:
        """Weight of each baseline and shift, f64[baselines, shifts], sum 1."""
        with np.errstate(divide="ignore"):  # a baseline that no draw follows
            log = np.log(self._shares())[:, None] - SHIFTS**2 / (2.0 * SHIFT_SD**2)
        log = log + sum(self._likelihood(life) for life in others)
        weights = np.exp(log - log.max())
        return np.asarray(weights / weights.sum())

    def _likelihood(self, life: Life) -> Floats:
        """Log likelihood of a life at every baseline and shift; an event is known to the day."""
        kept = self._survival(life.terms, np.array([life.weeks, life.weeks + DAY]))
        return np.log(np.maximum(kept[..., 0] - kept[..., 1] if life.failed else kept[..., 0], 1e-12))

    def _shares(self) -> Floats:
        return np.bincount(self.draws.baseline, minlength=len(BASELINES)) / self.draws.n

    def _survival(self, terms: Terms, weeks: Floats) -> Floats:
        """f64[baselines, shifts, weeks]."""
        key = terms, weeks.tobytes()
        if key not in self._kept:
            whole, out = self.draws.at(terms, weeks), np.zeros((len(BASELINES), len(SHIFTS), len(weeks)))
            for b in self.draws.present.values():
                here = self.draws.baseline == b
                for k, shift in enumerate(SHIFTS):
                    out[b, k] = mixed(whole[:, here], self.draws.frailty_sd[here], shift).mean(axis=1)
            self._kept[key] = out
        return self._kept[key]


@dataclass(frozen=True)
class ByAge:
    """Failures over time under observation in the other wars: one rate, or one in each band of age."""

    bands: tuple[tuple[float, float], ...] = ((0.0, np.inf),)
    name: str = "constant"

    def holds(self, others: Sequence[Life], lives: Sequence[Life], weeks: Floats) -> Floats:
        """Half a failure is added to each band, so that no rate is 0. The same for every life."""
        total = np.zeros(len(weeks))
        for first, last in self.bands:
            time = sum(max(min(last, life.weeks) - first, 0.0) for life in others)
            events = sum(life.failed and first <= life.weeks < last for life in others)
            total += (events + HALF_EVENT) / max(time, 1.0) * np.clip(weeks - first, 0.0, last - first)
        return np.tile(np.exp(-total), (len(lives), 1))


@dataclass(frozen=True)
class KaplanMeier:
    """The survival curve of the other wars; the same for every life."""

    name: str = "kaplan_meier"

    def holds(self, others: Sequence[Life], lives: Sequence[Life], weeks: Floats) -> Floats:
        """A step function, level after the last failure."""
        from statsmodels.duration.survfunc import SurvfuncRight

        curve = SurvfuncRight([life.weeks for life in others], [float(life.failed) for life in others])
        place = np.searchsorted(curve.surv_times, weeks, side="right")
        return np.tile(np.concatenate([[1.0], curve.surv_prob])[place], (len(lives), 1))


def forecasters(draws: Draws) -> list[Forecaster]:
    """Ours, ours refitted, ours told less, and three references."""
    levers = ("verified", "keepers", "bilateral", "alliance")
    return [
        Ours(draws),
        Refitted(draws),
        Ours(draws, "frontcast_no_winner", levers),
        Ours(draws, "frontcast_no_terms", ()),
        ByAge(),
        ByAge(tuple(BANDS.values()), "rates_by_age"),
        KaplanMeier(),
    ]
