"""Differences between branches as plain text and as data for JSON."""

from collections.abc import Sequence
from typing import Any

from forecast.analysis.comparison import BranchDifference
from forecast.display.digits import error_text, format_value, plain_estimate, value_text
from forecast.text.bounds_text import bounds_text, plain_bounds
from forecast.text.branch_table_text import cell_text, outcome_label
from forecast.text.table import aligned

HEAD = ("difference", "draws 10%", "draws 90%", "draws in favour", "±", "higher in", "lower in")
NOTES = (
    "draws 10%, 90%: ends of the band between draws of the difference. draws in favour: share of draws with a mean",
    "difference above 0. Noise of chance is removed from these three. ±: Monte Carlo standard error of the difference,",
    "which more members shrink. higher in, lower in: shares of members.",
)


def difference_lines(differences: Sequence[BranchDifference], title: str, sides: tuple[str, str]) -> list[str]:
    """Write a table of one branch minus another one, with a line for each outcome.

    Parameters
    ----------
    differences : sequence of BranchDifference
    title : str
        What is subtracted from what.
    sides : tuple of str
        Column heads of the two branches (or runs) that are compared.
    """
    rows = [
        (
            outcome_label(row.headline),
            format_value(row.value),
            format_value(row.base),
            value_text(row.paired.difference, signed=True),
            *(format_value(end, signed=True, space="") for end in (row.draws.low, row.draws.high)),
            cell_text(row.draws.in_favour, "probability", space=""),
            error_text(row.paired.difference),
            format_value(row.paired.share_above),
            format_value(row.paired.share_below),
            *([] if row.bounds is None else [bounds_text(row.bounds, signed=True)]),
        )
        for row in differences
    ]
    bounded = ["with failed"] if any(row.bounds is not None for row in differences) else []
    return [f"{title}, value ±Monte Carlo standard error", *aligned(("outcome", *sides, *HEAD, *bounded), rows)]


def plain_difference(difference: BranchDifference, reference: str) -> dict[str, Any]:
    """Turn a difference into data for JSON: unrounded numbers, None for NaN."""
    return {
        "target": difference.headline.target,
        "unit": difference.headline.unit,
        "statistic": difference.headline.statistic,
        "horizon": difference.headline.horizon,
        "branch": difference.branch,
        "reference": reference,
        "difference": {**plain_estimate(difference.paired.difference), **plain_bounds(difference.bounds)},
        "low": plain_estimate(difference.draws.low),
        "high": plain_estimate(difference.draws.high),
        "in_favour": plain_estimate(difference.draws.in_favour),
        "share_above": plain_estimate(difference.paired.share_above),
        "share_below": plain_estimate(difference.paired.share_below),
    }
