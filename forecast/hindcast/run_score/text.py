"""The printed table of a scored run: one line a model, one column a horizon."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.hindcast.run_score.files import RunQuantileRow, RunScoreRow
from forecast.hindcast.run_score.observed import Observed
from forecast.scores.records import BENCHMARKS
from forecast.text.digits import fixed, format_value, value_text
from forecast.text.table import Line, blocks

CAUTION = (
    "n = 1: one forecast from one date. Which branch came closest does not say which policy was followed, and neither "
    "a good nor a bad score proves anything of the model; `forecast hindcast` scores the front on many dates."
)
NO_PAST = "No benchmarks: fewer than 26 weeks up to week 0 are in {file}."
MISSED = "*"
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


class Best(NamedTuple):
    """CRPS of the reference branch over that of the benchmark with the lowest at this horizon, with its error."""

    horizon: int
    model: str
    against: str
    ratio: float
    mcse: float
    n: int


def best(rows: Iterable[RunScoreRow], reference: str) -> list[Best]:
    """One for every horizon that has benchmarks. The benchmark is picked with the truth in hand."""
    scores: dict[int, dict[str, RunScoreRow]] = {}
    for row in rows:
        if row.score == "crps":
            scores.setdefault(row.horizon, {})[row.model] = row
    found = []
    for horizon, models in sorted(scores.items()):
        others = [models[name] for name in BENCHMARKS if name in models]
        if others:
            ours, other = models[reference], min(others, key=lambda row: row.value)
            found.append(Best(horizon, reference, other.model, *_ratio(ours, other), 1))
    return found


def lines(
    found: Observed,
    further: Sequence[tuple[str, dict[int, float]]],
    rows: Sequence[RunScoreRow],
    quantiles: Sequence[RunQuantileRow],
    reference: str,
    width: int,
) -> list[str]:
    """Observed gains, CRPS, 80% intervals, and the reference branch against the best benchmark."""
    weeks = [f"w{week}" for week in found.weeks]
    name = Path(found.record.name).name
    head: list[Line] = [("to", {f"w{week}": str(found.end(week)) for week in found.weeks})]
    seen = {name: dict(zip(found.weeks, found.sums, strict=True)), **dict(further)}
    head += [(file, {f"w{w}": fixed(v, 0) for w, v in by_week.items() if v == v}) for file, by_week in seen.items()]
    shown = [
        "Observed gain since week 0 on the whole front, km2; the first file is scored",
        "",
        *blocks(head, weeks, width),
    ]
    crps: dict[str, dict[str, str]] = {}
    for row in (row for row in rows if row.score == "crps"):
        crps.setdefault(row.model, {})[f"w{row.horizon}"] = format_value(Estimate(row.value, row.mcse, 1), space="")
    shown += ["", "Fair CRPS, km2 ±Monte Carlo standard error; lower is better", ""]
    shown += blocks(list(crps.items()), weeks, width)
    shown += [
        "",
        f"Median ±Monte Carlo standard error [80% interval], km2; {MISSED} what was observed lies outside",
        "",
    ]
    shown += blocks(_intervals(quantiles), weeks, width)
    compared = best(rows, reference)
    if compared:
        shown += ["", f"CRPS of {reference} (the reference branch) over that of the best benchmark", ""]
        shown += [f"w{b.horizon:<4} {format_value(Estimate(b.ratio, b.mcse, 1))}  {b.against}" for b in compared]
    else:
        shown += ["", NO_PAST.format(file=name)]
    return [*shown, "", CAUTION]


def _ratio(ours: RunScoreRow, other: RunScoreRow) -> tuple[float, float]:
    if not (ours.value > 0.0 and other.value > 0.0):
        return float("nan"), float("nan")
    ratio = ours.value / other.value
    return ratio, ratio * ((ours.mcse / ours.value) ** 2 + (other.mcse / other.value) ** 2) ** 0.5


def _intervals(quantiles: Sequence[RunQuantileRow]) -> list[Line]:
    ends: dict[tuple[str, int], dict[float, RunQuantileRow]] = {}
    for row in quantiles:
        ends.setdefault((row.model, row.horizon), {})[row.level] = row
    cells: dict[str, dict[str, str]] = {}
    for (model, week), found in ends.items():
        mark = "" if found[LOW].value <= found[LOW].observation <= found[HIGH].value else MISSED
        low, middle, high = (Estimate(found[k].value, found[k].mcse, 1) for k in (LOW, MIDDLE, HIGH))
        text = f"{mark}{format_value(middle, space='')} [{value_text(low)} {value_text(high)}]"
        cells.setdefault(model, {})[f"w{week}"] = text
    return list(cells.items())
