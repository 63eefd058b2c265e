"""Forecasts the ceasefires of a war that is left out: the chance that each still holds at given ages.

A forecaster gets the ceasefires of the other wars, from which it may learn, and the ceasefires to forecast.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from studies.ceasefires.cases import DAYS, REFERENCE, Ceasefire, Terms
from studies.ceasefires.durability import BASELINES, DurabilityDraws, frailty_mixture
from studies.ceasefires.returns import BANDS
from studies.ceasefires.sampling_errors import Floats

SHIFTS = np.linspace(-2.0, 2.0, 41)
SHIFT_SD = 0.5
"""Prior standard deviation of the shift of the log hazard: how much two samples of ceasefires differ (grade C)."""
HALF_EVENT = 0.5
DAY = 1.0 / DAYS
MODULE, REFITTED, CONSTANT = "frontcast", "frontcast_refit", "constant"
RATES_BY_AGE, KAPLAN_MEIER = "rates_by_age", "kaplan_meier"
NO_WINNER, NO_TERMS = "frontcast_no_winner", "frontcast_no_terms"


class Forecaster(Protocol):
    """A way to forecast ceasefires."""

    @property
    def name(self) -> str:
        """Name in the results."""

    def survival(self, others: Sequence[Ceasefire], cases: Sequence[Ceasefire], weeks: Floats) -> Floats:
        """Forecast the chance that each ceasefire holds at each age.

        Parameters
        ----------
        others : sequence of Ceasefire
            Ceasefires of the other wars, to learn from.
        cases : sequence of Ceasefire
            Ceasefires to forecast.
        weeks : float64[n_weeks]
            Ages in weeks.

        Returns
        -------
        float64[n_cases, n_weeks]
            Chances.
        """


@dataclass(frozen=True)
class Module:
    """The ceasefire module with its priors. It learns nothing from the other wars.

    Attributes
    ----------
    draws : DurabilityDraws
        Draws of the priors.
    name : str
        Name in the results.
    used : tuple of str or None
        Fields of `Terms` that the module is given; all if None.
    """

    draws: DurabilityDraws
    name: str = MODULE
    used: tuple[str, ...] | None = None

    def survival(self, others: Sequence[Ceasefire], cases: Sequence[Ceasefire], weeks: Floats) -> Floats:
        """Return the mean over draws, float64[n_cases, n_weeks].

        Parameters
        ----------
        others, cases, weeks
            As in `Forecaster.survival`; `others` is ignored.
        """
        return np.stack([self.draws.survival(self._given(case.terms), weeks).mean(axis=1) for case in cases])

    def _given(self, terms: Terms) -> Terms:
        if self.used is None:
            return terms
        return REFERENCE._replace(**{name: getattr(terms, name) for name in self.used})


@dataclass(frozen=True)
class RefittedModule:
    """The module, which learns a shift of its log hazard and the weights of its three baselines from the other wars.

    The posterior is computed on a grid of shifts (normal prior, mean 0) times baselines (prior weights as configured).
    Within a baseline the survival of a ceasefire is the mean over draws.
    """

    draws: DurabilityDraws
    name: str = REFITTED
    _cache: dict[tuple[Terms, bytes], Floats] = field(default_factory=dict)

    def survival(self, others: Sequence[Ceasefire], cases: Sequence[Ceasefire], weeks: Floats) -> Floats:
        """Return the mean over the grid with its posterior weights, float64[n_cases, n_weeks].

        Parameters
        ----------
        others, cases, weeks
            As in `Forecaster.survival`.
        """
        weights = self.posterior(others)
        return np.stack([np.einsum("bs,bsw->w", weights, self._survival(case.terms, weeks)) for case in cases])

    def posterior(self, others: Sequence[Ceasefire]) -> Floats:
        """Compute the weight of each baseline and shift, float64[n_baselines, n_shifts]. The weights sum to 1."""
        with np.errstate(divide="ignore"):  # a baseline that no draw follows
            log = np.log(self._baseline_shares())[:, None] - SHIFTS**2 / (2.0 * SHIFT_SD**2)
        log = log + sum(self._log_likelihood(case) for case in others)
        weights = np.exp(log - log.max())
        return np.asarray(weights / weights.sum())

    def _log_likelihood(self, case: Ceasefire) -> Floats:
        """Compute the log likelihood of a ceasefire at every baseline and shift. A failure is known to the day."""
        holding = self._survival(case.terms, np.array([case.weeks, case.weeks + DAY]))
        return np.log(np.maximum(holding[..., 0] - holding[..., 1] if case.failed else holding[..., 0], 1e-12))

    def _baseline_shares(self) -> Floats:
        return np.bincount(self.draws.baseline, minlength=len(BASELINES)) / self.draws.n

    def _survival(self, terms: Terms, weeks: Floats) -> Floats:
        """Compute the survival at every baseline and shift, float64[n_baselines, n_shifts, n_weeks]."""
        key = terms, weeks.tobytes()
        if key not in self._cache:
            hazard, out = self.draws.hazard(terms, weeks), np.zeros((len(BASELINES), len(SHIFTS), len(weeks)))
            for b in self.draws.baselines_present.values():
                chosen = self.draws.baseline == b
                for k, shift in enumerate(SHIFTS):
                    out[b, k] = frailty_mixture(hazard[:, chosen], self.draws.frailty_sd[chosen], shift).mean(axis=1)
            self._cache[key] = out
        return self._cache[key]


@dataclass(frozen=True)
class RatesByAge:
    """Rates of failure of the other wars, per band of age (weeks): failures divided by time under observation."""

    bands: tuple[tuple[float, float], ...] = ((0.0, np.inf),)
    name: str = CONSTANT

    def survival(self, others: Sequence[Ceasefire], cases: Sequence[Ceasefire], weeks: Floats) -> Floats:
        """Return the same curve for every ceasefire. Half a failure is added to each band, so that no rate is 0.

        Parameters
        ----------
        others, cases, weeks
            As in `Forecaster.survival`.
        """
        hazard = np.zeros(len(weeks))
        for first, last in self.bands:
            time = sum(max(min(last, case.weeks) - first, 0.0) for case in others)
            events = sum(case.failed and first <= case.weeks < last for case in others)
            hazard += (events + HALF_EVENT) / max(time, 1.0) * np.clip(weeks - first, 0.0, last - first)
        return np.tile(np.exp(-hazard), (len(cases), 1))


@dataclass(frozen=True)
class KaplanMeier:
    """The Kaplan-Meier survival curve of the other wars, the same for every ceasefire."""

    name: str = KAPLAN_MEIER

    def survival(self, others: Sequence[Ceasefire], cases: Sequence[Ceasefire], weeks: Floats) -> Floats:
        """Return the step function, which is constant after the last failure.

        Parameters
        ----------
        others, cases, weeks
            As in `Forecaster.survival`.
        """
        from statsmodels.duration.survfunc import SurvfuncRight

        curve = SurvfuncRight([case.weeks for case in others], [float(case.failed) for case in others])
        step = np.searchsorted(curve.surv_times, weeks, side="right")
        return np.tile(np.concatenate([[1.0], curve.surv_prob])[step], (len(cases), 1))


def all_forecasters(draws: DurabilityDraws) -> list[Forecaster]:
    """Return the module, its variants (refitted, or with fewer terms), and three references without the module."""
    levers = ("verified", "keepers", "bilateral", "alliance")
    return [
        Module(draws),
        RefittedModule(draws),
        Module(draws, NO_WINNER, levers),
        Module(draws, NO_TERMS, ()),
        RatesByAge(),
        RatesByAge(tuple(BANDS.values()), RATES_BY_AGE),
        KaplanMeier(),
    ]
