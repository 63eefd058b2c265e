"""Writes docs/findings.md, and replaces the marked blocks of README.md."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from forecast.errors import ResultError
from studies.findings.by_chance import chances
from studies.findings.numbers import Numbers
from studies.findings.sentences import REFERENCE, ten
from studies.markdown import bullet, paragraph

if TYPE_CHECKING:
    from forecast.store.reader import Run

WIDTH = 118
README_SENTENCES = 6
"""Number of conclusions that README.md shows."""


class Sweeps(NamedTuple):
    """Finished runs of configs/switches.yaml, configs/deciding.yaml and configs/switch_pairs.yaml."""

    switches: "Sequence[Run]"
    deciding: "Sequence[Run]"
    pairs: "Sequence[Run]"


def findings(run: "Run", sweeps: "Sweeps") -> str:
    """Return docs/findings.md.

    Parameters
    ----------
    run : Run
        Finished run of configs/offer.yaml.
    sweeps : Sweeps
        Finished sweeps over the switches.
    """
    from forecast.analysis.branch_table import branch_table
    from forecast.analysis.conclusions import conclusions
    from forecast.text.band_text import bands_text
    from forecast.text.conclusion_text import conclusion_lines, survival_lines

    numbers, judged, pushed, paired = Numbers(run), *map(conclusions, sweeps)
    withdrawn = conclusions(sweeps.switches, ["freeze_withdrawn"])
    table = branch_table(numbers.members)
    told = [f"{number}. {sentence}" for number, sentence in enumerate(ten(numbers, judged, pushed, withdrawn), 1)]
    made = (
        f"`forecast run configs/offer.yaml` (config hash `{run.manifest.config_hash[:8]}`, {run.manifest.members:,} "
        f"members in each branch), `forecast run configs/switches.yaml --members {judged.members}`, `forecast run "
        f"configs/deciding.yaml --members {pushed.members}` and `forecast run configs/switch_pairs.yaml --members "
        f"{paired.members}`; then `python -m studies findings results/offer results` writes this page and the numbers "
        "in README.md. `make findings` does all, with the number of members that the configs have."
    )
    parts = [
        "# What the study found",
        "<!-- made by `make findings`: do not edit -->",
        paragraph(
            "Every number on this page, and every word that depends on a sign, is written by a command from finished "
            "runs. They describe the simulation, not the war: every outcome is of grade C. The band after a "
            "difference holds 80% of the draws (what we do not know), with the noise of chance removed; its ends are "
            "rough ([why](howto/read_the_table.md)). The errors of chance are in the tables. Every number of a branch "
            "supposes that the US president does what the branch says. [Surges](surges.md) says how likely that is. "
            "The law of the front was made when 2025 was known ([decision 10](decisions/0010-two-time-scales.md)); the "
            "inputs know nothing after December 2024. The [glossary](glossary.md) explains the terms."
        ),
        "## In ten sentences",
        "\n".join(paragraph(sentence, "   ") for sentence in told),
        paragraph(
            "More on each: the [ladder](ladder.md) of the offer, the four [sell-outs](sellouts.md), what is not equal "
            "between branches ([asymmetries](asymmetries.md)), where the offer [breaks even](break_even.md), a "
            "[war without talks](war_goes_on.md), which inputs [decide](what_decides.md), the test of the op-ed "
            "[clause by clause](success.md), and [each mechanism put back](before_after.md)."
        ),
        "## The branches, with both kinds of uncertainty",
        paragraph(
            "The row `draws` is the band between draws: what we do not know. The row `chance` is the band of chance: "
            "what nobody can know ([how to read the bands](howto/read_the_table.md#two-kinds-of-uncertainty)). A band "
            "of chance is centred on the mean, so it may pass the bounds of an outcome, as for sovereignty below 0."
        ),
        _block(bands_text(table, WIDTH)),
        "## If Washington does not do it",
        paragraph(
            "A branch says what is done, not that it will be done. `policy_chance` is the model's chance that the US "
            "president makes the offer, or makes the cut. It is 1 by definition for a branch that asks for neither, "
            "also for `status_quo_2024`, which asks for new money. *Weighed* counts the branch with that chance and "
            f"`{REFERENCE}` with the rest, member by member."
        ),
        chances(numbers, REFERENCE),
        "## Which conclusions survive",
        paragraph(
            "The study is repeated under other settings of the [switches](howto/switches.md), one at a time, on the "
            "same members. `surge_offer` leaves a bare freeze on the table here. A conclusion holds if its "
            "mean keeps a clear sign; single draws may have the other sign. The row `5y if ceasefire` compares "
            "all ceasefires, but its draws only members with a ceasefire in both branches; the two may disagree."
        ),
        _block("\n".join(conclusion_lines(judged, WIDTH))),
        paragraph(
            "The other reading of the text, without a freeze on the table (`freeze_withdrawn`), under these settings:"
        ),
        _block("\n".join(survival_lines(withdrawn, WIDTH))),
        paragraph("Two switches together. The same conclusions, and what only a pair turns round:"),
        _block("\n".join(survival_lines(paired, WIDTH))),
        "## With deciding inputs at either end",
        paragraph(
            "These inputs move some headline difference by more than a point ([what decides](what_decides.md)). Each "
            "one stands once at its 10% and once at its 90% value in all members; all else is as before. An end of a "
            "prior is not a forecast: it shows how far a belief has to go before a conclusion changes."
        ),
        _block("\n".join(survival_lines(pushed, WIDTH))),
        "## How these numbers were made",
        paragraph(made),
    ]
    return "\n\n".join(parts) + "\n"


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
        "table": _block(_values(branch_table_text(branch_table(numbers.members), WIDTH))),
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


def write(run: "Run", sweeps: "Sweeps", docs: Path, readme_path: Path) -> list[Path]:
    """Write both pages and return their paths.

    Parameters
    ----------
    run : Run
        Finished run of configs/offer.yaml.
    sweeps : Sweeps
        Finished sweeps over the switches.
    docs : Path
        Folder of the pages.
    readme_path : Path
        README.md.

    Raises
    ------
    ResultError
        If the run has another reference branch than the study, or README.md lacks a block.
    """
    if run.manifest.reference != REFERENCE:
        raise ResultError.of(str(run.path), f"is not a run of the study: its reference is not {REFERENCE}")
    page = docs / "findings.md"
    page.write_text(findings(run, sweeps), encoding="utf-8")
    text = readme_path.read_text(encoding="utf-8")
    readme_path.write_text(readme(text, run, sweeps, str(readme_path)), encoding="utf-8")
    return [page, readme_path]


def _values(table: str) -> str:
    """The branch table without its second part, the differences from the reference, and with its last line."""
    values, _, rest = table.partition("\n\nDifference from ")
    return f"{values}\n\n{rest.splitlines()[-1]}" if rest else table


def _block(text: str) -> str:
    return f"```text\n{text}\n```"
