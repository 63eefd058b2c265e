"""Leave one war out: every ceasefire is forecast from the ceasefires of the other wars, and scored."""

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
    """A ratio or a difference of two forecasters, and its central 80 % if whole wars are drawn again."""

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
        Forecast chance of failure by YEARS.
    log_density : dict of float64[n_cases]
        Log density of the observed duration, per day.
    brier_loss : dict of float64[n_cases, n_years]
        Brier loss, weighted for censoring.
    weight : float64[n_cases, n_years]
        That weight; 0 where the fate at YEARS is not known.
    """

    cases: tuple[Ceasefire, ...]
    failure: Mapping[str, Floats]
    log_density: Mapping[str, Floats]
    brier_loss: Mapping[str, Floats]
    weight: Floats

    def brier(self, name: str, year: int) -> float:
        """Brier score of a forecaster at YEARS[year]."""
        return float(self.brier_loss[name][:, year].mean())

    def module_brier(self, draws: DurabilityDraws, year: int) -> Estimate:
        """Brier score of the module with its priors at YEARS[year], with the Monte Carlo error of its draws."""
        slope = 2.0 * self.weight[:, year] * (self.failure[MODULE][:, year] - _failed_by(self.cases)[:, year])
        holding = np.stack([draws.survival(case.terms, WEEKS[year])[0] for case in self.cases])
        error = mean(-slope @ holding / len(self.cases), draws.clusters).estimate
        return Estimate(self.brier(MODULE, year), error.mcse, error.n)

    def brier_ratio(self, name: str, other: str, year: int) -> WithInterval:
        """Brier score of a forecaster over that of another; below 1 is better.

        Parameters
        ----------
        name, other : str
            Forecasters.
        year : int
            Index in YEARS.
        """
        a, b = self.brier_loss[name][:, year], self.brier_loss[other][:, year]
        return WithInterval(float(a.sum() / b.sum()), *ratio_interval(a, b, self._wars))

    def density_gain(self, name: str, other: str) -> WithInterval:
        """Mean log density less that of another forecaster, nats a ceasefire; above 0 is better."""
        gain, ones = self.log_density[name] - self.log_density[other], np.ones(len(self.cases))
        return WithInterval(float(gain.mean()), *ratio_interval(gain, ones, self._wars))

    def concordance(self, name: str) -> "Concordance":
        """Whether ceasefires with a higher forecast chance of failure within five years failed sooner."""
        weeks, failed = [case.weeks for case in self.cases], [case.failed for case in self.cases]
        return concordance(self.failure[name][:, RANKED_BY], weeks, failed, self._wars)

    def decomposition(self, name: str, year: int) -> Murphy:
        """Murphy's decomposition over the ceasefires whose fate at YEARS[year] is known."""
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
    """Inverse chance of not being censored before the fate at YEARS is known, float64[n_cases, n_years]; else 0."""
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
        Share of comparable pairs in the right order, 0.5 for no skill; NaN without comparable pairs.
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
    """Whether cases with a higher risk have shorter durations, among durations that may be censored.

    A pair counts if the shorter duration ended in the event. Of two equal durations, a censored one counts as longer;
    two events at the same time do not count. Equal risks count half.

    Parameters
    ----------
    risk : float64[n]
        Higher means sooner.
    duration : float64[n]
        Durations.
    observed : bool[n]
        Whether the duration ended in the event; False if censored.
    group : array[n], optional
        Labels of cases that depend on each other; the jackknife leaves them out together. Each case alone if None.

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
    """Sum of pairs [n, n] with a case in each group, [groups]; a pair inside a group counts once."""
    between = np.zeros((groups, groups))
    np.add.at(between, (label[:, None], label[None, :]), pairs)
    return np.asarray(between.sum(axis=0) + between.sum(axis=1) - np.diag(between))
