"""Writes the cells of the tables, and sentences that state what the tables show."""

from collections.abc import Iterator, Sequence

from studies.worlds.level_priors import ALTERNATIVES, OURS
from studies.worlds.quick_benchmarks import RULES
from studies.worlds.score_ratios import OverWorlds, WorldsReport, best_benchmarks, losses, over_worlds, ratios
from studies.worlds.study import HORIZONS, MODELS, TRUE, Fan, Scores, WithError

WORLD_HEAD = ("forecaster", *(f"{weeks} w" for weeks in HORIZONS), "geometric mean", "inside the 80 % interval")
OVER_WORLDS_HEAD = ("forecaster", "mean ratio", "less ours", "worst ratio", "in world", "less ours")
PRIOR_HEAD = ("prior", "fan at 26 w, km²", "80 % of it", "fan at 52 w, km²", "80 % of it", "evidence", "what differs")
SHORT = 13  # weeks up to which coverage is to be within 0.70 and 0.90; beyond, at least 0.70


def value_with_error(value: float, error: float, sign: str = "") -> str:
    """Write a value with its error, such as `0.97±0.03`.

    Parameters
    ----------
    value, error : float
        A ratio and its standard error.
    sign : str
        `+` for a difference, which has its sign and one more digit.
    """
    places = 3 if sign else 2
    return f"{value:{sign}.{places}f}±{error:.{places}f}"


def world_rows(scores: Scores) -> Iterator[Sequence[str]]:
    """Yield one row per forecaster, for one world."""
    value, error = ratios(scores)
    inside = scores.inside.mean(axis=0)
    for m, model in enumerate(MODELS):
        cells = [value_with_error(v, e) for v, e in zip(value[m], error[m], strict=True)]
        yield (model, *cells, " ".join(f"{share:.2f}" for share in inside[m]))


def best_line(scores: Scores) -> str:
    """Write the best benchmark of a world at each horizon, with its score."""
    parts = [
        f"{weeks} w {name} ({km2:,.0f})" for weeks, (name, km2) in zip(HORIZONS, best_benchmarks(scores), strict=True)
    ]
    return "Best benchmark, CRPS in km²: " + ", ".join(parts) + "."


def over_worlds_rows(report: WorldsReport) -> Iterator[Sequence[str]]:
    """Yield one row per forecaster, for all worlds together."""
    for name, row in over_worlds(report.scores).items():
        yield (
            name, value_with_error(*row.mean), _difference(row.mean_less), value_with_error(*row.worst), row.world,
            _difference(row.worst_less),
        )  # fmt: skip


def prior_rows(report: WorldsReport) -> Iterator[Sequence[str]]:
    """Yield one row per prior, at the end of the observed series."""
    for entry in ALTERNATIVES:
        fans = [cell for fan in report.fans[entry.name] for cell in _fan(fan)]
        yield (entry.name, *fans, f"{report.start.fits[entry.name].evidence:.1f}", entry.about)


def _difference(estimate: WithError) -> str:
    return value_with_error(estimate.value, estimate.mcse, "+") if estimate != (0.0, 0.0) else "-"


def _fan(fan: Fan) -> tuple[str, str]:
    return f"{fan.width.value:,.0f}±{fan.width.mcse:,.0f}", f"{fan.low:,.0f} to {fan.high:,.0f}"


def sentences(report: WorldsReport) -> Iterator[str]:
    """Yield sentences on what the tables show, in the order of the page."""
    table = over_worlds(report.scores)
    ours = table[OURS]
    yield (
        "**Over all worlds** our geometric ratio to the best benchmark of each world is "
        f"{value_with_error(*ours.mean)}; the worst is {value_with_error(*ours.worst)}, in `{ours.world}`. The best "
        "benchmark is chosen with hindsight, a different one in each world and at each horizon, so nobody could have "
        f"used it. The true law itself has {_true(report)}."
    )
    yield _better("worst", table)
    yield _better("mean", table)
    yield _chosen_beforehand(table)
    lost = losses(report)
    if lost:
        text = ", ".join(
            f"{weeks} w in `{world}` ({value_with_error(value, error)})" for world, weeks, value, error in lost
        )
        yield f"**We lose** to the best benchmark by more than two errors at {text}."
    else:
        yield "**We lose** to the best benchmark nowhere by more than two errors."
    yield _coverage(report)


def _true(report: WorldsReport) -> str:
    value = [ratios(scores)[0][MODELS.index(TRUE), -1] for scores in report.scores.values()]
    return f"{min(value):.2f} to {max(value):.2f} by world, because it knows the present level exactly"


def _better(kind: str, table: dict[str, OverWorlds]) -> str:
    priors = [entry.name for entry in ALTERNATIVES]
    name = min(priors, key=lambda key: float(getattr(table[key], kind).value))
    if name == OURS:
        return f"**By the {kind} ratio** no alternative is better than our prior."
    less = getattr(table[name], f"{kind}_less")
    sure = "beyond two errors" if less.value + 2.0 * less.mcse < 0.0 else "within two errors of ours"
    about = next(entry.about for entry in ALTERNATIVES if entry.name == name)
    return (
        f"**By the {kind} ratio** `{name}` ({about}) is best: {value_with_error(*getattr(table[name], kind))}, "
        f"{value_with_error(less.value, less.mcse, '+')} less ours, {sure}."
    )


def _chosen_beforehand(table: dict[str, OverWorlds]) -> str:
    """Compare with the benchmarks as rules that must be chosen before the world is known."""
    mean, worst = (min(RULES, key=lambda key: float(getattr(table[key], kind).value)) for kind in ("mean", "worst"))
    less = table[mean].mean_less
    return (
        f"**Chosen beforehand**, `{mean}` is the best benchmark in the mean "
        f"({value_with_error(*table[mean].mean)}) and `{worst}` in the worst world "
        f"({value_with_error(*table[worst].worst)}); in the mean that is "
        f"{value_with_error(less.value, less.mcse, '+')} less ours."
    )


def _coverage(report: WorldsReport) -> str:
    at = MODELS.index(OURS)
    low, high, thin = [], [], []
    for world, scores in report.scores.items():
        for weeks, share in zip(HORIZONS, scores.inside.mean(axis=0)[at], strict=True):
            cell = f"{share:.3f} at {weeks} w in `{world}`"
            if weeks <= SHORT:
                low += [cell] if share < 0.7 else []
                high += [cell] if share > 0.9 else []
            else:
                thin += [cell] if share < 0.7 else []
    parts = [
        f"{words}: {', '.join(cells) if cells else 'nowhere'}"
        for words, cells in (
            (f"below 0.70 up to {SHORT} weeks", low),
            (f"above 0.90 up to {SHORT} weeks", high),
            ("below 0.70 beyond that", thin),
        )
    ]
    return f"**Coverage** of our 80 % intervals, {'; '.join(parts)}."
