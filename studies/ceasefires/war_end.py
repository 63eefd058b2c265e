"""How soon simulated wars end, against how soon wars like it have ended: the reference branch through the kernel."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, ratio
from studies.ceasefires.sampling import wilson

if TYPE_CHECKING:
    from forecast.config import Experiment

Flags = NDArray[np.bool_]
DRAWS, REPLICATES = 512, 64
YEAR, HORIZON = 52, 624
DAYS = 7.0


@dataclass(frozen=True)
class Wars:
    """Weeks of events of the reference branch, float64[members], infinite if never. draw: of each member."""

    ceasefire: NDArray[np.float64]
    fallen: NDArray[np.float64]
    draw: NDArray[np.int64]
    clusters: Clusters

    def over(self, week: float) -> Flags:
        """Whether the war ended by then: a ceasefire of the whole front, or one side fell."""
        return np.asarray(np.minimum(self.ceasefire, self.fallen) <= week)


class BaseRate(NamedTuple):
    """A share in the record, with the number of cases where one is printed (0 if not)."""

    name: str
    share: float
    n: int
    source: str


class Row(NamedTuple):
    """One base rate against the model: value over members, central 80 % of the chances of the draws."""

    base: BaseRate
    base80: tuple[float, float] | None
    model: Estimate
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Whether the central 80 % of draws holds the base rate, or reaches its central 80 %."""
        if self.low <= self.base.share <= self.high:
            return "inside"
        reached = self.base80 is not None and self.base80[0] <= self.high and self.low <= self.base80[1]
        return "inside with error" if reached else "OUTSIDE"


COW = "Correlates of War 4.0, wars past their second year, 1816-2007: 18 ends in 52 war-years"
FRAIL = "the same, with wars that differ (judged)"
CSIS22, CSIS24, CROWD = "CSIS 2022, on UCDP", "CSIS, November 2024", "Good Judgment Open, December 2024"
NEXT, DECISIVE = "over within a year", "won by the attacker, of wars over in 12 years"


def base_rows(wars: Wars) -> list[Row]:
    """Every base rate of the dossier's section 2 that the kernel has a number for."""
    everyone = np.ones(len(wars.draw), bool)
    ended = wars.over(HORIZON)
    fell = ended & (wars.fallen < wars.ceasefire)
    wanted = [
        *(
            (BaseRate(f"over in year {k}, if on", 18 / 52, 52, COW), wars.over(k * YEAR), ~wars.over((k - 1) * YEAR))
            for k in range(1, 6)
        ),
        (BaseRate(NEXT, 0.25, 0, FRAIL), wars.over(YEAR), everyone),
        (BaseRate("ceasefire within a year", 0.25, 0, FRAIL), wars.ceasefire <= YEAR, everyone),
        (BaseRate(NEXT, 1 - np.exp(-0.1), 0, f"{CSIS22}: wars past a year last a decade"), wars.over(YEAR), everyone),
        (BaseRate(DECISIVE, 0.30, 0, f"{CSIS24}: interstate wars"), fell, ended),
        (BaseRate(DECISIVE, 0.20, 0, "HCSS 2022: wars since 1945"), fell, ended),
        (BaseRate("ceasefire by 20 January 2025", 0.01, 0, CROWD), wars.ceasefire <= 31 / DAYS, everyone),
        (BaseRate("ceasefire by 25 May 2025", 0.25, 0, CROWD), wars.ceasefire <= 156 / DAYS, everyone),
        (BaseRate("ceasefire by 28 September 2025", 0.54, 0, CROWD), wars.ceasefire <= 282 / DAYS, everyone),
    ]
    return [_row(wars, base, event, among) for base, event, among in wanted]


def _row(wars: Wars, base: BaseRate, event: Flags, among: Flags) -> Row:
    low, high = across_draws(event & among, among, wars.draw)
    interval = wilson(base.share, base.n) if base.n else None
    return Row(base, interval, ratio(event & among, among, wars.clusters).estimate, low, high)


def across_draws(event: Flags, among: Flags, draw: NDArray[np.int64]) -> tuple[float, float]:
    """Central 80 % of the chance of the event over draws, the noise of finite replicates taken out.

    A draw counts by its members among whom the event may happen. The shares seen in the draws spread by their own
    binomial noise too: they are drawn together around their mean until their variance is what it is without that.
    """
    top, bottom = (np.bincount(draw, weights=x.astype(np.float64)) for x in (event, among))
    top, bottom = top[bottom > 1], bottom[bottom > 1]
    share, weight = top / bottom, bottom / bottom.sum()
    centre = float(weight @ share)
    noise = float(weight @ (share * (1.0 - share) / (bottom - 1.0)))
    spread = float(weight @ (share - centre) ** 2)
    keep = np.sqrt(max(1.0 - noise / spread, 0.0)) if spread > 0.0 else 0.0
    order = np.argsort(share, kind="stable")
    below = np.cumsum(weight[order]) - weight[order] / 2.0
    low, high = np.interp((0.1, 0.9), below, share[order])
    return float(centre + keep * (low - centre)), float(centre + keep * (high - centre))


def simulate(exp: "Experiment", draws: int = DRAWS, replicates: int = REPLICATES) -> Wars:
    """The reference branch for 12 years. Raises ConfigError, RunError."""
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
    ceasefire, fallen = (_weeks(block.out, name) for name in ("ceasefire_week", "collapse_week_0"))
    return Wars(ceasefire, fallen, np.arange(n) // replicates, Clusters(sampler.clusters(0, n)))


def _weeks(out: NDArray[np.float32], name: str) -> NDArray[np.float64]:
    from forecast_kernels.layout.outcomes import OUTCOMES

    week = out[[column.name for column in OUTCOMES].index(name)].astype(np.float64)
    return np.where(week >= 0.0, week, np.inf)
