"""The record of earlier forecasts: the verdict of a Markdown page, which the report shows."""

import re
from pathlib import Path

from forecast.errors import ResultError

HEADING = "Verdict"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKS = re.compile(r"\*\*|`")


def read_verdict(page: Path) -> list[str]:
    """Read the bullets under the heading `## Verdict` of a Markdown page, as plain text.

    Raises
    ------
    ResultError
        If the page cannot be read or has no such bullets.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise ResultError.of(str(page), f"the record cannot be read: {reason}") from None
    bullets = [" ".join(item.split()) for item in _items(_COMMENT.sub("", text).splitlines())]
    if not bullets:
        raise ResultError.of(str(page), f"has no list under the heading '## {HEADING}'; name a page that has one")
    return [_MARKS.sub("", _LINK.sub(r"\1", bullet)) for bullet in bullets]


def _items(lines: list[str]) -> list[str]:
    """List the items under the heading. An item ends at the next one, or at text after an empty line."""
    items: list[str] = []
    inside, fenced, goes_on, gap = False, False, False, False
    for line in lines:
        fenced ^= line.startswith("```")
        if not fenced and line.startswith("#"):
            inside, goes_on = line.split() == ["##", HEADING], False
        elif inside and not fenced and line.startswith("- "):
            items.append(line[2:])
            goes_on = True
        elif goes_on and line.strip() and (line.startswith(" ") or not gap):
            items[-1] += f" {line}"
        elif line.strip():
            goes_on = False
        gap = not line.strip()
    return items
