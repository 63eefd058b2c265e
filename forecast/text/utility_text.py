"""The utilities as plain text, as JSON and as the sentences that say what they rest on."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from forecast.analysis.estimates import Estimate, critical
from forecast.analysis.utilities import Utilities, Worth
from forecast.analysis.utility_order import order_sentences, stability
from forecast.analysis.utility_sets import Measure
from forecast.text.digits import format_value, plain_estimate
from forecast.text.renderings import NARROWEST

SCALE = "Utility in points: 100 is the best end of every term, 0 the worst. Weights and scales are judgments (grade C)."
DECIMALS = 1
COLUMNS = ("utility", "behind", "best in draws", "regret", "regret 90%")
LEGEND = (
    "behind: minus the first, same members. best in draws: share of draws in which the branch has the highest mean; a "
    "draw has few members, so these shares are nearer to each other than with many. regret: the best branch of the "
    "same member minus the own, mean and 90% quantile."
)


def cells(worth: Worth) -> tuple[str, ...]:
    """One branch under one set, in the order of `COLUMNS`."""
    behind = "first" if worth.behind is None else format_value(worth.behind, signed=True, space="")
    amounts = (worth_text(amount) for amount in (worth.regret, worth.regret_high))
    return worth_text(worth.utility), behind, share_text(worth.best), *amounts


def worth_text(points: Estimate) -> str:
    """'48.2±0.6'."""
    return format_value(points, space="", most=DECIMALS)


def share_text(share: Estimate) -> str:
    """'41±3%', 'none' or 'all' where no draw, or every one, is a case."""
    if share.mcse == 0.0 and share.value in (0.0, 1.0):
        return "none" if share.value == 0.0 else "all"
    return f"{format_value(share, 100.0, space='', most=1)}%"


def utilities_text(found: Utilities, width: int = 80) -> str:
    """A block a set, best branch first, then what it says and what it rests on, in lines of `width`."""
    wide = max(width, NARROWEST)
    if not found.rankings:
        return "\n".join(_folded(notes(found), wide))
    lines = _folded([SCALE, LEGEND], wide)
    label = max(len(b) for b in found.rankings[0].order)
    for ranking in found.rankings:
        rows = [COLUMNS, *(cells(ranking.worth[b]) for b in ranking.order)]
        sizes = [max(len(row[k]) for row in rows) for k in range(len(COLUMNS))]
        lines += ["", f"{ranking.set.name}: {ranking.set.about}"]
        for name, row in zip(("", *ranking.order), rows, strict=True):
            texts = "".join("  " + cell.rjust(size) for cell, size in zip(row, sizes, strict=True))
            lines.append(f"  {name.ljust(label)}{texts}")
    said = order_sentences(found)
    ending = _folded([terms_text(found), *notes(found)], wide)
    return "\n".join([*lines, *(["", *_folded(said, wide)] if said else []), "", *ending])


def _folded(texts: list[str], width: int) -> list[str]:
    return [line for text in texts for line in wrap(text, width)]


def terms_text(found: Utilities) -> str:
    """What stands for each term, with its scale."""
    return "Terms: " + "; ".join(f"{name} ({measure_text(m)})" for name, m in found.measures.items()) + "."


def notes(found: Utilities) -> list[str]:
    """What is missing or stands in for something else, and the rule of a clear order."""
    return list(_notes(found))


def measure_text(measure: Measure) -> str:
    """'losses_ua_w104, 500 to 0 thousand persons'."""
    unit = "" if measure.unit == "1" else f" {measure.unit}"
    return f"{' + '.join(measure.columns)}, {measure.worst:g} to {measure.best:g}{unit}"


def plain_utilities(found: Utilities) -> dict[str, Any]:
    """The same for JSON: full numbers, None for what is not known."""
    verdict = stability(found)
    return {
        "spillover": found.spillover,
        "clusters": found.clusters,
        "verdict": None if verdict is None else verdict.verdict,
        "words": order_sentences(found),
        "terms": {name: m._asdict() for name, m in found.measures.items()},
        "missing": [term.name for term in found.missing],
        "left_out": [s.name for s in found.left_out],
        "sets": [
            {
                "set": ranking.set.name,
                "about": ranking.set.about,
                "weights": dict(ranking.set.weights),
                "missing": list(ranking.missing),
                "order": list(ranking.order),
                "clearly_ahead": sorted(list(pair) for pair in ranking.ahead),
                "branches": {branch: _plain_worth(ranking.worth[branch]) for branch in ranking.order},
            }
            for ranking in found.rankings
        ],
    }


def _plain_worth(worth: Worth) -> dict[str, Any]:
    return {
        "utility": plain_estimate(worth.utility),
        "behind": None if worth.behind is None else plain_estimate(worth.behind),
        "best_in_draws": plain_estimate(worth.best),
        "regret": plain_estimate(worth.regret),
        "regret_q90": plain_estimate(worth.regret_high),
    }


def _notes(found: Utilities) -> Iterator[str]:
    land = found.measures.get("sovereignty")
    if land is not None and not land.columns[0].startswith("sovereignty"):
        yield f"{land.columns[0]} stands for sovereignty: neutrality and limits on its forces are not in it."
    if found.missing:
        names = ", ".join(term.name for term in found.missing)
        yield f"Not in this run, so not counted, and the other weights scaled up: {names}."
    for chosen in found.left_out:
        yield f"{chosen.name} is left out: the run has no column for {chosen.heaviest}, the term that it is about."
    if not found.spillover:
        yield "What may happen beyond the war (spillover) is not counted."
    if found.rankings and found.clusters > 1:
        yield (
            f"Clear: a paired difference of more than {critical(found.clusters):.2f} standard errors, each pair on its "
            "own; where nothing differs, one in 20 would look clear by chance."
        )
