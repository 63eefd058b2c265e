"""The sections of the page in reading order: which figures and views stand in each."""

from collections.abc import Callable
from typing import NamedTuple

from forecast.report.material import Material
from forecast.report.views import actors, flips, model_card, outside, record, surge_length
from forecast.report.views.view import View


class Part(NamedTuple):
    """A section of the page.

    Attributes
    ----------
    key, title : str
        Anchor, and heading as a reader's question.
    figures : tuple of str
        Names of the figures that it shows.
    view : Material -> View or None
        What it says in words; None if its figures say it.
    explained : str
        Page of the documentation that explains it, if there is no view that names one.
    """

    key: str
    title: str
    figures: tuple[str, ...] = ()
    view: Callable[[Material], View | None] | None = None
    explained: str = ""


CHART = "branches"
"""The figure of the first screen."""

outside_voices = outside.view
"""The view at the foot of the first screen."""

PARTS = (
    Part("hundred", "What becomes of a hundred futures?", ("futures",), explained="docs/howto/read_the_table.md"),
    Part("offered", "What becomes of the offer?", ("tree",), explained="docs/explain/why_the_offer_is_refused.md"),
    Part("front", "Where does the front move?", ("map", "map_differences"), explained="docs/howto/sectors.md"),
    Part("worth", "What does lasting peace cost?", ("cost",), explained="docs/howto/decide.md"),
    Part("flips", "Where does the lead vanish?", view=flips.view),
    Part("length", "Does a longer surge help?", ("surge_length",), surge_length.view),
    Part("actors", "Which policy is best for whom?", view=actors.view),
    Part("came", "What was forecast, and what came?", ("fan",), record.view),
    Part("lasting", "How long does a ceasefire last?", ("durability",), explained="docs/ceasefires.md"),
    Part("voices", "What do others say?", view=outside.view),
    Part("card", "Model card", view=model_card.view),
)
