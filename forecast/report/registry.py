"""The figures of a run by name: those of the report page in reading order, and those for a memo."""

from collections.abc import Callable
from typing import NamedTuple

from forecast.report.figures import (
    branches,
    ceasefire,
    cost,
    drivers,
    durability,
    front_map,
    frontier,
    futures,
    map_differences,
    regimes,
    sectors,
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
    on_page : bool
        Whether it stands in the report.
    """

    name: str
    about: str
    draw: Callable[[Material], Panel | None]
    on_page: bool = True


FIGURES = (
    FigureEntry("branches", "lasting peace in every branch, for a memo", branches.panel, on_page=False),
    FigureEntry("territory", "ground gained on the front, by week and branch", territory.panel),
    FigureEntry("ceasefire", "when the first ceasefire comes", ceasefire.panel),
    FigureEntry("durability", "how long a ceasefire lasts", durability.panel),
    FigureEntry("frontier", "getting a ceasefire and keeping it", frontier.panel),
    FigureEntry("regimes", "share of futures in war, ceasefire, war again", regimes.panel),
    FigureEntry("sectors", "ground gained in a year, by sector", sectors.panel),
    FigureEntry("drivers", "which inputs explain the outcomes", lambda material: drivers.panel(material.rankings)),
    FigureEntry("futures", "a hundred futures of every branch as dots", futures.panel),
    FigureEntry("tree", "what comes of the offer, step by step", tree.panel),
    FigureEntry("map", "where ground is gained, on the map", front_map.panel),
    FigureEntry("map_differences", "where less or more of it is gained than in the reference", map_differences.panel),
    FigureEntry("cost", "cost against lasting peace", cost.panel),
)
