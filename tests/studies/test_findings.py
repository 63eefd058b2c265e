"""The two pages of findings: short in front, and in the frame that the study writes."""

import re
from pathlib import Path

from studies.findings.page import findings, tables
from studies.findings.texts import Texts

LONGEST = 800


def between(text: str, before: str, after: str) -> str:
    return text.split(before, 1)[1].split(after, 1)[0].strip("\n")


def test_that_the_findings_are_told_in_few_words(root: Path) -> None:
    page = (root / "docs/findings.md").read_text()
    told = page.partition("<details>")[0]
    assert len(told.split()) <= LONGEST
    assert "durable_5y" not in told and "`" not in between(told, "## The findings", "## What")
    findings_told = between(told, "## The findings", "## What").split("\n- ")
    assert len(findings_told) >= 6 and all(re.search(r"\d", line) for line in findings_told)


def test_that_both_pages_have_the_frame_that_the_study_writes(root: Path) -> None:
    page, more = (root / "docs/findings.md").read_text(), (root / "docs/findings_tables.md").read_text()
    blocks = re.findall(r"^```text\n.*?^```", more, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 5
    told = Texts(
        between(page, "## The findings", "## What"),
        between(page, "with every verdict</summary>", "</details>"),
        " ".join(between(page, "error of chance is at most", "for each").split()),
        blocks[0],
        between(more, "member by member.", "## Which"),
        *blocks[1:],
        between(more, "## How these numbers were made", "<end of page>"),
    )
    assert (findings(told), tables(told)) == (page, more)
