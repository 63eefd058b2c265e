"""The figure of the front of the shipped baseline: the fan of the run, what came, and the forecast of version 0.1.0."""

from collections.abc import Iterator

from forecast.analysis.estimates import Estimate
from forecast.display.branches import branch_titles, inside_sentence
from forecast.display.dates import day_text
from forecast.report.fan_course import HIGH, LAST_WEEK, LOW, MIDDLE, FanCourse, fan_course, gains
from forecast.report.lettering import wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, INK, OTHERS, WIDTH

LEVELS = (LOW, 0.25, MIDDLE, 0.75, HIGH)
FAN, EARLIER = OTHERS[0], OTHERS[1]
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
    figure = Figure(figsize=(WIDTH, 3.9))
    grid = figure.add_gridspec(2, 1, height_ratios=[1.0, 0.26])
    axes, legend = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
    legend.set_axis_off()
    for low, high, strength in ((LOW, HIGH, 0.22), (0.25, 0.75, 0.40)):
        below, above = ([estimate.value for estimate in fan[level]] for level in (low, high))
        axes.fill_between(weeks, below, above, color=FAN.colour, alpha=strength, linewidth=0)
    axes.plot(weeks, [estimate.value for estimate in fan[MIDDLE]], color=FAN.text, linewidth=1.8)
    earlier = {0: 0.0, **{week: band.middle for week, band in course.earlier.items()}}
    axes.plot(list(earlier), list(earlier.values()), color=EARLIER.text, linewidth=1.3, linestyle=(0, (5, 2)))
    handles: list[Artist] = [
        Line2D([], [], color=FAN.text, linewidth=1.8, label="this run, median"),
        Patch(color=FAN.colour, alpha=0.62, label="this run, middle 50%"),
        Patch(color=FAN.colour, alpha=0.22, label="this run, middle 80%"),
        Line2D([], [], color=EARLIER.text, linewidth=1.3, linestyle=(0, (5, 2)),
               label=f"{course.known.earlier.label}, median"),
    ]  # fmt: skip
    for (name, seen), marker in zip(course.observed.items(), MARKERS, strict=False):
        line = Line2D([0, *seen], [0.0, *seen.values()], color=INK, marker=marker, markersize=5.0, linewidth=0.9,
                      label=f"came, {name}")  # fmt: skip
        axes.add_line(line)
        handles.append(line)
    axes.axhline(0.0, color=GREY, linewidth=0.7)
    axes.set_xlim(0, weeks[-1])
    axes.set_xticks([week for week in (0, 4, 13, 26, 39, 52) if week <= weeks[-1]])
    axes.set_xlabel(f"weeks from {day_text(course.origin)}")
    axes.set_ylabel("net gain, km²")
    legend.legend(handles=handles, loc="center", frameon=False, fontsize=8.5, ncols=2)
    name = inside_sentence(branch_titles(material.experiment)[material.members.reference])
    return Panel(
        "fan",
        f"The front of {material.attacker}: forecast and what came",
        f"Net gain of {material.attacker} on the front since week 0. Shades: the run, branch “{_short(name)}”. Points: "
        f"what two maps showed ({course.known.source}). Dashed: {course.known.earlier.label}, which knew the maps to "
        f"{day_text(course.known.earlier.state_until)}. {course.known.later_knowledge}",
        figure,
        numbers=PlottedNumbers(HEAD, tuple(_numbers(weeks, fan, course))),
    )


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
