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
            f"that starts "
            "from the [second baseline](baseline_2025.md). Every number here comes from that run. They describe the "
            "simulation, not the war: every outcome is of grade C. The band after a "
            "difference holds 80% of the draws, with the noise of chance removed."
        ),
        "## In ten sentences",
        "\n".join(told),
        "## The branches",
        "```text\n" + branch_table_text(branch_table(numbers.members), WIDTH).rstrip() + "\n```",
    ]
    return "\n\n".join(parts) + "\n"
