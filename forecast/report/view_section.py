"""A view as a section of the page: claims first, then figure and table, then caveats and where it is explained."""

from forecast.report import markup
from forecast.report.views.view import View


def view_section(view: View, svg: str = "", mark: str = "") -> str:
    """Write a view as HTML.

    Parameters
    ----------
    view : View
    svg : str
        Its drawing, if the view has a figure.
    mark : str
        Evidence grade in words, for its tables.
    """
    parts = [markup.paragraphs(view.claims, "claim")]
    if view.panel is not None and svg:
        parts.append(markup.figure(view.panel, svg, heading=view.panel.title != view.title))
    if view.table is not None:
        parts.append(markup.table(view.table, mark))
    if view.folded is not None:
        parts.append(markup.folded("All rows", markup.table(view.folded, mark)))
    parts.append(markup.paragraphs(view.caveats, "caveat"))
    return markup.section(view.key, view.title, *parts, explained(view.explained))


def explained(page: str) -> str:
    """Name the page of the documentation that explains a view. The link works where a run has its usual place."""
    if not page:
        return ""
    return (
        f'<p class="explained">Explained in <a href="../../../{markup.escape(page)}">{markup.escape(page)}</a>.</p>\n'
    )
