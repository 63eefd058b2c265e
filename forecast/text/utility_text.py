"""The ranking of the branches under several sets of values: tables, sentences, and data for JSON.

`docs/howto/values.md` explains sets, terms, utility and regret.
"""

from collections.abc import Iterator
from itertools import combinations
from textwrap import wrap
from typing import Any

from forecast.analysis.estimates import Estimate, critical
from forecast.analysis.utilities import Ranking, Stability, Utilities, Worth, stability
from forecast.analysis.utility_sets import TermMeasure
from forecast.display.digits import format_value, plain_estimate
from forecast.text.branch_table_text import NARROWEST
from forecast.text.table import aligned

SCALE = "Utility in points: 100 is the best end of every term, 0 the worst. Weights and scales are judgments (grade C)."
DECIMALS = 1
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
COLUMNS = ("utility", "behind", "best in draws", "regret", "regret 90%")
LEGEND = (
    "behind: utility minus that of the first branch, over the same members. best in draws: share of draws in which the "
    "branch has the highest mean; a draw has few members, so these shares are closer to each other than with many. "
    "regret: utility of the best branch of the same member minus that of this branch, mean and 90% quantile."
)


def _worth_cells(worth: Worth) -> tuple[str, ...]:
    """Write the cells of one branch under one set, in the order of `COLUMNS`."""
    behind = "first" if worth.behind is None else format_value(worth.behind, signed=True, space="")
    amounts = (worth_text(amount) for amount in (worth.regret, worth.regret_high))
    return worth_text(worth.utility), behind, share_text(worth.best), *amounts


def worth_text(points: Estimate) -> str:
    """Write points with their error, such as '48.2±0.6'."""
    return format_value(points, space="", max_decimals=DECIMALS)


def share_text(share: Estimate) -> str:
    """Write a share of draws as '41±3%'; 'none' for no draw and 'all' for every draw."""
    if share.mcse == 0.0 and share.value in (0.0, 1.0):
        return "none" if share.value == 0.0 else "all"
    return f"{format_value(share, 100.0, space='', max_decimals=1)}%"


def utilities_text(result: Utilities, width: int = 80) -> str:
    """Write a table for each set with the best branch first, then sentences on the ranking and the assumptions."""
    wide = max(width, NARROWEST)
    if not result.rankings:
        return "\n".join(_wrap(notes(result), wide))
    lines = _wrap([SCALE, LEGEND], wide)
    for ranking in result.rankings:
        rows = [(branch, *_worth_cells(ranking.worth[branch])) for branch in ranking.order]
        lines += ["", f"{ranking.set.name}: {ranking.set.about}"]
        lines += [f"  {line}" for line in aligned(("", *COLUMNS), rows)]
    sentences = _wrap(order_sentences(result), wide)
    ending = _wrap([terms_text(result), *notes(result)], wide)
    return "\n".join([*lines, *(["", *sentences] if sentences else []), "", *ending])


def _wrap(texts: list[str], width: int) -> list[str]:
    return [line for text in texts for line in wrap(text, width)]


def terms_text(result: Utilities) -> str:
    """List the columns that measure each term, with their scale."""
    return "Terms: " + "; ".join(f"{name} ({measure_text(m)})" for name, m in result.measures.items()) + "."


def notes(result: Utilities) -> list[str]:
    """Write notes: terms that are missing or measured by a substitute, and when a branch is clearly ahead."""
    return list(_find_notes(result))


def measure_text(measure: TermMeasure) -> str:
    """Write columns and scale of a term, from 0 points to 100: 'losses_ua_w104, 500 to 0 thousand persons'."""
    unit = "" if measure.unit == "1" else f" {measure.unit}"
    return f"{' + '.join(measure.columns)}, {measure.worst:g} to {measure.best:g}{unit}"


def order_sentences(result: Utilities) -> list[str]:
    """Say whether the ranking is the same under all sets, who is first under each, and which pairs keep their order."""
    order = stability(result)
    if order is None:
        return []
    count = NUMBERS.get(len(result.rankings), str(len(result.rankings)))
    verdicts = {
        "same": f"The ranking of the branches is the same under all {count} sets of values: "
        f"{_join(result.rankings[0].order)}, best first.",
        "different": f"The ranking of the branches is not the same under the {count} sets of values: it depends on "
        "what you value.",
        "open": f"Whether the ranking of the branches is the same under the {count} sets of values cannot be told from "
        "this run: where their orders differ, the branches are too close to call.",
    }
    return [verdicts[order.verdict], _first_sentence(result.rankings), _pairs_sentence(order, result)]


def _first_sentence(rankings: tuple[Ranking, ...]) -> str:
    """Write a sentence such as 'First is a under x and y; b under z (too close to call with c).'."""
    firsts: dict[str, list[Ranking]] = {}
    for ranking in rankings:
        firsts.setdefault(ranking.order[0], []).append(ranking)
    if len(firsts) == 1:
        (branch,) = firsts
        open_under = [f"{_join(close)} under {r.set.name}" for r in rankings if (close := _close_to_first(r))]
        ending = f"; too close to call with {'; with '.join(open_under)}" if open_under else ""
        return f"First under every set is {branch}{ending}."
    parts = []
    for branch, led in firsts.items():
        names = [
            r.set.name + (f" (too close to call with {_join(close)})" if (close := _close_to_first(r)) else "")
            for r in led
        ]
        parts.append(f"{branch} under {_join(names)}")
    return f"First is {'; '.join(parts)}."


def _close_to_first(ranking: Ranking) -> list[str]:
    """Branches that are too close to call with the first one."""
    first, *rest = ranking.order
    return [b for b in rest if (first, b) not in ranking.ahead]


def _pairs_sentence(order: Stability, result: Utilities) -> str:
    total = len(list(combinations(result.rankings[0].order, 2)))
    kept = "; ".join(f"{a} ahead of {b}" for a, b in order.kept)
    left = total - len(order.kept) - len(order.swapped)
    parts = [f"{len(order.kept)} with the same clear order under every set" + (f" ({kept})" if kept else "")]
    parts += [f"{len(order.swapped)} whose clear order depends on the set"] if order.swapped else []
    parts += [f"{left} too close to call under some set"] if left else []
    return f"Of {total} pairs of branches: {_join(parts)}."


def _join(items: list[str] | tuple[str, ...]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def plain_utilities(result: Utilities) -> dict[str, Any]:
    """Turn utilities and ranking into data for JSON: unrounded numbers, None for NaN."""
    verdict = stability(result)
    return {
        "spillover": result.spillover,
        "clusters": result.clusters,
        "verdict": None if verdict is None else verdict.verdict,
        "words": order_sentences(result),
        "terms": {name: m._asdict() for name, m in result.measures.items()},
        "missing": [term.name for term in result.missing],
        "left_out": [s.name for s in result.left_out],
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
            for ranking in result.rankings
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


def _find_notes(result: Utilities) -> Iterator[str]:
    land = result.measures.get("sovereignty")
    if land is not None and not land.columns[0].startswith("sovereignty"):
        yield f"{land.columns[0]} stands for sovereignty: neutrality and limits on its forces are not in it."
    if result.missing:
        names = ", ".join(term.name for term in result.missing)
        yield f"The run has no column for {names}. What it lacks is not counted, and the other weights are scaled up."
    for chosen in result.left_out:
        yield f"{chosen.name} is left out: the run has no column for {chosen.heaviest}, the term that it is about."
    if not result.spillover:
        yield "What may happen beyond the war (spillover) is not counted."
    if result.rankings and result.clusters > 1:
        yield (
            f"A difference of two branches is clear if it exceeds {critical(result.clusters):.2f} standard errors of "
            "the paired difference. Each pair is tested on its own: if nothing differed, one in 20 would still look "
            "clear by chance."
        )
