"""Write the HTML of the report: plain elements, one style sheet, no script, nothing loaded from the network."""

import re
from collections.abc import Iterable
from functools import cache
from html import escape as _escape
from importlib.resources import files

from forecast.errors import printable
from forecast.report.panel import Panel
from forecast.text.outcome_tables import TextTable

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SQUARE = re.compile(r"\bkm2\b")


@cache
def _style() -> str:
    return files("forecast.report").joinpath("page.css").read_text(encoding="utf-8")


def escape(text: str) -> str:
    """Turn plain text into HTML; write km2 as km² and keep a number and its error on one line.

    Control characters and marks of writing direction are shown as escapes and have no effect.
    """
    return _SQUARE.sub("km²", _escape(printable(text, "\n"))).replace(" ±", "\u00a0±")


def document(title: str, header: str, sections: Iterable[str], footer: str) -> str:
    """Write the whole HTML document.

    Parameters
    ----------
    title : str
        Title of the document, plain text.
    header, footer : str
        Content of header and footer, HTML.
    sections : iterable of str
        HTML of the main part, in reading order.
    """
    body = "".join(sections)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the answer</a>\n'
        f'<header>\n{header}</header>\n<main id="main">\n{body}</main>\n<footer>\n{footer}</footer>\n'
        "</body>\n</html>\n"
    )


def contents(entries: Iterable[tuple[str, str]]) -> str:
    """Write the list of contents. entries: anchor and name of each section."""
    items = "".join(f'<li><a href="#{key}">{escape(name)}</a></li>\n' for key, name in entries)
    return f'<nav class="contents" aria-label="Contents">\n<ol>\n{items}</ol>\n</nav>\n'


def folded(summary: str, *parts: str, kind: str = "") -> str:
    """Put HTML behind a line that opens it; empty without content."""
    inside = "".join(parts)
    classes = f' class="{kind}"' if kind else ""
    return f"<details{classes}>\n<summary>{escape(summary)}</summary>\n{inside}</details>\n" if inside else ""


def section(key: str, title: str, *parts: str) -> str:
    """Write a section of the page.

    Parameters
    ----------
    key : str
        Anchor of the section (its id in the page).
    title : str
        Heading of the section, plain text.
    *parts : str
        Content of the section, HTML.
    """
    inside = "".join(parts)
    return f'<section aria-labelledby="{key}">\n<h2 id="{key}">{escape(title)}</h2>\n{inside}</section>\n'


def paragraphs(texts: Iterable[str], kind: str = "") -> str:
    """Write plain texts as paragraphs of the CSS class `kind`."""
    classes = f' class="{kind}"' if kind else ""
    return "".join(f"<p{classes}>{escape(text)}</p>\n" for text in texts)


def bullets(texts: Iterable[str]) -> str:
    """Write plain texts as a list."""
    items = "".join(f"<li>{escape(text)}</li>\n" for text in texts)
    return f"<ul>\n{items}</ul>\n"


def block(kind: str, inside: str) -> str:
    """Put HTML into a block of the CSS class `kind`."""
    return f'<div class="{kind}">\n{inside}</div>\n'


def warning_boxes(texts: Iterable[str]) -> str:
    """Write plain texts as coloured boxes side by side."""
    inside = "".join(f'<p class="note" role="note">{escape(text)}</p>\n' for text in texts)
    return block("notes", inside)


def small_lines(lines: Iterable[str]) -> str:
    """Write plain texts as small lines below the content of a table cell."""
    return "".join(f'<span class="under">{escape(line)}</span>' for line in lines)


def figure(panel: Panel, svg: str, heading: bool = True) -> str:
    """Write a figure: title, drawing, caption, and its numbers behind a line that opens them.

    Parameters
    ----------
    panel : Panel
    svg : str
        Its drawing, an SVG element.
    heading : bool
        Whether the title stands above the drawing.
    """
    title = f"<h3>{escape(panel.title)}</h3>\n" if heading else ""
    notes = folded("Numbers, evidence and files", figure_notes(panel, caption=False))
    return (
        f'<figure id="{panel.key}">\n{title}'
        f'<div class="wide" role="group" tabindex="0" aria-label="Drawing: {panel.key}">\n{svg}</div>\n'
        f"<div><figcaption>{escape(panel.caption)}</figcaption>\n{notes}</div>\n</figure>\n"
    )


def figure_notes(panel: Panel, caption: bool = True) -> str:
    """Write what stands behind a figure: its caption, evidence and tables, and the names of its files."""
    texts = [panel.caption] if caption else []
    texts += [panel.evidence] if panel.evidence else []
    files = f"Files beside this page: figures/{panel.key}.svg, .png and .csv."
    return "".join(table(text_table) for text_table in panel.tables) + paragraphs([*texts, files], "tablenote")


def table(text_table: TextTable, mark: str = "") -> str:
    """Write a table of plain text that scrolls on narrow screens. mark: evidence grade, if the table has none."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in text_table.head)
    rows = []
    for name, *cells in text_table.rows:
        inside = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{inside}</tr>\n')
    kind = "wordy" if text_table.wordy else ""
    return scrolling_table(
        head, "".join(rows), [text_table.note], f"Table: {', '.join(text_table.head)}", kind, text_table.mark or mark
    )


def scrolling_table(head: str, rows: str, notes: Iterable[str], label: str, kind: str, mark: str) -> str:
    """Write a table that scrolls on narrow screens and that a keyboard can reach.

    Parameters
    ----------
    head, rows : str
        HTML of the head cells and of the body rows.
    notes : iterable of str
        Footnotes, plain text; empty ones are dropped.
    label : str
        Name of the table for screen readers, plain text.
    kind : str
        CSS classes of the table, separated by spaces; may be empty.
    mark : str
        Evidence grade in words, shown as the caption of the table.
    """
    classes = f' class="{kind}"' if kind else ""
    footnotes = "".join(f'<p class="tablenote">{escape(note)}</p>\n' for note in notes if note)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">\n<table{classes}>\n'
        f"<caption>{escape(mark)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{footnotes}"
    )
