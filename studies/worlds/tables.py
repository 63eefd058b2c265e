"""The tables as rows of cells, plain or Markdown."""

from collections.abc import Iterator, Sequence

from studies.worlds.alternatives import ALTERNATIVES
from studies.worlds.fans import Fan
from studies.worlds.ratios import Estimate, best_benchmarks, ranked, ratios
from studies.worlds.report import Report
from studies.worlds.study import HORIZONS, MODELS, Scores

WORLD_HEAD = ("forecaster", *(f"{weeks} w" for weeks in HORIZONS), "geometric mean", "inside the 80 % interval")
RANK_HEAD = ("forecaster", "mean ratio", "less ours", "worst ratio", "in world", "less ours")
PRIOR_HEAD = ("prior", "fan at 26 w, km²", "80 % of it", "fan at 52 w, km²", "80 % of it", "evidence", "what differs")


def shown(value: float, error: float, sign: str = "") -> str:
    """0.97±0.03; a difference, with its sign, has a digit more."""
    places = 3 if sign else 2
    return f"{value:{sign}.{places}f}±{error:.{places}f}"


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


def rank_rows(report: Report) -> Iterator[Sequence[str]]:
    """Every forecaster over all worlds."""
    for name, row in ranked(report.scores).items():
        yield (
            name, shown(*row.mean), _difference(row.mean_less), shown(*row.worst), row.world,
            _difference(row.worst_less),
        )  # fmt: skip


def prior_rows(report: Report) -> Iterator[Sequence[str]]:
    """Every prior at the end of the observed series."""
    for entry in ALTERNATIVES:
        fans = [cell for fan in report.fans[entry.name] for cell in _fan(fan)]
        yield (entry.name, *fans, f"{report.now.fits[entry.name].evidence:.1f}", entry.about)


def _difference(estimate: Estimate) -> str:
    return shown(estimate.value, estimate.mcse, "+") if estimate != (0.0, 0.0) else "-"


def _fan(fan: Fan) -> tuple[str, str]:
    return f"{fan.width.value:,.0f}±{fan.width.mcse:,.0f}", f"{fan.low:,.0f} to {fan.high:,.0f}"


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
