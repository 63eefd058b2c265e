"""The record of earlier forecasts: the verdict of a Markdown page, which opens the report."""

import re
from pathlib import Path

from forecast.errors import ResultError
from forecast.report import markup

HEADING = "Verdict"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
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
    _, found, rest = text.partition(f"## {HEADING}\n")
    section = rest.partition("\n## ")[0]
    bullets = [" ".join(part.split()) for part in re.split(r"^- ", section, flags=re.M)[1:]]
    if not found or not bullets:
        raise ResultError.of(str(page), f"has no list under the heading '## {HEADING}'; name a page that has one")
    return [_MARKS.sub("", _LINK.sub(r"\1", bullet)) for bullet in bullets]


def record_section(verdict: list[str]) -> str:
    """Write the section; empty without a verdict."""
    return markup.section("record", "How earlier forecasts did", markup.bullets(verdict)) if verdict else ""
