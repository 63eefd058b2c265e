"""Makes names and texts from configs safe to show: in a terminal, in a spreadsheet and in the files of an export."""

from typing import Any

from forecast.errors import printable as plain

__all__ = ["cell", "plain", "plain_tree"]

FORMULA_STARTS = frozenset("=+-@＝＋－＠")
"""First characters after which a spreadsheet takes a cell for a formula, also in full width."""


def cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs: a formula gets an apostrophe in front.

    A tab or a carriage return in front is no printable character, so `plain` replaces it.
    """
    shown = plain(text)
    return f"'{shown}" if shown.lstrip()[:1] in FORMULA_STARTS else shown


def plain_tree(value: Any) -> Any:
    """Return plain JSON content with `plain` applied to every text in it."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(key): plain_tree(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_tree(item) for item in value]
    return value
