"""A view of the report: what a run says about one question, in sentences, with a table or a list of facts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from forecast.text.outcome_tables import TextTable


MOST_ROWS = 8
"""Rows of a table that is not folded away."""


class Fact(NamedTuple):
    """A term of a definition list with what is said of it; page: the page of docs/ that says more, or empty."""

    term: str
    text: str
    page: str = ""


@dataclass(frozen=True)
class View:
    """One question and its answer.

    Attributes
    ----------
    key : str
        Anchor in the page.
    title : str
        Heading, plain text.
    claims : tuple of str
        One sentence each: claim and number.
    table, folded : TextTable or None
        A table of at most eight rows, and the rest, which is folded away.
    caveats : tuple of str
        What limits the claims; stands after them.
    explained : str
        Page of the documentation that explains the view, such as `docs/howto/discover.md`.
    facts : tuple of Fact
        A definition list; empty in most views.
    """

    key: str
    title: str
    claims: tuple[str, ...]
    table: "TextTable | None" = None
    folded: "TextTable | None" = None
    caveats: tuple[str, ...] = ()
    explained: str = ""
    facts: tuple[Fact, ...] = ()
