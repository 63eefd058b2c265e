"""The path of the front behind a hindcast, put together from the sums that it was scored with."""

from collections import deque
from datetime import date, timedelta

from forecast.report.past.read import Hindcast


def levels(hindcast: Hindcast) -> dict[date, float]:
    """Net gain in km2 since the first origin by date, in order: every date that sums lead to from there."""
    steps: dict[date, list[tuple[date, float]]] = {}
    for (origin, horizon), gain in sorted(hindcast.truth.items()):
        end = origin + timedelta(weeks=horizon)
        steps.setdefault(origin, []).append((end, gain))
        steps.setdefault(end, []).append((origin, -gain))
    start = hindcast.origins[0]
    found = {start: 0.0}
    waiting = deque([start])
    while waiting:
        day = waiting.popleft()
        for other, gain in steps.get(day, []):
            if other not in found:
                found[other] = found[day] + gain
                waiting.append(other)
    return dict(sorted(found.items()))


def shown_origins(hindcast: Hindcast, path: dict[date, float], longest: int) -> list[date]:
    """Origins on the path so far apart that no more than two forecasts of `longest` weeks overlap."""
    apart, last = timedelta(weeks=longest / 2.0), max(path)
    chosen: list[date] = []
    for origin in hindcast.origins:
        ahead = origin in path and origin + timedelta(weeks=min(hindcast.horizons)) <= last
        if ahead and (not chosen or origin - chosen[-1] >= apart):
            chosen.append(origin)
    return chosen


def reaches(hindcast: Hindcast) -> list[int]:
    """How far ahead the fans of each drawing go: half of the longest horizon with a truth or less, and that one."""
    known = sorted({horizon for _, horizon in hindcast.truth})
    near = [horizon for horizon in known if horizon <= known[-1] / 2.0]
    return [*near[-1:], known[-1]]
