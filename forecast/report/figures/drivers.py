"""Which inputs drive the headline outcomes, each with the grade of its evidence."""

import numpy as np

from forecast.analysis.drivers import Driver
from forecast.analysis.estimates import Floats
from forecast.analysis.headlines import IN_WORDS
from forecast.report.material import Material
from forecast.report.panel import Panel, Table
from forecast.report.style import INK, WIDTH
from forecast.text.digits import format_value

GRADES = {"A": ("#0072B2", "A measured"), "B": ("#8fb8d4", "B literature"), "C": ("#D55E00", "C judgment")}
MOST = 7
LEAD = "Its lead over"


def panel(found: dict[str, list[Driver]]) -> Panel | None:
    """Bars of first-order indices, one group of them for each outcome of `searches`."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    found = {title: ranked for title, ranked in found.items() if ranked}
    if not found:
        return None
    figure = Figure(figsize=(WIDTH, 0.34 * sum(len(d) for d in found.values()) + 0.75 * len(found) + 0.4))
    places = figure.subplots(len(found), 1, squeeze=False, sharex=True).ravel()
    for place, (title, drivers) in zip(places, found.items(), strict=True):
        for i, driver in enumerate(drivers):
            value, error = driver.index.value, 2 * driver.index.mcse
            place.barh(-i, value, height=0.62, color=GRADES[driver.grade][0])
            place.plot([max(value - error, 0.0), value + error], [-i, -i], color=INK, linewidth=0.9)
        place.set_yticks([-i for i in range(len(drivers))], [f"{d.prior.name} ({d.grade})" for d in drivers])
        place.set_title(title, x=-0.02, ha="left")
        place.grid(axis="y", visible=False)
    places[-1].set_xlim(left=0)
    places[-1].set_xlabel("share of the spread across draws explained alone")
    figure.legend(handles=[Patch(color=c, label=words) for c, words in GRADES.values()], loc="outside upper center",
                  ncols=3, frameon=False, fontsize=8.5, handlelength=1.2)  # fmt: skip
    return Panel(
        "drivers",
        "Which assumptions matter most",
        "For each outcome, the inputs that explain most of its spread across draws, each taken alone (a first-order "
        "index from binned draws; thin lines are two standard errors). The letter is the grade of evidence: A "
        "measured, B from the literature, C judgment. Where C leads, the outcome rests on judgment, "
        "whatever its standard error.",
        figure,
        tuple(_table(title, drivers) for title, drivers in found.items()),
    )


def searches(material: Material) -> dict[str, list[Driver]]:
    """Drivers by what they drive: two outcomes of the focus branch, and its lead over the reference."""
    branch = material.shown_branch
    table = material.table
    columns: dict[str, Floats] = {}
    reached, lasting = table.row("ceasefire_by_w104"), table.durable
    if reached is not None:
        columns[f"Ceasefire within 104 weeks, {branch}"] = reached.headline.values(branch)
    if lasting is not None and table.years is not None:
        values, words = lasting.headline.values, IN_WORDS[table.years]
        columns[f"Ceasefire that lasts {words}, {branch}"] = values(branch)
        if material.focus is not None:
            lead = values(branch) - values(material.members.reference)
            columns[f"{LEAD} {material.members.reference} in the latter"] = lead
    if not columns:
        return {}
    return {title: _notable(material.search.top(values, MOST)) for title, values in columns.items()}


def _notable(drivers: list[Driver]) -> list[Driver]:
    """Those whose index is not just noise; the first three in any case."""
    return [d for i, d in enumerate(drivers) if i < 3 or d.index.value > 2 * d.index.mcse]


def _table(title: str, drivers: list[Driver]) -> Table:
    rows = tuple(
        (d.prior.name, d.grade, "up" if d.raises else "down", format_value(d.index), d.prior.about) for d in drivers
    )
    total = float(np.sum([d.index.value for d in drivers]))
    note = f"Together these explain about {total:.0%} of the spread across draws."
    return Table((title, "grade", "more of it moves the outcome", "index", "what it is"), rows, note, wordy=True)
