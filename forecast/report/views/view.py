"""A view of the report: what a run says about one question, in sentences, with a figure or a table."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast.report.panel import Panel
    from forecast.text.outcome_tables import TextTable


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
    panel : Panel or None
        A figure.
    table, folded : TextTable or None
        A table of at most eight rows, and the rest, which is folded away.
    caveats : tuple of str
        What limits the claims; stands after them.
    explained : str
        Page of the documentation that explains the view, such as `docs/howto/discover.md`.
    """

    key: str
    title: str
    claims: tuple[str, ...]
    panel: "Panel | None" = None
    table: "TextTable | None" = None
    folded: "TextTable | None" = None
    caveats: tuple[str, ...] = ()
    explained: str = ""
