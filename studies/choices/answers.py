"""The answers in words: every sentence has a number, its band between draws and the command that prints it."""

from typing import TYPE_CHECKING, Any

import numpy as np

from forecast.analysis.draw_band import draw_band
from forecast.analysis.estimates import Floats, mean
from forecast.analysis.ties import POINT, ties
from forecast.display.digits import format_value, value_text

if TYPE_CHECKING:
    from studies.findings.numbers import Numbers

REASONS = {
    "chance": "chance could make it",
    "small": "it is under one point",
    "draws": "the draws disagree on its sign",
}
OFFER, MUDDLE, EUROPE, CUT = "surge_offer", "muddle_through", "europe_led", "cut_only"


def points(numbers: "Numbers", branch: str, other: str, target: str) -> str:
    """Write a difference of two probabilities in points, with error, band and, if it is one, the tie.

    Parameters
    ----------
    numbers : Numbers
        Of the run.
    branch, other : str
        Branches.
    target : str
        Target of the outcome.
    """
    row = numbers.difference(branch, other, target)
    gap, draws = row.paired.difference, row.draws
    found = ties(gap, draws.low.value, draws.high.value, numbers.members.clusters.count, POINT)
    value = format_value(gap, 100.0, signed=True, space="")
    text = f"{value} percentage points on average (80% of the draws: {_ends(draws, 100.0)})"
    return f"{text}, a tie: {' and '.join(REASONS[one] for one in found)}" if found else text


def percent(numbers: "Numbers", branch: str, target: str) -> str:
    """Write a probability with its error, such as '23.0±0.1%'.

    Parameters
    ----------
    numbers : Numbers
        Of the run.
    branch, target : str
        Branch, and target of the outcome.
    """
    estimate = numbers.headlines[target].linear(numbers.members, branch).estimate
    return f"{format_value(estimate, 100.0, space='')}%"


def amount(numbers: "Numbers", branch: str, other: str, columns: tuple[str, ...], unit: str) -> str:
    """Write the mean of a sum of columns in a branch, and its difference from another branch with the band.

    Parameters
    ----------
    numbers : Numbers
        Of the run.
    branch, other : str
        Branches.
    columns : tuple of str
        Columns that are added up.
    unit : str
        Unit of the columns.
    """
    members = numbers.members

    def total(name: str) -> Floats:
        summed = np.zeros(members.count)
        for column in columns:
            summed += members.values(name, column)
        return summed

    mine, gap = total(branch), total(branch) - total(other)
    draws = draw_band(gap, members.draw, members.clusters)
    value, more = (mean(each, members.clusters).estimate for each in (mine, gap))
    return (
        f"{format_value(value, space='')} {unit}, {format_value(more, signed=True, space='')} against {other} "
        f"(80% of the draws: {_ends(draws, 1.0)})"
    )


def _ends(draws: Any, factor: float) -> str:
    low, high = (value_text(end, factor, signed=True, max_decimals=1) for end in (draws.low, draws.high))
    return f"{low} to {high}"
