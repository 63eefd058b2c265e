"""The findings as Markdown or as plain text: what moves nothing first."""

import textwrap
from collections.abc import Iterator
from typing import TypeVar

from forecast.config import config_hash
from studies.influence import cells, wider
from studies.influence.setting import FACTORS, LEVELS, STEP
from studies.influence.study import SETTLED, Influence, Moved, Removed

TRACE = 0.01
WIDTH = 120
INPUT = ("input", "grade", "sets", "unit", "low", "high")
LOST = ("members moved", "a member's change", "surest difference", "errors")
MECHANISM = ("mechanism", "grade", "off when")
MOST = ("errors", "counting")

_HOW = """\
One input at a time is set to its {low} and to its {high} quantile in every draw (a fixed one to {down:g} and {up:g} \
times its value, a fixed 0 to {step:g} of its unit either way as far as it may, a yes or no to both); one mechanism \
at a time is switched off. All other inputs, what is fitted on the pilot and all random numbers stay the same, so \
every difference is one of the same members. Every outcome column of every branch is looked at: weeks as the chance \
that the event comes by week 104, yes or no as a chance, reals after an inverse hyperbolic sine (centre and scale: \
median and interquartile range), so that no far tail rules a mean, and the spread of a real: its distance from the \
centre. An effect is the mean difference in standard deviations of the outcome, ± its Monte Carlo standard error; of \
a chance the difference itself follows in brackets. A member's change is the mean size of its differences, up or \
down, where that is largest. Grade C is judgment."""

_COUNTS = """\
A difference counts if it exceeds {0:.2f} errors for inputs ({1:,} differences looked at) and {2:.2f} for mechanisms \
({3:,}): then the chance that any of them counts by accident{4} is at most 5% (Bonferroni). What does not count may \
still be there, smaller than the error. What acts only through a lever that no branch here pulls, or only together \
with an input that is fixed at 0, moves nothing here."""

_LARGEST = (
    "By the largest effect that counts; counting: how many differences do, over outcomes and branches. "
    "A spread is named where the effect on it is more than twice that on any level."
)
_HARDLY = f"{_LARGEST} It is less than {TRACE:g} standard deviations."

Item = TypeVar("Item", Moved, Removed)


def page(found: Influence, other: Influence | None = None) -> str:
    """The whole page. other: what moves nothing in `found`, looked at in another experiment."""
    return "\n".join((*_lines(found), *(_elsewhere(other) if other else ()))) + "\n"


def _lines(found: Influence) -> Iterator[str]:
    exp, all_members = found.experiment, f"{found.looks[-1]:,}"
    yield from ("# Influence of inputs and mechanisms", "", "<!-- made by `make influence`: do not edit -->")
    yield from _paragraph(
        f"Experiment `{exp.experiment}` (config hash `{config_hash(exp)[:8]}`): {all_members} members in each of "
        f"{len(exp.branches)} branches ({', '.join(f'`{branch}`' for branch in exp.branches)}), {exp.horizon} weeks; "
        f"{all_members} independent draws with one replicate each, so every member is a cluster of its own."
        f"{_first(found)}"
    )
    low, high = (f"{level:.0%}" for level in LEVELS)
    yield from _paragraph(_HOW.format(low=low, high=high, down=FACTORS[0], up=FACTORS[1], step=STEP))
    looks = " in either look" * (len(found.looks) > 1)
    critical, tests = found.critical, found.tests
    yield from _paragraph(_COUNTS.format(critical[0], tests[0], critical[1], tests[1], looks))
    if found.inputs:
        yield from _inputs(found.inputs)
    if found.mechanisms:
        yield from _mechanisms(found.mechanisms)


def _first(found: Influence) -> str:
    if len(found.looks) == 1:
        return ""
    return (
        f" What has an effect that counts of {SETTLED:g} standard deviations or more at the first {found.looks[0]:,} "
        "members is shown from these and not run on all."
    )


def _inputs(inputs: tuple[Moved, ...]) -> Iterator[str]:
    inert = [item for item in inputs if item.verdict.inert]
    lost = sorted((i for i in inputs if not i.verdict.inert and not i.verdict.beyond), key=lambda i: i.verdict.moved)
    text = "No outcome of any member and no weekly series differs."
    yield from _section(
        "Inputs that move nothing", text, (*INPUT, "about"), [(*cells.names(i), i.prior.about) for i in inert]
    )
    text = "Some members differ, no mean of an outcome beyond its error."
    rows = [(*cells.names(i), *cells.lost(i.verdict)) for i in lost]
    yield from _section("Inputs that move no outcome beyond its error", text, (*INPUT, *LOST), rows)
    trace, moving = _by_size(inputs)
    rows = [(*cells.names(i), *cells.trace(i.verdict)) for i in trace]
    head = (*INPUT, "a member's change", "moves most", *MOST)
    yield from _section("Inputs that hardly move outcomes", _HARDLY, head, rows)
    rows = [(*cells.names(i), *cells.most(i.verdict)) for i in moving]
    yield from _section("Inputs that move outcomes", _LARGEST, (*INPUT, "moves most", *MOST), rows)


def _mechanisms(mechanisms: tuple[Removed, ...]) -> Iterator[str]:
    idle = sorted((m for m in mechanisms if not m.verdict.beyond), key=lambda m: m.verdict.moved)
    rows = [(*cells.off_when(m), cells.finding(m.verdict), *cells.lost(m.verdict)) for m in idle]
    title, text = "Mechanisms whose absence changes no outcome beyond its error", "With the mechanism minus without it."
    yield from _section(title, text, (*MECHANISM, "finding", *LOST), rows)
    trace, moving = _by_size(mechanisms)
    rows = [(*cells.off_when(m), *cells.trace(m.verdict)) for m in trace]
    head = (*MECHANISM, "a member's change", "changes most", *MOST)
    yield from _section("Mechanisms that hardly change outcomes", _HARDLY, head, rows)
    text = f"{_LARGEST} With the mechanism minus without it."
    rows = [(*cells.off_when(m), *cells.most(m.verdict)) for m in moving]
    yield from _section("Mechanisms that change outcomes", text, (*MECHANISM, "changes most", *MOST), rows)


def _elsewhere(other: Influence) -> Iterator[str]:
    exp = other.experiment
    text = (
        f"What moves nothing above, at {other.looks[-1]:,} members in the branches of `{exp.experiment}`: "
        f"{', '.join(f'`{branch}`' for branch in exp.branches)}."
    )
    head = ("input or mechanism", "finding", "surest difference", "errors")
    yield from _section("The same in other branches", text, head, list(wider.rows(other)))


def _by_size(items: tuple[Item, ...]) -> tuple[list[Item], list[Item]]:
    """Those whose largest effect that counts is a trace, and the others, largest first."""
    moving = sorted((item for item in items if item.verdict.beyond), key=lambda item: -item.verdict.size)
    return [i for i in moving if i.verdict.size < TRACE], [i for i in moving if i.verdict.size >= TRACE]


def _section(title: str, text: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", f"## {title}: {len(rows)}")
    yield from _paragraph(text if rows else "None.")
    if rows:
        yield ""
        for row in (head, ("---",) * len(head), *rows):
            yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _paragraph(text: str) -> Iterator[str]:
    yield from ("", *textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))
