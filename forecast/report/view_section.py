"""A view as HTML: claims first, then figures and table, then caveats and where it is explained."""

from forecast.report import markup
from forecast.report.views.view import Fact, View


def view_html(view: View, figures: str, mark: str) -> str:
    """Write what stands in the section of a view.

    Parameters
    ----------
    view : View
    figures : str
        HTML of its figures.
    mark : str
        Evidence grade in words, for its tables.
    """
    table = "" if view.table is None else markup.table(view.table, mark)
    rest = "" if view.folded is None else markup.folded("All rows", markup.table(view.folded, mark))
    return (
        markup.paragraphs(view.claims, "claim")
        + _facts(view.facts)
        + figures
        + table
        + rest
        + markup.paragraphs(view.caveats, "caveat")
        + explained(view.explained)
    )


def _facts(facts: tuple[Fact, ...]) -> str:
    items = "".join(
        f"<div><dt>{markup.escape(fact.term)}</dt><dd>{markup.escape(fact.text)}{_more(fact.page)}</dd></div>\n"
        for fact in facts
    )
    return f'<dl class="facts">\n{items}</dl>\n' if items else ""


def _more(page: str) -> str:
    return f" ({_link(page)})" if page else ""


def explained(page: str) -> str:
    """Name the page of the documentation that explains a view. The link works where a run has its usual place."""
    return f'<p class="explained">Explained in {_link(page)}.</p>\n' if page else ""


def _link(page: str) -> str:
    return f'<a href="../../../{markup.escape(page)}">{markup.escape(page)}</a>'
