"""The value of information in sentences, tables and as data for JSON."""

from typing import Any

from forecast.analysis.estimates import Clusters, Estimate, clear, mean
from forecast.compat.scipy_special import stdtrit
from forecast.display.digits import format_value, plain_estimate
from forecast.experiment.evidence import Evidence
from forecast.text.table import aligned
from forecast.voi.information import Information, Kind, Worth

MOST_ROWS = 8
DECIMALS = 2
TITLES: dict[Kind, str] = {"theme": "theme", "group": "group of inputs", "input": "single input"}
NOTES = (
    "A point is a hundredth of the way from the worst to the best end of every term of a set of values.",
    "value: expected utility of the choice with this knowledge minus that of the best single branch, where the choice",
    "follows a rule that was found on other draws. So it is a bound from below, which rises a little with more draws,",
    "and it may come out a little below 0. Chance within a draw cannot be known and is not counted.",
    "changes the choice: share of futures. ±: Monte Carlo standard error. judgments: inputs of grade C.",
    "The value of a set is not the sum of the values of its parts.",
)


def information_text(found: Information, evidence: Evidence) -> str:
    """Write what knowing inputs is worth: a section for each set of values.

    Parameters
    ----------
    found : Information
        The values.
    evidence : Evidence
        The evidence of the run.
    """
    used = f"{found.draws_used.count:,} of {found.all_draws:,} draws"
    lines = [f"Value of information for a choice among {len(found.branches)} branches; {used}"]
    for utility in found.perfect:
        lines += ["", *_section(found, utility)]
    if found.left_out:
        names = ", ".join(found.left_out)
        lines += ["", f"Left out, since the run has no column for the heaviest term: {names}."]
    return "\n".join([*lines, "", *NOTES, evidence.line])


def _section(found: Information, utility: str) -> list[str]:
    branch, points = found.best[utility]
    perfect = found.perfect[utility]
    low, high = (_points(each) for each in (perfect.lower, perfect.upper))
    lines = [
        f"{utility}: without more knowledge the best single branch is {branch}, {format_value(points)} points.",
        f"{utility}: knowing all inputs for sure before choosing would be worth at least {low} and at most {high} "
        f"points of utility. It would change the choice in about {_percent(perfect.change)} of futures.",
    ]
    groups = found.of(utility, "group")
    clearly = [row for row in groups if is_clear(row, len(groups), found)]
    if clearly:
        first = clearly[0]
        lines.append(
            f"{utility}: knowing {first.known.label} for sure before choosing would be worth {_points(first.value)} "
            f"points; it would change the choice in {_percent(first.change)} of futures."
        )
        if first.value.value < 1.0:
            lines[-1] += " That is little: under one point."
        ties = tied_with_first(clearly, found)
        if ties:
            lines.append(
                f"This value is not clearly different from that of knowing {_join([row.known.label for row in ties])}."
            )
    none = len(groups) - len(clearly)
    if none:
        lines.append(f"For {none} of {len(groups)} groups of inputs the value is not clearly above 0.")
    for kind, title in TITLES.items():
        lines += ["", *_table(found, found.of(utility, kind), title)]
    if all(row.value.value < 1.0 for row in groups):
        lines.append("No group is worth a whole point, so the order of the groups ranks nothing: it is a tie.")
    return lines


def _table(found: Information, rows: list[Worth], title: str) -> list[str]:
    """Write the rows that are clearly worth something, and count the others."""
    shown = [row for row in rows if is_clear(row, len(rows), found)][:MOST_ROWS]
    rest = [row for row in rows if row not in shown]
    cells = [
        (
            row.known.label if row.known.kind != "input" else row.known.name,
            _points(row.value, space=" "),
            _percent(row.change),
            f"{row.known.judgments} of {len(row.known.inputs)}",
        )
        for row in shown
    ]
    lines = aligned((title, "value", "changes the choice", "judgments"), cells) if cells else []
    if rest:
        noun = "inputs" if title == "single input" else f"{title.split()[0]}s"
        word = f"{len(rest)} {'other ' if shown else ''}{noun}"
        hidden = [row for row in rest if is_clear(row, len(rows), found)]
        also = f" ({len(hidden)} of them clearly above 0)" if hidden else ", none clearly above 0"
        lines.append(f"{word}{also}; the largest value is {_points(rest[0].value)}.")
    return lines


def is_clear(row: Worth, tests: int, found: Information) -> bool:
    """Whether a value is above 0 beyond chance, when several values are looked at: 2.5% is shared by all of them.

    Parameters
    ----------
    row : Worth
        The value.
    tests : int
        Number of values that are looked at.
    found : Information
        For the number of clusters.
    """
    clusters = int(found.draws_used.cluster.max()) + 1
    limit = float(stdtrit(clusters - 1, 1.0 - 0.025 / max(1, tests)))
    return row.value.value > limit * row.value.mcse and row.value.value > 0.0


def tied_with_first(rows: list[Worth], found: Information) -> list[Worth]:
    """The rows that cannot be told from the first by the paired difference of their gains."""
    clusters = Clusters(found.draws_used.cluster)
    first, *others = rows
    return [row for row in others if not clear(mean(first.gain - row.gain, clusters).estimate, clusters.count)]


def plain_information(found: Information) -> dict[str, Any]:
    """Turn the values into data for JSON: `rows` with utility, group, evpi or evppi, mcse and n (draws)."""
    rows: list[dict[str, Any]] = []
    for utility, perfect in found.perfect.items():
        rows.append(
            {
                "utility": utility,
                "group": "all",
                "kind": "all",
                "evpi": perfect.lower.value,
                "mcse": perfect.lower.mcse,
                "n": perfect.lower.n,
                "lower": plain_estimate(perfect.lower),
                "upper": plain_estimate(perfect.upper),
                "change": plain_estimate(perfect.change),
            }
        )
    for row in found.rows:
        if row.known.kind == "all":
            continue
        of_kind = sum(other.known.kind == row.known.kind and other.utility == row.utility for other in found.rows)
        rows.append(
            {
                "utility": row.utility,
                "group": row.known.name,
                "kind": row.known.kind,
                "evppi": row.value.value,
                "mcse": row.value.mcse,
                "n": row.value.n,
                "clear": is_clear(row, of_kind, found),
                "change": plain_estimate(row.change),
                "inputs": len(row.known.inputs),
                "judgments": row.known.judgments,
            }
        )
    return {
        "branches": list(found.branches),
        "draws": found.draws_used.count,
        "all_draws": found.all_draws,
        "best": {
            name: {"branch": branch, "utility": plain_estimate(value)} for name, (branch, value) in found.best.items()
        },
        "left_out": list(found.left_out),
        "rows": rows,
    }


def _points(value: Estimate, space: str = "") -> str:
    return format_value(value, space=space, max_decimals=DECIMALS)


def _percent(share: Estimate) -> str:
    return f"{format_value(share, 100.0, space='', max_decimals=0)} %"


def _join(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
