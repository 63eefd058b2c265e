"""The page of a run: puts its sections together in reading order."""

from collections.abc import Sequence

from forecast.analysis.members import Members
from forecast.report import markup
from forecast.report.headline_table import headline_table
from forecast.report.hindcasts.hindcast_section import hindcast_section
from forecast.report.material import Material
from forecast.report.panel import Panel, with_mark
from forecast.report.record_section import record_section
from forecast.report.values_section import values_section
from forecast.text import report_notes
from forecast.text.judgment_warnings import judgment_warnings
from forecast.text.outcome_sentences import LOSSES_CAUTION, focus_sentences, result_sentences
from forecast.text.outcome_tables import TextTable, comparison_table, known_table

Drawn = tuple[Panel, str]


def report_page(
    material: Material, figures: Sequence[Drawn], past: Sequence[Drawn], verdict: Sequence[str] = ()
) -> str:
    """Write the report as HTML.

    Parameters
    ----------
    material : Material
        The run.
    figures : sequence of (Panel, str)
        Panels of the run, each with its SVG element.
    past : sequence of (Panel, str)
        Panels of hindcasts, each with its SVG element.
    verdict : sequence of str
        What is said of the record of earlier forecasts, plain text.
    """
    members, experiment = material.members, material.experiment
    return markup.document(
        f"{experiment.experiment}: {experiment.question}",
        _header(material),
        [
            record_section(list(verdict)),
            markup.section("words", "Results in words", _results(material)),
            markup.section("branches", "The courses of action", _branches(material)),
            markup.section("table", "Headline outcomes", headline_table(material)),
            _table_section("known", "What is known of this war", known_table(members), material),
            _table_section(
                "standing",
                f"Which branches have more or less than {material.tested_branch}",
                comparison_table(members, material.table),
                material,
            ),
            values_section(material),
            markup.section("figures", "Figures", *(markup.figure(panel, svg) for panel, svg in figures)),
            hindcast_section(past),
            markup.section("method", "How to read the numbers", markup.bullets(report_notes.method(members))),
            markup.section("limits", "What this cannot say", markup.bullets(report_notes.limits(members))),
        ],
        markup.paragraphs(report_notes.credit_lines(members)),
    )


def _header(material: Material) -> str:
    experiment, members = material.experiment, material.members
    run = (
        f"Frontcast, experiment {experiment.experiment}, baseline {experiment.baseline.name}, {members.count:,} members"
    )
    return (
        f'<p class="kind">{markup.escape(run)}</p>\n<h1>{markup.escape(experiment.question)}</h1>\n'
        + markup.paragraphs([report_notes.NOT_A_PREDICTION])
        + markup.warning_boxes(judgment_warnings(members, material.table, material.rankings))
        + markup.paragraphs([_failed(members)] if members.failed else [])
        + markup.paragraphs([report_notes.purpose(members)])
    )


def _failed(members: Members) -> str:
    whole = members.failed + members.count
    return (
        f"{members.failed:,} of {whole:,} members failed and are left out of every number. The table of headline "
        "outcomes shows between which values each estimate lies, whatever they had been."
    )


def _results(material: Material) -> str:
    members, table = material.members, material.table
    html = markup.block("words", markup.paragraphs(result_sentences(members, table)))
    comparisons = focus_sentences(members, table)
    if comparisons:
        title = f"How {material.tested_branch or ''} compares with the others"
        html += f"<h3>{markup.escape(title)}</h3>\n{markup.bullets(comparisons)}"
        html += markup.paragraphs([LOSSES_CAUTION])
    return html


def _branches(material: Material) -> str:
    items = []
    for branch in material.branches:
        about = material.experiment.branches[branch].about or "no description"
        name = f"{branch} (reference)" if branch == material.members.reference else branch
        items.append(f"<div><dt>{markup.escape(name)}</dt><dd>{markup.escape(about)}</dd></div>\n")
    inside = "".join(items)
    return f'<dl class="branches">\n{inside}</dl>\n'


def _table_section(key: str, title: str, table: TextTable | None, material: Material) -> str:
    """Write a section that holds one table; empty without a table."""
    if table is None:
        return ""
    (marked,) = with_mark([table], material.table.evidence.mark)
    return markup.section(key, title, markup.table(marked))
