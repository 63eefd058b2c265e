"""The mark of every table and figure: its grade, and the judgments that move what it shows most."""

import textwrap
from dataclasses import replace

from forecast.analysis.branch_table import OutcomeRow
from forecast.report.material import Material
from forecast.report.panel import Panel
from forecast.report.style import JUDGMENT

LINE = 92
SIZE = 7.5


def marked(panel: Panel, material: Material) -> Panel:
    """The panel with the grade written into its figure and on its tables; the figure grows by what is written."""
    grade = material.table.evidence
    text = " ".join(filter(None, [f"{grade.mark}.", judgments(material, _outcome(panel.key, material))]))
    lines = textwrap.wrap(text, LINE)
    width, height = panel.figure.get_size_inches()
    panel.figure.set_size_inches(width, height + 0.08 + 0.13 * len(lines))
    colour = JUDGMENT if grade.grade == "C" else None
    panel.figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=SIZE, color=colour)
    return replace(panel, evidence=text, tables=tuple(replace(table, mark=grade.mark) for table in panel.tables))


def judgments(material: Material, row: OutcomeRow | None) -> str:
    """A sentence that names the judgments that drive an outcome most; empty without an outcome."""
    if row is None:
        return ""
    what = f"“{row.headline.short}” in {material.shown_branch}"
    found = material.judged[row.headline.target]
    if not found:
        return f"No single judgment that moves {what} is clear of chance in this run."
    return f"Judgments that move {what} most: {', '.join(driver.prior.name for driver in found)}."


def _outcome(key: str, material: Material) -> OutcomeRow | None:
    """The headline outcome that a figure is about."""
    table = material.table
    by_figure = {
        "territory": table.row("net_km2_w52"),
        "sectors": table.row("net_km2_w52"),
        "ceasefire": table.row("ceasefire_by_w104"),
        "durability": table.lasts,
        "frontier": table.durable,
        "regimes": table.durable,
    }
    return by_figure.get(key)
