"""A panel of the report: a figure with its caption, its tables, and the evidence grade that is written on both."""

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

LINE = 92  # characters of a line of evidence
SIZE = 7.5  # points


@dataclass(frozen=True)
class Panel:
    """A figure and what stands beside it.

    Attributes
    ----------
    key : str
        Name of the SVG file, and prefix of the ids in it.
    title : str
        Heading.
    caption : str
        What is drawn and how to read it.
    figure : matplotlib Figure
        The drawing.
    tables : tuple of TextTable
        Its numbers.
    evidence : str
        What the numbers rest on, as written on the figure.
    """

    key: str
    title: str
    caption: str
    figure: "Figure"
    tables: tuple[TextTable, ...] = ()
    evidence: str = ""


def graded(panel: Panel, material: Material) -> Panel:
    """The panel with the evidence grade written on its figure and on its tables."""
    evidence = material.table.evidence
    text = " ".join(filter(None, [f"{evidence.mark}.", leading_judgments(material, _outcome(panel.key, material))]))
    write_below(panel.figure, text, JUDGMENT if evidence.grade == "C" else None)
    return replace(panel, evidence=text, tables=with_mark(panel.tables, evidence.mark))


def with_mark(tables: Sequence[TextTable], mark: str) -> tuple[TextTable, ...]:
    """The tables with an evidence grade."""
    return tuple(replace(table, mark=mark) for table in tables)


def write_below(figure: "Figure", text: str, colour: str | None) -> None:
    """Write text below a drawing, in lines of 92 characters; the figure grows by their height.

    Parameters
    ----------
    figure : Figure
        The drawing.
    text : str
        What to write.
    colour : str, optional
        Colour of the text, black if None.
    """
    lines = textwrap.wrap(text, LINE)
    width, height = figure.get_size_inches()
    figure.set_size_inches(width, height + 0.08 + 0.13 * len(lines))
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=SIZE, color=colour)


def leading_judgments(material: Material, row: OutcomeRow | None) -> str:
    """A sentence that names the judgments that drive an outcome most; empty without an outcome."""
    if row is None:
        return ""
    outcome = f"“{row.headline.short}” in {material.driver_branch}"
    drivers = material.judged[row.headline.target]
    if not drivers:
        return f"No single judgment that moves {outcome} is clear of chance in this run."
    return f"Judgments that move {outcome} most: {', '.join(driver.prior.name for driver in drivers)}."


def _outcome(key: str, material: Material) -> OutcomeRow | None:
    """The headline outcome that a figure is about."""
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
