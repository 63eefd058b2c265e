"""The figures of a run by name, in the order of the page."""

from collections.abc import Callable
from typing import NamedTuple

from forecast.report.figures import (
    branches,
    ceasefire,
    cost,
    drivers,
    durability,
    fan,
    front_map,
    frontier,
    futures,
    map_differences,
    regimes,
    sectors,
    surge_length,
    territory,
    tree,
)
from forecast.report.material import Material
from forecast.report.panel import Panel


class FigureEntry(NamedTuple):
    """A figure that a run can have.

    Attributes
    ----------
    name : str
        Its name on the command line; its panel has the same key.
    about : str
        What it shows, in a line.
    draw : Material -> Panel or None
        Draws it; None if the run is too short or has nothing to show.
    """

    name: str
    about: str
    draw: Callable[[Material], Panel | None]


FIGURES = (
    FigureEntry("branches", "lasting peace under every policy, with numbers", branches.panel),
    FigureEntry("futures", "what becomes of a hundred futures under every policy", futures.panel),
    FigureEntry("tree", "what becomes of the offer, step by step", tree.panel),
    FigureEntry("map", "where the front moves within half a year, one and two years", front_map.panel),
    FigureEntry("map_differences", "where policies differ from the reference after a year", map_differences.panel),
    FigureEntry("territory", "ground gained on the front, by week and policy", territory.panel),
    FigureEntry("cost", "what lasting peace costs", cost.panel),
    FigureEntry("surge_length", "whether a longer surge helps", surge_length.panel),
    FigureEntry("fan", "what was forecast for the front, and what came", fan.panel),
    FigureEntry("durability", "how long a ceasefire lasts", durability.panel),
    FigureEntry("ceasefire", "when the first ceasefire comes", ceasefire.panel),
    FigureEntry("frontier", "getting a ceasefire and keeping it", frontier.panel),
    FigureEntry("regimes", "share of futures in war, ceasefire, war again", regimes.panel),
    FigureEntry("sectors", "ground gained in a year, by sector", sectors.panel),
    FigureEntry("drivers", "which inputs explain the outcomes", lambda material: drivers.panel(material.rankings)),
)
