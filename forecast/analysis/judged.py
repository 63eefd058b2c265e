"""The judgments (grade C) that drive an outcome most, so that every number of it can name them."""

from numpy.typing import ArrayLike

from forecast.analysis.drivers import Driver, DriverSearch

SEEN = 25
MOST = 3
CLEAR = 3.0  # errors of an index: of an outcome that no input drives, fewer than one in twenty would name any


def strongest_judged(search: DriverSearch, values: ArrayLike) -> list[Driver]:
    """The inputs of grade C that explain most of a column of member values (NaN left out), best first, at most three.

    Only those whose index is clear of chance, so it may be empty.
    """
    top = search.top(values, SEEN)
    return [d for d in top if d.grade == "C" and d.index.value > CLEAR * d.index.mcse][:MOST]
