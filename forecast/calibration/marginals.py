"""Posterior draws as the one-line distributions of a config, rounded to what they tell, and what that costs."""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.calibration.diagnostics import WIDTH_80
from forecast.calibration.posterior import PARAMETERS, Posterior
from forecast.observations.series import Floats

if TYPE_CHECKING:
    from forecast.config import Experiment, Prior

STATE = ("level_t0", "losses_claimed", "salient_t0")


class Marginal(NamedTuple):
    """Entry of a config: kind "lognormal" (median, sdlog), "normal" (mean, sd) or "fixed", in the entry's own unit.

    low, high: central 80 % of the draws in that unit.
    """

    prior: "Prior"
    kind: str
    centre: float
    spread: float
    low: float
    high: float
    parameter: str

    def sample(self, n: int, rng: np.random.Generator) -> Floats:
        """`n` values in the parameter's unit."""
        z = rng.standard_normal(n)
        x = self.centre * np.exp(self.spread * z) if self.kind == "lognormal" else self.centre + self.spread * z
        x = np.full(n, self.centre) if self.kind == "fixed" else x
        return np.asarray(x * self.prior.factor)

    @property
    def is_state(self) -> bool:
        """Whether it belongs to the baseline's state and not to the priors."""
        return self.parameter in STATE


def marginals(exp: "Experiment", found: Posterior) -> tuple[list[Marginal], list[str]]:
    """One entry for each fitted row that the config sets, and the rows that it does not set.

    The kind is that of the config's entry where it is normal or log-normal, else log-normal, but normal where a tenth
    of the draws is not positive. What the config fixes, without a dimension of its own, stays fixed. Centre: median.
    Spread: that of the central 80 %.
    """
    by_row = {prior.sets: prior for prior in exp.priors.values() if prior.sets}
    known, absent = [], []
    for name, parameter in PARAMETERS.items():
        if not parameter.row or name not in found.draws:
            continue
        prior = by_row.get(_row_name(exp, parameter.row))
        if prior is None:
            absent.append(parameter.row)
        else:
            known.append(_fitted(name, prior, found.draws[name] / prior.factor))
    return known, absent


def _row_name(exp: "Experiment", row: str) -> str:
    return f"{row[:-2]}.{exp.baseline.attacker}" if row.endswith("_1") else row


def _fitted(name: str, prior: "Prior", x: Floats) -> Marginal:
    low, median, high = (float(q) for q in np.quantile(x, [0.1, 0.5, 0.9]))
    kind = prior.distribution.kind
    if kind != "fixed" or prior.dimension is not None:
        kind = "normal" if kind == "normal" or low <= 0.0 else "lognormal"
    spread = (high - low) / WIDTH_80 if kind != "lognormal" else math.log(high / low) / WIDTH_80
    error = spread if kind != "lognormal" else median * spread
    return Marginal(prior, kind, rounded(median, error), two_digits(spread), low, high, name)


def places(error: float) -> int:
    """Decimals that show two digits of an error; negative for tens and hundreds."""
    return 1 - math.floor(math.log10(error)) if error > 0.0 else 6


def rounded(value: float, error: float) -> float:
    """A value to the second digit of its error."""
    return round(value, places(error))


def two_digits(value: float) -> float:
    """A positive number to two digits."""
    return round(value, places(value))
