"""The findings as Markdown or as plain text: what moves nothing first."""

import math
from collections.abc import Iterator

from forecast.analysis.digits import format_value
from forecast.assess.influence.setting import FACTORS, LEVELS, STEP
from forecast.assess.influence.shifts import Shift, Verdict
from forecast.assess.influence.study import Influence, Moved, Removed
from forecast.config import config_hash

NOT_BEYOND = "changes no outcome beyond its error"
NOTHING = "changes nothing at all"
INPUT = ("input", "grade", "low", "high")
LOST = ("members moved", "a member's change", "surest difference", "errors")
MECHANISM = ("mechanism", "grade", "off when")

_HOW = """\
One input at a time is set to its {low} and to its {high} quantile in every draw (a fixed one to {down:g} and {up:g} \
times its value, a fixed 0 to {step:g} of its unit either way as far as it may, a yes or no to both); one mechanism at \
a time is switched off. All other inputs and all random numbers stay the same, so every difference is one of the same \
members. Every outcome column of every branch is looked at: weeks as the chance that the event comes by week 104, yes \
or no as a chance, reals after an inverse hyperbolic sine (centre and scale: median and interquartile range), so that \
no far tail rules a mean, and the spread of a real: its distance from the centre. An effect is the mean difference in \
standard deviations of the outcome, ± its Monte Carlo standard error; of a chance the difference itself follows in \
brackets. A member's change is the mean size of its differences, up or down, where that is largest. Grade C is \
judgment."""

_COUNTS = """\
A difference counts if it exceeds {0:.2f} errors for inputs ({1:,} differences looked at) and {2:.2f} for mechanisms \
({3:,}): then the chance that any of them counts by accident{4} is at most 5% (Bonferroni). What does not count may \
still be there, smaller than the error. What acts only through a lever that no branch here pulls, or only together \
with an input that is fixed at 0, moves nothing here."""


def page(found: Influence) -> str:
    """The whole page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Influence) -> Iterator[str]:
    exp = found.experiment
    yield "# Influence of inputs and mechanisms"
    yield ""
    yield "<!-- made by `make influence`: do not edit -->"
    yield ""
    yield (
        f"Experiment `{exp.experiment}` (config hash `{config_hash(exp)[:8]}`): {found.looks[-1]:,} members in each of "
        f"{len(exp.branches)} branches ({', '.join(f'`{branch}`' for branch in exp.branches)}), {exp.horizon} weeks; "
        f"{found.looks[-1]:,} independent draws with one replicate each, so every member is a cluster of its own."
        f"{_first(found)}"
    )
    low, high = (f"{level:.0%}" for level in LEVELS)
    yield from ("", _HOW.format(low=low, high=high, down=FACTORS[0], up=FACTORS[1], step=STEP), "")
    yield _COUNTS.format(
        found.critical[0], found.tests[0], found.critical[1], found.tests[1], " in either look" * (len(found.looks) > 1)
    )
    if found.inputs:
        yield from _inputs(found.inputs)
    if found.mechanisms:
        yield from _mechanisms(found.mechanisms)


def _first(found: Influence) -> str:
    if len(found.looks) == 1:
        return ""
    return f" What counts at the first {found.looks[0]:,} members is shown from these and not run on all."


def _inputs(inputs: tuple[Moved, ...]) -> Iterator[str]:
    inert = [item for item in inputs if item.verdict.inert]
    lost = sorted((i for i in inputs if not i.verdict.inert and not i.verdict.beyond), key=lambda i: i.verdict.moved)
    moving = sorted((i for i in inputs if i.verdict.beyond), key=lambda i: -_size(i.verdict))
    yield from _section(
        "Inputs that move nothing", len(inert), "No outcome of any member and no weekly series differs."
    )
    yield from _table((*INPUT, "about"), [(*_names(i), i.prior.about) for i in inert])
    text = "Some members differ, no mean of an outcome beyond its error."
    yield from _section("Inputs that move no outcome beyond its error", len(lost), text)
    yield from _table((*INPUT, *LOST), [(*_names(i), *_lost(i.verdict)) for i in lost])
    text = "By the largest effect that counts; `counting`: differences that do, over outcomes and branches."
    yield from _section("Inputs that move outcomes", len(moving), text)
    yield from _table((*INPUT, "moves most", "errors", "counting"), [(*_names(i), *_most(i.verdict)) for i in moving])


def _mechanisms(mechanisms: tuple[Removed, ...]) -> Iterator[str]:
    idle = sorted((m for m in mechanisms if not m.verdict.beyond), key=lambda m: m.verdict.moved)
    moving = sorted((m for m in mechanisms if m.verdict.beyond), key=lambda m: -_size(m.verdict))
    text = "With the mechanism minus without it."
    yield from _section("Mechanisms whose absence changes no outcome beyond its error", len(idle), text)
    rows = [(*_off(m), NOTHING if m.verdict.inert else NOT_BEYOND, *_lost(m.verdict)) for m in idle]
    yield from _table((*MECHANISM, "finding", *LOST), rows)
    text = "By the largest effect that counts: with the mechanism minus without it."
    yield from _section("Mechanisms that change outcomes", len(moving), text)
    yield from _table(
        (*MECHANISM, "changes most", "errors", "counting"), [(*_off(m), *_most(m.verdict)) for m in moving]
    )


def _section(title: str, count: int, text: str) -> Iterator[str]:
    yield from ("", f"## {title}: {count}", "", text if count else "None.")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield ""
        for cells in (head, ("---",) * len(head), *rows):
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _names(item: Moved) -> tuple[str, ...]:
    unit = "" if item.prior.unit == "1" else f" {item.prior.unit}"
    return f"`{item.prior.name}`", item.prior.grade, f"{item.ends.low:.3g}{unit}", f"{item.ends.high:.3g}{unit}"


def _off(item: Removed) -> tuple[str, ...]:
    return (
        item.mechanism.name,
        item.grades,
        ", ".join(f"`{row}` = {value:g}" for row, value in item.mechanism.off.items()),
    )


def _lost(verdict: Verdict) -> tuple[str, ...]:
    if verdict.surest is None or verdict.widest is None:
        return "none; weekly series only" if verdict.series else "none", "", "", ""
    change = f"{format_value(verdict.widest.change, space='')} sd, `{verdict.widest.measure.name}`"
    return f"{verdict.moved:.1%}", change, _shown(verdict.surest), _errors(verdict.surest)


def _most(verdict: Verdict) -> tuple[str, ...]:
    shift = verdict.largest
    assert shift is not None
    return _shown(shift), _errors(shift), str(verdict.beyond)


def _size(verdict: Verdict) -> float:
    return abs(verdict.largest.effect.value) if verdict.largest else 0.0


def _shown(shift: Shift) -> str:
    text = f"`{shift.measure.name}` in `{shift.branch}` {format_value(shift.effect, signed=True, space='')} sd"
    if shift.measure.chance:
        text += f" ({format_value(shift.difference, signed=True, space='')})"
    return text


def _errors(shift: Shift) -> str:
    return "all alike" if math.isinf(shift.errors) else f"{shift.errors:.1f}"
