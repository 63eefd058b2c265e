"""The headline table of the report: value, error, interval, bands and paired difference in every cell."""

from forecast.analysis.branch_table import BranchTable, Cell
from forecast.analysis.drivers import Driver
from forecast.report.page import escape, wrapped
from forecast.text.band_text import band_text, share_text
from forecast.text.branch_table_text import DECIMALS, cell_text, interval_text
from forecast.text.digits import format_value

NOTE = (
    "First line: estimate ± Monte Carlo standard error (for ground, the median, with the middle 80% of members). "
    "Δ: paired difference from {reference} over the same members. “draws”: 80% band across draws, what is not known "
    "(chance removed). “chance”: 80% band of chance in one draw, around the mean; an outcome that is yes or no has "
    "none, its chance is the number itself. For ground both bands are of the mean. The last line says how much of all "
    "variance lies between draws."
)
JUDGED = (
    "C: below an outcome stand the judgments that explain most of its spread across draws in {branch}, at most three, "
    "and only those clear of chance."
)
FRONT = (
    "The front only: land lost in a military collapse of {defender}, the salient abroad and land that a treaty moves "
    "are not in it. A branch with more collapses can therefore look no worse here."
)
LAND = "All land: what a military collapse costs and what a treaty returns are in this mean."
LOSSES = (
    "After a collapse nobody fights in the model, so losses stop. Fewer losses may come from an earlier ceasefire or "
    "from a collapse: read them beside the collapse rows."
)
MARKS = "¹²³⁴"


def headline_table(
    table: BranchTable, sides: tuple[str, str], defender: str, judged: dict[str, list[Driver]], branch: str
) -> str:
    """HTML of the branch table with its footnotes. sides: ids, the defender's first. defender: its name.

    judged: by target, the judgments that drive it most in `branch`.
    """
    found = [
        (targets, text.format(defender=defender))
        for targets, text in (
            (("net_km2_w52",), FRONT),
            (("share_pre2022_w104",), LAND),
            (tuple(f"losses_{side}_w104" for side in sides), LOSSES),
        )
        if any(table.row(target) for target in targets)
    ]
    marks = {target: mark for mark, (targets, _) in zip(MARKS, found, strict=False) for target in targets}
    head = '<th scope="col">outcome</th>' + "".join(
        f'<th scope="col">{escape(b)}{_under(["reference"] if b == table.reference else [])}</th>'
        for b in table.branches
    )
    rows = []
    for row in table.rows:
        unit = "" if row.headline.unit == "1" else f", {row.headline.unit}"
        cells = "".join(f"<td>{_cell(row.cells[b], row.headline.statistic)}</td>" for b in table.branches)
        label = f"{row.headline.label} ({row.headline.statistic}{unit}){marks.get(row.headline.target, '')}"
        named = [f"C: {driver.prior.name}" for driver in judged[row.headline.target]]
        rows.append(f'<tr><th scope="row">{escape(label)}{_under(named)}</th>{cells}</tr>\n')
    note = f"{table.evidence.line} {NOTE.format(reference=table.reference)} {JUDGED.format(branch=branch)}"
    notes = [note, *(f"{mark} {text}" for mark, (_, text) in zip(MARKS, found, strict=False))]
    return wrapped(head, "".join(rows), notes, "Headline outcomes by branch", "headline", table.evidence.mark)


def _cell(cell: Cell, statistic: str) -> str:
    under = []
    if cell.interval is not None:
        under.append(f"80%: {interval_text(cell)}")
    if cell.paired is not None:
        under.append(f"Δ {format_value(cell.paired.difference, signed=True)}")
    if cell.split is not None and cell.estimate.n:
        under.append(f"draws: {band_text(cell.split.epistemic, DECIMALS)}")
        if cell.split.aleatory is not None:
            under.append(f"chance: {band_text(cell.split.aleatory, DECIMALS)}")
        under += [f"between draws: {share}" for share in [share_text(cell)] if share]
    return escape(cell_text(cell.estimate, statistic)) + _under(under)


def _under(lines: list[str]) -> str:
    return "".join(f'<span class="under">{escape(line)}</span>' for line in lines)
