"""Actors with stated values: the weights of their utility and the floors that they do not want to fall short of.

The shipped values are `actors.yaml` beside this module. Every weight, scale and floor is a judgment (grade C).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from forecast.analysis.utility_sets import SPILLOVER, TERMS, Term, TermMeasure, UtilitySet
from forecast.config.actors import read_actors
from forecast.errors import ConfigError
from forecast.store.reader import Run

SHIPPED = Path(__file__).with_name("actors.yaml")

OWN_TERMS = (
    Term("cost_us", "aid of the United States in two years", (TermMeasure(("aid_us_eur_bn",), 100.0, 0.0, "EUR bn"),)),
    Term(
        "cost_europe",
        "aid of Europe in two years, and foreign troops",
        (TermMeasure(("aid_europe_eur_bn", "keepers_cost_eur_bn"), 150.0, 0.0, "EUR bn"),),
    ),
    Term("early_deal", "a ceasefire within two years that lasts a year", (TermMeasure(("durable_1y",), 0.0, 1.0),)),
    Term(
        "land_attacker",
        "land of before 2022 that the defender lost",
        tuple(TermMeasure((f"share_pre2022_w{week}",), 1.0, 0.5) for week in (520, 104, 52)),
    ),
    Term("neutral", "a ceasefire signed with neutrality", (TermMeasure(("neutral",), 0.0, 1.0),)),
    Term("recognised", "a ceasefire signed with recognition of losses", (TermMeasure(("recognised",), 0.0, 1.0),)),
    Term("disruption", "a disruption of the attacker", (TermMeasure(("collapse_{attacker}_observed",), 1.0, 0.0),)),
)
"""Terms that one actor values and another does not. Those of `utility_sets` may be used too."""

SIDES = {"ua", "ru"}
"""Sides of the war that the shipped values are about."""

ALL_TERMS = {term.name: term for term in (*TERMS, *(term for term, _ in SPILLOVER), *OWN_TERMS)}


class Floor(NamedTuple):
    """Ends between which the mean of a term in a draw has to lie, in the unit of the term; None for no end."""

    term: str
    at_least: float | None
    at_most: float | None
    reason: str


@dataclass(frozen=True)
class Actor:
    """An actor. `decides` is False for the other side. reasons: why each term has its weight, by term."""

    key: str
    name: str
    decides: bool
    values: UtilitySet
    reasons: dict[str, str]
    floors: tuple[Floor, ...]

    @property
    def points(self) -> dict[str, float]:
        """The weights by term, scaled to a sum of 100."""
        total = sum(self.values.weights.values())
        return {term: 100.0 * weight / total for term, weight in self.values.weights.items()}


class Values(NamedTuple):
    """The actors of a file, with its title; path: the file, None for the shipped one."""

    title: str
    path: str | None
    actors: tuple[Actor, ...]


def read_values(path: str | Path | None = None) -> Values:
    """Read a file of values; without a path the shipped one. Raises ConfigError with all problems of the file."""
    read = read_actors(SHIPPED if path is None else path, ALL_TERMS)
    actors = []
    for key, entry in read.actors.items():
        weights = {term: weight.weight for term, weight in entry.weights.items()}
        reasons = {term: weight.reason for term, weight in entry.weights.items()}
        floors = (Floor(term, floor.at_least, floor.at_most, floor.reason) for term, floor in entry.floors.items())
        chosen = UtilitySet(entry.name, entry.about, weights)
        actors.append(Actor(key, entry.name, entry.decides, chosen, reasons, tuple(floors)))
    return Values(read.title, None if path is None else str(path), tuple(actors))


def require_own_values(run: Run, values: Values) -> None:
    """Refuse the shipped values for another war than the one that they are about.

    Raises
    ------
    ConfigError
        If the sides of the run are not those of the shipped values.
    """
    if values.path is None and set(run.manifest.sides) != SIDES:
        sides = " and ".join(run.manifest.sides)
        raise ConfigError.of("--values", f"the shipped values are not about a war of {sides}; state your own in a file")
