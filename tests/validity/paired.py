"""Two settings over the same members with the same random numbers, and their difference with its clustered error.

Inputs and noise are fixed: a test over them fails by a change of the model, not by chance.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.estimates import Clusters, Estimate, Linear, critical, mean, ratio
from forecast.config import load_experiment
from forecast.display.digits import format_value
from forecast.experiment.inputs import Inputs, Sampler
from forecast.experiment.sectors import sector_table
from tests.kernels.case import DONOR_LEVER, ROOT, Case, Result, run

MOST = 8192


@cache
def _study(layout: str) -> tuple[object, Sampler]:
    """The committed study with one member a draw; in layout `mc` every member is a cluster of its own."""
    exp = load_experiment(ROOT / "configs" / "offer.yaml")
    design = exp.design.model_copy(update={"draws": MOST, "replicates": 1, "layout": layout, "members": None})
    exp = exp.model_copy(update={"design": design})
    return exp, Sampler(exp)


@cache
def _inputs(layout: str, n: int) -> Inputs:
    return _study(layout)[1].inputs(0, n)


def members(branch: str, n: int, layout: str = "mc") -> Case:
    """Inputs of the first n members of a branch, at most MOST, each with a draw of its own."""
    exp, sampler = _study(layout)
    inputs = _inputs(layout, n)
    levers, donor_levers = sampler.levers(branch, inputs)
    return Case(inputs.params.copy(), inputs.donors.copy(), levers.copy(), donor_levers.copy(), sector_table(exp))


def draws(n: int, layout: str = "mc") -> dict[str, np.ndarray]:
    """Every drawn prior of these members, by name, in its own unit."""
    return dict(_inputs(layout, n).columns)


def scrambles(n: int) -> np.ndarray:
    """The scramble of each of the first n members in layout `sobol`."""
    return _study("sobol")[1].clusters(0, n)


def aid(c: Case, donor: int, **rows: float) -> Case:
    """Sets lever rows of one donor for all members."""
    for name, value in rows.items():
        c.donor_levers[donor, DONOR_LEVER[name]] = value
    return c


def average(values: ArrayLike) -> Estimate:
    """Mean of one value per member."""
    values = np.asarray(values, np.float64)
    return mean(values, _clusters(values)).estimate


def difference(after: ArrayLike, before: ArrayLike) -> Estimate:
    """Mean of `after` less that of `before`, one value per member in the same order; NaN in either is left out."""
    return average(np.asarray(after, np.float64) - np.asarray(before, np.float64))


def share_of(event: ArrayLike, among: ArrayLike) -> Linear:
    """Share of the members with `event` among those `among`; two of them may be subtracted."""
    event, among = np.asarray(event, bool), np.asarray(among, bool)
    return ratio(event & among, among, _clusters(among))


def moves(found: Estimate, errors: float = 0.0) -> bool:
    """Whether a difference lies beyond its 95% interval, or beyond `errors` of its errors if more."""
    return abs(found.value) > max(critical(found.n), errors) * found.mcse


def by(weeks: np.ndarray, last: float) -> np.ndarray:
    """Whether an event whose weeks are given (-1: never) came by week `last`."""
    return (weeks >= 0) & (weeks <= last)


def durable(r: Result, years: int) -> np.ndarray:
    """A ceasefire by week 104 and no return to war within so many years of it."""
    start, back = r["ceasefire_week"], r["resumed_week"]
    return by(start, 104) & ~((back >= 0) & (back <= start + 52 * years))


def said(what: str, found: Estimate) -> str:
    """A line for the log of a test."""
    return f"{what}: {format_value(found, signed=True)} (n {found.n})"


def _clusters(values: np.ndarray) -> Clusters:
    return Clusters(np.arange(len(values)))


__all__ = [
    "aid",
    "average",
    "by",
    "difference",
    "draws",
    "durable",
    "members",
    "moves",
    "run",
    "said",
    "scrambles",
    "share_of",
]
