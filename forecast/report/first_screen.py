"""The first screen of the page: answers, the chart of lasting peace, the record, and three voices from outside."""

from collections.abc import Sequence

from forecast.report import markup
from forecast.report.answer import Claim
from forecast.report.panel import Panel
from forecast.report.views.view import View

RECORD_SENTENCES = 2
"""Sentences of the first entry of the record that fit on the first screen."""


def first_screen(
    made: Sequence[Claim], chart: tuple[Panel, str] | None, verdict: Sequence[str], outside: View | None
) -> str:
    """Write the first screen as HTML.

    Parameters
    ----------
    made : sequence of Claim
        Questions and answers.
    chart : (Panel, str) or None
        The chart of lasting peace and its SVG element.
    verdict : sequence of str
        What is said of the record of earlier forecasts, plain text.
    outside : View or None
        Voices from outside.
    """
    answers = "".join(
        f"<div><dt>{markup.escape(claim.question)}</dt><dd>{markup.escape(claim.answer)}</dd></div>\n"
        for claim in (*made, *_record(verdict))
    )
    left = f'<dl class="claims">\n{answers}</dl>\n' if answers else ""
    right = _chart(*chart) if chart else ""
    return (
        '<section aria-labelledby="answer">\n<h2 id="answer" class="unseen">The answer</h2>\n'
        f"{markup.block('first', f'<div>{left}</div>{right}')}{_below(outside)}</section>\n"
    )


def _chart(panel: Panel, svg: str) -> str:
    title = "Futures with a ceasefire that lasts, by policy"
    short = (
        "Bar: 80% band, what is not known of the inputs. Policies share inputs and chance, so a difference can be "
        "clear although bars overlap. Grey italics: a tie."
    )
    whole = markup.folded("How to read it, numbers and files", markup.figure_notes(panel))
    return (
        f'<figure id="{panel.key}">\n<h3>{title}</h3>\n<div>\n{svg}</div>\n<figcaption>{short}</figcaption>\n'
        f"{whole}</figure>\n"
    )


def _record(verdict: Sequence[str]) -> list[Claim]:
    """Quote from the first entry of the record: its first sentences, and the one on its error; nothing without one."""
    if not verdict:
        return []
    sentences = [sentence.rstrip(".") for sentence in verdict[0].split(". ")]
    told = [*sentences[:RECORD_SENTENCES], *(s for s in sentences[RECORD_SENTENCES:] if s.startswith("Its error"))]
    who = "Version " if told[0][:1].isdigit() else ""
    return [Claim("How good was the last forecast?", f"{who}{'. '.join(told)}.")]


def _below(outside: View | None) -> str:
    """Write the voices side by side, each with its name in bold."""
    if outside is None:
        return ""
    voices = (claim.split(": ", 1) for claim in outside.claims)
    inside = "".join(f"<p><b>{markup.escape(name)}:</b> {markup.escape(text)}</p>\n" for name, text in voices)
    return markup.block("below", inside)
