"""Replaces the marked blocks of README.md."""

from typing import TYPE_CHECKING

from forecast.errors import ResultError
from studies.findings.numbers import Numbers
from studies.findings.sentences import ten
from studies.findings.texts import WIDTH, Sweeps, block
from studies.markdown import bullet

if TYPE_CHECKING:
    from forecast.store.reader import Run

README_SENTENCES = 6
"""Number of conclusions that README.md shows."""


def readme(text: str, run: "Run", sweeps: "Sweeps", path: str) -> str:
    """Return README.md with the table and the first conclusions of these runs.

    Parameters
    ----------
    text : str
        README.md as it is. The blocks lie between `<!-- begin: NAME -->` and `<!-- end: NAME -->`.
    run : Run
        Finished run of configs/offer.yaml.
    sweeps : Sweeps
        Finished sweeps over the switches.
    path : str
        Its path, for messages.

    Raises
    ------
    ResultError
        If a block is missing.
    """
    from forecast.analysis.branch_table import branch_table
    from forecast.analysis.conclusions import conclusions
    from forecast.text.branch_table_text import branch_table_text

    numbers, judged, pushed = Numbers(run), conclusions(sweeps.switches), conclusions(sweeps.deciding)
    withdrawn = conclusions(sweeps.switches, ["freeze_withdrawn"])
    told = list(ten(numbers, judged, pushed, withdrawn))[:README_SENTENCES]
    blocks = {
        "hash": f"config hash `{run.manifest.config_hash[:8]}`",
        "table": block(_values(branch_table_text(branch_table(numbers.members), WIDTH))),
        "conclusions": "\n".join(bullet(sentence) for sentence in told),
    }
    for name, content in blocks.items():
        begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
        if begin not in text or end not in text:
            raise ResultError.of(path, f"has no block between '{begin}' and '{end}'")
        before, rest = text.split(begin, 1)
        inside = content if name == "hash" else f"\n{content}\n"
        text = before + begin + inside + end + rest.split(end, 1)[1]
    return text


def _values(table: str) -> str:
    """The branch table without its second part, the differences from the reference, and with its last line."""
    values, _, rest = table.partition("\n\nDifference from ")
    return f"{values}\n\n{rest.splitlines()[-1]}" if rest else table
