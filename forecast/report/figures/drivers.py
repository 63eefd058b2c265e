"""The figure that shows which inputs drive the headline outcomes, and the evidence grade of each input."""

from collections.abc import Sequence

from forecast.analysis.drivers import Driver
from forecast.display.inputs import input_words
from forecast.display.numbers import percent
from forecast.report.lettering import wrap
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import INK, WIDTH
from forecast.text.judgment_warnings import DriverRanking
from forecast.text.outcome_tables import TextTable

GRADES = {"A": ("#0072B2", "A measured"), "B": ("#8fb8d4", "B literature"), "C": ("#D55E00", "C judgment")}
GRADE_WORDS = {"A": "measured", "B": "from the literature", "C": "judgment"}
SIZE, NAMES, CHART = 8.5, 2.35, 3.0  # points, inches for the name of an input, inches for a title


def panel(rankings: Sequence[DriverRanking]) -> Panel | None:
    """Draw first-order indices as bars, one chart for each ranking; None if no outcome has a driver."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.ticker import PercentFormatter

    rankings = [ranking for ranking in rankings if ranking.drivers]
    if not rankings:
        return None
    figure = Figure(figsize=(WIDTH, 0.36 * sum(len(r.drivers) for r in rankings) + 0.95 * len(rankings) + 0.4))
    parts = [len(ranking.drivers) + 1.0 for ranking in rankings]
    charts = figure.subplots(len(rankings), 1, squeeze=False, sharex=True, height_ratios=parts).ravel()
    used = {driver.grade for ranking in rankings for driver in ranking.drivers}
    for axes, (title, drivers, _) in zip(charts, rankings, strict=True):
        for i, driver in enumerate(drivers):
            value, error = driver.first_order.value, 2 * driver.first_order.mcse
            axes.barh(-i, value, height=0.62, color=GRADES[driver.grade][0])
            axes.plot([max(value - error, 0.0), value + error], [-i, -i], color=INK, linewidth=0.9)
        axes.set_yticks([-i for i in range(len(drivers))], [_label(d) for d in drivers])
        axes.set_title("\n".join(wrap(title, 9.5, CHART, bold=True, most=3)))
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    charts[-1].set_xlim(left=0)
    charts[-1].set_xlabel("of the spread, explained alone")
    handles = [Patch(color=colour, label=label) for grade, (colour, label) in GRADES.items() if grade in used]
    charts[0].legend(handles=handles, loc="lower right", frameon=False, fontsize=8.5, handlelength=1.2)
    return Panel(
        "drivers",
        _claim(rankings),
        "Share of the spread between draws that an input explains alone. Thin line: two Monte Carlo errors either way. "
        "Where judgments (orange) lead, the outcome rests on them, however small its error.",
        figure,
        tuple(_table(ranking.title, ranking.drivers) for ranking in rankings),
        numbers=PlottedNumbers(
            ("outcome", "input", "grade_of_input", "first_order", "mcse", "raises"),
            tuple(
                (ranking.title, d.prior.name, d.grade, *d.first_order[:2], int(d.raises))
                for ranking in rankings
                for d in ranking.drivers
            ),
        ),
    )


def _label(driver: Driver) -> str:
    """Name an input in words with its grade, in at most two lines."""
    return "\n".join(wrap(f"{input_words(driver.prior).name} ({driver.grade})", SIZE, NAMES, most=2))


def _claim(rankings: Sequence[DriverRanking]) -> str:
    """Name the strongest input of the first outcome, and say whether it is a judgment."""
    strongest = rankings[0].drivers[0]
    name, grade = input_words(strongest.prior).name, GRADE_WORDS[strongest.grade]
    return f"What moves “{rankings[0].title}” most: {name} ({grade})"


def _table(title: str, drivers: list[Driver]) -> TextTable:
    rows = tuple(
        (input_words(d.prior).name, d.grade, "up" if d.raises else "down", percent(d.first_order), d.prior.name)
        for d in drivers
    )
    total = sum(d.first_order.value for d in drivers)
    note = f"Together these inputs explain about {total:.0%} of the variance between draws."
    return TextTable((title, "grade", "a higher value moves it", "explains", "id"), rows, note, wordy=True)
