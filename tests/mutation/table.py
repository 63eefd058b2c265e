"""The tables of docs/coverage.md that are made by a command: the mutants, and what is reported without a verdict."""

import re
from typing import NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.display.digits import format_value
from tests.kernels.case import ROOT
from tests.mutation.mutants import MUTANTS, Mutant

PAGE = ROOT / "docs" / "coverage.md"
HEADER = ("claim", "term turned", "module", "outcome", "as written", "turned", "the test then")
FAILS, PASSES = "fails", "**passes**"


class Found(NamedTuple):
    """The difference that a switch makes in the model as written and in the mutant, and whether its test passes."""

    mutant: Mutant
    written: Estimate
    turned: Estimate
    caught: bool


def _term(m: Mutant) -> str:
    name = re.search(r"\.([a-z]\w*)$", m.old)
    return f"{m.what} (`{name.group(1)}`)" if name and m.new.startswith("(-") else m.what


def lines(found: list[Found]) -> list[str]:
    rows = [HEADER, ("---",) * len(HEADER)]
    for each in found:
        m = each.mutant
        numbers = (format_value(e, signed=True) for e in (each.written, each.turned))
        rows.append((m.claim, _term(m), f"`{m.file}`", f"`{m.outcome}`", *numbers, FAILS if each.caught else PASSES))
    return [f"| {' | '.join(row)} |" for row in rows]


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->", f"<!-- end of {name} -->"


def write(name: str, made: list[str]) -> None:
    """Replaces the lines of a block of the page."""
    begin, end = _marks(name)
    text = PAGE.read_text()
    made = [begin, "", *made, "", end]
    PAGE.write_text(re.sub(f"{re.escape(begin)}.*{re.escape(end)}", lambda _: "\n".join(made), text, flags=re.DOTALL))


def block(name: str) -> list[str]:
    """Lines of a block of the page."""
    begin, end = _marks(name)
    return PAGE.read_text().partition(begin)[2].partition(end)[0].strip("\n").splitlines()


def merged(made: list[str]) -> list[str]:
    """The rows of the page with those of `made` in their places, in the order of the mutants."""

    def key(line: str) -> tuple[str, ...]:
        return tuple(line.strip("| ").split(" | ")[:4])

    rows = {key(line): line for line in block("mutations")[2:]} | {key(line): line for line in made[2:]}
    order = [(m.claim, _term(m), f"`{m.file}`", f"`{m.outcome}`") for m in MUTANTS]
    return made[:2] + [rows[each] for each in order if each in rows]


def read() -> list[tuple[str, ...]]:
    """Rows of the table of mutants on the page, without its header."""
    return [tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in block("mutations")[2:]]


def expected() -> list[tuple[str, str, str]]:
    """Claim, module and outcome of every mutant, in the order of the table."""
    return [(m.claim, f"`{m.file}`", f"`{m.outcome}`") for m in MUTANTS]
