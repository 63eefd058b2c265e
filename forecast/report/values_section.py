"""The report's section on values: ranking of the branches under each set of values, utilities, and weights."""

from forecast.analysis.utilities import Utilities, Worth, utilities
from forecast.report.markup import escape, paragraphs, scrolling_table, small_lines, table
from forecast.report.material import Material
from forecast.report.panel import with_mark
from forecast.text.outcome_tables import weights_table
from forecast.text.utility_text import SCALE, notes, order_sentences, share_text, worth_text

TITLE = "How the ranking depends on what you value"
NOTE = (
    "The first line of a cell has the rank and the mean utility ± Monte Carlo standard error. The second has the share "
    "of draws in which the branch has the highest mean; a draw has few members, so these shares are closer to each "
    "other than with many. The third has the regret: utility of the best branch of the same member minus that of this "
    "branch, mean and 90% quantile."
)
COLLAPSE_CAUTION = (
    "In the model the fighting and the aid stop after a collapse, so a collapse lowers losses and cost. The weights of "
    "collapse and complete defeat work against that. Judge for yourself whether they are high enough."
)


def values_section(material: Material) -> str:
    """Write the ranking as HTML; empty if the run is too short for every set of values or has one branch."""
    result = utilities(material.members)
    if not result.rankings or len(material.branches) < 2:
        return ""
    mark = material.table.evidence.mark
    (weights,) = with_mark([weights_table(result)], mark)
    return (
        paragraphs([*order_sentences(result), f"{SCALE} {COLLAPSE_CAUTION}"])
        + _utility_table(result, material, mark)
        + table(weights)
    )


def _utility_table(result: Utilities, material: Material, mark: str) -> str:
    head = '<th scope="col">branch</th>' + "".join(
        f'<th scope="col">{escape(r.set.name)}{small_lines([r.set.about])}</th>' for r in result.rankings
    )
    rows = []
    for branch in material.branches:
        cells = "".join(f"<td>{_cell(r.worth[branch], r.order.index(branch) + 1)}</td>" for r in result.rankings)
        rows.append(f'<tr><th scope="row">{escape(material.titles[branch])}</th>{cells}</tr>\n')
    return scrolling_table(head, "".join(rows), [NOTE, *notes(result)], TITLE, "headline values", mark)


def _cell(worth: Worth, rank: int) -> str:
    share = share_text(worth.best)
    best = {"none": "best in no draw", "all": "best in all draws"}.get(share, f"best in {share} of draws")
    regret = f"regret {worth_text(worth.regret)}, 90%: {worth_text(worth.regret_high)}"
    return f"{rank}. {escape(worth_text(worth.utility))}{small_lines([best, regret])}"
