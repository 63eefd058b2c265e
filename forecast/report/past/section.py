"""The section on past dates, and the figures in it."""

import re
from collections.abc import Sequence

from forecast.report import page
from forecast.report.panel import Panel
from forecast.report.past.files import drawn
from forecast.report.past.read import Hindcast
from forecast.report.past.words import HEADING, NONE_FOUND, SCOPE

Drawn = tuple[Panel, str]


def figures(hindcasts: Sequence[Hindcast]) -> list[Drawn]:
    """A figure for each, with a key of its own."""
    keys: list[str] = []
    for hindcast in hindcasts:
        stem = re.sub(r"[^a-z0-9]+", "_", hindcast.file.rsplit(".", 1)[0].lower()).strip("_") or "file"
        key = f"hindcast_{stem}"
        keys.append(key if key not in keys else f"{key}_{len(keys) + 1}")
    return [drawn(hindcast, key) for hindcast, key in zip(hindcasts, keys, strict=True)]


def past_section(found: Sequence[Drawn]) -> str:
    """Figures with their tables, or how to make one."""
    if not found:
        return page.section("past", HEADING, page.paragraphs([NONE_FOUND]))
    shown = (page.figure(panel, svg) for panel, svg in found)
    return page.section("past", HEADING, page.paragraphs([SCOPE]), *shown)
