"""The view of what came of the shipped baseline of December 2024: the front, beside the run and version 0.1.0."""

from forecast.display.numbers import rounded
from forecast.report.fan_course import Band, FanCourse, fan_course
from forecast.report.material import Material
from forecast.report.views.view import View
from forecast.text.outcome_tables import TextTable

TITLE = "What was forecast for the front, and what came"
ONE_FUTURE = "This is one year of one war. Weeks overlap and both maps show the same front: no case is independent."
NOTE = "km² since week 0: median (80% band). in, below, above: where what came lies in the band of this run."


def view(material: Material) -> View | None:
    """Compare the reference branch with what came; None for a baseline of which nothing is known, or a short run."""
    course = fan_course(material)
    if course is None:
        return None
    return View(
        "came",
        TITLE,
        (*_misses(course), _of_version(course), _of_run(course)),
        folded=_table(material, course),
        caveats=(course.known.later_knowledge, course.known.benchmarks, ONE_FUTURE),
        explained=course.known.source,
    )


def place(value: float, band: Band) -> str:
    """Say where a value lies: 'in' the 80% band, 'below' or 'above' it."""
    return "below" if value < band.low else "above" if value > band.high else "in"


def _misses(course: FanCourse) -> list[str]:
    """What the forecast of the earlier version missed, by map, the first week first."""
    label, told = course.known.earlier.label, []
    for name, gains in course.observed.items():
        missed = [week for week in gains if place(gains[week], course.earlier[week]) != "in"]
        if not missed:
            continue
        weeks = " and ".join(f"{week}" for week in missed)
        pairs = " and ".join(f"{gains[week]:,.0f} km²" for week in missed)
        bands = " and ".join(_band_text(course.earlier[week]) for week in missed)
        when = f"at week{'s' if len(missed) > 1 else ''} {weeks}"
        told.append(f"Missed: {label}, {when} on {name}. {pairs} came, {bands} were expected.")
    return told


def _of_version(course: FanCourse) -> str:
    label = course.known.earlier.label
    held, high, cases = _count(course, course.earlier)
    return f"{_upper(label)} expected too much ground in {high} of {cases} cases, and its 80% band held {held} of them."


def _of_run(course: FanCourse) -> str:
    held, high, cases = _count(course, course.run)
    return (
        f"This run, made with later knowledge, expects too much ground in {high} of {cases} cases, and its 80% band "
        f"holds {held} of them."
    )


def _count(course: FanCourse, bands: dict[int, Band]) -> tuple[int, int, int]:
    """Cases inside the band, cases below the median, and all cases."""
    cases = [(value, bands[week]) for gains in course.observed.values() for week, value in gains.items()]
    held = sum(place(value, band) == "in" for value, band in cases)
    return held, sum(value < band.middle for value, band in cases), len(cases)


def _table(material: Material, course: FanCourse) -> TextTable:
    name = material.titles[material.members.reference]
    head = ("week", f"this run, “{name}”", *course.observed, course.known.earlier.label)
    rows = tuple(
        (
            f"{week}",
            _band_text(band),
            *(f"{gains[week]:,.0f} {place(gains[week], band)}" for gains in course.observed.values()),
            _band_text(course.earlier[week]),
        )
        for week, band in course.run.items()
    )
    return TextTable(head, rows, NOTE)


def _band_text(band: Band) -> str:
    return f"{rounded(band.middle)} ({rounded(band.low)}-{rounded(band.high)})"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
