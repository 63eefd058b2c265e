"""Leaves one war out at a time, forecasts its ceasefires from those of the other wars, and scores the forecasts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.analysis.estimates import Estimate, mean
from forecast.scores.probability import Murphy, brier_score, murphy
from studies.ceasefires.cases import Ceasefire
from studies.ceasefires.durability import DurabilityDraws
from studies.ceasefires.forecasters import DAY, MODULE, Forecaster
from studies.ceasefires.sampling_errors import Floats, ratio_interval

YEARS = (1, 5, 10)
WEEKS = np.array([52.0 * years for years in YEARS])
RANKED_BY = 1
"""Which of YEARS ranks the ceasefires for the concordance: failed within five years."""


class WithInterval(NamedTuple):
    """A ratio or a difference of two forecasters, with its central 80 % from a bootstrap of whole wars."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LeftOutScores:
    """Forecasts and scores of every ceasefire, by name of the forecaster.

    Attributes
    ----------
    cases : tuple of Ceasefire
        The ceasefires.
    failure : dict of float64[n_cases, n_years]
        Forecast chance of failure by each age in YEARS.
    log_density : dict of float64[n_cases]
        Log density of the observed duration, per day.
    brier_loss : dict of float64[n_cases, n_years]
        Brier loss, weighted by `weight` because of censoring.
    weight : float64[n_cases, n_years]
        Weight of each loss; 0 where it is not known whether the ceasefire held to that age.
    """

    cases: tuple[Ceasefire, ...]
    failure: Mapping[str, Floats]
    log_density: Mapping[str, Floats]
    brier_loss: Mapping[str, Floats]
    weight: Floats

    def brier(self, name: str, year: int) -> float:
        """Return the Brier score of a forecaster at YEARS[year]."""
        return float(self.brier_loss[name][:, year].mean())

    def module_brier(self, draws: DurabilityDraws, year: int) -> Estimate:
        """Return the Brier score of the module with its priors at YEARS[year], with its Monte Carlo error."""
        slope = 2.0 * self.weight[:, year] * (self.failure[MODULE][:, year] - _failed_by(self.cases)[:, year])
        holding = np.stack([draws.survival(case.terms, WEEKS[year])[0] for case in self.cases])
        error = mean(-slope @ holding / len(self.cases), draws.clusters).estimate
        return Estimate(self.brier(MODULE, year), error.mcse, error.n)

    def brier_ratio(self, name: str, other: str, year: int) -> WithInterval:
        """Return the Brier score of a forecaster divided by that of another. Below 1 is better.

        Parameters
        ----------
        name, other : str
            Names of the forecaster and of the other one.
        year : int
            Index in YEARS.
        """
        a, b = self.brier_loss[name][:, year], self.brier_loss[other][:, year]
        return WithInterval(float(a.sum() / b.sum()), *ratio_interval(a, b, self._wars))

    def density_gain(self, name: str, other: str) -> WithInterval:
        """Return the mean log density less that of another forecaster, in nats per ceasefire. Above 0 is better."""
        gain, ones = self.log_density[name] - self.log_density[other], np.ones(len(self.cases))
        return WithInterval(float(gain.mean()), *ratio_interval(gain, ones, self._wars))

    def concordance(self, name: str) -> "Concordance":
        """Compute whether ceasefires with a higher forecast chance of failure within five years failed sooner."""
        weeks, failed = [case.weeks for case in self.cases], [case.failed for case in self.cases]
        return concordance(self.failure[name][:, RANKED_BY], weeks, failed, self._wars)

    def decomposition(self, name: str, year: int) -> Murphy:
        """Return Murphy's decomposition for the ceasefires whose state at YEARS[year] is known."""
        known = self.weight[:, year] > 0.0
        return murphy(self.failure[name][known, year], _failed_by(self.cases)[known, year])

    @property
    def _wars(self) -> list[str]:
        return [case.war for case in self.cases]


def leave_one_war_out(cases: Sequence[Ceasefire], forecasters: Sequence[Forecaster]) -> LeftOutScores:
    """Forecast the ceasefires of each war from those of all other wars, and score them."""
    failure = {forecaster.name: np.zeros((len(cases), len(YEARS))) for forecaster in forecasters}
    log_density = {forecaster.name: np.zeros(len(cases)) for forecaster in forecasters}
    for war in dict.fromkeys(case.war for case in cases):
        indices = [k for k, case in enumerate(cases) if case.war == war]
        others = [case for case in cases if case.war != war]
        for forecaster in forecasters:
            holding = forecaster.survival(others, [cases[k] for k in indices], WEEKS)
            failure[forecaster.name][indices] = 1.0 - holding
            for k in indices:
                ages = np.array([cases[k].weeks, cases[k].weeks + DAY])
                before, after = forecaster.survival(others, [cases[k]], ages)[0]
                with np.errstate(divide="ignore"):
                    log_density[forecaster.name][k] = np.log(before - after if cases[k].failed else before)
    weight = censoring_weights(cases)
    failed = _failed_by(cases)
    loss = {name: weight * brier_score(np.clip(p, 0.0, 1.0), failed) for name, p in failure.items()}
    return LeftOutScores(tuple(cases), failure, log_density, loss, weight)


def _failed_by(cases: Sequence[Ceasefire]) -> Floats:
    return np.array([[float(case.failed and case.weeks <= week) for week in WEEKS] for case in cases])


def censoring_weights(cases: Sequence[Ceasefire]) -> Floats:
    """Return the weights that correct for censoring, float64[n_cases, n_years].

    A weight is the inverse chance of not being censored before it is known whether the ceasefire held to an age in
    YEARS. It is 0 if that is not known.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight([case.weeks for case in cases], [float(not case.failed) for case in cases])
    steps = np.concatenate([[1.0], curve.surv_prob])
    out = np.zeros((len(cases), len(WEEKS)))
    for k, case in enumerate(cases):
        for j, week in enumerate(WEEKS):
            if case.failed and case.weeks <= week:
                out[k, j] = 1.0 / steps[np.searchsorted(curve.surv_times, case.weeks, side="left")]
            elif case.weeks > week:
                out[k, j] = 1.0 / steps[np.searchsorted(curve.surv_times, week, side="right")]
    return out


class Concordance(NamedTuple):
    """Harrell's concordance.

    Attributes
    ----------
    value : float
        Share of comparable pairs in the right order. It is 0.5 without skill and NaN without comparable pairs.
    se : float
        Its jackknife standard error.
    pairs, n, groups : int
        Comparable pairs, cases, and groups that the jackknife leaves out in turn.
    """

    value: float
    se: float
    pairs: int
    n: int
    groups: int


def concordance(
    risk: npt.ArrayLike, duration: npt.ArrayLike, observed: npt.ArrayLike, group: npt.ArrayLike | None = None
) -> Concordance:
    """Compute Harrell's concordance: whether cases with a higher risk have shorter, possibly censored, durations.

    A pair counts if the shorter duration ended in the event. Of two equal durations, a censored one counts as longer;
    two events at the same time do not count. Equal risks count half.

    Parameters
    ----------
    risk : float64[n]
        Risk of each case. A higher risk means an earlier event.
    duration : float64[n]
        Durations, in any unit of time.
    observed : bool[n]
        Whether the duration ended in the event; False if censored.
    group : array[n], optional
        Label of each case. The jackknife leaves out cases with the same label together. If None, each case alone.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    r, t = np.asarray(risk, dtype=np.float64), np.asarray(duration, dtype=np.float64)
    event = np.asarray(observed, dtype=bool)
    label = np.arange(r.size) if group is None else np.unique(np.asarray(group), return_inverse=True)[1]
    if r.ndim != 1 or not r.shape == t.shape == event.shape == label.shape:
        raise ValueError(f"risk {r.shape}, duration {t.shape}, observed {event.shape}, group {label.shape} differ")
    later = (t[:, None] < t) | ((t[:, None] == t) & ~event)
    comparable = event[:, None] & later
    ordered = np.where(r[:, None] > r, 1.0, np.where(r[:, None] == r, 0.5, 0.0)) * comparable
    groups = int(label.max()) + 1 if label.size else 0
    right, pairs = float(ordered.sum()), float(comparable.sum())
    if pairs == 0.0:
        return Concordance(math.nan, math.nan, 0, r.size, groups)
    rest = pairs - _pairs_of_group(comparable.astype(np.float64), label, groups)
    values = (right - _pairs_of_group(ordered, label, groups))[rest > 0.0] / rest[rest > 0.0]
    se = math.sqrt((values.size - 1) * float(values.var())) if values.size > 1 else math.nan
    return Concordance(right / pairs, se, int(pairs), r.size, groups)


def _pairs_of_group(pairs: npt.NDArray[np.float64], label: npt.NDArray[np.intp], groups: int) -> Floats:
    """Sum the pairs [n, n] that have a case in each group, float64[groups]. A pair inside a group counts once."""
    between = np.zeros((groups, groups))
    np.add.at(between, (label[:, None], label[None, :]), pairs)
    return np.asarray(between.sum(axis=0) + between.sum(axis=1) - np.diag(between))
