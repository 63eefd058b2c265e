"""The branch table as plain text and as data for JSON."""

from typing import Any

from forecast.analysis.branch_table import BranchTable, Cell
from forecast.analysis.draw_band import DrawBand
from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import Headline
from forecast.analysis.split import Split
from forecast.display.digits import (
    error_text,
    format_value,
    number_or_none,
    plain_estimate,
    range_text,
    share_of_draws,
    value_text,
)
from forecast.text.bounds_text import bounds_line, failed_note, plain_bounds
from forecast.text.table import Line, blocks

DECIMALS = 3
NARROWEST = 40
DRAWS_NOTE = (
    "draws: band between draws, 10% to 90%; in favour: share of draws above 0; both",
    "without noise of chance. ±: Monte Carlo standard error, less with more members",
)


def branch_table_text(table: BranchTable, width: int = 80) -> str:
    """Write a line for each outcome and a column for each branch, then the differences from the reference.

    A table wider than `width` characters is split into blocks.
    """
    head = f"{table.experiment}: {table.members:,} members, {table.draws:,} draws"
    if not table.rows:
        return f"{head}; the horizon is too short for any headline outcome"
    lines = [
        head,
        f"value ±Monte Carlo standard error ({table.clusters:,} clusters)",
        *([failed_note(table.failed, table.members)] if table.failed else []),
        "",
        *blocks(_value_lines(table), table.branches, max(width, NARROWEST)),
    ]
    others = table.branches[1:]
    if others:
        lines += ["", f"Difference from {table.reference}, same members with the same random numbers", *DRAWS_NOTE, ""]
        lines += blocks(_difference_lines(table), others, max(width, NARROWEST))
    return "\n".join([*lines, "", table.evidence.line])


def plain_branch_table(table: BranchTable) -> dict[str, Any]:
    """Turn the table into data for JSON: unrounded numbers, None for NaN."""
    return {
        "experiment": table.experiment,
        "reference": table.reference,
        "members": table.members,
        "draws": table.draws,
        "clusters": table.clusters,
        **({"failed_members": table.failed} if table.failed else {}),
        "grade": table.evidence.grade,
        "inputs": table.inputs,
        "rows": [
            {
                "target": row.headline.target,
                "label": row.headline.label,
                "unit": row.headline.unit,
                "statistic": row.headline.statistic,
                "horizon": row.headline.horizon,
                "branches": {branch: _plain_cell(row.cells[branch]) for branch in table.branches},
            }
            for row in table.rows
        ],
    }


def outcome_label(headline: Headline) -> str:
    """Name an outcome in the terminal, such as 'net km2 w52 median'; only a median is named as such."""
    return headline.short + (" median" if headline.statistic == "median" else "")


def cell_text(estimate: Estimate, statistic: str, space: str = " ", max_decimals: int | None = None) -> str:
    """Write value and error; 'none' or 'all' for a probability of exactly 0 or 1, which has no standard error.

    Parameters
    ----------
    estimate : Estimate
    statistic : str
        "probability", "mean" or "median".
    space : str
        Text between the value and its error.
    max_decimals : int, optional
        Maximum number of decimals.
    """
    if statistic == "probability" and estimate.mcse == 0.0 and estimate.value in (0.0, 1.0):
        return "none" if estimate.value == 0.0 else "all"
    return format_value(estimate, space=space, max_decimals=max_decimals)


def interval_text(cell: Cell) -> str:
    """Write an interval as '1200 to 6500', each end with the digits that its error supports; empty without one."""
    return "" if cell.interval is None else f"{value_text(cell.interval[0])} to {value_text(cell.interval[1])}"


def _plain_cell(cell: Cell) -> dict[str, Any]:
    content: dict[str, Any] = dict(plain_estimate(cell.estimate))
    content |= plain_bounds(cell.bounds)
    if cell.interval is not None:
        content["interval80"] = {"low": plain_estimate(cell.interval[0]), "high": plain_estimate(cell.interval[1])}
    if cell.paired is not None:
        content["difference"] = {**plain_estimate(cell.paired.difference), **plain_bounds(cell.paired_bounds)}
        content["share_above"] = plain_estimate(cell.paired.share_above)
        content["share_below"] = plain_estimate(cell.paired.share_below)
    if cell.draws is not None:
        content |= {name: plain_estimate(number) for name, number in cell.draws._asdict().items()}
    return content if cell.split is None else content | _plain_split(cell.split)


def _plain_split(split: Split) -> dict[str, Any]:
    """The ends of both bands, both standard deviations and the share between draws, each with its `..._mcse`."""
    content: dict[str, Any] = {}
    for name, band in (("epistemic80", split.epistemic), ("aleatory80", split.aleatory)):
        content[name] = None if band is None else [number_or_none(end.value) for end in band]
        content[f"{name}_mcse"] = None if band is None else [number_or_none(end.mcse) for end in band]
    for name in ("sd_epistemic", "sd_aleatory", "epistemic_share"):
        estimate: Estimate = getattr(split, name)
        content[name], content[f"{name}_mcse"] = number_or_none(estimate.value), number_or_none(estimate.mcse)
    return content


def _value_lines(table: BranchTable) -> list[Line]:
    lines: list[Line] = []
    for row in table.rows:
        statistic, cells = row.headline.statistic, row.cells.items()
        lines.append(
            (outcome_label(row.headline), {b: cell_text(cell.estimate, statistic, "", DECIMALS) for b, cell in cells})
        )
        lines += bounds_line({b: cell.bounds for b, cell in cells})
        for end, level in enumerate(("10%", "90%") if statistic == "median" else ()):
            ends = {b: cell.interval[end] for b, cell in cells if cell.interval is not None}
            texts = {b: format_value(estimate, space="", max_decimals=DECIMALS) for b, estimate in ends.items()}
            lines.append((f"{row.headline.short} {level}", texts))
    return lines


def _difference_lines(table: BranchTable) -> list[Line]:
    """Write the difference, what the draws make of it, and only then its Monte Carlo error."""
    lines: list[Line] = []
    for row in table.rows:
        paired = {b: cell.paired.difference for b, cell in row.cells.items() if cell.paired is not None}
        draws = {b: cell.draws for b, cell in row.cells.items() if cell.draws is not None}
        lines += [
            (outcome_label(row.headline), {b: value_text(gap, signed=True) for b, gap in paired.items()}),
            *bounds_line({b: cell.paired_bounds for b, cell in row.cells.items()}, signed=True),
            ("  draws", {b: range_text(band.low, band.high) for b, band in draws.items()}),
            ("  in favour, ±", {b: _favour(draws.get(b), gap) for b, gap in paired.items()}),
        ]
    return lines


def _favour(band: DrawBand | None, gap: Estimate) -> str:
    return f"{'' if band is None else share_of_draws(band.in_favour)} ±{error_text(gap)}".strip()
