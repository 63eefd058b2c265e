"""Makes the second printed table of a hindcast: calibration, tails and events of the total, and the best benchmarks."""

from collections.abc import Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.display.digits import format_value
from forecast.scores.records import BENCHMARKS, OURS, TOTAL, MeanRow, ScoreRow
from forecast.scores.uniformity import pit_histogram
from forecast.text.table import blocks

TITLE = (
    "Total: coverage of four intervals, width of the 80% one in km2, mean PIT, threshold-weighted CRPS, and Brier "
    "score of `faster` (more gained a week than over the 13 weeks before)"
)
COVERAGES = ("coverage50", "coverage80", "coverage90", "coverage95")
AGAINST = ("twcrps", "brier_faster")
PARTS = ("reliability", "resolution", "uncertainty")


def calibration_lines(averages: Sequence[MeanRow], decomposed: Sequence[dict[str, Any]], width: int = 200) -> list[str]:
    """Make the lines of the table; an empty list if no total is scored.

    Parameters
    ----------
    averages : sequence of MeanRow
        Mean scores.
    decomposed : sequence of dict
        Rows from `events.decompositions`.
    width : int
        Characters of a line; wider tables are split.
    """
    means = {(row.horizon, row.model, row.score): row for row in averages if row.location == TOTAL}
    parts = {(row["horizon"], row["model"]): row for row in decomposed if row["event"] == "faster"}
    table: list[tuple[str, dict[str, str]]] = []
    for horizon in sorted({row.horizon for row in averages if row.location == TOTAL}):
        first = means[horizon, OURS, "crps"]
        cells = {score: _text(means[horizon, OURS, score]) for score in (*COVERAGES, "width80", "pit")}
        for score in AGAINST:
            rival = min((means[horizon, name, score] for name in BENCHMARKS), key=lambda row: row.value)
            cells[score] = _text(means[horizon, OURS, score])
            cells[f"best_{score}"] = f"{_text(rival)} {rival.model}"
        murphy = parts[horizon, OURS]
        cells["rel_res_unc"] = " ".join(f"{murphy[part]:.2f}" for part in PARTS)
        table.append((f"{TOTAL} {horizon:>3}w  n {first.n:>2}", cells))
    return [TITLE, "", *blocks(table, dict.fromkeys(table[0][1]), width)] if table else []


def pit_histograms(scores: Sequence[ScoreRow]) -> list[dict[str, Any]]:
    """Make a histogram of the PIT of the total for every model and horizon.

    Its p-values assume independent origins (see `Histogram`).
    """
    values: dict[tuple[int, str], list[float]] = {}
    for row in scores:
        if row.score == "pit" and row.location == TOTAL:
            values.setdefault((row.horizon, row.model), []).append(row.value)
    table = []
    for (horizon, model), pits in sorted(values.items()):
        shape = pit_histogram(pits)
        counts, edges = ([float(x) for x in part] for part in (shape.counts, shape.edges))
        table.append(
            {
                "horizon": horizon,
                "model": model,
                "n": shape.n,
                "edges": edges,
                "counts": counts,
                "p_chi_square": shape.p_chi_square,
                "p_kolmogorov": shape.p_kolmogorov,
            }
        )
    return table


def _text(row: MeanRow) -> str:
    return format_value(Estimate(row.value, row.se, row.n), space="")
