"""The figure of a hindcast: forecasts as fans around the observed path of the front; below, scores by horizon.

An origin is the date of a forecast, a horizon the number of weeks ahead.
"""

from collections import deque
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from forecast.report.hindcasts.hindcast_text import caption, evidence, score_table, title
from forecast.report.hindcasts.results import Hindcast
from forecast.report.hindcasts.score_charts import draw_coverage, draw_ratios
from forecast.report.panel import Panel
from forecast.report.style import GREY, INK, OTHERS, WIDTH, Look
from forecast.scores.records import OURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INTERVALS = ((0.025, 0.975, 0.15), (0.1, 0.9, 0.28), (0.25, 0.75, 0.42))
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
BARS_FROM = 13  # weeks ahead from which a bar is long enough to be seen
FANS, RIVAL = (OTHERS[0], OTHERS[2]), OTHERS[1]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MAX_TICKS = 7


def panel(hindcast: Hindcast, key: str = "hindcast") -> Panel:
    """Draw fans from some origins and the observed path; below, the CRPS ratio to the best benchmark, and coverage."""
    from matplotlib.figure import Figure

    ahead, path = drawn_horizons(hindcast), observed_path(hindcast)
    figure = Figure(figsize=(WIDTH, 2.9 + 2.5 * len(ahead)))
    grid = figure.add_gridspec(len(ahead) + 2, 2, height_ratios=[1.25] * len(ahead) + [0.22, 1.0])
    fans = []
    for row, longest in enumerate(ahead):
        origins = shown_origins(hindcast, path, longest)
        fans.append((longest, len(origins)))
        _draw_path(hindcast, path, origins, longest, figure.add_subplot(grid[row, :]))
    _draw_legend(figure.add_subplot(grid[-2, :]))
    scored = [h for h in hindcast.horizons if hindcast.scored(h)]
    draw_ratios(hindcast, scored, FANS[0], figure.add_subplot(grid[-1, 0]))
    draw_coverage(hindcast, scored, FANS[0], RIVAL, figure.add_subplot(grid[-1, 1]))
    table = score_table(hindcast, scored)
    return Panel(key, title(hindcast), caption(hindcast, fans), figure, (table,), evidence(hindcast))


def observed_path(hindcast: Hindcast) -> dict[date, float]:
    """Compute the observed net gain (km2) since the first origin, at every date that scored gains connect with it."""
    steps: dict[date, list[tuple[date, float]]] = {}
    for (origin, horizon), gain in sorted(hindcast.truth.items()):
        end = origin + timedelta(weeks=horizon)
        steps.setdefault(origin, []).append((end, gain))
        steps.setdefault(end, []).append((origin, -gain))
    start = hindcast.origins[0]
    path = {start: 0.0}
    queue = deque([start])
    while queue:
        day = queue.popleft()
        for other, gain in steps.get(day, []):
            if other not in path:
                path[other] = path[day] + gain
                queue.append(other)
    return dict(sorted(path.items()))


def shown_origins(hindcast: Hindcast, path: dict[date, float], longest: int) -> list[date]:
    """Choose origins on the observed path, so far apart that at most two forecasts overlap.

    Parameters
    ----------
    hindcast : Hindcast
        Results of the hindcast.
    path : dict of date to float
        The observed path.
    longest : int
        Length of each drawn forecast in weeks.
    """
    distance, last = timedelta(weeks=longest / 2.0), max(path)
    chosen: list[date] = []
    for origin in hindcast.origins:
        has_truth = origin in path and origin + timedelta(weeks=min(hindcast.horizons)) <= last
        if has_truth and (not chosen or origin - chosen[-1] >= distance):
            chosen.append(origin)
    return chosen


def drawn_horizons(hindcast: Hindcast) -> list[int]:
    """Choose the horizons of the drawings: the longest with a known truth, and the longest up to half of it."""
    known = sorted({horizon for _, horizon in hindcast.truth})
    near = [horizon for horizon in known if horizon <= known[-1] / 2.0]
    return [*near[-1:], known[-1]]


def _draw_path(
    hindcast: Hindcast, path: dict[date, float], origins: Sequence[date], longest: int, axes: "Axes"
) -> None:
    first, last = min(path), max(path)
    for number, origin in enumerate(origins):
        _draw_fan(hindcast, origin, path[origin], longest, last, FANS[number % 2], axes)
    axes.plot([day.toordinal() for day in path], list(path.values()), color=INK, linewidth=1.8)
    starts = [origin.toordinal() for origin in origins]
    axes.plot(starts, [path[origin] for origin in origins], "o", color=INK, markersize=4.5)
    axes.axhline(0.0, color=GREY, linewidth=0.7)
    axes.set_xlim(first.toordinal() - 7, last.toordinal() + 7)
    axes.set_title(f"Forecasts up to {longest} weeks ahead")
    axes.set_ylabel(f"km² since {first.day} {MONTHS[first.month - 1]} {first.year}")
    days = _month_ticks(first, last)
    axes.set_xticks([day.toordinal() for day in days], [f"{MONTHS[day.month - 1]} {day.year}" for day in days])


def _draw_fan(
    hindcast: Hindcast, origin: date, start: float, longest: int, last: date, look: Look, axes: "Axes"
) -> None:
    weeks = [h for h in hindcast.horizons if h <= longest and origin + timedelta(weeks=h) <= last]
    days = [origin.toordinal() + 7 * h for h in (0, *weeks)]

    def ends(level: float) -> list[float]:
        return [start, *(start + hindcast.fans[OURS, origin, h][level] for h in weeks)]

    for low, high, strength in INTERVALS:
        axes.fill_between(days, ends(low), ends(high), color=look.colour, alpha=strength, linewidth=0)
    axes.plot(days, ends(MIDDLE), color=look.text, linewidth=1.1, linestyle=look.dash)
    _draw_bars(hindcast, origin, start, weeks, axes)


def _draw_bars(hindcast: Hindcast, origin: date, start: float, weeks: Sequence[int], axes: "Axes") -> None:
    """Draw the middle 80% of the best benchmark as bars."""
    for horizon in (h for h in weeks if h >= BARS_FROM):
        name = hindcast.best(horizon)
        if name is not None:
            fan = hindcast.fans[name, origin, horizon]
            day = origin.toordinal() + 7 * horizon
            ends = [start + fan[LOW], start + fan[HIGH]]
            axes.plot([day, day], ends, color=RIVAL.text, linewidth=1.3, marker="_", markersize=6)


def _month_ticks(first: date, last: date) -> list[date]:
    """Choose the first days of months as ticks, as many as fit."""
    months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
    step = next(n for n in (1, 2, 3, 4, 6, 12, 24, 60, 120, 1200) if len(months) / n <= MAX_TICKS)
    return [date(m // 12, m % 12 + 1, 1) for m in months if m % step == 0 and date(m // 12, m % 12 + 1, 1) <= last]


def _draw_legend(axes: "Axes") -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    axes.set_axis_off()
    handles = [
        Line2D([], [], color=INK, linewidth=1.8, marker="o", markersize=4.5, label="observed, and start of a forecast"),
        Line2D([], [], color=RIVAL.text, linewidth=1.3, label="best benchmark, middle 80%"),
        Line2D([], [], color=GREY, linewidth=1.1, linestyle=FANS[0].dash, label="forecast, median"),
        *(Patch(color=GREY, alpha=a, label=f"forecast, middle {h - low:.0%}") for low, h, a in reversed(INTERVALS)),
    ]
    axes.legend(handles=handles, loc="center", frameon=False, fontsize=8.5, ncols=2)
