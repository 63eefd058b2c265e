"""The printed table of a hindcast and its JSON: one line a location and horizon, one column a model."""

from collections.abc import Iterable, Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.scores.records import BENCHMARKS, OURS, MeanRow, SkillRow
from forecast.scores.summarise import contract_rows
from forecast.text.digits import decimals, fixed, format_value
from forecast.text.table import Line, blocks

RATIO_PLACES = 2
JSON_VECTOR_SCORES = ("energy", "variogram")
TITLES = (
    ("crps", "Mean fair CRPS, km2 ±standard error (block bootstrap over origins)"),
    ("coverage80", "Share of truths inside the central 80% interval ±standard error"),
    ("energy", "Mean energy score of the sector vector, km2 ±standard error"),
)


def table(
    found: Sequence[MeanRow],
    ratios: Sequence[SkillRow],
    width: int = 200,
    ours: str = OURS,
    benchmarks: Sequence[str] = BENCHMARKS,
) -> list[str]:
    """Lines: CRPS of every model, ours against the best benchmark, coverage, energy score; split at `width` columns."""
    lines: list[str] = []
    for score, title in TITLES:
        rows = [row for row in found if row.score == score]
        if rows:
            lines += [title, "", *_wide(rows, width), ""]
        chosen = best([row for row in ratios if row.score == score], rows, benchmarks) if score != "coverage80" else []
        if chosen:
            lines += [_ratio_title(score, ours), "", *_ratios(chosen), ""]
    return lines[:-1]


def best(
    ratios: Iterable[SkillRow], found: Sequence[MeanRow], benchmarks: Sequence[str] = BENCHMARKS
) -> list[SkillRow]:
    """For each target, location and horizon the row against the benchmark with the lowest mean of that score.

    It is picked with the truth in hand, which favours the benchmarks.
    """
    mean = {(row.target, row.location, row.horizon, row.score, row.model): row.value for row in found}
    chosen: dict[tuple[str, str, int, str], SkillRow] = {}
    for row in (row for row in ratios if row.against in benchmarks):
        place = (row.target, row.location, row.horizon, row.score)
        if place not in chosen or mean[*place, row.against] < mean[*place, chosen[place].against]:
            chosen[place] = row
    return list(chosen.values())


def as_json(found: Sequence[MeanRow], ratios: Sequence[SkillRow]) -> dict[str, Any]:
    """{"rows": contract rows, "skill": every ratio, "best": those to the best benchmark, "vectors": energy, variogram}.

    Each is a list of flat objects with n; NaN stands where a number is not known, which `one_line` makes null.
    """
    return {
        "rows": contract_rows(found),
        "skill": [row._asdict() for row in ratios],
        "best": [row._asdict() for row in best(ratios, found)],
        "vectors": [row._asdict() for row in found if row.score in JSON_VECTOR_SCORES],
    }


def _wide(rows: Sequence[MeanRow], width: int) -> list[str]:
    cells: dict[str, dict[str, str]] = {}
    places = max(len(row.location) for row in rows)
    for row in rows:
        label = f"{row.location.ljust(places)} {row.horizon:>3}w  n {row.n:>2}  windows {row.windows:>2}"
        cells.setdefault(label, {})[row.model] = format_value(Estimate(row.value, row.se, row.n), space="")
    table_lines: list[Line] = list(cells.items())
    return blocks(table_lines, dict.fromkeys(row.model for row in rows), width)


def _ratio_title(score: str, ours: str) -> str:
    return f"Mean {score} of {ours} over that of the best benchmark: ratio [80% interval] [95% interval]"


def _ratios(rows: Sequence[SkillRow]) -> list[str]:
    places = max(len(row.location) for row in rows)
    names = max(len(row.against) for row in rows)
    return [
        f"{row.location.ljust(places)} {row.horizon:>3}w  n {row.n:>2}  windows {row.windows:>2}  "
        f"{row.against.ljust(names)}  {_text(row.ratio, row)} "
        f"[{_text(row.low80, row)} {_text(row.high80, row)}] [{_text(row.low95, row)} {_text(row.high95, row)}]"
        for row in rows
    ]


def _text(value: float, row: SkillRow) -> str:
    """Two decimals, more where the 80% interval is narrower than they show; n/a for NaN."""
    if value != value:
        return "n/a"
    half = (row.high80 - row.low80) / 2.0
    return fixed(value, max(decimals(half), RATIO_PLACES) if half > 0.0 else RATIO_PLACES)
