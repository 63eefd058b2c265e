"""Known outcomes as plain text, table cells and JSON."""

from collections.abc import Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.analysis.known_outcomes import KnownOutcome
from forecast.config.models import Experiment
from forecast.text.digits import format_value, plain_estimate

HEAD = ("", "known", "median", "10%", "90%", "percentile")
NEVER = "never"


def known_text(found: Sequence[KnownOutcome], experiment: Experiment) -> str:
    """Lines to go below the branch table; empty without known outcomes."""
    if not found:
        return ""
    rows = [HEAD, *(cells(outcome, space="") for outcome in found)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(HEAD))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    ]
    return "\n".join(["", explained(experiment.reference), "", *lines, *hindsight_lines(experiment)])


def explained(branch: str) -> str:
    """What the table shows."""
    return f"Known outcomes in {branch}; percentile: members below the known value, half of those equal to it"


def cells(found: KnownOutcome, space: str = " ") -> tuple[str, ...]:
    """Name, known value, median, ends of the 80% interval, percentile; a yes-or-no quantity has its share instead."""
    if found.share is not None:
        word = "true" if found.known else "false"
        return found.quantity, word, "", "", "", f"{format_value(found.share, 100.0, space=space)}% true"
    assert found.middle and found.interval and found.percentile
    spread = (_value(end, found, space) for end in (found.middle, *found.interval))
    unit = "" if found.unit == "1" else f" {found.unit}"
    return found.quantity, f"{found.known:.6g}{unit}", *spread, format_value(found.percentile, space=space)


def plain_known(found: Sequence[KnownOutcome], experiment: Experiment) -> dict[str, Any]:
    """For JSON: `known`, one object an outcome with full numbers, and `hindsight`; nothing without known outcomes."""
    if not found:
        return {}
    return {"known": [_plain(outcome) for outcome in found], "hindsight": later_inputs(experiment)}


def later_inputs(experiment: Experiment) -> int | None:
    """How many inputs carry a date after week 0; None where hindsight is refused."""
    if experiment.hindsight != "allowed":
        return None
    dates = [prior.as_of for prior in experiment.priors.values()]
    return sum(day is not None and day > experiment.baseline.date for day in dates)


def hindsight_lines(experiment: Experiment) -> list[str]:
    """One line that says so where inputs are dated after week 0, else none."""
    count = later_inputs(experiment)
    if not count:
        return []
    total, day = len(experiment.priors), experiment.baseline.date.isoformat()
    return [f"Hindsight: {count} of {total} inputs are dated after week 0 ({day}); this is a test, not a forecast."]


def _value(estimate: Estimate, found: KnownOutcome, space: str) -> str:
    if found.horizon is not None and estimate.value > found.horizon:
        return NEVER
    return format_value(estimate, space=space)


def _plain(found: KnownOutcome) -> dict[str, Any]:
    own: dict[str, Any] = {
        "quantity": found.quantity,
        "unit": found.unit,
        "known": found.known,
        "source": found.source,
        "grade": found.grade,
    }
    if found.share is not None:
        return own | {"share": plain_estimate(found.share)}
    assert found.middle and found.interval and found.percentile
    names = ("median", "low80", "high80")
    ends = dict(zip(names, (found.middle, *found.interval), strict=True))
    spread = {name: _plain_end(end, found) for name, end in ends.items()}
    return own | spread | {"percentile": plain_estimate(found.percentile)}


def _plain_end(end: Estimate, found: KnownOutcome) -> dict[str, float | int | None] | str:
    is_never = found.horizon is not None and end.value > found.horizon
    return NEVER if is_never else plain_estimate(end)
