"""Writes docs/findings.md and docs/findings_tables.md, and replaces the marked blocks of README.md."""

from pathlib import Path
from typing import TYPE_CHECKING

from forecast.errors import ResultError
from studies.findings.readme import readme
from studies.findings.sentences import REFERENCE
from studies.findings.texts import Sweeps, Texts, texts
from studies.markdown import bullet, paragraph

if TYPE_CHECKING:
    from forecast.store.reader import Run

MARK = "<!-- made by `make findings`: do not edit -->"
CAVEATS = (
    "**They describe the simulation, not the war.** How far the two are apart is in no error and no band "
    "([two kinds of uncertainty](explain/two_kinds_of_uncertainty.md)).",
    "**They are not a proven forecast.** The first forecast of the front was a miss, and the present law of the front "
    "was made when 2025 was known ([record](record.md)). The inputs know nothing after December 2024.",
    "**They suppose that the US president does what a branch says.** [Surges](surges.md) says how likely that is.",
)
MORE = (
    "[What the model believes](explain/what_the_model_believes.md), in plain words.",
    "[Twelve questions of a policy analyst](choices.md), each with its command.",
    "[All tables](findings_tables.md): every branch with both kinds of uncertainty, what survives other assumptions, "
    "and what happens if Washington does not do it.",
    "On single points: the [ladder](ladder.md) of the offer, the four [sell-outs](sellouts.md), what is not equal "
    "between branches ([asymmetries](asymmetries.md)), where the offer [breaks even](break_even.md), a "
    "[war without talks](war_goes_on.md), the test of the op-ed [clause by clause](success.md), and "
    "[each mechanism put back](before_after.md). The [glossary](glossary.md) explains the terms.",
)


def findings(told: Texts) -> str:
    """Return docs/findings.md: the findings in plain words; what they rest on is folded away or linked."""
    parts = [
        "# What the study found",
        MARK,
        paragraph(
            "Does a credible threat to surge aid bring a more durable ceasefire in Ukraine than cutting aid, or than "
            "muddling through? This page answers for 20 December 2024. A command writes every number, and every word "
            "that depends on a sign, from finished runs."
        ),
        paragraph(
            "*Lasting peace* is a ceasefire within two years that lasts five. The band in brackets holds 80% of the "
            "draws: what we do not know. The error of chance is at most "
            f"{told.error} for each percentage. Every outcome is of grade C: most inputs are judgments."
        ),
        "## The findings",
        told.short,
        "## What these numbers are not",
        "\n".join(map(bullet, CAVEATS)),
        "## More",
        "\n".join(map(bullet, MORE)),
        "<details><summary>The findings in ten sentences, with every verdict</summary>",
        told.ten,
        "</details>",
        "<details><summary>How these numbers were made</summary>",
        told.made,
        "</details>",
    ]
    return "\n\n".join(parts) + "\n"


def tables(told: Texts) -> str:
    """Return docs/findings_tables.md: the tables behind the findings, each folded away."""
    parts = [
        "# The tables behind the findings",
        MARK,
        paragraph(
            "The [findings](findings.md) rest on these tables. Every outcome is of grade C. [Read the "
            "table](howto/read_the_table.md) defines each row. Open a table with a click on its title."
        ),
        "## The branches, with both kinds of uncertainty",
        paragraph(
            "The row `draws` is the band between draws: what we do not know. The row `chance` is the band of chance: "
            "what nobody can know ([how to read the bands](howto/read_the_table.md#two-kinds-of-uncertainty)). A band "
            "of chance is centred on the mean, so it may pass the bounds of an outcome, as for sovereignty below 0."
        ),
        _folded("All branches and outcomes", told.bands),
        "## If Washington does not do it",
        paragraph(
            "A branch says what is done, not that it will be done. `policy_chance` is the model's chance that the US "
            "president makes the offer, or makes the cut. It is 1 by definition for a branch that asks for neither, "
            "also for `status_quo_2024`, which asks for new money. *Weighed* counts the branch with that chance and "
            f"`{REFERENCE}` with the rest, member by member."
        ),
        told.chances,
        "## Which conclusions survive",
        paragraph(
            "The study is repeated under other settings of the [switches](howto/switches.md), one at a time, on the "
            "same members. `surge_offer` leaves a bare freeze on the table here. A conclusion holds if its "
            "mean keeps a clear sign; single draws may have the other sign. The row `5y if ceasefire` compares "
            "all ceasefires, but its draws only members with a ceasefire in both branches; the two may disagree."
        ),
        _folded("Each switch alone", told.survive),
        paragraph(
            "The other reading of the text, without a freeze on the table (`freeze_withdrawn`), under these settings:"
        ),
        _folded("The other reading of the text", told.withdrawn),
        paragraph("Two switches together. The same conclusions, and what only a pair turns round:"),
        _folded("Two switches together", told.paired),
        "## With deciding inputs at either end",
        paragraph(
            "These inputs move some headline difference by more than a point ([what decides](what_decides.md)). Each "
            "one stands once at its 10% and once at its 90% value in all members; all else is as before. An end of a "
            "prior is not a forecast: it shows how far a belief has to go before a conclusion changes."
        ),
        _folded("Each deciding input at both ends", told.pushed),
        "## How these numbers were made",
        told.made,
    ]
    return "\n\n".join(parts) + "\n"


def write(run: "Run", sweeps: Sweeps, docs: Path, readme_path: Path) -> list[Path]:
    """Write all pages and return their paths.

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
    told = texts(run, sweeps)
    pages = [docs / "findings.md", docs / "findings_tables.md"]
    for page, text in zip(pages, (findings(told), tables(told)), strict=True):
        page.write_text(text, encoding="utf-8")
    text = readme_path.read_text(encoding="utf-8")
    readme_path.write_text(readme(text, run, sweeps, str(readme_path)), encoding="utf-8")
    return [*pages, readme_path]


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"
