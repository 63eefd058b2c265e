"""The folder of a calibration: posterior.nc, tables of diagnostics, three parts for configs. No time or host in it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from forecast.calibration.diagnostics import ParameterRow
from forecast.calibration.predictive import PredictiveRow
from forecast.calibration.separate import SeparateRow
from forecast.calibration.simulation_based import Check
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
    predicted: Iterable[PredictiveRow],
    lost: Iterable[SeparateRow],
    checks: Sequence[Check],
) -> list[str]:
    """Write parameters, predictive, separate and, if there are any, ranks, as Parquet and CSV. Raises RunError."""
    tables: list[tuple[str, Iterable[Sequence[object]], tuple[Variable, ...]]] = [
        ("parameters", parameters, PARAMETERS),
        ("predictive", predicted, PREDICTIVE),
        ("separate", lost, SEPARATE),
    ]
    if checks:
        tables.append(("ranks", _ranks(checks), RANKS))
    return [
        entry.path
        for name, rows, variables in tables
        for entry in write_estimates(rows, variables, folder, f"{name}.parquet", f"{name}.csv")
    ]


def _ranks(checks: Sequence[Check]) -> Iterable[Sequence[object]]:
    for check in checks:
        for name, h in check.histograms.items():
            for k, (count, expected) in enumerate(zip(h.counts, h.expected, strict=True)):
                yield check.maker, name, k, count, expected, h.p_chi_square, h.p_kolmogorov, h.n
