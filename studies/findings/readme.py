"""Replaces the marked blocks of README.md: the claim, the table of policies and the config hash."""

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from forecast.errors import ResultError
from studies.findings.in_short import Held, held, in_short
from studies.findings.numbers import Numbers
from studies.markdown import bullet

if TYPE_CHECKING:
    from forecast.report.material import Material
    from forecast.store.reader import Run
    from studies.findings.texts import Sweeps

CLAIMS = 3
"""Number of findings that README.md shows."""

COLUMNS = (
    ("lasting peace: five years", "durable_5y"),
    ("ten years", "durable_10y"),
    ("a ceasefire in two years", "ceasefire_by_w104"),
    ("army of Ukraine collapses in two years", "collapse_ua_by_w104"),
)
"""Shares of the table: head of the column, and target."""


def readme(text: str, run: "Run", sweeps: "Sweeps", path: str) -> str:
    """Return README.md with the claims and the table of these runs.

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
    from forecast.analysis.conclusions import conclusions

    return replace_blocks(text, blocks(run, held(conclusions(sweeps.switches))), path)


def blocks(run: "Run", counted: Held) -> dict[str, str]:
    """Write the blocks of README.md from a finished run of configs/offer.yaml."""
    from forecast.report.material import Material

    claims = islice(in_short(Numbers(run), counted), CLAIMS)
    return {
        "hash": f"config hash `{run.manifest.config_hash[:8]}`",
        "claims": "\n".join(bullet(claim.replace("](explain/", "](docs/explain/")) for claim in claims),
        "table": _table(Material.of(run)),
    }


def replace_blocks(text: str, made: Mapping[str, str], path: str) -> str:
    """Put blocks in their places.

    Parameters
    ----------
    text : str
        The page.
    made : mapping of str to str
        Content by name of the block.
    path : str
        Path of the page, for messages.

    Raises
    ------
    ResultError
        If a block has no place in the page.
    """
    for name, content in made.items():
        begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
        if begin not in text or end not in text:
            raise ResultError.of(path, f"has no block between '{begin}' and '{end}'")
        before, rest = text.split(begin, 1)
        inside = content if name == "hash" else f"\n{content}\n"
        text = before + begin + inside + end + rest.split(end, 1)[1]
    return text


def _table(material: "Material") -> str:
    """Write a line for each policy, in percent and billion euro, with 80% bands between draws."""
    from forecast.analysis.estimates import mean
    from forecast.display.numbers import amount
    from forecast.display.outcomes import MONEY
    from forecast.report.answer import band, total_cost

    head = ["policy", *(name for name, _ in COLUMNS), "cost, billion euro"]
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    rows = {target: material.table.row(target) for _, target in COLUMNS}
    for branch in material.branches:
        cells = [f"**{material.titles[branch]}** `{branch}`"]
        cells += [band(row.cells[branch]) for row in rows.values() if row is not None]
        cost = total_cost(material, branch)
        assert cost is not None  # configs/offer.yaml makes an offer
        cells.append(amount(mean(cost, material.members.clusters).estimate, MONEY, with_unit=False))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
