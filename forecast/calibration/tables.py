"""What `forecast calibrate` prints."""

from collections.abc import Iterator, Sequence

from forecast.calibration.diagnostics import ParameterRow, Sampling
from forecast.calibration.pareto import GOOD, USABLE
from forecast.calibration.predictive import PredictiveRow
from forecast.calibration.separate import SeparateRow
from forecast.calibration.simulation_based import Check


def parameters(rows: Sequence[ParameterRow], sampled: Sampling) -> Iterator[str]:
    """The posterior, one line a parameter, and how well it was sampled."""
    yield f"{'':31}{'posterior':>9}{'10 %':>9}{'90 %':>9}{'prior':>11}{'10 %':>9}{'90 %':>9}  seeds"
    for row in rows:
        ours = "".join(f"{x:9.4g}" for x in (row.median, row.low80, row.high80))
        prior = (row.prior_median, row.prior_low80, row.prior_high80)
        theirs = "".join(f"{x:9.4g}" if x == x else f"{'-':>9}" for x in prior)
        yield f"{row.parameter:18}{row.unit:13}{ours}  {theirs} {row.seeds:+6.2f}"
    k = sampled.pareto_k
    word = "good" if k < GOOD else "usable" if k < USABLE else "TOO HEAVY: do not trust the tails"
    yield f"level: {sampled.effective:,.0f} effective draws, tail of the weights k = {k:.2f} ({word})"
    yield "seeds: median under another seed less this one's, in posterior standard deviations"


def predictive(rows: Sequence[PredictiveRow]) -> Iterator[str]:
    """Posterior predictive checks."""
    yield f"{'record made from the posterior':36}{'map':>4}{'observed':>10}{'median':>10}{'10 %':>9}{'90 %':>9}{'p':>7}"
    for row in rows:
        name = row.statistic + (f" ({row.unit})" if row.unit != "1" else "")
        numbers = f"{row.observed:10.3g}{row.median:10.3g}{row.low80:9.3g}{row.high80:9.3g}{row.p:7.2f}"
        yield f"{name:36}{row.map or '-':>4}{numbers}"


def separate(rows: Sequence[SeparateRow]) -> Iterator[str]:
    """What one-line distributions lose."""
    yield "gain by the level alone, km2: joint draws against the distributions as written"
    for row in rows:
        yield f"{row.horizon:4} weeks, {row.level:.0%}: {row.joint:9,.0f} {row.separate:9,.0f}   ratio {row.ratio:.3f}"


def ranks(checks: Sequence[Check]) -> Iterator[str]:
    """Rank histograms of simulation-based calibration."""
    for check in checks:
        n = next(iter(check.histograms.values())).n
        yield f"ranks of {n} true values, records {check.maker} ({check.minutes:.1f} minutes)"
        yield f"{'':16}{'counts in tenths, flat if right':44}{'p chi2':>8}{'p KS':>8}"
        for name, h in check.histograms.items():
            counts = " ".join(f"{count:3}" for count in h.counts)
            yield f"{name:16}{counts:44}{h.p_chi_square:8.3f}{h.p_kolmogorov:8.3f}"
