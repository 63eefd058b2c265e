"""The headline table of the report. A cell has a value with its error, interval, bands and paired difference."""

from forecast.analysis.branch_table import Cell
from forecast.display.digits import error_text, range_text, share_of_draws, value_text
from forecast.display.inputs import input_words
from forecast.report.markup import escape, scrolling_table, small_lines
from forecast.report.material import Material
from forecast.text.band_text import band_text, share_text
from forecast.text.bounds_text import LABEL, bounds_text, failed_note
from forecast.text.branch_table_text import DECIMALS, cell_text, interval_text

NOTE = (
    "First line: estimate ± Monte Carlo standard error (for ground: the median, with the middle 80% of members). "
    "Δ: paired difference from {reference} over the same members, with the band between draws of the mean difference, "
    "the share of draws above 0, and last its error. “draws”: band between draws (80%), with noise of chance removed; "
    "it shows what is not known. “chance”: band of chance (80%) in one draw, around the mean. A "
    "yes-or-no outcome has no band of chance, because its probability is the number itself. For ground both bands are "
    "of the mean. The last line is the part of the total variance that lies between draws."
)
JUDGED = (
    "C: the judgments that explain most of the variance of an outcome between draws in {branch}. At most three are "
    "named, and none that chance alone could explain."
)
FRONT = (
    "The front only: this excludes land lost in a military collapse of {defender}, the salient abroad and land that a "
    "treaty moves. A branch with more collapses may therefore look no worse here."
)
LAND = "All land: this mean includes what a military collapse costs and what a treaty returns."
LOSSES = (
    "In the model the fighting stops after a collapse, and losses with it. Fewer losses may come from an earlier "
    "ceasefire or from a collapse: read them beside the rows on collapse."
)
MARKS = "¹²³⁴"


def headline_table(material: Material) -> str:
    """Write the branch table with its footnotes as HTML."""
    table = material.table
    footnotes = _footnotes(material)
    marks = {target: mark for mark, (targets, _) in zip(MARKS, footnotes, strict=False) for target in targets}
    ids = {b: f"{b}, reference" if b == table.reference else b for b in table.branches}
    head = '<th scope="col">outcome</th>' + "".join(
        f'<th scope="col">{escape(material.titles[b])}{small_lines([ids[b]])}</th>' for b in table.branches
    )
    rows = []
    for row in table.rows:
        headline = row.headline
        unit = "" if headline.unit == "1" else f", {headline.unit}"
        label = f"{headline.label} ({headline.statistic}{unit}){marks.get(headline.target, '')}"
        judgments = [f"C: {input_words(driver.prior).name}" for driver in material.judged[headline.target]]
        cells = "".join(f"<td>{_cell(row.cells[b], headline.statistic)}</td>" for b in table.branches)
        rows.append(f'<tr><th scope="row">{escape(label)}{small_lines(judgments)}</th>{cells}</tr>\n')
    note = (
        f"{table.evidence.line} {NOTE.format(reference=material.titles[table.reference])} "
        f"{JUDGED.format(branch=material.titles[material.driver_branch])}"
    )
    failed = [f"{failed_note(table.failed, table.members)}."] if table.failed else []
    notes = [note, *failed, *(f"{mark} {text}" for mark, (_, text) in zip(MARKS, footnotes, strict=False))]
    return scrolling_table(head, "".join(rows), notes, "Headline outcomes by branch", "headline", table.evidence.mark)


def _footnotes(material: Material) -> list[tuple[tuple[str, ...], str]]:
    """List the footnotes that the run needs, each with the targets that it belongs to."""
    defender, attacker = material.members.manifest.sides[:2]
    footnotes = (
        (("net_km2_w52",), FRONT.format(defender=material.defender)),
        (("share_pre2022_w104",), LAND),
        ((f"losses_{defender}_w104", f"losses_{attacker}_w104"), LOSSES),
    )
    return [note for note in footnotes if any(material.table.row(target) for target in note[0])]


def _difference(cell: Cell) -> str:
    """Write the paired difference: its value, what the draws make of it, and last its Monte Carlo error."""
    assert cell.paired is not None
    gap, text = cell.paired.difference, ""
    if cell.draws is not None and cell.draws.low.value == cell.draws.low.value:
        text = (
            f" (draws {range_text(cell.draws.low, cell.draws.high)}, {share_of_draws(cell.draws.in_favour)} in favour)"
        )
    return f"Δ {value_text(gap, signed=True)}{text} ±{error_text(gap)}"


def _cell(cell: Cell, statistic: str) -> str:
    lines = []
    if cell.interval is not None:
        lines.append(f"80%: {interval_text(cell)}")
    if cell.bounds is not None:
        lines.append(f"{LABEL.strip()}: {bounds_text(cell.bounds)}")
    if cell.paired is not None:
        lines.append(_difference(cell))
    if cell.paired_bounds is not None:
        lines.append(f"Δ {LABEL.strip()}: {bounds_text(cell.paired_bounds, signed=True)}")
    if cell.split is not None and cell.estimate.n:
        lines.append(f"draws: {band_text(cell.split.epistemic, DECIMALS)}")
        if cell.split.aleatory is not None:
            lines.append(f"chance: {band_text(cell.split.aleatory, DECIMALS)}")
        lines += [f"between draws: {share}" for share in [share_text(cell)] if share]
    return escape(cell_text(cell.estimate, statistic)) + small_lines(lines)
