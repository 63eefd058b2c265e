"""Writes the cells of the tables of inputs and mechanisms."""

import math
from collections.abc import Iterator

from forecast.display.digits import format_value
from studies.influence.paired_shifts import Shift, Verdict
from studies.influence.study import Influence, InputInfluence, MechanismInfluence

NOTHING = "changes nothing at all"
NOT_BEYOND = "changes no outcome beyond its error"
CANCELS = f"{NOT_BEYOND}: members go up and down by as much"
MOVES = "moves"
CANCELLING = 0.1  # mean change of a member, in standard deviations, from which `CANCELS` is stated


def input_cells(item: InputInfluence) -> tuple[str, ...]:
    """Return name, grade, kernel row, unit, low and high value of an input."""
    prior = item.prior
    sets, unit = f"`{prior.sets}`" if prior.sets else "a lever", "" if prior.unit == "1" else prior.unit
    return f"`{prior.name}`", prior.grade, sets, unit, *(_three_digits(value) for value in item.ends)


def mechanism_cells(item: MechanismInfluence) -> tuple[str, ...]:
    """Return the name of a mechanism, the grades of its inputs, and the kernel rows that switch it off."""
    off = ", ".join(f"`{row}` = {value:g}" for row, value in item.mechanism.off.items())
    return item.mechanism.name, item.grades or "lever", off


def finding(verdict: Verdict) -> str:
    """Return what the page states about an input or mechanism without an effect that counts."""
    if verdict.inert:
        return NOTHING
    widest = verdict.widest
    return CANCELS if widest is not None and widest.change.value >= CANCELLING else NOT_BEYOND


def uncertain_cells(verdict: Verdict) -> tuple[str, ...]:
    """Return cells for no effect that counts: members changed, change of a member, surest difference and its errors."""
    if verdict.surest is None:
        return "none; weekly series only" if verdict.series else "none", "", "", ""
    return f"{verdict.changed:.1%}", _change(verdict), _effect(verdict.surest), _errors(verdict.surest)


def effect_cells(verdict: Verdict) -> tuple[str, ...]:
    """Return cells for an effect that counts: the largest effect, its errors, and how many differences count."""
    shift = verdict.largest
    assert shift is not None
    return _effect(shift), _errors(shift), str(verdict.beyond)


def small_effect_cells(verdict: Verdict) -> tuple[str, ...]:
    """Return the change of a member, then the cells of `effect_cells`."""
    return _change(verdict), *effect_cells(verdict)


def inert_names(influence: Influence) -> list[str]:
    """Return the names of the inputs and mechanisms that move nothing."""
    names = [item.prior.name for item in influence.inputs if item.verdict.inert]
    return names + [item.mechanism.name for item in influence.mechanisms if item.verdict.inert]


def elsewhere_rows(influence: Influence) -> Iterator[tuple[str, ...]]:
    """Yield one row per input and mechanism: name, finding, surest difference and its errors."""
    for item in influence.inputs:
        yield f"`{item.prior.name}`", *_elsewhere(item.verdict)
    for removed in influence.mechanisms:
        yield removed.mechanism.name, *_elsewhere(removed.verdict)


def _elsewhere(verdict: Verdict) -> tuple[str, ...]:
    _, _, surest, errors = uncertain_cells(verdict)
    return MOVES if verdict.beyond else finding(verdict), surest, errors


def _three_digits(value: float) -> str:
    """Write three significant digits, without an exponent for large values."""
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 1_000.0 else f"{value:.3g}"


def _change(verdict: Verdict) -> str:
    assert verdict.widest is not None
    return f"{format_value(verdict.widest.change, space='')} sd, `{verdict.widest.measure.name}`"


def _effect(shift: Shift) -> str:
    text = f"`{shift.measure.name}` in `{shift.branch}` {format_value(shift.effect, signed=True, space='')} sd"
    if shift.measure.chance:
        text += f" ({format_value(shift.difference, signed=True, space='')})"
    return text


def _errors(shift: Shift) -> str:
    return "all alike" if math.isinf(shift.errors) else f"{shift.errors:.1f}"
