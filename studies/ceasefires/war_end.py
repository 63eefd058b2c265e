"""Compares how soon simulated wars end, in the reference branch, with base rates of past wars."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, ratio
from studies.ceasefires.sampling_errors import OUTSIDE, Interval, share_interval, verdict

if TYPE_CHECKING:
    from forecast.config import Experiment

Flags = NDArray[np.bool_]
DRAWS, REPLICATES = 512, 64
YEAR, HORIZON = 52, 624
DAYS = 7.0


@dataclass(frozen=True)
class WarEnds:
    """When the war ends in each member of the reference branch.

    Attributes
    ----------
    ceasefire, defeat : float64[n_members]
        Week of a ceasefire of the whole front, and of the defeat of a side; infinite if never.
    draw : int64[n_members]
        Draw of each member.
    clusters : Clusters
        Clusters of the members, for Monte Carlo errors.
    """

    ceasefire: NDArray[np.float64]
    defeat: NDArray[np.float64]
    draw: NDArray[np.int64]
    clusters: Clusters

    def over(self, week: float) -> Flags:
        """Return whether the war ended by a week, by ceasefire or defeat, bool[n_members]."""
        return np.asarray(np.minimum(self.ceasefire, self.defeat) <= week)


class BaseRate(NamedTuple):
    """A share in the record, its number of cases (0 where none is printed) and its source."""

    name: str
    share: float
    n: int
    source: str


class BaseRateComparison(NamedTuple):
    """One base rate, compared with the model.

    Attributes
    ----------
    base : BaseRate
        The base rate in the record.
    sampling80 : (low, high) or None
        Central 80 % of the sampling error of the base rate.
    model : Estimate
        Share of the members with the event.
    low, high : float
        Central 80 %, over draws, of the chance of the event.
    """

    base: BaseRate
    sampling80: Interval | None
    model: Estimate
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Verdict on whether the model agrees with the base rate."""
        return verdict((self.low, self.high), (self.base.share, self.base.share), self.sampling80, OUTSIDE)


COW = "Correlates of War 4.0, wars past their second year, 1816-2007: 18 ends in 52 war-years"
FRAIL = "the same, with wars that differ (judged)"
CSIS22, CSIS24, CROWD = "CSIS 2022, on UCDP", "CSIS, November 2024", "Good Judgment Open, December 2024"
WITHIN_A_YEAR, WON = "over within a year", "won by the attacker, of wars over in 12 years"


def compare_base_rates(ends: WarEnds) -> list[BaseRateComparison]:
    """Compare the model with every base rate of section 2 of the dossier for which the kernel has an outcome."""
    everyone = np.ones(len(ends.draw), bool)
    ended = ends.over(HORIZON)
    defeated = ended & (ends.defeat < ends.ceasefire)
    year = ends.over(YEAR)
    comparisons = [
        *(
            (BaseRate(f"over in year {k}, if on", 18 / 52, 52, COW), ends.over(k * YEAR), ~ends.over((k - 1) * YEAR))
            for k in range(1, 6)
        ),
        (BaseRate(WITHIN_A_YEAR, 0.25, 0, FRAIL), year, everyone),
        (BaseRate("ceasefire within a year", 0.25, 0, FRAIL), ends.ceasefire <= YEAR, everyone),
        (BaseRate(WITHIN_A_YEAR, 1 - np.exp(-0.1), 0, f"{CSIS22}: wars past a year last a decade"), year, everyone),
        (BaseRate(WON, 0.30, 0, f"{CSIS24}: interstate wars"), defeated, ended),
        (BaseRate(WON, 0.20, 0, "HCSS 2022: wars since 1945"), defeated, ended),
        (BaseRate("ceasefire by 20 January 2025", 0.01, 0, CROWD), ends.ceasefire <= 31 / DAYS, everyone),
        (BaseRate("ceasefire by 25 May 2025", 0.25, 0, CROWD), ends.ceasefire <= 156 / DAYS, everyone),
        (BaseRate("ceasefire by 28 September 2025", 0.54, 0, CROWD), ends.ceasefire <= 282 / DAYS, everyone),
    ]
    return [_compare(ends, base, event, among) for base, event, among in comparisons]


def _compare(ends: WarEnds, base: BaseRate, event: Flags, among: Flags) -> BaseRateComparison:
    low, high = spread_over_draws(event & among, among, ends.draw)
    interval = share_interval(base.share, base.n) if base.n else None
    return BaseRateComparison(base, interval, ratio(event & among, among, ends.clusters).estimate, low, high)


def spread_over_draws(event: Flags, among: Flags, draw: NDArray[np.int64]) -> Interval:
    """Compute the central 80 %, over draws, of the chance of an event, without the noise of finite replicates.

    The shares of the draws also spread by their own binomial noise. They are pulled together around their mean until
    their variance is what it would be without that noise.

    Parameters
    ----------
    event : bool[n_members]
        Members with the event.
    among : bool[n_members]
        Members that can have the event. Draws are weighted by their number of such members.
    draw : int64[n_members]
        Draw of each member.
    """
    top, bottom = (np.bincount(draw, weights=x.astype(np.float64)) for x in (event, among))
    top, bottom = top[bottom > 1], bottom[bottom > 1]
    share, weight = top / bottom, bottom / bottom.sum()
    centre = float(weight @ share)
    noise = float(weight @ (share * (1.0 - share) / (bottom - 1.0)))
    variance = float(weight @ (share - centre) ** 2)
    shrink = np.sqrt(max(1.0 - noise / variance, 0.0)) if variance > 0.0 else 0.0
    order = np.argsort(share, kind="stable")
    below = np.cumsum(weight[order]) - weight[order] / 2.0
    low, high = np.interp((0.1, 0.9), below, share[order])
    return float(centre + shrink * (low - centre)), float(centre + shrink * (high - centre))


def simulate_war_ends(exp: "Experiment", draws: int = DRAWS, replicates: int = REPLICATES) -> WarEnds:
    """Simulate the reference branch of an experiment for 12 years.

    Parameters
    ----------
    exp : Experiment
        The experiment; its own design is not used.
    draws, replicates : int
        Number of draws, and of members of each draw.
    """
    from forecast.experiment.inputs import Sampler
    from forecast.experiment.sectors import sector_table
    from forecast.runner.fitting.emulator import fit_experiment
    from forecast.runner.kernel import Kernel

    sectors = sector_table(exp)
    fit = fit_experiment(exp, sectors)
    design = exp.design.model_copy(update={"draws": draws, "replicates": replicates, "members": None})
    branches = {exp.reference: exp.branches[exp.reference]}
    exp = exp.model_copy(update={"design": design, "branches": branches, "horizon": HORIZON})
    sampler = Sampler(exp)
    n = draws * replicates
    block = Kernel(exp, sampler, sectors, fit.array()).compute(0, n).branches[exp.reference]
    ceasefire, defeat = (_weeks(block.out, name) for name in ("ceasefire_week", "collapse_week_0"))
    return WarEnds(ceasefire, defeat, np.arange(n) // replicates, Clusters(sampler.clusters(0, n)))


def _weeks(out: NDArray[np.float32], name: str) -> NDArray[np.float64]:
    from forecast_kernels.layout.outcomes import OUTCOMES

    week = out[[column.name for column in OUTCOMES].index(name)].astype(np.float64)
    return np.where(week >= 0.0, week, np.inf)
