"""The bands of every outcome as plain text: one column for each branch.

The band between draws shows what we do not know, the band of chance shows what nobody can know.
"""

from forecast.analysis.branch_table import BranchTable, Cell, OutcomeRow
from forecast.analysis.split import Band
from forecast.display.digits import format_value
from forecast.text.branch_table_text import DECIMALS, NARROWEST, cell_text, outcome_label
from forecast.text.table import Line, blocks

NOTE = (
    "draws: band between draws; it holds 80% of the draws' own values, without noise of chance (what we do not know)",
    "chance: band of chance; it holds 80% of what may happen in one draw (what nobody can know); not for yes or no",
    "share: part of the total variance that lies between draws",
    "for ground the value is the median, but the bands are those of the mean; ± is one Monte Carlo standard error",
)


def bands_text(table: BranchTable, width: int = 80) -> str:
    """Write at most four lines for each outcome; a table wider than `width` characters is split into blocks."""
    head = f"{table.experiment}: {table.members:,} members, {table.draws:,} draws"
    lines = [line for row in table.rows for line in _lines(row)]
    if not lines:
        return f"{head}; the horizon is too short for any headline outcome"
    return "\n".join([head, *NOTE, "", *blocks(lines, table.branches, max(width, NARROWEST)), "", table.evidence.line])


def band_text(band: Band, max_decimals: int | None = None) -> str:
    """Write a band as '0.12±0.01 to 0.49±0.02', with at most `max_decimals` decimals."""
    low, high = (format_value(end, space="", max_decimals=max_decimals) for end in band)
    return f"{low} to {high}"


def share_text(cell: Cell) -> str:
    """Write the share of variance between draws as '37±2%'; empty if nothing varies or there is no split."""
    if cell.split is None or cell.split.epistemic_share.value != cell.split.epistemic_share.value:
        return ""
    return f"{format_value(cell.split.epistemic_share, 100.0, space='', max_decimals=1)}%"


def _lines(row: OutcomeRow) -> list[Line]:
    statistic = row.headline.statistic
    values = {b: cell_text(cell.estimate, statistic, "", DECIMALS) for b, cell in row.cells.items()}
    split = {b: cell for b, cell in row.cells.items() if cell.split is not None and cell.estimate.n}
    lines: list[Line] = [(outcome_label(row.headline), values)]
    if not split:
        return lines
    draws = {b: band_text(c.split.epistemic, DECIMALS) for b, c in split.items() if c.split is not None}
    chance = {b: band_text(c.split.aleatory, DECIMALS) for b, c in split.items() if c.split and c.split.aleatory}
    lines.append(("  draws", draws))
    lines += [("  chance", chance)] if chance else []
    return [*lines, ("  share", {b: share_text(cell) for b, cell in split.items()})]
