"""The page docs/ceasefires.md."""

from collections.abc import Iterator
from textwrap import fill

from studies.ceasefires.layout import Table, between
from studies.ceasefires.left_out import BY_AGE, CONSTANT, CURVE, NO_TERMS, OURS, YEARS
from studies.ceasefires.prose import CURVES, ENDS, FIGURE, HEAD, LEFT, SELECTION
from studies.ceasefires.published import NOT_COMPARED, SHARES
from studies.ceasefires.score_tables import WORDS
from studies.ceasefires.study import OTHERS, STATES, TIES, Cases, Study
from studies.ceasefires.tables import tables, verdicts

WIDTH = 120


def page(found: Study, config: str) -> str:
    """The whole page, Markdown."""
    shown = {table.title: table for table in tables(found)}
    cases = "" if found.cases is None else " --cases DIR"
    lines = [HEAD.format(config=config, cases=cases, draws=found.draws.n)]
    if found.cases is not None:
        lines += ["## What was found\n", *_found(found, found.cases), "", FIGURE]
    lines += _section(shown["Published survival curves"], CURVES)
    printed = "; ".join(f"{name}: {share:.0%} of {n}" for name, share, n in SHARES)
    lines += [fill(f"{NOT_COMPARED} Printed shares that ever failed: {printed}.", WIDTH), ""]
    lines += _section(shown["Time to the end of the war"], ENDS)
    if found.cases is not None:
        lives = found.cases.left_out["all cases"].lives
        lines.append(SELECTION.format(cases=len(lives), wars=len({life.war for life in lives})))
        lines += _section(shown["What the module is told"])
        for title in ("Returns to war by age", "Between states, each baseline alone", "Truces that nobody verifies"):
            lines += _section(shown[title])
        lines += _section(shown["Scores, one war left out at a time"], LEFT)
        for table in list(shown.values())[7:]:
            lines += _section(table)
    return "\n".join(lines).rstrip() + "\n"


def _section(table: Table, above: str = "") -> list[str]:
    below = [fill(f"{table.note[0].upper()}{table.note[1:]}.", WIDTH), ""] if table.note else []
    return [f"## {table.title}\n", *([above] if above else []), *table.pipes(), "", *below]


def _found(found: Study, cases: Cases) -> Iterator[str]:
    """What the tables say, computed from them."""
    for sentence in (
        f"**Published curves**: {verdicts([point.verdict for point in found.points])} of {len(found.points)} points.",
        f"**Between states** the module expects {_count(cases, STATES)}; where nobody won {_count(cases, TIES)}.",
        f"**Proxies and non-states fail far more often** than it expects: {_count(cases, OTHERS)}.",
        *_misses(cases),
        *_losses(cases),
    ):
        yield fill(f"- {sentence}", WIDTH, subsequent_indent="  ")


def _count(cases: Cases, scope: str) -> str:
    row = cases.calibration[scope][-1]
    return (
        f"{row.median.value:.0f} [{row.low.value:.0f}, {row.high.value:.0f}] returns to war where {row.seen} were seen"
    )


def _misses(cases: Cases) -> Iterator[str]:
    for scope, rows in cases.calibration.items():
        missed = [row for row in rows[:-1] if row.verdict == "MISS"]
        if missed:
            each = "; ".join(
                f"{row.name}: {row.seen} seen, {between(row.median.value, row.low.value, row.high.value, 1)} expected"
                for row in missed
            )
            yield f"**Missed**, {scope}: {each}."
    for scope, truce in cases.truce.items():
        if truce.verdict == "MISS":
            yield (
                f"**Missed**, truces without monitors, {scope}: {truce.surely:.0%} of {truce.n} over within "
                f"{truce.days} days, {truce.mean.value:.0%} expected. That prior counts the truces of one conflict."
            )


def _losses(cases: Cases) -> Iterator[str]:
    for scope, left in cases.left_out.items():
        won: list[bool] = []
        lost: list[str] = []
        for other in (CONSTANT, BY_AGE, CURVE, NO_TERMS):
            for k, years in enumerate(YEARS):
                ratio = left.skill(OURS, other, k)
                if ratio.ratio < 1.0:
                    won.append(ratio.high < 1.0)
                else:
                    lost.append(f"{WORDS[other]} at {years} y ({between(*ratio)})")
        count = f"{len(won)} of {len(won) + len(lost)} comparisons"
        said = f"**Left out, {scope}**: the module's Brier score is lower in {count}, "
        said += f"{sum(won)} of them beyond the central 80 % of its error."
        yield said + (" It loses to " + "; ".join(lost) + "." if lost else "")
