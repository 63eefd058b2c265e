"""Tables of text in the report: known outcomes, comparisons with the tested branch, weights of the utility sets."""

from collections.abc import Mapping
from dataclasses import dataclass

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.comparison import standings
from forecast.analysis.estimates import critical
from forecast.analysis.known_outcomes import known_outcomes
from forecast.analysis.members import Members
from forecast.analysis.utilities import Utilities
from forecast.text.known_outcomes_table import hindsight_lines, known_cells, known_legend
from forecast.text.utility_text import measure_text

FIGHTING_STOPS = (
    "In the model the fighting stops after a collapse, so fewer losses may come from an earlier ceasefire or from a "
    "collapse."
)


@dataclass(frozen=True)
class TextTable:
    """A table whose cells are plain text.

    Attributes
    ----------
    head : tuple of str
        Column titles.
    rows : tuple of tuple of str
        Cells of each row; the first one names the row.
    note : str
        Footnote below the table.
    wordy : bool
        Whether cells hold words rather than numbers.
    mark : str
        Evidence grade of the numbers, in words.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    wordy: bool = False
    mark: str = ""


def known_table(members: Members) -> TextTable | None:
    """Put each known outcome of the war beside the simulated ones; None if the experiment names none."""
    outcomes = known_outcomes(members)
    if not outcomes:
        return None
    head = ("Quantity", "Known", "Median", "10%", "90%", "Percentile or share", "Source (grade)")
    rows = tuple((*known_cells(outcome), f"{outcome.source} ({outcome.grade})") for outcome in outcomes)
    note = ". ".join([known_legend(members.reference), *hindsight_lines(members.run.experiment)])
    return TextTable(head, rows, f"{note.rstrip('.')}. An event that never happened counts as later than any week.")


def comparison_table(members: Members, table: BranchTable, titles: Mapping[str, str]) -> TextTable | None:
    """List the branches that have more and less of each outcome than the tested branch; None without such a branch.

    Parameters
    ----------
    members : Members
        The run.
    table : BranchTable
        Its headline outcomes.
    titles : mapping of str to str
        Name of every branch for people, by id.
    """
    if members.tested_branch is None:
        return None
    comparisons = standings(members, table, members.tested_branch)

    def names(branches: tuple[str, ...]) -> str:
        return ", ".join(titles[branch] for branch in branches) or "none"

    rows = tuple((c.headline.label, names(c.more), names(c.less), names(c.close)) for c in comparisons)
    count = len(comparisons) * (len(table.branches) - 1)
    return TextTable(
        ("outcome", f"more of it than “{titles[members.tested_branch]}”", "less of it", "too close to call"),
        rows,
        "More is not better in itself: more losses are worse, and more ceasefires may mean shorter ones. "
        f"{FIGHTING_STOPS} {_closeness_rule(table.clusters)} {_multiplicity_note(count)} "
        "This rule does not cover errors in the assumptions.",
        wordy=True,
    )


def weights_table(utilities: Utilities) -> TextTable:
    """Show each term of the utility with the columns that measure it, their scale, and its weight in each set."""
    rows = []
    for term in utilities.terms:
        measure = utilities.measures.get(term.name)
        scale = "not in this run" if measure is None else measure_text(measure)
        weights = (f"{r.set.weights.get(term.name, 0.0):g}" for r in utilities.rankings)
        rows.append((term.label, scale, *weights))
    head = ("term", "column, from 0 to 100 points", *(r.set.name for r in utilities.rankings))
    return TextTable(head, tuple(rows), "Weights out of 100. Weights and scales are definitions of grade C.")


def _closeness_rule(clusters: int) -> str:
    if clusters < 2:
        return "Too close to call: everything, because a single group of draws has no standard error."
    return (
        f"Too close to call: the paired difference is within {critical(clusters):.2f} standard errors of 0 (the 97.5% "
        f"point of Student's t with {clusters - 1:,} degrees of freedom, one fewer than the groups of draws)."
    )


def _multiplicity_note(count: int) -> str:
    return (
        f"The table makes {count} comparisons, each tested on its own: if nothing differed, about one in 20 would "
        "still look clear by chance."
    )
