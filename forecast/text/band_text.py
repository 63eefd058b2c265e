"""The two kinds of uncertainty as plain text: branches across, for each outcome its value and its bands."""

from forecast.analysis.branch_table import BranchTable, Cell, OutcomeRow
from forecast.analysis.split import Band
from forecast.text.branch_table_text import DECIMALS, NARROWEST, cell_text, outcome_label
from forecast.text.digits import format_value
from forecast.text.table import Line, blocks

NOTE = (
    "draws: 80% of the draws' own values lie in it, the noise of chance taken off: what is not known",
    "chance: 80% of what may happen in one draw, around the mean: what cannot be known; a yes or no has none",
    "share: part of all variance that lies between draws",
    "for ground, whose value is the median, the bands are of the mean; ± is one Monte Carlo standard error",
)


def bands_text(table: BranchTable, width: int = 80) -> str:
    """For each outcome four lines at most, every end with its error; split into blocks where `width` is too little."""
    head = f"{table.experiment}: {table.members:,} members, {table.draws:,} draws"
    lines = [line for row in table.rows for line in _lines(row)]
    if not lines:
        return f"{head}; the horizon is too short for any headline outcome"
    return "\n".join([head, *NOTE, "", *blocks(lines, table.branches, max(width, NARROWEST)), "", table.evidence.line])


def band_text(band: Band, most: int | None = None) -> str:
    """'0.12±0.01 to 0.49±0.02', with `most` decimals."""
    low, high = (format_value(end, space="", most=most) for end in band)
    return f"{low} to {high}"


def share_text(cell: Cell) -> str:
    """'37±2%' of the variance between draws; empty where nothing varies or there is no split."""
    if cell.split is None or cell.split.epistemic_share.value != cell.split.epistemic_share.value:
        return ""
    return f"{format_value(cell.split.epistemic_share, 100.0, space='', most=1)}%"


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
