"""Makes the printed score table of a hindcast and its JSON. The table has one line per location and horizon."""

from collections.abc import Iterable, Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.display.digits import decimals, fixed, format_value
from forecast.scores.averages import contract_rows
from forecast.scores.records import BENCHMARKS, OURS, MeanRow, SkillRow
from forecast.text.table import Line, blocks

RATIO_DECIMALS = 2
EACH = "Mean crps of {} divided by that of each benchmark and reference model"
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
    """Make the lines of the table: CRPS and its ratios, coverage, energy score and its ratio to the best benchmark.

    The ratio of the CRPS is given to the best benchmark, with its error, and to every model of `ratios`, without.

    Parameters
    ----------
    averages, ratios
        Rows from `averages.means` and `averages.skills`.
    width : int
        Characters of a line; wider tables are split.
    ours : str
        Name of our model.
    benchmarks : sequence of str
        Names of the models among which the best is chosen.
    """
    lines: list[str] = []
    for score, title in TITLES:
        rows = [row for row in averages if row.score == score]
        if rows:
            lines += [title, "", *_models_by_column(rows, width), ""]
        chosen = best([row for row in ratios if row.score == score], rows, benchmarks) if score != "coverage80" else []
        if chosen:
            lines += [_ratio_title(score, ours), "", *_ratio_lines(chosen), ""]
        if chosen and score == "crps":
            lines += [EACH.format(ours), "", *_ratios_by_column(ratios, width), ""]
    return lines[:-1]


def best(
    ratios: Iterable[SkillRow], averages: Sequence[MeanRow], benchmarks: Sequence[str] = BENCHMARKS
) -> list[SkillRow]:
    """Select, for each target, location, horizon and score, the ratio to the benchmark with the lowest mean score.

    The benchmark is chosen with hindsight, which favours the benchmarks.

    Parameters
    ----------
    ratios, averages
        Rows from `averages.skills` and `averages.means`.
    benchmarks : sequence of str
        Names of the models among which the best is chosen.
    """
    mean = {(row.target, row.location, row.horizon, row.score, row.model): row.value for row in averages}
    chosen: dict[tuple[str, str, int, str], SkillRow] = {}
    for row in (row for row in ratios if row.against in benchmarks):
        key = (row.target, row.location, row.horizon, row.score)
        if key not in chosen or mean[*key, row.against] < mean[*key, chosen[key].against]:
            chosen[key] = row
    return list(chosen.values())


def as_json(averages: Sequence[MeanRow], ratios: Sequence[SkillRow]) -> dict[str, Any]:
    """Make the object for --json. Each value is a list of flat dicts; unknown numbers are NaN, which become null.

    "rows" has the rows of `contract_rows`, "skill" every ratio, "best" the ratios to the best benchmarks, and "vectors"
    the energy and variogram scores.
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
    return f"Mean {score} of {ours} divided by that of the best benchmark: ratio [80% interval] [95% interval]"


def _ratio_lines(rows: Sequence[SkillRow]) -> list[str]:
    longest = max(len(row.location) for row in rows)
    longest_name = max(len(row.against) for row in rows)
    return [
        f"{row.location.ljust(longest)} {row.horizon:>3}w  n {row.n:>2}  windows {row.windows:>2}  "
        f"{row.against.ljust(longest_name)}  {_ratio_text(row.ratio, row)} "
        f"[{_ratio_text(row.low80, row)} {_ratio_text(row.high80, row)}] "
        f"[{_ratio_text(row.low95, row)} {_ratio_text(row.high95, row)}]"
        for row in rows
    ]


def _ratios_by_column(ratios: Sequence[SkillRow], width: int) -> list[str]:
    cells: dict[str, dict[str, str]] = {}
    rows = [row for row in ratios if row.score == "crps"]
    longest = max(len(row.location) for row in rows)
    for row in rows:
        label = f"{row.location.ljust(longest)} {row.horizon:>3}w  n {row.n:>2}"
        cells.setdefault(label, {})[row.against] = "n/a" if row.ratio != row.ratio else fixed(row.ratio, RATIO_DECIMALS)
    return blocks(list(cells.items()), dict.fromkeys(row.against for row in rows), width)


def _ratio_text(value: float, row: SkillRow) -> str:
    """Format with two decimals, or with more if the 80% interval is too narrow for two; n/a for NaN."""
    if value != value:
        return "n/a"
    half_width = (row.high80 - row.low80) / 2.0
    return fixed(value, max(decimals(half_width), RATIO_DECIMALS) if half_width > 0.0 else RATIO_DECIMALS)
