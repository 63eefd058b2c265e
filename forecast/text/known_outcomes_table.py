"""Known outcomes of a past war beside the simulated ones, as plain text, as table cells and as data for JSON."""

from collections.abc import Sequence
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.analysis.known_outcomes import KnownOutcome
from forecast.config.models import Experiment
from forecast.display.digits import format_value, plain_estimate
from forecast.text.table import aligned

HEAD = ("", "known", "median", "10%", "90%", "percentile")
NEVER = "never"


def known_text(outcomes: Sequence[KnownOutcome], experiment: Experiment) -> str:
    """Write the lines that go below the branch table; empty without known outcomes."""
    if not outcomes:
        return ""
    table = aligned(HEAD, [known_cells(outcome, space="") for outcome in outcomes])
    return "\n".join(["", known_legend(experiment.reference), "", *table, *hindsight_lines(experiment)])


def known_legend(branch: str) -> str:
    """Say what the table shows."""
    return f"Known outcomes in {branch}; percentile: members below the known value, half of those equal to it"


def known_cells(outcome: KnownOutcome, space: str = " ") -> tuple[str, ...]:
    """Write the cells of one row: name, known value, median, ends of the 80% interval, percentile.

    A yes-or-no quantity has no median and no interval; its last cell is the share of members in which it is true.
    """
    if outcome.share is not None:
        word = "true" if outcome.known else "false"
        return outcome.quantity, word, "", "", "", f"{format_value(outcome.share, 100.0, space=space)}% true"
    assert outcome.middle and outcome.interval and outcome.percentile
    spread = (_value(end, outcome, space) for end in (outcome.middle, *outcome.interval))
    unit = "" if outcome.unit == "1" else f" {outcome.unit}"
    return outcome.quantity, f"{outcome.known:.6g}{unit}", *spread, format_value(outcome.percentile, space=space)


def plain_known(outcomes: Sequence[KnownOutcome], experiment: Experiment) -> dict[str, Any]:
    """Turn the outcomes into data for JSON: `known`, one object per outcome, and `hindsight`, a count of inputs.

    Empty without known outcomes.
    """
    if not outcomes:
        return {}
    return {"known": [_plain(outcome) for outcome in outcomes], "hindsight": later_inputs(experiment)}


def later_inputs(experiment: Experiment) -> int | None:
    """Count the inputs that are dated after week 0; None if the experiment refuses hindsight."""
    if experiment.hindsight != "allowed":
        return None
    dates = [prior.as_of for prior in experiment.priors.values()]
    return sum(day is not None and day > experiment.baseline.date for day in dates)


def hindsight_lines(experiment: Experiment) -> list[str]:
    """Write one line that counts the inputs dated after week 0; no line if there are none."""
    count = later_inputs(experiment)
    if not count:
        return []
    total, day = len(experiment.priors), experiment.baseline.date.isoformat()
    return [f"Hindsight: {count} of {total} inputs are dated after week 0 ({day}); this is a test, not a forecast."]


def _is_never(estimate: Estimate, outcome: KnownOutcome) -> bool:
    return outcome.horizon is not None and estimate.value > outcome.horizon


def _value(estimate: Estimate, outcome: KnownOutcome, space: str) -> str:
    return NEVER if _is_never(estimate, outcome) else format_value(estimate, space=space)


def _plain(outcome: KnownOutcome) -> dict[str, Any]:
    content: dict[str, Any] = {
        "quantity": outcome.quantity,
        "unit": outcome.unit,
        "known": outcome.known,
        "source": outcome.source,
        "grade": outcome.grade,
    }
    if outcome.share is not None:
        return content | {"share": plain_estimate(outcome.share)}
    assert outcome.middle and outcome.interval and outcome.percentile
    ends = zip(("median", "low80", "high80"), (outcome.middle, *outcome.interval), strict=True)
    spread = {name: NEVER if _is_never(end, outcome) else plain_estimate(end) for name, end in ends}
    return content | spread | {"percentile": plain_estimate(outcome.percentile)}
