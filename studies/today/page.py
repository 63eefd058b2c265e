"""Makes the text of docs/today.md."""

from typing import TYPE_CHECKING

from studies.findings.numbers import Numbers
from studies.markdown import paragraph
from studies.today.sentences import ten

if TYPE_CHECKING:
    from forecast.store.reader import Run

WIDTH = 118


def page(run: "Run") -> str:
    """Return docs/today.md. `run` is a finished run of configs/today.yaml."""
    from forecast.analysis.branch_table import branch_table
    from forecast.text.branch_table_text import branch_table_text

    numbers = Numbers(run)
    manifest = run.manifest
    told = [paragraph(f"{number}. {sentence}", "   ") for number, sentence in enumerate(ten(numbers), 1)]
    parts = [
        "# The same question from 29 November 2025",
        "<!-- made by `python -m studies today results/today`: do not edit -->",
        paragraph(
            f"`make today` (config hash `{manifest.config_hash[:8]}`, {manifest.members:,} members) runs the study "
            "that starts from the [second baseline](baseline_2025.md). Every number here comes from that run. The "
            "numbers describe the simulation, not the war: every outcome is of grade C. What the sources tell ends on "
            "30 November 2025. The judgments were made a year later, so hindsight cannot be ruled out."
        ),
        paragraph(
            "*Five-year peace* is a ceasefire within two years that lasts five (`durable_5y`), and *ten-year peace* "
            "one that lasts ten. A change is the difference from muddling through, in points of 100. The band after it "
            "holds 80% of the draws, with the noise of chance removed. If it contains 0, the draws disagree about the "
            "sign. Every number of a branch supposes that the US president does what the branch says. The "
            "order of the branches depends on a few beliefs ([which "
            "ones](baseline_2025.md#what-hangs-on-a-belief)). The [glossary](glossary.md) explains the terms."
        ),
        "## In ten sentences",
        "\n".join(told),
        "## The branches",
        "```text\n" + branch_table_text(branch_table(numbers.members), WIDTH).rstrip() + "\n```",
    ]
    return "\n\n".join(parts) + "\n"
