"""The appendix of the page: all numbers with their errors, for readers who check. Each part is folded away."""

from collections.abc import Sequence

from forecast.analysis.members import Members
from forecast.report import markup
from forecast.report.headline_table import headline_table
from forecast.report.hindcasts.hindcast_section import hindcast_figures_html
from forecast.report.material import Material
from forecast.report.panel import Panel, with_mark
from forecast.report.values_section import values_section
from forecast.text import report_notes
from forecast.text.judgment_warnings import judgment_warnings
from forecast.text.outcome_tables import TextTable, comparison_table, known_table

Drawn = tuple[Panel, str]


def appendix(material: Material, more: Sequence[Drawn], past: Sequence[Drawn], verdict: Sequence[str]) -> str:
    """Write the appendix as HTML.

    Parameters
    ----------
    material : Material
        The run.
    more : sequence of (Panel, str)
        Figures of the run that no other section shows, each with its SVG element.
    past : sequence of (Panel, str)
        Figures of hindcasts.
    verdict : sequence of str
        The record of earlier forecasts, plain text.
    """
    members = material.members
    parts = (
        ("What each policy is", _branches(material)),
        ("All headline outcomes, with Monte Carlo errors and bands", headline_table(material)),
        ("Judgments on which the order of the policies depends", _judgments(material)),
        (
            "Which policies have more or less of each outcome",
            _table(comparison_table(members, material.table, material.titles), material),
        ),
        ("What is known of this war", _table(known_table(members), material)),
        ("How the ranking depends on what you value", values_section(material)),
        ("More figures", "".join(markup.figure(panel, svg) for panel, svg in more)),
        ("The whole record of earlier forecasts", markup.bullets(verdict) if verdict else ""),
        ("Hindcasts: the front forecast from past dates", hindcast_figures_html(past)),
        ("How to read the numbers", markup.bullets([report_notes.purpose(members), *report_notes.method(members)])),
    )
    return "".join(markup.folded(name, inside, kind="big") for name, inside in parts)


def failed_note(members: Members) -> list[str]:
    """Say how many members failed; empty if none did."""
    if not members.failed:
        return []
    whole = members.failed + members.count
    return [
        f"{members.failed:,} of {whole:,} members failed and are left out of every number. The table of headline "
        "outcomes shows between which values each estimate lies, whatever they had been."
    ]


def _judgments(material: Material) -> str:
    return markup.warning_boxes(judgment_warnings(material.members, material.table, material.rankings))


def _branches(material: Material) -> str:
    items = []
    for branch in material.branches:
        about = material.experiment.branches[branch].about or "no description"
        role = ", the reference" if branch == material.members.reference else ""
        name = f"{material.titles[branch]} ({branch}{role})"
        items.append(f"<div><dt>{markup.escape(name)}</dt><dd>{markup.escape(about)}</dd></div>\n")
    inside = "".join(items)
    return f'<dl class="branches">\n{inside}</dl>\n'


def _table(table: TextTable | None, material: Material) -> str:
    if table is None:
        return ""
    (marked,) = with_mark([table], material.table.evidence.mark)
    return markup.table(marked)
