"""The figure of the front of the shipped baseline: the fan of the run, what came, and the forecast of version 0.1.0."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forecast.analysis.estimates import Estimate
from forecast.display.dates import day_text
from forecast.report.fan_course import HIGH, LAST_WEEK, LOW, MIDDLE, FanCourse, fan_course, gains
from forecast.report.lettering import wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, INK, OTHERS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVELS = (LOW, 0.25, MIDDLE, 0.75, HIGH)
FAN, EARLIER = OTHERS[0], OTHERS[1]
DASH = (0, (5, 2))
NEAR = 13
"""Weeks of the chart in which the first misses can be seen."""

LEGEND, LOWER, CHART, UPPER = 0.75, 0.55, 2.25, 0.12  # inches: heights from below
LEFT, BETWEEN, RIGHT = 0.70, 0.62, 0.10  # inches: widths from the left
TALL = LEGEND + LOWER + CHART + UPPER
MARKERS = ("o", "s", "D", "^")
Fan = dict[float, list[Estimate]]
HEAD = ("series", "week", "level", "net_km2", "mcse_at_most")


def panel(material: Material) -> Panel | None:
    """Draw the figure; None for a baseline of which nothing is known."""
    course = fan_course(material)
    return None if course is None else draw(material, course)


def draw(material: Material, course: FanCourse) -> Panel:
    """Draw the middle 50% and 80% and the median by week; points for what came; a dashed median for version 0.1.0."""
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    weeks = [int(week) for week in material.weeks if week <= LAST_WEEK]
    histograms = gains(material, weeks)
    fan = {level: [histograms[week].quantile(level) for week in weeks] for level in LEVELS}
    figure = Figure(figsize=(WIDTH, TALL))
    figure.set_layout_engine("none")  # fixed places: the same in every drawing, to the last digit
    legend = figure.add_axes((0.0, 0.0, 1.0, LEGEND / TALL))
    legend.set_axis_off()
    spans = [span for span in (NEAR, LAST_WEEK) if span <= weeks[-1]] or [weeks[-1]]
    wide = (WIDTH - LEFT - RIGHT - (len(spans) - 1) * BETWEEN) / len(spans)
    for column, span in enumerate(spans):
        left = LEFT + column * (wide + BETWEEN)
        axes = figure.add_axes((left / WIDTH, (LEGEND + LOWER) / TALL, wide / WIDTH, CHART / TALL))
        _draw_span(axes, fan, course, span)
        axes.set_xlabel("weeks from week 0")
        if column == 0:
            axes.set_ylabel("net gain, km²")
    handles: list[Artist] = [
        Line2D([], [], color=FAN.text, linewidth=1.8, label="this run, median"),
        Patch(color=FAN.colour, alpha=0.62, label="this run, middle 50%"),
        Patch(color=FAN.colour, alpha=0.22, label="this run, middle 80%"),
        Line2D([], [], color=EARLIER.text, linewidth=1.3, linestyle=DASH,
               label=f"{course.known.earlier.label}, median and 80%"),
    ]  # fmt: skip
    for name, marker in zip(course.observed, MARKERS, strict=False):
        label = f"came, {name}"
        handles.append(Line2D([], [], color=INK, marker=marker, markersize=5.0, linewidth=0.9, label=label))
    legend.legend(handles=handles, loc="center", frameon=False, fontsize=8.5, ncols=2)
    name = material.titles[material.members.reference]
    return Panel(
        "fan",
        "The front: what was forecast, and what came",
        f"Net gain of {material.attacker} on the front since {day_text(course.origin)}. Shades: the run, policy "
        f"“{_short(name)}”. Points: what two maps showed ({course.known.source}). Dashed, with bars for its 80%: "
        f"{course.known.earlier.label}, which knew the maps to {day_text(course.known.earlier.state_until)}. "
        f"{course.known.later_knowledge}",
        figure,
        numbers=PlottedNumbers(HEAD, tuple(_numbers(weeks, fan, course))),
    )


def _draw_span(axes: "Axes", fan: Fan, course: FanCourse, span: int) -> None:
    """Draw the first weeks, up to `span`."""
    weeks = range(span + 1)
    for low, high, strength in ((LOW, HIGH, 0.22), (0.25, 0.75, 0.40)):
        below, above = ([estimate.value for estimate in fan[level][: span + 1]] for level in (low, high))
        axes.fill_between(weeks, below, above, color=FAN.colour, alpha=strength, linewidth=0)
    axes.plot(weeks, [estimate.value for estimate in fan[MIDDLE][: span + 1]], color=FAN.text, linewidth=1.8)
    earlier = {week: band for week, band in course.earlier.items() if week <= span}
    axes.plot([0, *earlier], [0.0, *(band.middle for band in earlier.values())], color=EARLIER.text, linewidth=1.3,
              linestyle=DASH)  # fmt: skip
    for week, band in earlier.items():
        axes.plot([week, week], [band.low, band.high], color=EARLIER.text, linewidth=1.0, marker="_", markersize=7)
    for seen, marker in zip(course.observed.values(), MARKERS, strict=False):
        known = {0: 0.0, **{week: value for week, value in seen.items() if week <= span}}
        axes.plot(list(known), list(known.values()), color=INK, marker=marker, markersize=5.0, linewidth=0.9)
    axes.axhline(0.0, color=GREY, linewidth=0.7)
    axes.set_xlim(0, span + 0.02 * span)
    axes.set_ylim(top=1.05 * max(fan[HIGH][span].value, max(band.high for band in earlier.values())))
    axes.set_xticks([week for week in (0, 4, 13, 26, 39, 52) if week <= span])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def _numbers(weeks: list[int], fan: Fan, course: FanCourse) -> Iterator[tuple[str | float | int | None, ...]]:
    for level, estimates in fan.items():
        for week, estimate in zip(weeks, estimates, strict=True):
            yield "run", week, level, *estimate[:2]
    for week, band in course.earlier.items():
        for level, value in zip((MIDDLE, LOW, HIGH), band, strict=True):
            yield course.known.earlier.label, week, level, value, None
    for name, seen in course.observed.items():
        for week, value in seen.items():
            yield f"came, {name}", week, None, value, None


def _short(name: str) -> str:
    return wrap(name, 7.5, 4.0, most=1)[0]
