"""Makes the tables of a calibration: text for the terminal, and Parquet and CSV files without time or host."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from forecast.analysis.pareto import GOOD, USABLE
from forecast.calibration.diagnostics import ParameterRow, Sampling
from forecast.calibration.marginals import SeparateRow
from forecast.calibration.predictive import PredictiveRow
from forecast.calibration.simulation_based import RankCheck
from forecast.store.estimates import write_estimates
from forecast.store.registry import Variable


def _text(name: str, about: str) -> Variable:
    return Variable(name, "1", about, "text", "summary")


def _number(name: str, about: str) -> Variable:
    return Variable(name, "1", about, "estimate", "summary", nullable=True)


UNIT = _text("unit", "unit of the numbers")
PARAMETERS = (
    _text("parameter", "fitted quantity"),
    UNIT,
    _number("mean", "posterior mean"),
    _number("sd", "posterior standard deviation"),
    _number("median", "posterior median"),
    _number("low80", "lower end of the central 80 %"),
    _number("high80", "upper end of it"),
    _number("prior_median", "median of the prior, null for a state"),
    _number("prior_low80", "lower end of its central 80 %"),
    _number("prior_high80", "upper end of it"),
    _number("seeds", "median under another seed less this one's, in posterior standard deviations"),
)
PREDICTIVE = (
    _text("statistic", "statistic of a record"),
    Variable("map", "1", "number of the map, 0 for both", "serial", "summary"),
    UNIT,
    _number("observed", "of the record that was fitted"),
    _number("median", "of records made from the posterior"),
    _number("low80", "lower end of the central 80 % of those"),
    _number("high80", "upper end of it"),
    _number("p", "share of those at or below the observed one"),
)
SEPARATE = (
    Variable("horizon", "weeks", "weeks that are summed", "serial", "summary"),
    _number("level", "level of the quantile"),
    Variable("joint", "km2", "gain from the joint draws", "estimate", "summary", nullable=True),
    Variable("separate", "km2", "gain from the written distributions", "estimate", "summary", nullable=True),
    _number("ratio", "separate over joint"),
)
RANKS = (
    _text("records", "how the synthetic records were made"),
    _text("parameter", "what is ranked"),
    Variable("bin", "1", "tenth of the ranks, from 0", "serial", "summary"),
    Variable("count", "1", "truths with a rank in it", "index", "summary"),
    _number("expected", "count if ranks are flat"),
    _number("p_chi_square", "p-value of flat ranks"),
    _number("p_kolmogorov", "the same by Kolmogorov and Smirnov"),
    Variable("n", "1", "records", "index", "summary"),
)


def write_tables(
    folder: Path,
    parameters: Iterable[ParameterRow],
    predictive: Iterable[PredictiveRow],
    separate: Iterable[SeparateRow],
    checks: Sequence[RankCheck],
) -> list[str]:
    """Write the tables as Parquet and CSV. Raises RunError if that fails.

    Parameters
    ----------
    folder : Path
        Folder of the calibration. It must contain a folder `.work` for temporary files.
    parameters, predictive, separate
        Rows of the tables of these names.
    checks : sequence of RankCheck
        Written as the table `ranks`; if empty, there is no such table.

    Returns
    -------
    list of str
        Names of the files.
    """
    tables: list[tuple[str, Iterable[Sequence[object]], tuple[Variable, ...]]] = [
        ("parameters", parameters, PARAMETERS),
        ("predictive", predictive, PREDICTIVE),
        ("separate", separate, SEPARATE),
    ]
    if checks:
        tables.append(("ranks", _rank_rows(checks), RANKS))
    return [
        entry.path
        for name, rows, variables in tables
        for entry in write_estimates(rows, variables, folder, f"{name}.parquet", f"{name}.csv")
    ]


def _rank_rows(checks: Sequence[RankCheck]) -> Iterable[Sequence[object]]:
    for check in checks:
        for name, h in check.histograms.items():
            for k, (count, expected) in enumerate(zip(h.counts, h.expected, strict=True)):
                yield check.maker, name, k, count, expected, h.p_chi_square, h.p_kolmogorov, h.n


def parameter_lines(rows: Sequence[ParameterRow], quality: Sampling) -> Iterator[str]:
    """Yield the posterior, one line per parameter, and then the quality of the importance sampling."""
    yield f"{'':31}{'posterior':>9}{'10 %':>9}{'90 %':>9}{'prior':>11}{'10 %':>9}{'90 %':>9}  seeds"
    for row in rows:
        ours = "".join(f"{x:9.4g}" for x in (row.median, row.low80, row.high80))
        prior = (row.prior_median, row.prior_low80, row.prior_high80)
        theirs = "".join(f"{x:9.4g}" if x == x else f"{'-':>9}" for x in prior)
        yield f"{row.parameter:18}{row.unit:13}{ours}  {theirs} {row.seeds:+6.2f}"
    k = quality.pareto_k
    word = "good" if k < GOOD else "usable" if k < USABLE else "TOO HEAVY: do not trust the tails"
    yield f"level: {quality.effective:,.0f} effective draws, tail of the weights k = {k:.2f} ({word})"
    yield "seeds: median under another seed minus the median under this one, in posterior standard deviations"


def predictive_lines(rows: Sequence[PredictiveRow]) -> Iterator[str]:
    """Yield the posterior predictive checks, one line per statistic."""
    numbers = f"{'observed':>10}{'median':>10}{'10 %':>9}{'90 %':>9}{'p':>7}"
    yield f"{'records simulated from the posterior':36}{'map':>4}{numbers}"
    for row in rows:
        name = row.statistic + (f" ({row.unit})" if row.unit != "1" else "")
        numbers = f"{row.observed:10.3g}{row.median:10.3g}{row.low80:9.3g}{row.high80:9.3g}{row.p:7.2f}"
        yield f"{name:36}{row.map or '-':>4}{numbers}"


def separate_lines(rows: Sequence[SeparateRow]) -> Iterator[str]:
    """Yield the effect of separate entries on the gain, one line per quantile."""
    yield "gain from the level alone, km2: joint draws, then the distributions as written to the config parts"
    for row in rows:
        yield f"{row.horizon:4} weeks, {row.level:.0%}: {row.joint:9,.0f} {row.separate:9,.0f}   ratio {row.ratio:.3f}"


def rank_lines(checks: Sequence[RankCheck]) -> Iterator[str]:
    """Yield the rank histograms of simulation-based calibration, one line per parameter."""
    for check in checks:
        n = next(iter(check.histograms.values())).n
        yield f"ranks of {n} true values, records {check.maker} ({check.minutes:.1f} minutes)"
        yield f"{'':16}{'counts in tenths, flat if right':44}{'p chi2':>8}{'p KS':>8}"
        for name, h in check.histograms.items():
            counts = " ".join(f"{count:3}" for count in h.counts)
            yield f"{name:16}{counts:44}{h.p_chi_square:8.3f}{h.p_kolmogorov:8.3f}"
