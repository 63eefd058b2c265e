"""Weeks of a question: its deadline in weeks of the run, and whether its conditions are decided by then."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from forecast.config.outcomes import LASTING, Quantity
from forecast.config.values import fault, write_number

DEADLINE = "deadline"
"""The word that stands for the week of the deadline in a bound of a condition."""

EVENT_OF = {
    "verified": "ceasefire_week",
    "neutral": "ceasefire_week",
    "recognised": "ceasefire_week",
    "peace_weeks": "ceasefire_week",
    "agreement_item": "agreement_week",
    "cut_losses": "agreement_week",
}
"""Quantities of the first ceasefire or agreement, with the week of that event."""

_OWN_WEEK = re.compile(rf"(?:.*_w[0-9]+|(?:{'|'.join(LASTING)})_[0-9]+y|aid_.*|.*_refused)")
Bounds = tuple[float | None, float | None]


def deadline_week(deadline: date, start: date) -> int:
    """Return the last whole week of a run up to a date; negative if the date is before week 0."""
    return (deadline - start).days // 7


def check_week(name: str, known: Quantity, at_most: float | None, context: Mapping[str, Any]) -> None:
    """Refuse a condition that is not decided in the week of the deadline.

    Parameters
    ----------
    name : str
        The quantity.
    known : Quantity
        What is known about it.
    at_most : float, optional
        The upper bound of the condition.
    context : mapping
        `deadline` and `horizon`, in weeks, and `date`, that of week 0.

    Raises
    ------
    PydanticCustomError
        With the reason and the fix.
    """
    week, horizon = context.get("deadline"), context.get("horizon")
    if week is None or horizon is None:
        return
    if horizon < known.needs:
        raise fault(f"'{name}' needs a horizon of {known.needs} weeks or more, it is {horizon} weeks")
    if name.endswith("_observed"):
        event = name.removesuffix("_observed")
        raise fault(f"'{name}' looks to the horizon; write 'quantity: {event}_week, at_most: deadline'")
    if name.endswith("_week"):
        if at_most is None:
            raise fault(f"'{name}' needs at_most, such as 'at_most: deadline'")
        if at_most > week + 1:
            raise fault(f"at_most is week {write_number(round(at_most, 1))}, after the deadline (week {week})")
    elif _OWN_WEEK.fullmatch(name):
        if known.needs > week:
            day = f" ({context['date'] + timedelta(weeks=known.needs)})" if context.get("date") else ""
            raise fault(f"'{name}' is known in week {known.needs}{day}, after the deadline (week {week})")
    elif name not in EVENT_OF and week < horizon:
        raise fault(f"'{name}' is counted to the horizon (week {horizon}), after the deadline (week {week})")


def check_joint(bounds: Mapping[str, Bounds], context: Mapping[str, Any]) -> None:
    """Refuse conditions that only together are decided by the deadline, if they are not.

    Parameters
    ----------
    bounds : mapping of str to tuple
        Quantity -> its smallest and largest value.
    context : mapping
        `deadline`, in weeks.

    Raises
    ------
    PydanticCustomError
        With the reason and the fix.
    """
    for name, event in EVENT_OF.items():
        if name in bounds and event not in bounds:
            raise fault(f"'{name}' needs a condition on '{event}' beside it, such as 'at_most: deadline'")
    week = context.get("deadline")
    if week is None or "peace_weeks" not in bounds:
        return
    longest = max(end for end in (0.0, *bounds["peace_weeks"]) if end is not None)
    latest = bounds["ceasefire_week"][1]
    if latest is not None and latest + longest > week + 1:
        begun, lasting = (write_number(round(number, 1)) for number in (latest, longest))
        text = f"week {begun} + {lasting} weeks of peace lie after the deadline"
        raise fault(f"{text} (week {week}); lower 'ceasefire_week', or set a later deadline")
