"""Lasting peace in words: names of branches, the claim of the memo figure, and its ties."""

from collections.abc import Mapping

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.lasting_peace import LastingPeace
from forecast.analysis.ties import Difference, Tie
from forecast.display.digits import UNKNOWN, value_text

TIES: dict[Tie, str] = {
    "chance": "chance alone could make the difference",
    "small": "they are less than one point apart",
    "draws": "the inputs leave open which is higher",
}


def percent(estimate: Estimate, max_decimals: int = 0) -> str:
    """Write a probability as '23%', with at most `max_decimals` decimals."""
    text = value_text(estimate, 100.0, max_decimals=max_decimals)
    return text if text == UNKNOWN else f"{text}%"


def claim(peace: LastingPeace, tested: str | None, reference: str, titles: Mapping[str, str]) -> str:
    """State how branches differ in lasting peace, and which are tied: a line with the numbers, and one with the ties.

    Parameters
    ----------
    peace : LastingPeace
    tested : str, optional
        The branch that the experiment tests; None if there is only the reference.
    reference : str
        The branch that the others are compared with.
    titles : mapping of str to str
        Name of each branch for people.
    """
    first = peace.years[0]

    def share(branch: str) -> str:
        return f"“{titles[branch]}” {percent(peace.estimates[branch, first].mean)}"

    head = f"Peace that lasts {YEARS_IN_WORDS[first]}: "
    if tested is None:
        return f"{head}{share(reference)} of futures."
    words = f"{head}{share(tested)}, {share(reference)} of futures\n{_verdict(peace.differences[tested, first])}"
    if len(peace.branches) == 2:
        return words
    ties = ", ".join(f"“{titles[b]}”" for b in peace.tied)
    if len(peace.tied) == len(peace.branches) - 1:
        ties = "all others"
    return f"{words} Highest: {share(peace.best)}, {f'tied with {ties}' if ties else 'with no tie'}."


def difference_text(difference: Difference) -> str:
    """Write a difference in points: '+4.1'."""
    return value_text(difference.value, 100.0, signed=True, max_decimals=1)


def _verdict(difference: Difference) -> str:
    low, high = (value_text(end, 100.0, signed=True, max_decimals=1) for end in difference.draws[:2])
    draws = "" if UNKNOWN in (low, high) else f" (80% of draws: {low} to {high} points)"
    if difference.tie:
        return f"This is a tie: {TIES[difference.tie]}{draws}."
    return f"The difference is clear{draws}."
