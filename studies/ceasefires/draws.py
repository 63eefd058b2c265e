"""Draws of the durability priors, and survival curves under given terms."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters
from forecast_kernels.layout.levers import LEVERS
from forecast_kernels.layout.parameters import PARAMETERS
from studies.ceasefires.terms import NEVER, Terms

if TYPE_CHECKING:
    from forecast.config import Experiment

Floats = NDArray[np.float64]
ROW = {column.name: k for k, column in enumerate(PARAMETERS)}
LEVER = {column.name: k for k, column in enumerate(LEVERS)}
YEAR = 52
LONGEST = 78 * YEAR
MARKS = np.concatenate([np.arange(0, 105), np.arange(108, LONGEST + 1, 4)])
"""Ages in weeks at which the integrated hazard is kept: every week to two years, then every fourth."""
BANDS_ALONE, LONG, POST = 0, 1, 2
BASELINES = ("bands", "long sample", "after 1945")
TIE, TIE_SD, TIE_SEED = 0.85, 0.38, 20241131
"""Log hazard ratio of a tie against a decisive outcome (own refit of the file of Lo, Hashimoto and Reiter 2008)."""
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
OFF = ("troops", "troops_arrival", "troops_stay", "alliance", "accession_path", "bilateral", "neutral", "relief")


@dataclass(frozen=True)
class Draws:
    """Kernel rows of n draws. clusters: for Monte Carlo errors. baseline int[n]: which of BASELINES a draw follows."""

    params: NDArray[np.float32]
    levers: NDArray[np.float32]
    clusters: Clusters
    _kept: dict[Terms, Floats] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many there are."""
        return int(self.params.shape[1])

    @property
    def baseline(self) -> NDArray[np.int64]:
        """The baseline of each draw, as the kernel picks it."""
        pick, long, post = (self.params[ROW[f"baseline_{name}"]] for name in ("pick", "long", "post"))
        return np.where(pick < long, LONG, np.where(pick < long + post, POST, BANDS_ALONE))

    @property
    def present(self) -> dict[str, int]:
        """Baselines that any draw follows, by name: a switch may have left one."""
        return {name: k for k, name in enumerate(BASELINES) if np.any(self.baseline == k)}

    def only(self, baseline: int) -> "Draws":
        """The draws that follow one of BASELINES."""
        here = self.baseline == baseline
        return Draws(self.params[:, here], self.levers[:, here], Clusters(self.clusters.index[here]))

    @property
    def frailty_sd(self) -> Floats:
        """Spread of the log hazard between ceasefires alike in everything known."""
        return self.params[ROW["frailty_sd"]].astype(np.float64)

    @property
    def tie(self) -> Floats:
        """A draw of the log hazard ratio of a tie for each draw: from its own generator, no part of the module."""
        return TIE + TIE_SD * np.random.default_rng(TIE_SEED).standard_normal(self.n)

    def integrated(self, terms: Terms) -> Floats:
        """Integrated hazard at MARKS with frailty at its middle, f64[len(MARKS), n]; from the kernel."""
        if terms not in self._kept:
            from studies.ceasefires.hazard import integrated

            params, levers = self.params.copy(), self.levers.copy()
            params[ROW["stakes_excess"]] = params[ROW["deaths_excess"]] = 0.0
            if not terms.pressed:
                params[ROW["press_early"]] = params[ROW["press_late"]] = 0.0
            for name in OFF:
                levers[LEVER[name]] = 0.0
            levers[LEVER["troops"]], levers[LEVER["troops_duration"]] = terms.keepers, NEVER
            levers[LEVER["alliance"]], levers[LEVER["bilateral"]] = terms.alliance, terms.bilateral or terms.alliance
            found = integrated(params, levers, terms.verified, MARKS)
            self._kept[terms] = found * np.exp(-self.tie) if terms.decisive else found
        return self._kept[terms]

    def at(self, terms: Terms, weeks: "float | Floats") -> Floats:
        """The same at any ages, f64[len(weeks), n], linear between marks (exact to two years, then to four weeks)."""
        whole, ages = self.integrated(terms), np.atleast_1d(np.asarray(weeks, np.float64))
        above = np.clip(np.searchsorted(MARKS, ages), 1, len(MARKS) - 1)
        part = ((ages - MARKS[above - 1]) / (MARKS[above] - MARKS[above - 1]))[:, None]
        return np.asarray(whole[above - 1] * (1.0 - part) + whole[above] * part)

    def survival(self, terms: Terms, weeks: "float | Floats", shift: float = 0.0) -> Floats:
        """Share of ceasefires that still hold at these ages in each draw, frailty integrated out, f64[len(weeks), n].

        shift: added to the log hazard.
        """
        return mixed(self.at(terms, weeks), self.frailty_sd, shift)


def mixed(whole: Floats, sd: Floats, shift: float = 0.0) -> Floats:
    """Survival over ceasefires whose log hazard spreads by `sd` around that of `whole` f64[..., n]."""
    total = np.zeros(whole.shape)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        total += weight * np.exp(-whole * np.exp(sd * node + shift))
    return total


def draw(exp: "Experiment", n: int) -> Draws:
    """The first n draws of the experiment's priors under its reference branch. Raises ConfigError."""
    from forecast.experiment.inputs import Sampler

    design = exp.design.model_copy(update={"draws": n, "replicates": 1, "members": None})
    sampler = Sampler(exp.model_copy(update={"design": design}))
    inputs = sampler.inputs(0, n)
    levers, _ = sampler.levers(exp.reference, inputs)
    return Draws(inputs.params, levers, Clusters(sampler.clusters(0, n)))
