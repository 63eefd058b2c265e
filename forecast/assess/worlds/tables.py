"""The tables as rows of cells, plain or Markdown."""

from collections.abc import Iterator, Sequence

from forecast.assess.worlds.alternatives import ALTERNATIVES
from forecast.assess.worlds.fans import Fan
from forecast.assess.worlds.ratios import Estimate, best_benchmarks, ranked, ratios
from forecast.assess.worlds.report import Report
from forecast.assess.worlds.study import HORIZONS, MODELS, Scores

WORLD_HEAD = ("forecaster", *(f"{weeks} w" for weeks in HORIZONS), "geometric mean", "inside the 80 % interval")
PRIOR_HEAD = (
    "prior", "mean ratio", "less ours", "worst ratio", "in world", "less ours ", "80 % fan 26 w", "80 % fan 52 w",
    "evidence",
)  # fmt: skip


def shown(value: float, error: float, sign: str = "") -> str:
    """0.97±0.03."""
    return f"{value:{sign}.2f}±{error:.2f}"


def world_rows(scores: Scores) -> Iterator[Sequence[str]]:
    """Every forecaster in one world."""
    value, error = ratios(scores)
    inside = scores.inside.mean(axis=0)
    for m, model in enumerate(MODELS):
        cells = [shown(v, e) for v, e in zip(value[m], error[m], strict=True)]
        yield (model, *cells, " ".join(f"{share:.2f}" for share in inside[m]))


def best_line(scores: Scores) -> str:
    """The best benchmarks of a world with their scores."""
    parts = [
        f"{weeks} w {name} ({km2:,.0f})" for weeks, (name, km2) in zip(HORIZONS, best_benchmarks(scores), strict=True)
    ]
    return "Best benchmark, CRPS in km²: " + ", ".join(parts) + "."


def prior_rows(report: Report) -> Iterator[Sequence[str]]:
    """Every prior over all worlds."""
    table = ranked(report.scores)
    for entry in ALTERNATIVES:
        row, fans = table[entry.name], report.fans[entry.name]
        yield (
            entry.name,
            shown(*row.mean),
            _difference(row.mean_less),
            shown(*row.worst),
            row.world,
            _difference(row.worst_less),
            *(_width(fan) for fan in fans),
            f"{report.now.fits[entry.name].evidence:.1f}",
        )


def _difference(estimate: Estimate) -> str:
    return shown(estimate.value, estimate.mcse, "+") if estimate != (0.0, 0.0) else "-"


def _width(fan: Fan) -> str:
    return f"{fan.width.value:,.0f}±{fan.width.mcse:,.0f} ({fan.low:,.0f} to {fan.high:,.0f})"


def pipes(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Markdown."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def plain(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as they need be."""
    table = [head, *rows]
    widths = [max(len(row[k]) for row in table) for k in range(len(head))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
