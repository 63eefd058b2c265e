"""The same experiment with independent draws, and one input of it set to a low and to a high value."""

from typing import NamedTuple

import numpy as np

from forecast.config import Experiment, Prior, with_members
from forecast.config.binding import KernelRow, kernel_rows
from forecast.config.limits import NOT_NEGATIVE, POSITIVE, SHARES
from forecast.config.parts import Facts
from forecast.config.prior import Fixed
from forecast.experiment.distributions import constant, is_fixed, quantile

LEVELS = (0.1, 0.9)
FACTORS = (0.8, 1.25)
STEP = 0.1


class Ends(NamedTuple):
    """Low and high value of an input, in its own unit."""

    low: float
    high: float


def independent(exp: Experiment, members: int) -> Experiment:
    """The experiment with `members` independent draws of one replicate each, so that every member is a cluster.

    Scrambled Sobol points have 16 clusters whatever their number: too few to judge thousands of differences at once.
    Raises ConfigError if there are too few or too many members.
    """
    design = exp.design.model_copy(update={"layout": "mc", "draws": members, "replicates": 1, "members": None})
    return with_members(exp.model_copy(update={"design": design}), members)


def set_rows(exp: Experiment) -> dict[str, KernelRow]:
    """Kernel row of each input that sets one, by the input's name."""
    base = exp.baseline
    known = kernel_rows(Facts(base.date, base.defender, base.attacker, tuple(base.donors), exp.horizon))
    return {prior.name: known[prior.sets] for prior in exp.priors.values() if prior.sets is not None}


def ends(prior: Prior, row: KernelRow | None) -> Ends:
    """The 10% and 90% quantiles of a drawn input; 0.8 and 1.25 times a fixed one.

    A fixed yes or no is run as both. A fixed 0 moves by 0.1 of the row's unit either way, as far as the row may.
    """
    if not is_fixed(prior):
        low, high = quantile(prior, np.array(LEVELS))
        return Ends(float(low), float(high))
    value = float(constant(prior)) * prior.factor
    name = row.column.name if row else ""
    if row is not None and row.column.meaning.startswith("whether"):
        low, high = 0.0, 1.0
    elif value == 0.0:
        low, high = -STEP, STEP
    else:
        low, high = sorted(value * factor for factor in FACTORS)
    if name in SHARES:
        high = min(high, 1.0)
    if name in SHARES | NOT_NEGATIVE | POSITIVE or row is None:
        low = max(low, 0.0)
    return Ends(low / prior.factor, high / prior.factor)


def at(exp: Experiment, name: str, value: float) -> Experiment:
    """The experiment with one input fixed at `value`, in its own unit; every other input keeps its draws."""
    changed = exp.priors[name].model_copy(update={"distribution": Fixed(value=value)})
    return exp.model_copy(update={"priors": {**exp.priors, name: changed}})
