"""Four sets of values, each a weighted sum of scaled terms. Every weight and scale is a definition of grade C.

Nothing here is measured. The sets differ widely on purpose: a ranking that is the same under all four is robust.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class TermMeasure(NamedTuple):
    """How a term is measured: the sum of `columns` is scaled linearly so that `worst` has 0 points and `best` 100.

    Column names contain `{defender}`, `{attacker}` and `{donor}` in place of the ids of a run. A column with `{donor}`
    stands for one column of each donor.
    """

    columns: tuple[str, ...]
    worst: float
    best: float
    unit: str = "1"

    def named(self, sides: Sequence[str], donors: Sequence[str]) -> "TermMeasure":
        """Put the ids of a run into the column names. sides: the defender first."""
        ids = {"defender": sides[0], "attacker": sides[1]}
        names = [
            column.format(**ids, donor=donor)
            for column in self.columns
            for donor in (donors if "{donor}" in column else ("",))
        ]
        return self._replace(columns=tuple(names))


class Term(NamedTuple):
    """Something to value. It is measured by the first of `measures` whose columns the run has."""

    name: str
    label: str
    measures: tuple[TermMeasure, ...]


@dataclass(frozen=True)
class UtilitySet:
    """Weights by the name of a term. Those of `SETS` add up to 100; the weights of `SPILLOVER` can be added to them.

    Raises
    ------
    ValueError
        If there is no weight, or one that is not above 0.
    """

    name: str
    about: str
    weights: Mapping[str, float]

    def __post_init__(self) -> None:
        if not self.weights or not all(weight > 0.0 for weight in self.weights.values()):
            raise ValueError(f"{self.name}: needs weights, all above 0")

    @property
    def heaviest(self) -> str:
        """The term with the largest weight. A run that lacks it cannot be judged by the set."""
        return max(self.weights, key=lambda name: self.weights[name])


TERMS = (
    Term(
        "losses_defender",
        "killed and wounded of the defender",
        (
            TermMeasure(("losses_{defender}_w104",), 500.0, 0.0, "thousand persons"),
            TermMeasure(("losses_{defender}_w52",), 250.0, 0.0, "thousand persons"),
        ),
    ),
    Term(
        "losses_attacker",
        "killed and wounded of the attacker",
        (
            TermMeasure(("losses_{attacker}_w104",), 1000.0, 0.0, "thousand persons"),
            TermMeasure(("losses_{attacker}_w52",), 500.0, 0.0, "thousand persons"),
        ),
    ),
    Term(
        "sovereignty",
        "sovereignty of the defender, or its share of pre-2022 land",
        (
            TermMeasure(("sovereignty_w520",), 0.0, 1.0),
            TermMeasure(("sovereignty_w104",), 0.0, 1.0),
            TermMeasure(("share_pre2022_w520",), 0.5, 1.0),
            TermMeasure(("share_pre2022_w104",), 0.5, 1.0),
            TermMeasure(("share_pre2022_w52",), 0.5, 1.0),
        ),
    ),
    Term(
        "cost",
        "cost of aid and of foreign troops",
        (TermMeasure(("aid_{donor}_eur_bn", "keepers_cost_eur_bn"), 200.0, 0.0, "EUR bn"),),
    ),
    Term(
        "durable_peace",
        "a ceasefire within two years that lasts",
        tuple(TermMeasure((f"durable_{years}y",), 0.0, 1.0) for years in (5, 2, 1)),
    ),
    Term(
        "collapse", "a military collapse of the defender", (TermMeasure(("collapse_{defender}_observed",), 1.0, 0.0),)
    ),
    Term("complete_defeat", "complete defeat of the defender", (TermMeasure(("complete_defeat",), 1.0, 0.0),)),
)

SPILLOVER = (
    (Term("spill_neighbour", "force against a neighbour", (TermMeasure(("spill_neighbour_w520",), 1.0, 0.0),)), 10.0),
    (Term("spill_nato", "force against a NATO state", (TermMeasure(("spill_nato_w520",), 1.0, 0.0),)), 10.0),
    (Term("spill_taiwan", "force over Taiwan", (TermMeasure(("spill_taiwan_w520",), 1.0, 0.0),)), 10.0),
)
"""Terms beyond the war, with the weight that `with_spillover` gives them in every set."""

NAMES = ("casualty-first", "sovereignty-first", "cost-first", "stability-first")
ABOUT = (
    "fewer killed and wounded on both sides",
    "a defender that keeps its land and its freedom to choose",
    "less spent on aid and troops",
    "peace that lasts, without collapse",
)
WEIGHTS = (
    ("losses_defender", (40.0, 10.0, 10.0, 10.0)),
    ("losses_attacker", (20.0, 5.0, 5.0, 5.0)),
    ("sovereignty", (10.0, 45.0, 10.0, 10.0)),
    ("cost", (5.0, 5.0, 55.0, 5.0)),
    ("durable_peace", (15.0, 15.0, 10.0, 45.0)),
    ("collapse", (5.0, 10.0, 5.0, 15.0)),
    ("complete_defeat", (5.0, 10.0, 5.0, 10.0)),
)
"""The table of weights: a row for each term, a column for each of `NAMES`."""

SETS = tuple(
    UtilitySet(name, about, {term: row[column] for term, row in WEIGHTS})
    for column, (name, about) in enumerate(zip(NAMES, ABOUT, strict=True))
)


def with_spillover(sets: Sequence[UtilitySet]) -> tuple[UtilitySet, ...]:
    """Add the terms of `SPILLOVER` to every set."""
    spillover = {term.name: weight for term, weight in SPILLOVER}
    return tuple(UtilitySet(s.name, s.about, {**s.weights, **spillover}) for s in sets)


def measures_of(
    terms: Sequence[Term], columns: Collection[str], sides: Sequence[str], donors: Sequence[str]
) -> dict[str, TermMeasure]:
    """Choose a measure for each term that a run with these columns can measure.

    Parameters
    ----------
    terms : sequence of Term
        Terms to measure.
    columns : collection of str
        Names of the columns of the run.
    sides, donors : sequence of str
        Ids of the sides (the defender first) and donors of the run.
    """
    measures = {}
    for term in terms:
        named = (measure.named(sides, donors) for measure in term.measures)
        chosen = next((m for m in named if all(column in columns for column in m.columns)), None)
        if chosen is not None:
            measures[term.name] = chosen
    return measures
