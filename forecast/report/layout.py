"""The sections of the page in reading order: which figures and views stand in each."""

from collections.abc import Callable
from typing import NamedTuple

from forecast.report.material import Material
from forecast.report.views.view import View


class Part(NamedTuple):
    """A section of the page.

    Attributes
    ----------
    key, title : str
        Anchor, and heading as a reader's question.
    figures : tuple of str
        Names of figures that it shows.
    views : tuple of (Material -> View or None)
        Views that it shows, before the figures.
    explained : str
        Page of the documentation that explains it.
    """

    key: str
    title: str
    figures: tuple[str, ...] = ()
    views: tuple[Callable[[Material], View | None], ...] = ()
    explained: str = ""


CHART = "branches"
"""The figure of the first screen."""

PARTS = (
    Part("hundred", "What becomes of a hundred futures?", ("futures",), explained="docs/howto/read_the_table.md"),
    Part("offered", "What becomes of the offer?", ("tree",), explained="docs/howto/decide.md"),
    Part(
        "front",
        "Where does the front move?",
        ("map", "map_differences", "territory"),
        explained="docs/howto/sectors.md",
    ),
    Part("worth", "What does lasting peace cost?", ("cost",), explained="docs/howto/decide.md"),
    Part("lasting", "How long does a ceasefire last?", ("durability",), explained="docs/ceasefires.md"),
)


def outside_voices(material: Material) -> View | None:
    """What a trend line, a crowd and a base rate say; None where nothing is known of them."""
    return None
