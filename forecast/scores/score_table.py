"""The printed score table of a hindcast and its JSON: one line per location and horizon, one column per model."""

from collections.abc import Iterable, Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.scores.averages import contract_rows
from forecast.scores.records import BENCHMARKS, OURS, MeanRow, SkillRow
from forecast.text.digits import decimals, fixed, format_value
from forecast.text.table import Line, blocks

RATIO_DECIMALS = 2
JSON_VECTOR_SCORES = ("energy", "variogram")
TITLES = (
    ("crps", "Mean fair CRPS, km2 ±standard error (block bootstrap over origins)"),
    ("coverage80", "Share of truths inside the central 80% interval ±standard error"),
    ("energy", "Mean energy score of the sector vector, km2 ±standard error"),
)


def score_table(
    averages: Sequence[MeanRow],
    ratios: Sequence[SkillRow],
    width: int = 200,
    ours: str = OURS,
    benchmarks: Sequence[str] = BENCHMARKS,
) -> list[str]:
    """Lines: CRPS of every model, ratio to the best benchmark, coverage, energy score.

    Parameters
    ----------
    averages, ratios
        Rows of `averages.means` and `averages.skills`.
    width : int
        Columns of the terminal; wider tables are split.
    ours : str
        Our model.
    benchmarks : sequence of str
        Models among which the best is chosen.
    """
    lines: list[str] = []
    for score, title in TITLES:
        rows = [row for row in averages if row.score == score]
        if rows:
            lines += [title, "", *_models_by_column(rows, width), ""]
        chosen = best([row for row in ratios if row.score == score], rows, benchmarks) if score != "coverage80" else []
        if chosen:
            lines += [_ratio_title(score, ours), "", *_ratio_lines(chosen), ""]
    return lines[:-1]


def best(
    ratios: Iterable[SkillRow], averages: Sequence[MeanRow], benchmarks: Sequence[str] = BENCHMARKS
) -> list[SkillRow]:
    """For each target, location and horizon the ratio to the benchmark with the lowest mean of that score.

    The benchmark is chosen with hindsight, which favours the benchmarks.

    Parameters
    ----------
    ratios, averages
        Rows of `averages.skills` and `averages.means`.
    benchmarks : sequence of str
        Models among which the best is chosen.
    """
    mean = {(row.target, row.location, row.horizon, row.score, row.model): row.value for row in averages}
    chosen: dict[tuple[str, str, int, str], SkillRow] = {}
    for row in (row for row in ratios if row.against in benchmarks):
        key = (row.target, row.location, row.horizon, row.score)
        if key not in chosen or mean[*key, row.against] < mean[*key, chosen[key].against]:
            chosen[key] = row
    return list(chosen.values())


def as_json(averages: Sequence[MeanRow], ratios: Sequence[SkillRow]) -> dict[str, Any]:
    """Rows of the contract, every ratio, ratios to the best benchmark, and energy and variogram scores.

    Keys: "rows", "skill", "best", "vectors", each a list of flat objects with n. Unknown numbers are NaN, which
    `one_line` turns into null.
    """
    return {
        "rows": contract_rows(averages),
        "skill": [row._asdict() for row in ratios],
        "best": [row._asdict() for row in best(ratios, averages)],
        "vectors": [row._asdict() for row in averages if row.score in JSON_VECTOR_SCORES],
    }


def _models_by_column(rows: Sequence[MeanRow], width: int) -> list[str]:
    cells: dict[str, dict[str, str]] = {}
    longest = max(len(row.location) for row in rows)
    for row in rows:
        label = f"{row.location.ljust(longest)} {row.horizon:>3}w  n {row.n:>2}  windows {row.windows:>2}"
        cells.setdefault(label, {})[row.model] = format_value(Estimate(row.value, row.se, row.n), space="")
    table_lines: list[Line] = list(cells.items())
    return blocks(table_lines, dict.fromkeys(row.model for row in rows), width)


def _ratio_title(score: str, ours: str) -> str:
    return f"Mean {score} of {ours} over that of the best benchmark: ratio [80% interval] [95% interval]"


def _ratio_lines(rows: Sequence[SkillRow]) -> list[str]:
    longest = max(len(row.location) for row in rows)
    longest_name = max(len(row.against) for row in rows)
    return [
        f"{row.location.ljust(longest)} {row.horizon:>3}w  n {row.n:>2}  windows {row.windows:>2}  "
        f"{row.against.ljust(longest_name)}  {_text(row.ratio, row)} "
        f"[{_text(row.low80, row)} {_text(row.high80, row)}] [{_text(row.low95, row)} {_text(row.high95, row)}]"
        for row in rows
    ]


def _text(value: float, row: SkillRow) -> str:
    """Two decimals, more if the 80% interval is narrower than they show; n/a for NaN."""
    if value != value:
        return "n/a"
    half = (row.high80 - row.low80) / 2.0
    return fixed(value, max(decimals(half), RATIO_DECIMALS) if half > 0.0 else RATIO_DECIMALS)
