"""The figure that shows which inputs drive the headline outcomes, and the evidence grade of each input."""

from collections.abc import Sequence

from forecast.analysis.drivers import Driver
from forecast.display.digits import format_value
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import INK, WIDTH
from forecast.text.judgment_warnings import DriverRanking
from forecast.text.outcome_tables import TextTable

GRADES = {"A": ("#0072B2", "A measured"), "B": ("#8fb8d4", "B literature"), "C": ("#D55E00", "C judgment")}


def panel(rankings: Sequence[DriverRanking]) -> Panel | None:
    """Draw first-order indices as bars, one chart for each ranking; None if no outcome has a driver."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    rankings = [ranking for ranking in rankings if ranking.drivers]
    if not rankings:
        return None
    figure = Figure(figsize=(WIDTH, 0.34 * sum(len(r.drivers) for r in rankings) + 0.75 * len(rankings) + 0.4))
    charts = figure.subplots(len(rankings), 1, squeeze=False, sharex=True).ravel()
    for axes, (title, drivers, _) in zip(charts, rankings, strict=True):
        for i, driver in enumerate(drivers):
            value, error = driver.first_order.value, 2 * driver.first_order.mcse
            axes.barh(-i, value, height=0.62, color=GRADES[driver.grade][0])
            axes.plot([max(value - error, 0.0), value + error], [-i, -i], color=INK, linewidth=0.9)
        axes.set_yticks([-i for i in range(len(drivers))], [f"{d.prior.name} ({d.grade})" for d in drivers])
        axes.set_title(title, x=-0.02, ha="left")
        axes.grid(axis="y", visible=False)
    charts[-1].set_xlim(left=0)
    charts[-1].set_xlabel("share of the spread across draws explained alone")
    charts[0].legend(handles=[Patch(color=c, label=label) for c, label in GRADES.values()], loc="lower right",
                     frameon=False, fontsize=8.5, handlelength=1.2)  # fmt: skip
    return Panel(
        "drivers",
        "Which assumptions matter most",
        "The bars show, for each outcome, which inputs explain most of its variance between draws. Each index is "
        "computed for one input alone (first-order index from binned draws). A thin line reaches two standard errors "
        "either way. The letter is the grade of evidence: A measured, B from the literature, C judgment. Where C "
        "leads, the outcome rests on judgment, however small its standard error.",
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


def _table(title: str, drivers: list[Driver]) -> TextTable:
    rows = tuple(
        (d.prior.name, d.grade, "up" if d.raises else "down", format_value(d.first_order), d.prior.about)
        for d in drivers
    )
    total = sum(d.first_order.value for d in drivers)
    note = f"Together these inputs explain about {total:.0%} of the variance between draws."
    return TextTable(
        (title, "grade", "a higher value moves the outcome", "index", "what it is"), rows, note, wordy=True
    )
