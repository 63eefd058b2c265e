"""Reads the numbers of a finished run that the sentences quote, and writes them for people."""

from typing import TYPE_CHECKING

from forecast.analysis.comparison import BranchDifference, branch_differences
from forecast.analysis.headlines import Headline, headlines
from forecast.analysis.members import Members

if TYPE_CHECKING:
    from forecast.store.reader import Run

POINTS = 100.0


class Numbers:
    """The headline outcomes of a run by target, and the differences between its branches.

    Parameters
    ----------
    run : Run
        A finished run.
    """

    def __init__(self, run: "Run") -> None:
        self.members = Members(run)
        self.headlines: dict[str, Headline] = {row.target: row for row in headlines(self.members)}
        self._against: dict[str, dict[tuple[str, str], BranchDifference]] = {}

    def percent(self, branch: str, target: str) -> str:
        """A probability as '25%'."""
        return f"{POINTS * self.headlines[target].linear(self.members, branch).estimate.value:.0f}%"

    def per_thousand(self, branch: str, target: str) -> float:
        """A probability in thousandths."""
        return 1000.0 * self.headlines[target].linear(self.members, branch).estimate.value

    def mean(self, branch: str, column: str) -> float:
        """The mean of a column of `members/` in a branch."""
        return float(self.members.values(branch, column).astype(float).mean())

    def difference(self, branch: str, other: str, target: str) -> BranchDifference:
        """The paired difference of an outcome, `branch` minus `other`.

        Parameters
        ----------
        branch, other : str
            Branches.
        target : str
            Target of the outcome.
        """
        if other not in self._against:
            rows = branch_differences(self.members, other)
            self._against[other] = {(row.branch, row.headline.target): row for row in rows}
        return self._against[other][branch, target]

    def gap(self, branch: str, other: str, target: str) -> str:
        """A difference of probabilities as '+5.7 points (80 % of the draws: 0 to 12; in favour: 93 %)'.

        Parameters
        ----------
        branch, other : str
            Branches.
        target : str
            Target of the outcome.
        """
        row = self.difference(branch, other, target)
        low, high, favour = (number.value for number in row.draws)
        value = POINTS * row.paired.difference.value
        return (
            f"{value:+.1f} points (80% of the draws: {POINTS * low:+.0f} to {POINTS * high:+.0f}; "
            f"above zero in {POINTS * favour:.0f}%)"
        )

    def points(self, branch: str, other: str, target: str) -> float:
        """A difference of probabilities in percentage points.

        Parameters
        ----------
        branch, other : str
            Branches.
        target : str
            Target of the outcome.
        """
        return POINTS * self.difference(branch, other, target).paired.difference.value
