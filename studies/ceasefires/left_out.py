"""Leave one war out: every ceasefire is forecast from the other wars, and scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, mean
from forecast.scores.probability import Murphy, brier_score, murphy
from studies.ceasefires.concordance import Concordance, concordance
from studies.ceasefires.draws import Draws, Floats
from studies.ceasefires.forecasts import DAY, Forecaster
from studies.ceasefires.record import Life
from studies.ceasefires.wars import ratio_interval

YEARS = (1, 5, 10)
WEEKS = np.array([52.0 * years for years in YEARS])
NO_WINNER, NO_TERMS = "frontcast_no_winner", "frontcast_no_terms"
OURS, REFIT, CONSTANT, BY_AGE, CURVE = "frontcast", "frontcast_refit", "constant", "rates_by_age", "kaplan_meier"
RISK = 1
"""Which of YEARS ranks the ceasefires for the concordance: failed within five years."""


class Skill(NamedTuple):
    """Mean score over that of another forecaster, below 1 is better, and its central 80 % over wars drawn again."""

    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class LeftOut:
    """Forecasts and scores of every ceasefire, by forecaster.

    failed: chance of failure by YEARS, f64[lives, years]; density: log density of the life, per day; lost: Brier loss,
    weighted for censoring, f64[lives, years]; known: that weight, 0 where the fate at YEARS is not known.
    """

    lives: tuple[Life, ...]
    failed: Mapping[str, Floats]
    density: Mapping[str, Floats]
    lost: Mapping[str, Floats]
    known: Floats

    def brier(self, name: str, year: int) -> float:
        """Mean loss at YEARS[year] of all lives."""
        return float(self.lost[name][:, year].mean())

    def monte_carlo(self, draws: Draws, year: int) -> Estimate:
        """Brier score of the module without refit, with the error of a finite number of draws."""
        slope = 2.0 * self.known[:, year] * (self.failed[OURS][:, year] - _fate(self.lives)[:, year])
        kept = np.stack([draws.survival(life.terms, WEEKS[year])[0] for life in self.lives])
        error = mean(-slope @ kept / len(self.lives), draws.clusters).estimate
        return Estimate(self.brier(OURS, year), error.mcse, error.n)

    def skill(self, name: str, other: str, year: int) -> Skill:
        """One forecaster's Brier score over another's."""
        a, b = self.lost[name][:, year], self.lost[other][:, year]
        return Skill(float(a.sum() / b.sum()), *ratio_interval(a, b, [life.war for life in self.lives]))

    def gain(self, name: str, other: str) -> Skill:
        """Mean log density less another's, nats a ceasefire (above 0 is better), and its central 80 %."""
        d, ones = self.density[name] - self.density[other], np.ones(len(self.lives))
        return Skill(float(d.mean()), *ratio_interval(d, ones, [life.war for life in self.lives]))

    def order(self, name: str) -> Concordance:
        """Whether those forecast to fail within five years more probably failed sooner."""
        weeks, failed = [life.weeks for life in self.lives], [life.failed for life in self.lives]
        return concordance(self.failed[name][:, RISK], weeks, failed, [life.war for life in self.lives])

    def parts(self, name: str, year: int) -> Murphy:
        """Decomposition over the lives whose fate at YEARS[year] is known."""
        here = self.known[:, year] > 0.0
        return murphy(self.failed[name][here, year], _fate(self.lives)[here, year])


def leave_out(lives: Sequence[Life], forecasters: Sequence[Forecaster]) -> LeftOut:
    """Forecast each war's ceasefires from all other wars."""
    failed = {each.name: np.zeros((len(lives), len(YEARS))) for each in forecasters}
    density = {each.name: np.zeros(len(lives)) for each in forecasters}
    for war in dict.fromkeys(life.war for life in lives):
        here = [k for k, life in enumerate(lives) if life.war == war]
        others = [life for life in lives if life.war != war]
        for each in forecasters:
            failed[each.name][here] = 1.0 - each.holds(others, [lives[k] for k in here], WEEKS)
            for k in here:
                kept = each.holds(others, [lives[k]], np.array([lives[k].weeks, lives[k].weeks + DAY]))[0]
                with np.errstate(divide="ignore"):
                    density[each.name][k] = np.log(kept[0] - kept[1] if lives[k].failed else kept[0])
    known = weights(lives)
    lost = {name: known * brier_score(np.clip(p, 0.0, 1.0), _fate(lives)) for name, p in failed.items()}
    return LeftOut(tuple(lives), failed, density, lost, known)


def _fate(lives: Sequence[Life]) -> Floats:
    return np.array([[float(life.failed and life.weeks <= week) for week in WEEKS] for life in lives])


def weights(lives: Sequence[Life]) -> Floats:
    """Inverse chance of not being censored before the fate at each of YEARS is known, 0 where it is not."""
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight([life.weeks for life in lives], [float(not life.failed) for life in lives])
    steps = np.concatenate([[1.0], curve.surv_prob])
    out = np.zeros((len(lives), len(WEEKS)))
    for k, life in enumerate(lives):
        for j, week in enumerate(WEEKS):
            if life.failed and life.weeks <= week:
                out[k, j] = 1.0 / steps[np.searchsorted(curve.surv_times, life.weeks, side="left")]
            elif life.weeks > week:
                out[k, j] = 1.0 / steps[np.searchsorted(curve.surv_times, week, side="right")]
    return out
