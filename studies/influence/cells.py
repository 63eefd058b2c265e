"""What stands in the cells of the tables."""

import math

from forecast.text.digits import format_value
from studies.influence.shifts import Shift, Verdict
from studies.influence.study import Moved, Removed

NOTHING = "changes nothing at all"
NOT_BEYOND = "changes no outcome beyond its error"
CANCELS = f"{NOT_BEYOND}: members go up and down by as much"
CANCELLING = 0.1  # mean change of a member, in standard deviations, from which this is said


def names(item: Moved) -> tuple[str, ...]:
    """Name, grade, row that it sets, unit, low and high value of an input."""
    prior = item.prior
    sets, unit = f"`{prior.sets}`" if prior.sets else "a lever", "" if prior.unit == "1" else prior.unit
    return f"`{prior.name}`", prior.grade, sets, unit, *(_number(value) for value in item.ends)


def _number(value: float) -> str:
    """Three digits, without an exponent where it is large."""
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 1_000.0 else f"{value:.3g}"


def off_when(item: Removed) -> tuple[str, ...]:
    """Name of a mechanism, grades of the inputs behind it, and the rows at which it is off."""
    off = ", ".join(f"`{row}` = {value:g}" for row, value in item.mechanism.off.items())
    return item.mechanism.name, item.grades or "lever", off


def finding(verdict: Verdict) -> str:
    """What is said of a mechanism that does not count."""
    if verdict.inert:
        return NOTHING
    widest = verdict.widest
    return CANCELS if widest is not None and widest.change.value >= CANCELLING else NOT_BEYOND


def lost(verdict: Verdict) -> tuple[str, ...]:
    """Of what does not count: members moved, the change of a member, the surest difference and its errors."""
    if verdict.surest is None:
        return "none; weekly series only" if verdict.series else "none", "", "", ""
    return f"{verdict.moved:.1%}", _change(verdict), _shown(verdict.surest), _errors(verdict.surest)


def trace(verdict: Verdict) -> tuple[str, ...]:
    """The same as `most`, with the change of a member before it."""
    return _change(verdict), *most(verdict)


def most(verdict: Verdict) -> tuple[str, ...]:
    """Of what counts: the largest effect, its errors, how many differences count."""
    shift = verdict.largest
    assert shift is not None
    return _shown(shift), _errors(shift), str(verdict.beyond)


def _change(verdict: Verdict) -> str:
    assert verdict.widest is not None
    return f"{format_value(verdict.widest.change, space='')} sd, `{verdict.widest.measure.name}`"


def _shown(shift: Shift) -> str:
    text = f"`{shift.measure.name}` in `{shift.branch}` {format_value(shift.effect, signed=True, space='')} sd"
    if shift.measure.chance:
        text += f" ({format_value(shift.difference, signed=True, space='')})"
    return text


def _errors(shift: Shift) -> str:
    return "all alike" if math.isinf(shift.errors) else f"{shift.errors:.1f}"
