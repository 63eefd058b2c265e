"""A panel of the report: a figure with caption and tables, and the evidence grade written on figure and tables."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecast.analysis.branch_table import OutcomeRow
from forecast.report.material import Material
from forecast.report.style import JUDGMENT
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINE_WIDTH = 92  # characters
FONT_SIZE = 7.5  # points


@dataclass(frozen=True)
class Panel:
    """A figure with its heading, caption and tables.

    Attributes
    ----------
    key : str
        Name of the SVG file without its ending, and prefix of the ids in it.
    title : str
        Heading above the figure.
    caption : str
        Text that says what is drawn and how to read it.
    figure : matplotlib Figure
        The drawing.
    tables : tuple of TextTable
        Tables of the numbers that are drawn.
    evidence : str
        Text on the figure that says what evidence the numbers rest on.
    """

    key: str
    title: str
    caption: str
    figure: "Figure"
    tables: tuple[TextTable, ...] = ()
    evidence: str = ""


def write_grade(panel: Panel, material: Material) -> Panel:
    """Write the evidence grade on the figure and the tables of a panel, and return the new panel."""
    evidence = material.table.evidence
    text = " ".join(
        filter(None, [f"{evidence.mark}.", leading_judgments(material, _outcome_of_figure(panel.key, material))])
    )
    write_below(panel.figure, text, JUDGMENT if evidence.grade == "C" else None)
    return replace(panel, evidence=text, tables=with_mark(panel.tables, evidence.mark))


def with_mark(tables: Sequence[TextTable], mark: str) -> tuple[TextTable, ...]:
    """Write an evidence grade on tables."""
    return tuple(replace(table, mark=mark) for table in tables)


def write_below(figure: "Figure", text: str, colour: str | None) -> None:
    """Write text below a drawing, in lines of 92 characters; the figure grows by their height.

    Parameters
    ----------
    figure : Figure
        The drawing; it is changed.
    text : str
        Text to write.
    colour : str, optional
        Colour of the text, black if None.
    """
    lines = textwrap.wrap(text, LINE_WIDTH)
    width, height = figure.get_size_inches()
    figure.set_size_inches(width, height + 0.08 + 0.13 * len(lines))
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=FONT_SIZE, color=colour)


def leading_judgments(material: Material, row: OutcomeRow | None) -> str:
    """Name the judgments that drive an outcome most, in a sentence; empty without an outcome."""
    if row is None:
        return ""
    outcome = f"“{row.headline.short}” in {material.driver_branch}"
    drivers = material.judged[row.headline.target]
    if not drivers:
        return f"No single judgment that moves {outcome} is clear of chance in this run."
    return f"Judgments that move {outcome} most: {', '.join(driver.prior.name for driver in drivers)}."


def _outcome_of_figure(key: str, material: Material) -> OutcomeRow | None:
    """Find the headline outcome that a figure is about; None if the run has no such outcome."""
    table = material.table
    outcomes = {
        "territory": table.row("net_km2_w52"),
        "sectors": table.row("net_km2_w52"),
        "ceasefire": table.row("ceasefire_by_w104"),
        "durability": table.lasts,
        "frontier": table.durable,
        "regimes": table.durable,
    }
    return outcomes.get(key)
