"""Makes the printed tables of a scored run, with one line per model and one column per horizon."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.display.digits import fixed, format_value, value_text
from forecast.hindcast.run_score.observed import Observed
from forecast.observations.cleaning import MIN_WEEKS
from forecast.scores.records import BENCHMARKS, QuantileRow, ScoreRow
from forecast.text.table import Line, blocks

CAUTION = (
    "n = 1: one forecast from one date. Which branch came closest does not say which policy was followed, and neither "
    "a good nor a bad score proves anything about the model; `forecast hindcast` scores the front on many dates."
)
NO_PAST = f"No benchmarks: {{file}} has fewer than {MIN_WEEKS} weeks up to week 0."
MISSED = "*"
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


class BestRatio(NamedTuple):
    """CRPS of the reference branch (`model`) divided by that of the benchmark `against`, with its standard error.

    The benchmark is the one with the lowest CRPS at this horizon.
    """

    horizon: int
    model: str
    against: str
    ratio: float
    mcse: float
    n: int


def best(rows: Iterable[ScoreRow], reference: str) -> list[BestRatio]:
    """Compute the ratio to the best benchmark, which is chosen with hindsight, for every horizon with benchmarks."""
    scores: dict[int, dict[str, ScoreRow]] = {}
    for row in rows:
        if row.score == "crps":
            scores.setdefault(row.horizon, {})[row.model] = row
    ratios = []
    for horizon, models in sorted(scores.items()):
        others = [models[name] for name in BENCHMARKS if name in models]
        if others:
            ours, other = models[reference], min(others, key=lambda row: row.value)
            ratios.append(BestRatio(horizon, reference, other.model, *_ratio(ours, other), 1))
    return ratios


def lines(
    observed: Observed,
    others: Sequence[tuple[str, dict[int, float]]],
    rows: Sequence[ScoreRow],
    quantiles: Sequence[QuantileRow],
    reference: str,
    width: int,
) -> list[str]:
    """Make the lines of all tables: observed gains, CRPS, 80% intervals, and ratios to the best benchmark.

    Parameters
    ----------
    observed : Observed
        What was observed after week 0.
    others : sequence of tuple
        Name of each other file, and its gains in km2 by week.
    rows, quantiles
        Scores and quantiles of all models.
    reference : str
        Model of the reference branch.
    width : int
        Characters of a line; wider tables are split.
    """
    weeks = [f"w{week}" for week in observed.weeks]
    name = Path(observed.record.name).name
    head: list[Line] = [("to", {f"w{week}": str(observed.end(week)) for week in observed.weeks})]
    gains = {name: dict(zip(observed.weeks, observed.sums, strict=True)), **dict(others)}
    head += [(file, {f"w{w}": fixed(v, 0) for w, v in by_week.items() if v == v}) for file, by_week in gains.items()]
    text = [
        "Observed gain since week 0 on the whole front, km2; the first file is scored",
        "",
        *blocks(head, weeks, width),
    ]
    crps: dict[str, dict[str, str]] = {}
    for row in (row for row in rows if row.score == "crps"):
        crps.setdefault(row.model, {})[f"w{row.horizon}"] = format_value(Estimate(row.value, row.mcse, 1), space="")
    text += ["", "Fair CRPS, km2 ±Monte Carlo standard error; lower is better", ""]
    text += blocks(list(crps.items()), weeks, width)
    text += [
        "",
        f"Median ±Monte Carlo standard error [80% interval], km2; {MISSED} if the observed gain lies outside",
        "",
    ]
    text += blocks(_intervals(quantiles), weeks, width)
    compared = best(rows, reference)
    if compared:
        text += ["", f"CRPS of {reference} (the reference branch) divided by that of the best benchmark", ""]
        text += [f"w{b.horizon:<4} {format_value(Estimate(b.ratio, b.mcse, 1))}  {b.against}" for b in compared]
    else:
        text += ["", NO_PAST.format(file=name)]
    return [*text, "", CAUTION]


def _ratio(ours: ScoreRow, other: ScoreRow) -> tuple[float, float]:
    if not (ours.value > 0.0 and other.value > 0.0):
        return float("nan"), float("nan")
    ratio = ours.value / other.value
    return ratio, ratio * ((ours.mcse / ours.value) ** 2 + (other.mcse / other.value) ** 2) ** 0.5


def _intervals(quantiles: Sequence[QuantileRow]) -> list[Line]:
    ends: dict[tuple[str, int], dict[float, QuantileRow]] = {}
    for row in quantiles:
        ends.setdefault((row.model, row.horizon), {})[row.level] = row
    cells: dict[str, dict[str, str]] = {}
    for (model, week), levels in ends.items():
        mark = "" if levels[LOW].value <= levels[LOW].observation <= levels[HIGH].value else MISSED
        low, middle, high = (Estimate(levels[k].value, levels[k].mcse, 1) for k in (LOW, MIDDLE, HIGH))
        text = f"{mark}{format_value(middle, space='')} [{value_text(low)} {value_text(high)}]"
        cells.setdefault(model, {})[f"w{week}"] = text
    return list(cells.items())
