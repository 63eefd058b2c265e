"""What the tables say, in sentences that are made from them."""

from collections.abc import Iterator

from studies.worlds.alternatives import ALTERNATIVES, OURS
from studies.worlds.ratios import Ranked, ranked, ratios
from studies.worlds.report import Report, losses
from studies.worlds.rules import RULES
from studies.worlds.study import HORIZONS, MODELS, TRUE
from studies.worlds.tables import shown

SHORT = 13  # weeks up to which coverage is to be within 0.70 and 0.90; beyond, at least 0.70


def sentences(report: Report) -> Iterator[str]:
    """In the order of the page."""
    table = ranked(report.scores)
    ours = table[OURS]
    yield (
        f"**Over all worlds** our geometric ratio to the best benchmark of each world is {shown(*ours.mean)}; the "
        f"worst is {shown(*ours.worst)}, in `{ours.world}`. The best benchmark is named afterwards, another one in "
        "each world and at each horizon: nobody could have chosen it beforehand. The true law itself has "
        f"{_true(report)}."
    )
    yield _better("worst", table)
    yield _better("mean", table)
    yield _beforehand(table)
    lost = losses(report)
    if lost:
        text = ", ".join(f"{weeks} w in `{world}` ({shown(value, error)})" for world, weeks, value, error in lost)
        yield f"**We lose** to the best benchmark by more than two errors at {text}."
    else:
        yield "**We lose** to the best benchmark nowhere by more than two errors."
    yield _coverage(report)


def _true(report: Report) -> str:
    value = [ratios(scores)[0][MODELS.index(TRUE), -1] for scores in report.scores.values()]
    return f"{min(value):.2f} to {max(value):.2f} by world, as it knows the present level exactly"


def _better(kind: str, table: dict[str, Ranked]) -> str:
    priors = [entry.name for entry in ALTERNATIVES]
    name = min(priors, key=lambda key: float(getattr(table[key], kind).value))
    least = getattr(table[name], kind)
    if name == OURS:
        return f"**By the {kind} ratio** no alternative is better than our prior."
    less = getattr(table[name], f"{kind}_less")
    sure = "beyond two errors" if less.value + 2.0 * less.mcse < 0.0 else "within two errors of ours"
    words = next(entry.about for entry in ALTERNATIVES if entry.name == name)
    return (
        f"**By the {kind} ratio** `{name}` ({words}) is best: {shown(*least)}, "
        f"{shown(less.value, less.mcse, '+')} less ours, {sure}."
    )


def _beforehand(table: dict[str, Ranked]) -> str:
    """The benchmarks as rules that one would have to choose before the world is known."""
    mean, worst = (min(RULES, key=lambda key: float(getattr(table[key], kind).value)) for kind in ("mean", "worst"))
    parts = [f"`{mean}` is best in the mean ({shown(*table[mean].mean)})"]
    parts.append(f"`{worst}` in the worst ({shown(*table[worst].worst)})")
    less = table[mean].mean_less
    return (
        f"**Chosen beforehand**, of the benchmarks {' and '.join(parts)}; in the mean that is "
        f"{shown(less.value, less.mcse, '+')} less ours."
    )


def _coverage(report: Report) -> str:
    at = MODELS.index(OURS)
    low, high, thin = [], [], []
    for world, scores in report.scores.items():
        for weeks, share in zip(HORIZONS, scores.inside.mean(axis=0)[at], strict=True):
            place = f"{share:.3f} at {weeks} w in `{world}`"
            if weeks <= SHORT:
                low += [place] if share < 0.7 else []
                high += [place] if share > 0.9 else []
            else:
                thin += [place] if share < 0.7 else []
    parts = [
        f"{words}: {', '.join(places) if places else 'nowhere'}"
        for words, places in (
            (f"below 0.70 to {SHORT} weeks", low),
            (f"above 0.90 to {SHORT} weeks", high),
            ("below 0.70 beyond", thin),
        )
    ]
    return f"**Coverage** of our 80 % intervals, {'; '.join(parts)}."
