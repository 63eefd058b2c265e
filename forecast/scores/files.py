"""Files of a hindcast's scores: equal rows give equal bytes, whatever order they come in."""

from collections.abc import Iterable
from pathlib import Path

from forecast.scores.records import MeanRow, QuantileRow, ScoreRow, SkillRow
from forecast.store.atomic import FileEntry
from forecast.store.estimates import estimates_table, write_estimates
from forecast.store.parquet import write_table
from forecast.store.registry import Variable

PLACE = (
    Variable("target", "1", "what is forecast", "text", "summary"),
    Variable("location", "1", "`total`, a sector id, or `sectors` for the vector of all of them", "text", "summary"),
    Variable("horizon", "weeks", "weeks after the origin that are summed", "serial", "summary"),
    Variable("model", "1", "forecaster", "text", "summary"),
)
DATES = (
    Variable("origin_date", "1", "last day known to the forecast", "date", "summary"),
    Variable("target_end_date", "1", "last day of the sum", "date", "summary"),
)
SCORE = Variable("score", "1", "name of the score", "text", "summary")
COUNTS = (
    Variable("n", "1", "origins", "index", "summary"),
    Variable("windows", "1", "forecasts among them without a week in common", "index", "summary"),
)


def _number(name: str, meaning: str, unit: str = "1") -> Variable:
    return Variable(name, unit, meaning, "estimate", "summary", nullable=True)


IN_UNIT = "the score, in its own unit (km2; coverage and pit without one; variogram km2 to the power 2 order)"
SCORES = (*DATES, *PLACE, SCORE, _number("value", IN_UNIT))
QUANTILES = (
    *DATES,
    *PLACE,
    _number("level", "level of the quantile"),
    _number("value", "the quantile", "km2"),
    _number("observation", "what was observed; null if not known", "km2"),
)
MEANS = (*PLACE, SCORE, _number("value", f"mean of {IN_UNIT}"), _number("se", "its standard error"), *COUNTS)
SKILLS = (
    *PLACE,
    Variable("against", "1", "the other forecaster", "text", "summary"),
    SCORE,
    _number("ratio", "mean score over the other's; below 1 is better"),
    *(_number(f"{end}{level}", f"{end} end of its {level}% interval") for level in (80, 95) for end in ("low", "high")),
    *COUNTS,
)


def write_scores(
    folder: Path,
    scores: Iterable[ScoreRow],
    quantiles: Iterable[QuantileRow],
    found: Iterable[MeanRow],
    ratios: Iterable[SkillRow],
) -> list[FileEntry]:
    """Write scores, quantiles, mean_scores and skill as Parquet, the last two as CSV too. Raises RunError.

    Rows are sorted, and no time, host or version goes in. `folder / .work` is used on the way and has to be there.
    """
    return [
        write_table(estimates_table(sorted(scores), SCORES), SCORES, folder, "scores.parquet"),
        write_table(estimates_table(sorted(quantiles), QUANTILES), QUANTILES, folder, "quantiles.parquet"),
        *write_estimates(sorted(found), MEANS, folder, "mean_scores.parquet", "mean_scores.csv"),
        *write_estimates(sorted(ratios), SKILLS, folder, "skill.parquet", "skill.csv"),
    ]
