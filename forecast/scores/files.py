"""Writes the score files of hindcasts and of scored runs. Rows are sorted, so their order does not change the bytes."""

from collections.abc import Iterable
from pathlib import Path

from forecast.scores.records import MeanRow, QuantileRow, ScoreRow, SkillRow
from forecast.store.atomic import FileEntry
from forecast.store.estimates import estimates_table, write_estimates
from forecast.store.parquet import write_table
from forecast.store.registry import Variable


def _number(name: str, meaning: str, unit: str = "1") -> Variable:
    return Variable(name, unit, meaning, "estimate", "summary", nullable=True)


KEY = (
    Variable("target", "1", "what is forecast", "text", "summary"),
    Variable("location", "1", "`total`, a sector id, or `sectors` for the vector of all of them", "text", "summary"),
    Variable("horizon", "weeks", "weeks after the origin that are summed", "serial", "summary"),
    Variable("model", "1", "forecaster", "text", "summary"),
)
FORECAST_KEY = (
    Variable("origin_date", "1", "last day known to the forecast", "date", "summary"),
    Variable("target_end_date", "1", "last day of the sum", "date", "summary"),
    *KEY,
)
SCORE = Variable("score", "1", "name of the score", "text", "summary")
COUNTS = (
    Variable("n", "1", "origins", "index", "summary"),
    Variable("windows", "1", "forecasts among them without a week in common", "index", "summary"),
)
MEMBERS = Variable("members", "1", "samples of the forecast", "index", "summary")

IN_UNIT = "the score, in its own unit (km2; coverage and pit without one; variogram km2 to the power 2 order)"
SCORES = (*FORECAST_KEY, SCORE, _number("value", IN_UNIT))
QUANTILES = (
    *FORECAST_KEY,
    _number("level", "level of the quantile"),
    _number("value", "the quantile", "km2"),
    _number("observation", "what was observed; null if not known", "km2"),
)
MEANS = (*KEY, SCORE, _number("value", f"mean of {IN_UNIT}"), _number("se", "its standard error"), *COUNTS)
SKILLS = (
    *KEY,
    Variable("against", "1", "the other forecaster", "text", "summary"),
    SCORE,
    _number("ratio", "mean score over the other's; below 1 is better"),
    *(_number(f"{end}{level}", f"{end} end of its {level}% interval") for level in (80, 95) for end in ("low", "high")),
    *COUNTS,
)
RUN_SCORES = (
    *FORECAST_KEY,
    SCORE,
    _number("value", "the score, in its own unit (km2; coverage and pit without one)"),
    _number("mcse", "its Monte Carlo standard error; null for coverage, which is 0 or 1"),
    Variable("n", "1", "origins: one run is one forecast", "index", "summary"),
    MEMBERS,
)
RUN_QUANTILES = (*QUANTILES, _number("mcse", "Monte Carlo standard error of the quantile, km2"), MEMBERS)


def write_scores(
    folder: Path,
    scores: Iterable[ScoreRow],
    quantiles: Iterable[QuantileRow],
    means: Iterable[MeanRow],
    ratios: Iterable[SkillRow],
) -> list[FileEntry]:
    """Write the scores, quantiles, mean_scores and skill of a hindcast as Parquet, the last two also as CSV.

    Raises RunError if a file cannot be written.

    Parameters
    ----------
    folder : Path
        Folder of the hindcast. It must contain a folder `.work` for temporary files.
    scores, quantiles, means, ratios
        Rows in any order; they are sorted.
    """
    score_cells = (row[: len(SCORES)] for row in sorted(scores))
    quantile_cells = (row[: len(QUANTILES)] for row in sorted(quantiles))
    return [
        write_table(estimates_table(score_cells, SCORES), SCORES, folder, "scores.parquet"),
        write_table(estimates_table(quantile_cells, QUANTILES), QUANTILES, folder, "quantiles.parquet"),
        *write_estimates(sorted(means), MEANS, folder, "mean_scores.parquet", "mean_scores.csv"),
        *write_estimates(sorted(ratios), SKILLS, folder, "skill.parquet", "skill.csv"),
    ]


def write_run_scores(folder: Path, scores: Iterable[ScoreRow], quantiles: Iterable[QuantileRow]) -> list[FileEntry]:
    """Write the scores of a run as Parquet and CSV, and its quantiles as Parquet.

    Raises RunError if a file cannot be written.

    Parameters
    ----------
    folder : Path
        Folder of the scored run. It must contain a folder `.work` for temporary files.
    scores, quantiles
        Rows with Monte Carlo errors, in any order; they are sorted.
    """
    return [
        *write_estimates(sorted(scores), RUN_SCORES, folder, "scores.parquet", "scores.csv"),
        write_table(estimates_table(sorted(quantiles), RUN_QUANTILES), RUN_QUANTILES, folder, "quantiles.parquet"),
    ]
