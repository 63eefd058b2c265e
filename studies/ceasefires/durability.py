"""Computes the survival of a ceasefire under given terms, with the kernel's hazard and draws of its priors.

No equation is repeated here: `steps.start.peace` derives what a ceasefire starts with and `steps.peace.danger` gives
the hazard of each week, as in `forecast run`. Only the war around them is left out. The hazard is computed at the
middle of the frailty distribution (z = 0); `frailty_mixture` integrates over exp(frailty_sd z).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters
from forecast_kernels.layout import state as s
from forecast_kernels.layout.constants import USUAL_BACKING, USUAL_FLOW
from forecast_kernels.layout.levers import LEVERS
from forecast_kernels.layout.parameters import PARAMETERS
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.steps import peace, start
from studies.ceasefires.cases import Terms
from studies.ceasefires.sampling_errors import Floats

if TYPE_CHECKING:
    from forecast.config import Experiment

KernelRows = NDArray[np.float32]
ROW = {column.name: k for k, column in enumerate(PARAMETERS)}
LEVER = {column.name: k for k, column in enumerate(LEVERS)}
YEAR = 52
MAX_AGE = 78 * YEAR
MARKS = np.concatenate([np.arange(0, 105), np.arange(108, MAX_AGE + 1, 4)])
"""Ages in weeks at which the integrated hazard is stored: every week to two years, then every fourth."""
PIECEWISE, LONG, POST = 0, 1, 2
BASELINES = ("bands", "long sample", "after 1945")
"""Names of the baseline hazards, by number."""
TIE, TIE_SD, TIE_SEED = 0.85, 0.38, 20241131
"""Log hazard ratio of a tie to a decisive outcome, its standard deviation (own refit of Lo, Hashimoto and Reiter 2008)
and the seed of its draws."""
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
OFF = ("troops", "troops_arrival", "troops_stay", "alliance", "accession_path", "bilateral", "neutral", "relief")
NEVER = 1.0e6
"""Weeks: foreign troops that never leave."""
HALFWAY = F(0.5)
SIGNED = F(1.0)
USUAL = F(USUAL_FLOW * USUAL_BACKING)
"""Flow of a lead donor that backs a ceasefire as past ones were backed."""


@dataclass(frozen=True)
class DurabilityDraws:
    """Draws of the durability priors as kernel rows.

    Attributes
    ----------
    params : float32[n_params, n]
        Parameter rows.
    levers : float32[n_levers, n]
        Lever rows of the reference branch.
    clusters : Clusters
        Clusters of the draws, for Monte Carlo errors.
    """

    params: KernelRows
    levers: KernelRows
    clusters: Clusters
    _cache: dict[Terms, Floats] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of draws."""
        return int(self.params.shape[1])

    @property
    def baseline(self) -> NDArray[np.int64]:
        """Number of the baseline hazard in BASELINES that the kernel picks in each draw, int[n]."""
        pick, long, post = (self.params[ROW[f"baseline_{name}"]] for name in ("pick", "long", "post"))
        return np.where(pick < long, LONG, np.where(pick < long + post, POST, PIECEWISE))

    @property
    def baselines_present(self) -> dict[str, int]:
        """Number of each baseline that some draw follows, by name. A switch may leave only one."""
        return {name: k for k, name in enumerate(BASELINES) if np.any(self.baseline == k)}

    def of_baseline(self, baseline: int) -> "DurabilityDraws":
        """Return the draws that follow one baseline, given by its number in BASELINES."""
        chosen = self.baseline == baseline
        return DurabilityDraws(self.params[:, chosen], self.levers[:, chosen], Clusters(self.clusters.index[chosen]))

    @property
    def frailty_sd(self) -> Floats:
        """Standard deviation of the log hazard between ceasefires with the same terms, float64[n]."""
        return np.asarray(self.params[ROW["frailty_sd"]], np.float64)

    @property
    def tie_effect(self) -> Floats:
        """Log hazard ratio of a tie to a win in each draw, float64[n]. It has its own random generator."""
        return TIE + TIE_SD * np.random.default_rng(TIE_SEED).standard_normal(self.n)

    def hazard_at_marks(self, terms: Terms) -> Floats:
        """Compute the integrated hazard at MARKS in the middle of the frailty distribution, float64[n_marks, n]."""
        if terms not in self._cache:
            params, levers = self.params.copy(), self.levers.copy()
            params[ROW["stakes_excess"]] = params[ROW["deaths_excess"]] = 0.0
            if not terms.pressed:
                params[ROW["press_early"]] = params[ROW["press_late"]] = 0.0
            for name in OFF:
                levers[LEVER[name]] = 0.0
            levers[LEVER["troops"]], levers[LEVER["troops_duration"]] = terms.keepers, NEVER
            levers[LEVER["alliance"]], levers[LEVER["bilateral"]] = terms.alliance, terms.bilateral or terms.alliance
            hazard = integrated_hazard(params, levers, terms.verified, MARKS)
            self._cache[terms] = hazard * np.exp(-self.tie_effect) if terms.decisive else hazard
        return self._cache[terms]

    def hazard(self, terms: Terms, weeks: "float | Floats") -> Floats:
        """Compute the integrated hazard at any ages, float64[n_weeks, n], linear between the ages in MARKS."""
        at_marks, ages = self.hazard_at_marks(terms), np.atleast_1d(np.asarray(weeks, np.float64))
        above = np.clip(np.searchsorted(MARKS, ages), 1, len(MARKS) - 1)
        part = ((ages - MARKS[above - 1]) / (MARKS[above] - MARKS[above - 1]))[:, None]
        return np.asarray(at_marks[above - 1] * (1.0 - part) + at_marks[above] * part)

    def survival(self, terms: Terms, weeks: "float | Floats", shift: float = 0.0) -> Floats:
        """Compute the share of ceasefires that still hold at given ages in each draw.

        Parameters
        ----------
        terms : Terms
            Terms of the ceasefires.
        weeks : float or float64[n_weeks]
            Ages in weeks.
        shift : float
            Number that is added to the log hazard.

        Returns
        -------
        float64[n_weeks, n]
            Shares, with the frailty integrated out.
        """
        return frailty_mixture(self.hazard(terms, weeks), self.frailty_sd, shift)


def frailty_mixture(hazard: Floats, sd: Floats, shift: float = 0.0) -> Floats:
    """Compute the survival of a mixture of ceasefires whose log hazard is normally distributed.

    Parameters
    ----------
    hazard : float64[..., n]
        Integrated hazard in the middle of the distribution.
    sd : float64[n]
        Standard deviation of the log hazard.
    shift : float
        Number that is added to the log hazard.
    """
    total = np.zeros(hazard.shape)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        total += weight * np.exp(-hazard * np.exp(sd * node + shift))
    return total


def draw_durability(exp: "Experiment", n: int) -> DurabilityDraws:
    """Return the first n draws of the experiment's priors, with the levers of its reference branch."""
    from forecast.experiment.inputs import Sampler

    design = exp.design.model_copy(update={"draws": n, "replicates": 1, "members": None})
    sampler = Sampler(exp.model_copy(update={"design": design}))
    inputs = sampler.inputs(0, n)
    levers, _ = sampler.levers(exp.reference, inputs)
    return DurabilityDraws(inputs.params, levers, Clusters(sampler.clusters(0, n)))


@njit(error_model="numpy", fastmath=False, cache=True, nogil=True)
def _add_up(params, levers, work, state, lead, verified, weeks, marks, out):  # type: ignore[no-untyped-def]
    """Fill out[len(marks), n] with the hazard added up to each mark (weeks, rising), per year times years."""
    n = params.shape[1]
    for i in range(n):
        work[s.ACCESSION_AGE, i] = HALFWAY
        start.peace(params, levers, work, i)
        state[s.PACKAGE, i] = SIGNED
        state[s.PRESSED, i] = SIGNED
        lead[s.COMMIT, i] = USUAL
        state[s.VERIFIED, i] = verified
        total = 0.0
        k = 0
        for age in range(weeks + 1):
            while k < len(marks) and marks[k] == age:
                out[k, i] = total
                k += 1
            state[s.AGE, i] = F(age)
            peace.danger(params, levers, work, state, lead, i)
            total += state[s.RETURN_HAZARD, i] / 52.0


def integrated_hazard(params: KernelRows, levers: KernelRows, verified: bool, marks: NDArray[np.int64]) -> Floats:
    """Compute the kernel's hazard of a return to war, added up from the signature in week 0.

    Parameters
    ----------
    params, levers : float32[n_params, n], float32[n_levers, n]
        Kernel rows of one package.
    verified : bool
        Whether the ceasefire is verified.
    marks : int64[n_marks]
        Ages in whole weeks, rising.

    Returns
    -------
    float64[n_marks, n]
        Integrated hazard in the middle of the frailty distribution.
    """
    n = params.shape[1]
    out = np.zeros((len(marks), n))
    work, state = np.zeros((s.NV, n), np.float32), np.zeros((s.NS, n), np.float32)
    lead = np.zeros((s.NDS, n), np.float32)
    _add_up(params, levers, work, state, lead, F(verified), int(marks[-1]), marks, out)
    return out
