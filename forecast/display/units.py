"""Units in words, and the words for more and less of a quantity in each unit."""

from typing import NamedTuple


class UnitWords(NamedTuple):
    """A unit for people.

    Attributes
    ----------
    name : str
        The unit in words, empty for a pure number.
    scale : float
        Factor from the unit of the files to that of people.
    more, less : str
        Comparatives for a higher and a lower value.
    """

    name: str
    scale: float = 1.0
    more: str = "higher"
    less: str = "lower"


UNITS = {
    "1": UnitWords(""),
    "weeks": UnitWords("weeks", more="longer", less="shorter"),
    "years": UnitWords("years", more="longer", less="shorter"),
    "months": UnitWords("months", more="longer", less="shorter"),
    "km2": UnitWords("km²", more="more", less="less"),
    "km2/week": UnitWords("km² a week", more="faster", less="slower"),
    "thousand persons": UnitWords("thousand", more="more", less="fewer"),
    "thousand persons/year": UnitWords("thousand a year", more="more", less="fewer"),
    "persons/year": UnitWords("people a year", more="more", less="fewer"),
    "persons/km": UnitWords("soldiers per km", more="more", less="fewer"),
    "EUR bn": UnitWords("billion euro", more="more", less="less"),
    "EUR thousand/year": UnitWords("thousand euro a year", more="more", less="less"),
    "USD/bbl": UnitWords("dollars a barrel"),
    "1/year": UnitWords("a year"),
    "1/week": UnitWords("a week"),
}


def unit_words(unit: str) -> UnitWords:
    """Return a unit for people; a unit that is not listed keeps its sign."""
    return UNITS.get(unit, UnitWords(unit.replace("km2", "km²")))
