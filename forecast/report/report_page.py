"""The page of a run: the answer first, then one section for each question, then the appendix."""

from collections.abc import Mapping, Sequence

from forecast.report import markup
from forecast.report.answer import claims
from forecast.report.appendix import appendix, failed_note
from forecast.report.first_screen import first_screen
from forecast.report.layout import CHART, PARTS, Part, outside_voices
from forecast.report.material import Material
from forecast.report.panel import Panel
from forecast.report.view_section import explained, view_html
from forecast.text import report_notes

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
    drawn = {panel.key: (panel, svg) for panel, svg in figures}
    sections = [(part, html) for part in PARTS if (html := _section(part, material, drawn))]
    shown = {CHART, *(name for part in PARTS for name in part.figures)}
    more = [each for each in figures if each[0].key not in shown]
    experiment = material.experiment
    entries = [(part.key, part.title) for part, _ in sections]
    return markup.document(
        f"{experiment.experiment}: {experiment.question}",
        header(material),
        [
            first_screen(claims(material), drawn.get(CHART), verdict, outside_voices(material)),
            markup.contents([*entries, ("limits", "What this cannot say"), ("appendix", "Appendix")]),
            *(html for _, html in sections),
            markup.section("limits", "What this cannot say", markup.bullets(report_notes.limits(material.members))),
            markup.section("appendix", "Appendix: all numbers", appendix(material, more, past, verdict)),
        ],
        markup.paragraphs([f"Cite as: {material.stamp.cite}", *report_notes.credit_lines(material.members)]),
    )


def header(material: Material) -> str:
    """Write the identity of the run, the question, and what kind of page this is, as HTML."""
    stamp, experiment = material.stamp, material.experiment
    line = (
        f"Frontcast {stamp.version}, a simulation, not a prediction. Week 0: {stamp.week0}. "
        f"{material.members.count:,} futures of each policy. Run {stamp.run}, config {stamp.config[:12]}"
        f"{f', made on {stamp.made}' if stamp.made else ''}."
    )
    return (
        f'<p class="stamp">{markup.escape(line)}</p>\n<h1>{markup.escape(experiment.question)}</h1>\n'
        + markup.paragraphs(failed_note(material.members), "note")
    )


def _section(part: Part, material: Material, drawn: Mapping[str, Drawn]) -> str:
    figures = [drawn[name] for name in part.figures if name in drawn]
    html = "".join(markup.figure(panel, svg) for panel, svg in figures)
    view = part.view(material) if part.view is not None else None
    if view is not None:
        inside = view_html(view, html, material.table.evidence.mark)
    else:
        inside = html + explained(part.explained) if html and part.view is None else ""
    return markup.section(part.key, part.title, inside) if inside else ""
