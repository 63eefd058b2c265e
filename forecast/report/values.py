"""How the ranking depends on what one values: the sentence on it, the branches under each set, the weights."""

from forecast.analysis.utilities import Utilities, Worth, utilities
from forecast.report.material import Material
from forecast.report.page import escape, paragraphs, section, table_html, wrapped
from forecast.report.panel import Table
from forecast.text.utility_text import SCALE, measure_text, notes, order_sentences, share_text, worth_text

TITLE = "How the ranking depends on what you value"
NOTE = (
    "In each cell: the place, mean utility ± Monte Carlo standard error; then the share of draws in which the branch "
    "has the highest mean (a draw has few members, so these shares are nearer to each other than with many); then the "
    "regret, which is the best branch of the same member minus the own, on average and at its 90% quantile."
)
TRAP = (
    "After a collapse nobody fights in the model and no aid is sent, so a collapse lowers losses and cost. The weights "
    "of collapse and complete defeat stand against that; whether they are enough is for you to say."
)


def values_section(material: Material) -> str:
    """HTML of the section, empty where the run is too short for any set or has one branch."""
    found = utilities(material.members)
    if not found.rankings or len(material.branches) < 2:
        return ""
    return section(
        "values",
        TITLE,
        paragraphs([*order_sentences(found), f"{SCALE} {TRAP}"]),
        _worths(found, material.branches, material.table.evidence.mark),
        table_html(_weights(found, material.table.evidence.mark)),
    )


def _worths(found: Utilities, branches: tuple[str, ...], mark: str) -> str:
    head = '<th scope="col">branch</th>' + "".join(
        f'<th scope="col">{escape(r.set.name)}<span class="under">{escape(r.set.about)}</span></th>'
        for r in found.rankings
    )
    rows = []
    for branch in branches:
        inside = "".join(f"<td>{_cell(r.worth[branch], r.order.index(branch) + 1)}</td>" for r in found.rankings)
        rows.append(f'<tr><th scope="row">{escape(branch)}</th>{inside}</tr>\n')
    return wrapped(head, "".join(rows), [NOTE, *notes(found)], TITLE, "headline values", mark)


def _cell(worth: Worth, place: int) -> str:
    lines = (
        _best(worth),
        f"regret {worth_text(worth.regret)}, 90%: {worth_text(worth.regret_high)}",
    )
    under = "".join(f'<span class="under">{escape(line)}</span>' for line in lines)
    return f"{place}. {escape(worth_text(worth.utility))}{under}"


def _best(worth: Worth) -> str:
    share = share_text(worth.best)
    return {"none": "best in no draw", "all": "best in all draws"}.get(share, f"best in {share} of draws")


def _weights(found: Utilities, mark: str) -> Table:
    """One row a term: what stands for it, from 0 to 100 points, and its weight in each set."""
    rows = []
    for term in found.terms:
        measure = found.measures.get(term.name)
        stands = "not in this run" if measure is None else measure_text(measure)
        weights = (f"{r.set.weights.get(term.name, 0.0):g}" for r in found.rankings)
        rows.append((term.label, stands, *weights))
    head = ("term", "column, from 0 to 100 points", *(r.set.name for r in found.rankings))
    return Table(head, tuple(rows), "Weights of 100; weights and scales are definitions of grade C.", mark=mark)
