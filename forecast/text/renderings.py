"""The branch table as plain text, Markdown and JSON."""

from collections.abc import Callable
from typing import Any

from forecast.analysis.blocks import Line, blocks
from forecast.analysis.branch_table import BranchTable, Cell, Row
from forecast.analysis.estimates import Estimate
from forecast.analysis.split import Split
from forecast.text.digits import format_value, number_or_none, plain_estimate, value_text

DECIMALS = 3
NARROWEST = 40


def text(table: BranchTable, width: int = 80) -> str:
    """Outcomes down, branches across, then the differences; split into blocks where `width` columns are too few."""
    head = f"{table.experiment}: {table.members:,} members, {table.draws:,} draws"
    if not table.rows:
        return f"{head}; the horizon is too short for any headline outcome"
    lines = [
        head,
        f"value ±Monte Carlo standard error ({table.clusters:,} clusters)",
        "",
        *blocks(_value_lines(table), table.branches, max(width, NARROWEST)),
    ]
    others = table.branches[1:]
    if others:
        lines += ["", f"Difference from {table.reference}, same members with the same random numbers", ""]
        lines += blocks(_difference_lines(table), others, max(width, NARROWEST))
    return "\n".join([*lines, "", table.evidence.line])


def markdown(table: BranchTable) -> str:
    """Two pipe tables: values, then paired differences, each with what it rests on."""
    mark = f"\n{table.evidence.line}\n"
    values = _pipes(["Outcome", *table.branches], _value_lines(table, " ")) + mark
    if len(table.branches) == 1:
        return values
    differences = _pipes(["Outcome", *table.branches[1:]], _difference_lines(table, " "))
    return f"{values}\nDifference from `{table.reference}` over the same members:\n\n{differences}{mark}"


def plain(table: BranchTable) -> dict[str, Any]:
    """The table as plain data for JSON: full numbers, None for what is not known."""
    return {
        "experiment": table.experiment,
        "reference": table.reference,
        "members": table.members,
        "draws": table.draws,
        "clusters": table.clusters,
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


def cell_text(estimate: Estimate, statistic: str, space: str = " ", most: int | None = None) -> str:
    """Value and error; a probability of which no member (or every one) is a case has no error to be had: 'none'."""
    if statistic == "probability" and estimate.mcse == 0.0 and estimate.value in (0.0, 1.0):
        return "none" if estimate.value == 0.0 else "all"
    return format_value(estimate, space=space, most=most)


def interval_text(cell: Cell) -> str:
    """'1200 to 6500', each end to the digits that its own error supports; empty where there is none."""
    return "" if cell.interval is None else f"{value_text(cell.interval[0])} to {value_text(cell.interval[1])}"


def _plain_cell(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = dict(plain_estimate(cell.estimate))
    if cell.interval is not None:
        found["interval80"] = {"low": plain_estimate(cell.interval[0]), "high": plain_estimate(cell.interval[1])}
    if cell.paired is not None:
        found["difference"] = plain_estimate(cell.paired.difference)
        found["share_above"] = plain_estimate(cell.paired.share_above)
        found["share_below"] = plain_estimate(cell.paired.share_below)
    if cell.split is not None:
        found |= _plain_split(cell.split)
    return found


def _plain_split(split: Split) -> dict[str, Any]:
    """Ends of the bands, standard deviations and the share between draws; `..._mcse` beside each."""
    parts = {"epistemic80": split.epistemic, "aleatory80": split.aleatory}
    found: dict[str, Any] = {}
    for name, band in parts.items():
        found[name] = None if band is None else [number_or_none(end.value) for end in band]
        found[f"{name}_mcse"] = None if band is None else [number_or_none(end.mcse) for end in band]
    for name in ("sd_epistemic", "sd_aleatory", "epistemic_share"):
        one: Estimate = getattr(split, name)
        found[name], found[f"{name}_mcse"] = number_or_none(one.value), number_or_none(one.mcse)
    return found


def _value_lines(table: BranchTable, space: str = "") -> list[Line]:
    def pick(part: Callable[[Cell], Estimate], row: Row) -> dict[str, str]:
        return {b: cell_text(part(cell), row.headline.statistic, space, DECIMALS) for b, cell in row.cells.items()}

    lines: list[Line] = []
    for row in table.rows:
        name = row.headline.short
        if row.headline.statistic != "median":
            lines.append((name, pick(lambda cell: cell.estimate, row)))
            continue
        lines.append((f"{name} median", pick(lambda cell: cell.estimate, row)))
        for place, label in enumerate(("10%", "90%")):
            ends = {b: cell.interval[place] for b, cell in row.cells.items() if cell.interval is not None}
            lines.append(
                (f"{name} {label}", {b: format_value(end, space=space, most=DECIMALS) for b, end in ends.items()})
            )
    return lines


def _difference_lines(table: BranchTable, space: str = "") -> list[Line]:
    return [
        (
            row.headline.short + (" median" if row.headline.statistic == "median" else ""),
            {
                b: format_value(cell.paired.difference, signed=True, space=space)
                for b, cell in row.cells.items()
                if cell.paired is not None
            },
        )
        for row in table.rows
    ]


def _pipes(head: list[str], lines: list[Line]) -> str:
    rows = [head, ["---", *["---:"] * (len(head) - 1)]]
    rows += [[name, *(cells[b] for b in head[1:])] for name, cells in lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
