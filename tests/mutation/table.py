"""The table of mutations on docs/coverage.md."""

import re
from typing import NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.text.digits import format_value
from tests.kernels.case import ROOT
from tests.mutation.mutants import MUTANTS, Mutant

PAGE = ROOT / "docs" / "coverage.md"
BEGIN, END = "<!-- mutations -->", "<!-- end of mutations -->"
HEADER = ("claim", "term turned", "module", "outcome", "as written", "turned", "the test then")
FAILS, PASSES = "fails", "**passes**"


class Found(NamedTuple):
    """The difference that a switch makes in the model as written and in the mutant, and whether its test passes."""

    mutant: Mutant
    written: Estimate
    turned: Estimate
    caught: bool


def lines(found: list[Found]) -> list[str]:
    rows = [HEADER, ("---",) * len(HEADER)]
    for each in found:
        m = each.mutant
        numbers = (format_value(e, signed=True) for e in (each.written, each.turned))
        name = m.old if m.new.startswith("(-") else m.what
        term = f"{m.what} (`{name.split('.')[-1]}`)" if name != m.what else m.what
        rows.append((m.claim, term, f"`{m.file}`", f"`{m.outcome}`", *numbers, FAILS if each.caught else PASSES))
    return [f"| {' | '.join(row)} |" for row in rows]


def write(found: list[Found]) -> None:
    """Replaces the table on the page."""
    text = PAGE.read_text()
    block = "\n".join([BEGIN, "", *lines(found), "", END])
    PAGE.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: block, text, flags=re.DOTALL))


def read() -> list[tuple[str, ...]]:
    """Rows of the table on the page, without its header."""
    text = PAGE.read_text().partition(BEGIN)[2].partition(END)[0]
    rows = [tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in text.splitlines() if "|" in line]
    return rows[2:]


def expected() -> list[tuple[str, str, str]]:
    """Claim, module and outcome of every mutant, in the order of the table."""
    return [(m.claim, f"`{m.file}`", f"`{m.outcome}`") for m in MUTANTS]
