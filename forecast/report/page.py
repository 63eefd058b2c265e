"""The HTML page: plain elements, one style sheet, no script, nothing from outside."""

import re
from collections.abc import Iterable
from html import escape as _escape

from forecast.report.panel import Panel, Table

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #1a1a1a; background: #fff; }
main, header, footer { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 26px; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .3em; }
h2 { font-size: 1.3rem; margin: 2.2em 0 .5em; padding-top: .5em; border-top: 2px solid #1a1a1a; }
h3 { font-size: 1.05rem; margin: 0 0 .4em; }
p, li { max-width: 78ch; }
p { margin: .5em 0 .8em; }
.kind { color: #555; font-size: .88rem; margin: 0 0 .6em; }
.notes { display: grid; gap: 12px; margin: 1em 0;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
.note { border-left: 5px solid #b34f00; background: #fdf4ec; padding: .7em 1em; margin: 0; font-size: .95rem; }
figure { margin: 0 0 44px; display: grid; gap: 6px 36px; align-items: start; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 1080px) { figure { grid-template-columns: minmax(480px, 5fr) minmax(480px, 6.4fr); } }
figure > * { min-width: 0; }
figure > h3 { grid-column: 1 / -1; font-size: 1.15rem; }
figure svg { display: block; width: 100%; height: auto; max-width: 660px; }
svg text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
figcaption { margin: 0 0 .7em; font-size: .93rem; max-width: 78ch; color: #333; }
.scroll { overflow-x: auto; margin: .4em 0 .9em; }
table { border-collapse: collapse; font-size: .84rem; font-variant-numeric: tabular-nums; line-height: 1.35; }
td { white-space: nowrap; }
th, td { padding: .32em .7em; text-align: right; vertical-align: top; border-bottom: 1px solid #e2e2e2; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 1.5px solid #1a1a1a; vertical-align: bottom; }
tbody th { font-weight: 500; max-width: 26ch; }
figure table { font-size: .74rem; }
figure th, figure td { padding: .32em .5em; }
figure th:first-child { padding-left: 0; }
table.wordy td, table.wordy th { text-align: left; white-space: normal; }
caption { text-align: left; color: #b34f00; font-size: .94em; padding-bottom: .3em; }
table.headline { font-size: .84rem; }
table.headline td { padding: .32em .3em; }
table.headline td .under { font-size: .75em; letter-spacing: -.01em; }
table.headline tbody th { font-weight: 600; min-width: 17ch; }
.under { display: block; color: #555; font-size: .82em; }
.tablenote { font-size: .84rem; color: #555; margin: 0 0 .6em; }
.words { columns: 2 480px; column-gap: 36px; }
.words { margin-bottom: 1.2em; }
.words p { margin-top: 0; break-inside: avoid; }
.branches { columns: 2 480px; column-gap: 36px; }
.branches div { break-inside: avoid; padding-bottom: .6em; }
.branches dt { font-weight: 600; }
.branches dd { margin: 0 0 .2em 1.2em; max-width: 76ch; }
footer { margin: 3em auto; color: #555; font-size: .85rem; }
@media (max-width: 600px) {
  main, header, footer { padding: 0 14px; }
  h1 { font-size: 1.4rem; }
  th:first-child { min-width: 12ch; }
}
@media print {
  body { font-size: 10.5pt; }
  main, header, footer { max-width: none; padding: 0; }
  figure { display: block; margin-bottom: 1.4em; }
  figure svg { max-width: 15cm; }
  svg, .note, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  caption { text-align: left; color: #b34f00; font-size: .94em; padding-bottom: .3em; }
table.headline { font-size: 8.5pt; }
}
"""
_SQUARE = re.compile(r"\bkm2\b")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def escape(text: str) -> str:
    """Plain text as HTML, square kilometres as they are written, a number and its error on one line."""
    return _SQUARE.sub("km²", _escape(text)).replace(" ±", "\u00a0±")


def page(title: str, header: str, sections: Iterable[str], footer: str) -> str:
    """The whole document; the parts are HTML already."""
    body = "".join(sections)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n{header}</header>\n<main>\n{body}</main>\n<footer>\n{footer}</footer>\n</body>\n</html>\n"
    )


def section(key: str, title: str, *parts: str) -> str:
    """A section with a heading."""
    inside = "".join(parts)
    return f'<section aria-labelledby="{key}">\n<h2 id="{key}">{escape(title)}</h2>\n{inside}</section>\n'


def paragraphs(texts: Iterable[str]) -> str:
    """Plain texts as paragraphs."""
    return "".join(f"<p>{escape(text)}</p>\n" for text in texts)


def bullets(texts: Iterable[str]) -> str:
    """Plain texts as a list."""
    items = "".join(f"<li>{escape(text)}</li>\n" for text in texts)
    return f"<ul>\n{items}</ul>\n"


def block(kind: str, inside: str) -> str:
    """HTML in a block of a class."""
    return f'<div class="{kind}">\n{inside}</div>\n'


def notes(texts: Iterable[str]) -> str:
    """Warnings that nobody can miss."""
    inside = "".join(f'<p class="note" role="note">{escape(text)}</p>\n' for text in texts)
    return block("notes", inside)


def figure(panel: Panel, svg: str) -> str:
    """A drawing with its title, and beside it (below it on a phone) what it says and its numbers."""
    tables = "".join(table_html(table) for table in panel.tables)
    return (
        f'<figure id="{panel.key}">\n<h3>{escape(panel.title)}</h3>\n<div>\n{svg}</div>\n'
        f"<div>\n<figcaption>{escape(panel.caption)}</figcaption>\n{tables}</div>\n</figure>\n"
    )


def table_html(table: Table) -> str:
    """A table in a wrapper that scrolls on narrow screens."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = []
    for name, *cells in table.rows:
        inside = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{inside}</tr>\n')
    kind = "wordy" if table.wordy else ""
    return wrapped(head, "".join(rows), [table.note], f"Table: {table.head[0]}", kind, table.mark)


def wrapped(head: str, rows: str, notes: Iterable[str], label: str, kind: str, mark: str) -> str:
    """Head cells and rows (HTML) as a scrolling table that keyboards can reach; notes, label, mark are plain text."""
    look = f' class="{kind}"' if kind else ""
    text = "".join(f'<p class="tablenote">{escape(note)}</p>\n' for note in notes if note)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">\n<table{look}>\n'
        f"<caption>{escape(mark)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{text}"
    )
